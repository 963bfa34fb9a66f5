/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_compare.h"

#include "base/str.h"
#include "report/escape.h"
#include "report/fact_value.h"
#include "report/message.h"

#include <pcimsi/error.h>

#include <stdlib.h>

/* Of each INF what changed: of the whole, then of its Models lines, those that changed alike at
 * once. */

static const struct pcimsi_install *install_of(const struct pcimsi_model_diff *diff,
					       enum pcimsi_side side)
{
	return diff->models[side] ? diff->models[side]->install : NULL;
}

/* Sections are in the order of the file; what is on one side alone comes last. */
static int by_install(const void *a, const void *b)
{
	const struct pcimsi_model_diff *x = *(const struct pcimsi_model_diff *const *)a;
	const struct pcimsi_model_diff *y = *(const struct pcimsi_model_diff *const *)b;

	for (int side = 0; side < PCIMSI_SIDES; side++) {
		const struct pcimsi_install *one = install_of(x, (enum pcimsi_side)side);
		const struct pcimsi_install *other = install_of(y, (enum pcimsi_side)side);

		if (!one != !other)
			return one ? -1 : 1;
		if (one != other)
			return one < other ? -1 : 1;
	}
	return x < y ? -1 : x > y;
}

static bool is_alike(const struct pcimsi_model_diff *a, const struct pcimsi_model_diff *b)
{
	return install_of(a, PCIMSI_SIDE_OLD) == install_of(b, PCIMSI_SIDE_OLD) &&
	       install_of(a, PCIMSI_SIDE_NEW) == install_of(b, PCIMSI_SIDE_NEW);
}

/* What a line that only one side has leaves in the hardware key. */
static void put_settings(struct report *report, const struct pcimsi_install *install)
{
	FILE *out = report->out;
	bool any = false;

	fputs("    [", out);
	put_text(out, install->section ? install->section : install->base);
	fputs("]:", out);
	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++) {
		const struct pcimsi_effect *effect = install->settings[i];

		if (!effect)
			continue;
		fprintf(out, "%s %s ", any ? "," : "", pcimsi_setting_name((enum pcimsi_setting)i));
		if (effect->number_known)
			fprintf(out, "%u", effect->number);
		else
			put_text(out, effect->unknown ? "unknown" : effect->value_text);
		any = true;
	}
	fputs(any ? "\n" : " no MSI or affinity value\n", out);
}

static const char *only_in(const void *old_one, const void *new_one)
{
	if (!old_one)
		return "  only in NEW";
	return new_one ? "" : "  only in OLD";
}

static void put_ids(struct report *report, const struct pcimsi_model_diff *diff)
{
	const struct pcimsi_model *model = side_model(diff->models, PCIMSI_SIDE_OLD);
	FILE *out = report->out;

	fprintf(out, "  %s", text_style(report, STYLE_BOLD));
	put_text(out, model->hardware_id ? model->hardware_id : "(compatible ids only)");
	fprintf(out, "%s%s\n", text_reset(report),
		only_in(diff->models[PCIMSI_SIDE_OLD], diff->models[PCIMSI_SIDE_NEW]));
}

/* Lines of the same two sections have the same changes, but for those of their ids. */
static bool is_of_line(const struct pcimsi_change *change)
{
	return change->fact == pcimsi_model_fact(0);
}

static void put_own_changes(struct report *report, const struct pcimsi_model_diff *diff)
{
	for (uint32_t i = 0; i < diff->n_changes; i++)
		if (is_of_line(&diff->changes[i]))
			text_change(report, 4, &diff->changes[i]);
}

static void put_section_changes(struct report *report, const struct pcimsi_model_diff *diff)
{
	const struct pcimsi_model *first = side_model(diff->models, PCIMSI_SIDE_OLD);

	if (first == side_model(diff->models, PCIMSI_SIDE_NEW))
		put_settings(report, first->install);
	for (uint32_t i = 0; i < diff->n_changes; i++)
		if (!is_of_line(&diff->changes[i]))
			text_change(report, 4, &diff->changes[i]);
}

static int put_models(struct report *report, const struct pcimsi_inf_diff *diff)
{
	uint32_t count = diff->n_models;
	const struct pcimsi_model_diff **models = calloc(count ? count : 1, sizeof(*models));

	if (!models)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < count; i++)
		models[i] = &diff->models[i];
	if (count > 1)
		qsort(models, count, sizeof(*models), by_install);
	for (uint32_t i = 0; i < count; i++) {
		put_ids(report, models[i]);
		put_own_changes(report, models[i]);
		if (i + 1 == count || !is_alike(models[i], models[i + 1]))
			put_section_changes(report, models[i]);
	}
	free(models);
	return 0;
}

static void put_head(struct report *report, const struct pcimsi_inf_diff *diff)
{
	const struct pcimsi_judged_inf *first = side_inf(diff->infs, PCIMSI_SIDE_OLD);
	const struct pcimsi_judged_inf *last = side_inf(diff->infs, PCIMSI_SIDE_NEW);
	const struct pcimsi_target *target = &last->resolution->target;
	char os[OS_TEXT];

	fputs(text_style(report, STYLE_BLUE), report->out);
	put_two(report->out, first->facts->name, last->facts->name);
	fprintf(report->out, "%s  for Windows %s %s %s%s\n", text_reset(report),
		os_text(target, os), pcimsi_arch_name(target->arch),
		pcimsi_product_name(target->product), only_in(diff->infs[0], diff->infs[1]));
	if (first == last)
		fprintf(report->out, "  %u Models line%s\n", first->resolution->n_models,
			str_plural(first->resolution->n_models));
}

int text_inf_diffs(struct report *report, const struct pcimsi_diff *diff)
{
	int err = 0;

	for (uint32_t i = 0; !err && i < diff->n_infs; i++) {
		const struct pcimsi_inf_diff *inf = &diff->infs[i];

		put_head(report, inf);
		for (uint32_t k = 0; k < inf->n_changes; k++)
			text_change(report, 2, &inf->changes[k]);
		err = put_models(report, inf);
		fputc('\n', report->out);
	}
	return err;
}
