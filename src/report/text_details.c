/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_details.h"

#include "report/escape.h"
#include "report/granted_text.h"
#include "report/message.h"
#include "report/text_grant.h"
#include "report/text_registry.h"

#include <stdlib.h>

#define SHOWN_ALIKE 4

bool text_is_folded(const struct report *report, const struct pcimsi_run *run,
		    const struct pcimsi_judged_function *function)
{
	return run->n_undecided > SHOWN_ALIKE && !report->verbose && function->undecided &&
	       !function->selected;
}

/* ---- why it is unknown ----------------------------------------------------------------------- */

/* "UNKNOWN  00:02.0, 00:03.0 and 4 more": who has the same reason. */
struct told {
	struct report *report;
	uint32_t count;
};

static void tell(struct told *told, const struct pcimsi_judged_function *function)
{
	FILE *out = told->report->out;
	char slot[PCIMSI_SLOT_TEXT];

	if (!told->count)
		fprintf(out, "\n%sUNKNOWN%s  ", text_style(told->report, STYLE_MAGENTA),
			text_reset(told->report));
	if (told->count++ < SHOWN_ALIKE)
		fprintf(out, "%s%s", told->count > 1 ? ", " : "",
			text_slot(told->report, function->function->raw.slot, slot));
}

/* `folded`: those that were left out have no row, either. */
static void tell_end(const struct told *told, bool folded)
{
	if (told->count > SHOWN_ALIKE)
		fprintf(told->report->out, " and %u more%s", told->count - SHOWN_ALIKE,
			folded ? "; -v shows them" : "");
	fputc('\n', told->report->out);
}

static void put_undecided(struct report *report, const struct pcimsi_run *run, const char *why)
{
	struct told told = { .report = report };
	bool folded = false;
	char text[128];

	for (uint32_t i = 0; i < run->n_functions; i++) {
		const struct pcimsi_judged_function *function = run->functions[i];

		if (!function->undecided || undecided_text(function->function) != why)
			continue;
		tell(&told, function);
		folded |= text_is_folded(report, run, function);
	}
	tell_end(&told, folded);
	snprintf(text, sizeof(text), "Whether an INF matches cannot be said: %s.", why);
	text_wrap(report, 2, text);
}

/* There are two reasons. */
static void put_all_undecided(struct report *report, const struct pcimsi_run *run)
{
	const char *seen = NULL;

	for (uint32_t i = 0, n = 0; i < run->n_functions && n < 2; i++) {
		const char *why = undecided_text(run->functions[i]->function);

		if (!run->functions[i]->undecided || why == seen)
			continue;
		put_undecided(report, run, why);
		seen = why;
		n++;
	}
}

static bool same_reason(const struct pcimsi_grant *a, const struct pcimsi_grant *b)
{
	return a->unknown == b->unknown && a->mode == b->mode;
}

static bool is_unknown(const struct pcimsi_verdict *verdict)
{
	return verdict->word == PCIMSI_VERDICT_UNKNOWN;
}

static bool was_told(const struct pcimsi_run *run, uint32_t number)
{
	for (uint32_t i = 0; i < number; i++)
		if (is_unknown(run->verdicts[i]) &&
		    same_reason(&run->verdicts[i]->grant, &run->verdicts[number]->grant))
			return true;
	return false;
}

static void put_unknown(struct report *report, const struct pcimsi_run *run, uint32_t first)
{
	struct told told = { .report = report };

	for (uint32_t i = first; i < run->n_verdicts; i++)
		if (is_unknown(run->verdicts[i]) &&
		    same_reason(&run->verdicts[i]->grant, &run->verdicts[first]->grant))
			tell(&told, run->verdicts[i]->function);
	tell_end(&told, false);
	text_paragraph(report, 2, verdict_sentence(run->verdicts[first]));
}

/* Reasons are few, so the first of each is found soon. */
#define REASONS_MAX 16

static void put_all_unknown(struct report *report, const struct pcimsi_run *run)
{
	for (uint32_t i = 0, n = 0; i < run->n_verdicts && n < REASONS_MAX; i++) {
		if (!is_unknown(run->verdicts[i]) || was_told(run, i))
			continue;
		put_unknown(report, run, i);
		n++;
	}
}

/* ---- what else there is ---------------------------------------------------------------------- */

