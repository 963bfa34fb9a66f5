/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_finding.h"

#include "report/escape.h"
#include "report/memory_text.h"
#include "report/message.h"
#include "report/rules_page.h"
#include "report/text_excerpt.h"
#include "report/waivers.h"

#include <stdlib.h>
#include <string.h>

/* A finding: what it says, what proves it, and what to do. */

static enum text_style severity_style(enum pcimsi_severity severity)
{
	static const enum text_style styles[] = {
		[PCIMSI_SEVERITY_NOTE] = STYLE_DIM,
		[PCIMSI_SEVERITY_WARNING] = STYLE_YELLOW,
		[PCIMSI_SEVERITY_ERROR] = STYLE_RED,
	};

	return styles[severity];
}

/* Labels of what follows a finding, all in one column. */
#define LABEL 8

static void put_label(struct report *report, const char *label)
{
	fprintf(report->out, "  %s%s%s%*s", text_style(report, STYLE_BOLD), label,
		text_reset(report), LABEL - (int)strlen(label), "");
}

/* ---- where it holds ------------------------------------------------------------------------- */

#define SHOWN_PLACES 6

/* Findings of an install are of the functions that it is for. */
static const struct pcimsi_judged_function *place_of(const struct pcimsi_group *group, uint32_t n)
{
	const struct pcimsi_finding *first = group->findings[0];

	if (first->function)
		return n < group->n_findings ? group->findings[n]->function : NULL;
	return n < first->n_verdicts ? first->verdicts[n]->function : NULL;
}

static bool is_named_before(const struct pcimsi_group *group, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (place_of(group, i) == place_of(group, n))
			return true;
	return false;
}

static void put_slot(struct report *report, FILE *out,
		     const struct pcimsi_judged_function *function,
		     const struct pcimsi_judged_function *next)
{
	char slot[PCIMSI_SLOT_TEXT];

	fprintf(out, "%s%s", text_slot(report, function->function->raw.slot, slot),
		next ? ", " : "");
}

/* "00:01.0, 00:02.0 of one.txt; 00:01.0 of two.txt": the capture once for all that it has. */
static void put_function(struct report *report, FILE *out,
			 const struct pcimsi_judged_function *function,
			 const struct pcimsi_judged_function *next)
{
	char slot[PCIMSI_SLOT_TEXT];

	fputs(text_slot(report, function->function->raw.slot, slot), out);
	if (!next || !text_same_capture(function, next)) {
		fputs(" of ", out);
		text_put_capture(report, out, function);
	}
	if (next)
		fputs(text_same_capture(function, next) ? ", " : "; ", out);
}

/* The functions that it is about, of many the first ones; how many there are. */
static uint32_t collect_places(const struct pcimsi_group *group,
			       const struct pcimsi_judged_function *places[SHOWN_PLACES])
{
	const struct pcimsi_judged_function *function;
	uint32_t count = 0;

	for (uint32_t i = 0; (function = place_of(group, i)); i++) {
		/* Few of many are named: who was named before is looked for among those. */
		if (count < SHOWN_PLACES && is_named_before(group, i))
			continue;
		if (count < SHOWN_PLACES)
			places[count] = function;
		count++;
	}
	return count;
}

static void put_places(struct report *report, const struct pcimsi_run *run,
		       const struct pcimsi_group *group)
{
	const struct pcimsi_judged_function *places[SHOWN_PLACES] = { NULL };
	uint32_t count = collect_places(group, places);
	bool captures = text_several_captures(run);
	struct memory_text memory = { 0 };
	FILE *out;

	if (!count)
		return;
	out = memory_text_open(&memory);
	for (uint32_t i = 0; out && i < count && i < SHOWN_PLACES; i++) {
		const struct pcimsi_judged_function *next = i + 1 < SHOWN_PLACES ? places[i + 1]
										 : NULL;

		if (captures)
			put_function(report, out, places[i], next);
		else
			put_slot(report, out, places[i], next);
	}
	if (out && count > SHOWN_PLACES)
		fprintf(out, " and %u more", count - SHOWN_PLACES);
	put_label(report, "for");
	text_wrapped(report, 2 + LABEL, out ? memory_text_close(out, &memory) : NULL);
}

#define SHOWN_OTHERS 8

/* "also 00:02.4: MessageNumberLimit 64 leaves 936 of ...". */
static void put_others(struct report *report, const struct pcimsi_run *run,
		       const struct pcimsi_group *const *groups, uint32_t count)
{
	for (uint32_t i = 0; i < count && i < SHOWN_OTHERS; i++) {
		const struct pcimsi_finding *finding = groups[i]->findings[0];

		put_places(report, run, groups[i]);
		text_paragraph(report, 2 + LABEL, message_format(finding, finding->rule->message));
	}
	if (count > SHOWN_OTHERS)
		fprintf(report->out, "%*sand %u more of this line\n", 2 + LABEL, "",
			count - SHOWN_OTHERS);
}

/* ---- what proves it ---------------------------------------------------------------------------
 */

static bool same_slot(struct pcimsi_slot a, struct pcimsi_slot b)
{
	return a.domain == b.domain && a.bus == b.bus && a.device == b.device &&
	       a.function == b.function;
}

