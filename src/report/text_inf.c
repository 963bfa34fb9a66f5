/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text.h"

#include "report/escape.h"
#include "report/message.h"

#include <stdlib.h>
#include <string.h>

/* `pcimsi inf`: per install section, the ids it serves and what it leaves in the hardware key. */

static void put_head(struct report *report, const struct pcimsi_inf_facts *facts,
		     const struct pcimsi_target *target)
{
	FILE *out = report->out;
	char os[OS_TEXT];

	fputs(text_style(report, STYLE_BLUE), out);
	put_text(out, facts->name);
	fprintf(out, "%s  %s", text_reset(report), pcimsi_encoding_name(facts->encoding));
	if (facts->class_name) {
		fputs(", class ", out);
		put_text(out, facts->class_name);
	}
	if (facts->extension)
		fputs(", extension INF", out);
	if (facts->is_template)
		fputs(", template", out);
	fprintf(out, ", for Windows %s %s %s\n", os_text(target, os),
		pcimsi_arch_name(target->arch), pcimsi_product_name(target->product));
}

static void put_model(struct report *report, const struct pcimsi_inf_facts *facts,
		      const struct pcimsi_model *model)
{
	FILE *out = report->out;

	fprintf(out, "  %s", text_style(report, STYLE_BOLD));
	put_text(out, model->hardware_id ? model->hardware_id : "(compatible ids only)");
	fprintf(out, "%s  ", text_reset(report));
	put_text(out, model->description);
	fprintf(out, "  %s", text_style(report, STYLE_DIM));
	put_text(out, facts->name);
	fprintf(out, ":%u%s\n", model->place.line, text_reset(report));
	for (uint32_t i = 0; i < model->n_compatible_ids; i++) {
		fputs("    compatible: ", out);
		put_text(out, model->compatible_ids[i]);
		fputc('\n', out);
	}
}

static void put_section(struct report *report, const char *label, const char *name,
			struct pcimsi_place place)
{
	fprintf(report->out, "    %-20s [", label);
	put_text(report->out, name);
	fprintf(report->out, "] %sline %u%s\n", text_style(report, STYLE_DIM), place.line,
		text_reset(report));
}

static void put_value(FILE *out, const struct pcimsi_effect *effect)
{
	if (effect->unknown)
		fputs("not known", out);
	else if (effect->type == PCIMSI_REGISTRY_DWORD && effect->number_known)
		fprintf(out, "%-8u", effect->number);
	else
		put_text(out, effect->value_text);
}

static const char *condition(const struct pcimsi_effect *effect)
{
	if (effect->directive == PCIMSI_DIRECTIVE_BITREG)
		return ", which changes bits of it";
	return effect->flags & PCIMSI_ADDREG_NOCLOBBER ? ", only if not set before" : "";
}

static void put_setting(struct report *report, enum pcimsi_setting which,
			const struct pcimsi_effect *effect)
{
	FILE *out = report->out;
	char type[16];

	fprintf(out, "      %-22s ", pcimsi_setting_name(which));
	put_value(out, effect);
	fprintf(out, " %s%s, line %u in [", text_style(report, STYLE_DIM),
		pcimsi_registry_type_name(effect->type, type), effect->place.line);
	put_text(out, effect->section);
	fputc(']', out);
	if (effect->file) {
		fputs(" of ", out);
		put_text(out, effect->file);
	}
	fprintf(out, "%s%s\n", text_reset(report), condition(effect));
}

static void put_settings(struct report *report, const struct pcimsi_install *install)
{
	bool any = false;

	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++) {
		if (!install->settings[i])
			continue;
		put_setting(report, (enum pcimsi_setting)i, install->settings[i]);
		any = true;
	}
	if (!any)
		fputs("      writes no MSI or affinity value\n", report->out);
}

static void put_missing(struct report *report, const struct pcimsi_install *install)
{
	for (uint32_t i = 0; i < install->n_missing; i++) {
		const struct pcimsi_missing *missing = &install->missing[i];

		fprintf(report->out, "      %s of a section that is not in the file: [",
			pcimsi_directive_name(missing->directive));
		put_text(report->out, missing->name);
		fprintf(report->out, "] line %u", missing->place.line);
		if (missing->file) {
			fputs(" of ", report->out);
			put_text(report->out, missing->file);
		}
		if (missing->include) {
			fputs(", of ", report->out);
			put_text(report->out, missing->include);
		}
		fputc('\n', report->out);
	}
	if (!install->complete)
		fputs("      incomplete: what was not followed may write more\n", report->out);
}

static void put_install(struct report *report, const struct pcimsi_install *install)
{
	if (install->section) {
		put_section(report, "install section", install->section, install->section_place);
	} else {
		fputs("    no install section  [", report->out);
		put_text(report->out, install->base);
		fputs("] in the file\n", report->out);
	}
	if (install->null_driver)
		fputs("    no driver is installed (the null driver)\n", report->out);
	if (install->hw_section)
		put_section(report, "hardware section", install->hw_section, install->hw_place);
	put_settings(report, install);
	put_missing(report, install);
	fputc('\n', report->out);
}

static int by_install(const void *a, const void *b)
{
	const struct pcimsi_model *x = *(const struct pcimsi_model *const *)a;
	const struct pcimsi_model *y = *(const struct pcimsi_model *const *)b;

	if (x->install != y->install)
		return x->install < y->install ? -1 : 1;
	return x < y ? -1 : x > y;
}

static int put_models(struct report *report, const struct pcimsi_inf_facts *facts,
		      const struct pcimsi_resolution *resolution)
{
	uint32_t count = resolution->n_models;
	const struct pcimsi_model **models = calloc(count, sizeof(*models));

	if (!models)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < count; i++)
		models[i] = &resolution->models[i];
	qsort(models, count, sizeof(*models), by_install);
	for (uint32_t i = 0; i < count; i++) {
		put_model(report, facts, models[i]);
		if (i + 1 == count || models[i + 1]->install != models[i]->install)
			put_install(report, models[i]->install);
	}
	free(models);
	if (resolution->n_left_out)
		fprintf(report->out, "  %u more models are left out: above a limit\n\n",
			resolution->n_left_out);
	return 0;
}

int text_inf(struct report *report, const struct pcimsi_inf_facts *facts,
	     const struct pcimsi_resolution *resolution)
{
	put_head(report, facts, &resolution->target);
	if (facts->rejection != PCIMSI_INF_ACCEPTED) {
		fprintf(report->out, "  SetupAPI would refuse this file: %s",
			pcimsi_rejection_text(facts->rejection));
		if (facts->rejected_at.line)
			fprintf(report->out, ", line %u", facts->rejected_at.line);
		fputs("\n\n", report->out);
		return 0;
	}
	if (resolution->n_models)
		return put_models(report, facts, resolution);
	fputs(resolution->excluded ? "  excludes this Windows: its Models section is empty\n\n"
	      : resolution->has_models_section
		      ? "  its Models section for this Windows names no device\n\n"
		      : "  has no Models section for this Windows\n\n",
	      report->out);
	return 0;
}