static void put_head(struct report *report, const struct pcimsi_judged_function *function,
		     const struct pcimsi_run *run)
{
	char slot[PCIMSI_SLOT_TEXT];

	fprintf(report->out, "\n%s%s%s", text_style(report, STYLE_BLUE),
		text_slot(report, function->function->raw.slot, slot), text_reset(report));
	if (text_several_captures(run)) {
		fputs(" of ", report->out);
		text_put_capture(report, report->out, function);
	}
}

static void put_settings(struct report *report, const struct pcimsi_install *install)
{
	bool first = true;

	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++) {
		const struct pcimsi_effect *effect = install->settings[i];

		if (!effect)
			continue;
		fprintf(report->out, "%s%s ", first ? "" : ", ",
			pcimsi_setting_name((enum pcimsi_setting)i));
		if (effect->number_known)
			fprintf(report->out, "%u", effect->number);
		else
			put_text(report->out, effect->unknown ? "not known" : effect->value_text);
		if (effect->file) {
			fputs(" (of ", report->out);
			put_text(report->out, effect->file);
			fputc(')', report->out);
		}
		first = false;
	}
	fputs(first ? "no MSI or affinity value\n" : "\n", report->out);
}

static void put_match(struct report *report, const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_target *target = &verdict->inf->resolution->target;
	const struct pcimsi_install *install = verdict->match.model->install;
	FILE *out = report->out;
	char os[OS_TEXT];

	fputs("    ", out);
	put_text(out, verdict->match.id);
	fprintf(out, "\n    (%s match, rank 0x%04x%s) on Windows %s %s %s\n",
		verdict->match.from_hardware_list ? "hardware" : "compatible", verdict->match.rank,
		verdict->match.rank_known ? "" : " unless the subsystem is 0", os_text(target, os),
		pcimsi_arch_name(target->arch), pcimsi_product_name(target->product));
	fputs("    [", out);
	put_text(out, install->section ? install->section : install->base);
	fputs("]: ", out);
	put_settings(report, install);
}

static void put_capability(struct report *report, const struct pcimsi_function *function)
{
	char msi[TEXT_CELL], msix[TEXT_CELL];

	fprintf(report->out, "    MSI-X %s, MSI %s, pin %s\n", text_msix(&function->msix, msix),
		text_msi(&function->msi, msi), text_pin(function));
}

/* What an INF that installs nothing does is no number. */
static bool has_more(const struct report *report, const struct pcimsi_verdict *verdict)
{
	return report->verbose || verdict->function->held || verdict->what_if ||
	       granted_is_told(verdict->function) || verdict->unwanted ||
	       verdict->grant.null_driver;
}

static void put_verdict(struct report *report, const struct pcimsi_run *run,
			const struct pcimsi_verdict *verdict)
{
	put_head(report, verdict->function, run);
	fputs("  ", report->out);
	put_text(report->out, verdict->inf->facts->name);
	if (!is_unknown(verdict))
		fprintf(report->out, "  %s%s (%s)%s", text_style(report, STYLE_DIM),
			pcimsi_verdict_name(verdict->word),
			pcimsi_confidence_name(verdict->confidence), text_reset(report));
	fputc('\n', report->out);
	text_paragraph(report, 4, verdict_sentence(verdict));
	if (report->verbose) {
		put_capability(report, verdict->function->function);
		put_match(report, verdict);
	}
	text_registry(report, verdict);
	text_granted(report, verdict->function, verdict);
	text_what_if(report, verdict);
	if (report->verbose)
		text_model_row(report, verdict);
	if (verdict->unwanted)
		fprintf(report->out, "    %s %s decides this; what it found was not asked for.\n",
			verdict->unwanted->id, verdict->unwanted->slug);
}

static void put_without_inf(struct report *report, const struct pcimsi_run *run,
			    const struct pcimsi_judged_function *function)
{
	if (!function->n_held)
		return;
	put_head(report, function, run);
	fputc('\n', report->out);
	text_registry_alone(report, function);
	text_granted(report, function, NULL);
}

void text_details(struct report *report, const struct pcimsi_run *run)
{
	uint32_t next = 0;

	put_all_undecided(report, run);
	put_all_unknown(report, run);
	for (uint32_t i = 0; i < run->n_functions; i++) {
		const struct pcimsi_judged_function *function = run->functions[i];

		if (!function->n_verdicts)
			put_without_inf(report, run, function);
		for (; next < run->n_verdicts && run->verdicts[next]->function == function; next++)
			if (has_more(report, run->verdicts[next]))
				put_verdict(report, run, run->verdicts[next]);
	}
}