/* Whose they are is told above, unless they are another's. */
static void put_bytes(struct report *report, const struct pcimsi_finding *finding,
		      const struct pcimsi_location *location)
{
	const struct pcimsi_judged_function *function = finding->function;
	char slot[PCIMSI_SLOT_TEXT];
	FILE *out = report->out;

	put_label(report, location->size ? "silicon" : "capture");
	if (!function || location->file != function->capture ||
	    !same_slot(location->slot, function->function->raw.slot))
		fprintf(out, "%s ", text_slot(report, location->slot, slot));
	if (location->size)
		fprintf(out, "at 0x%02x:", location->offset);
	for (uint32_t i = 0; i < location->size; i++)
		fprintf(out, " %02x", location->bytes[i]);
	fprintf(out, "%s%s", location->size ? "  " : "", location->field);
	if (location->value && *location->value) {
		fputs(": ", out);
		put_text(out, location->value);
	}
	fputc('\n', out);
}

static void put_path(struct report *report, const struct pcimsi_location *location)
{
	static const char *const labels[] = {
		[PCIMSI_INPUT_INF] = "inf",
		[PCIMSI_INPUT_REGISTRY] = "reg",
		[PCIMSI_INPUT_POLICY] = "policy",
		[PCIMSI_INPUT_GRANTED] = "granted",
	};

	put_label(report, labels[location->kind]);
	put_text(report->out, location->file);
	fprintf(report->out, ":%u",
		location->from.line ? location->from.line : location->place.line);
	if (location->from.column)
		fprintf(report->out, ":%u", location->from.column);
	fputc('\n', report->out);
}

/* Lines of one file stand below its path, which is told once; `*last` is the one told last. */
static void put_evidence(struct report *report, const struct pcimsi_finding *finding,
			 const char **last)
{
	for (uint32_t i = 0; i < finding->n_locations; i++) {
		const struct pcimsi_location *location = &finding->locations[i];

		if (location->kind == PCIMSI_INPUT_CAPTURE) {
			put_bytes(report, finding, location);
			*last = NULL;
			continue;
		}
		if (location->file != *last)
			put_path(report, location);
		text_excerpt(report, location);
		*last = location->file;
	}
}

#define SHOWN_ALIKE 4

/* What holds for several lines is told once, with those lines: the first few and the last. */
static void put_evidence_alike(struct report *report, const struct pcimsi_group *const *groups,
			       uint32_t count)
{
	const char *last = NULL;

	for (uint32_t i = 0; i < count; i++) {
		if (i < SHOWN_ALIKE || i + 1 == count)
			put_evidence(report, groups[i]->findings[0], &last);
		else if (i == SHOWN_ALIKE)
			fprintf(report->out, "          and %u more lines, the last:\n",
				count - SHOWN_ALIKE);
	}
}

/* ---- what to do ------------------------------------------------------------------------------ */

static void put_rule(struct report *report, const struct pcimsi_rule *rule)
{
	char url[RULES_PAGE_URL];

	if (report->links)
		fprintf(report->out, "\033]8;;%s\033\\%s\033]8;;\033\\ %s",
			rules_page_url(rule, url), rule->id, rule->slug);
	else
		fprintf(report->out, "%s %s", rule->id, rule->slug);
}

static void put_head(struct report *report, const struct pcimsi_finding *finding)
{
	bool sure = finding->confidence == PCIMSI_CONFIDENCE_DOCUMENTED;

	fprintf(report->out, "%s%s%s ", text_style(report, severity_style(finding->severity)),
		pcimsi_severity_name(finding->severity), text_reset(report));
	put_rule(report, finding->rule);
	if (!sure || !finding->counts)
		fprintf(report->out, " (%s%s%s)",
			sure ? "" : pcimsi_confidence_name(finding->confidence),
			sure || finding->counts ? "" : ", ",
			finding->counts ? "" : "does not count");
	fputc('\n', report->out);
}

/* What a waiver of the finding has to name. */
static void put_value(struct report *report, const struct pcimsi_finding *finding)
{
	char *value = text_made(report, finding_value(finding));

	if (value && *value) {
		put_label(report, "value");
		fprintf(report->out, "%s\n", value);
	}
	free(value);
}

static void put_waiver(struct report *report, const struct pcimsi_waiver *waiver)
{
	const struct pcimsi_date *until = &waiver->until;
	FILE *out = report->out;

	put_text(out, waiver->name);
	fputs(" (", out);
	put_text(out, waiver->owner);
	if (until->year)
		fprintf(out, ", until %04u-%02u-%02u", until->year, until->month, until->day);
	fputs("): ", out);
	put_text(out, waiver->reason);
	fputc('\n', out);
}

static void put_reasons(struct report *report, const struct pcimsi_finding *finding)
{
	put_value(report, finding);
	put_label(report, "why");
	text_wrap_from(report, 2 + LABEL, 2 + LABEL, finding->rule->why);
}

void text_findings(struct report *report, const struct pcimsi_run *run,
		   const struct pcimsi_group *const *groups, struct text_alike alike)
{
	const struct pcimsi_finding *finding = groups[0]->findings[0];

	put_head(report, finding);
	text_paragraph(report, 2, message_format(finding, finding->rule->message));
	put_places(report, run, groups[0]);
	put_evidence_alike(report, groups, alike.lines);
	put_others(report, run, groups + alike.lines, alike.others);
	if (report->verbose)
		put_reasons(report, finding);
	if (finding->waiver) {
		put_label(report, "waived");
		fputs("by ", report->out);
		put_waiver(report, finding->waiver);
	}
	put_label(report, "do");
	text_wrapped(report, 2 + LABEL, message_format(finding, finding->rule->advice));
}

void text_waived(struct report *report, const struct pcimsi_finding *finding)
{
	put_rule(report, finding->rule);
	fputs(" waived by ", report->out);
	put_waiver(report, finding->waiver);
}
