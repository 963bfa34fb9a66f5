/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_finding.h"

#include "report/escape.h"
#include "report/message.h"
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

static void put_bytes(struct report *report, const struct pcimsi_location *location)
{
	FILE *out = report->out;
	char slot[PCIMSI_SLOT_TEXT];

	fprintf(out, "      %s%s%s %s", text_style(report, STYLE_BOLD),
		location->size ? "silicon" : "capture", text_reset(report),
		text_slot(report, location->slot, slot));
	if (location->size)
		fprintf(out, " at 0x%02x:", location->offset);
	for (uint32_t i = 0; i < location->size; i++)
		fprintf(out, " %02x", location->bytes[i]);
	fprintf(out, "  %s", location->field);
	if (location->value && *location->value) {
		fputs(": ", out);
		put_text(out, location->value);
	}
	fputc('\n', out);
}

static void put_line(struct report *report, const struct pcimsi_location *location)
{
	static const char *const labels[] = {
		[PCIMSI_INPUT_INF] = "inf",
		[PCIMSI_INPUT_REGISTRY] = "reg",
		[PCIMSI_INPUT_POLICY] = "policy",
	};
	const char *label = labels[location->kind];
	FILE *out = report->out;

	fprintf(out, "      %s%s%s%*s", text_style(report, STYLE_BOLD), label, text_reset(report),
		8 - (int)strlen(label), "");
	put_text(out, location->file);
	fprintf(out, ":%u: ", location->place.line);
	put_excerpt(out, location->text);
	fputc('\n', out);
}

static void put_evidence(struct report *report, const struct pcimsi_finding *finding)
{
	for (uint32_t i = 0; i < finding->n_locations; i++) {
		if (finding->locations[i].kind != PCIMSI_INPUT_CAPTURE)
			put_line(report, &finding->locations[i]);
		else
			put_bytes(report, &finding->locations[i]);
	}
}

/* The same column as the evidence: what to do about it. */
static void put_advice(struct report *report, char *advice)
{
	if (text_made(report, advice)) {
		fprintf(report->out, "      %sdo%s      ", text_style(report, STYLE_BOLD),
			text_reset(report));
		text_wrap_from(report, 14, 14, advice);
	}
	free(advice);
}

void text_finding_head(struct report *report, const struct pcimsi_finding *finding)
{
	bool sure = finding->confidence == PCIMSI_CONFIDENCE_DOCUMENTED;

	fprintf(report->out, "    %s%s%s %s %s",
		text_style(report, severity_style(finding->severity)),
		pcimsi_severity_name(finding->severity), text_reset(report), finding->rule->id,
		finding->rule->slug);
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

	if (value && *value)
		fprintf(report->out, "      %svalue%s   %s\n", text_style(report, STYLE_BOLD),
			text_reset(report), value);
	free(value);
}

static void put_waiver(struct report *report, const struct pcimsi_waiver *waiver)
{
	const struct pcimsi_date *until = &waiver->until;
	FILE *out = report->out;

	fprintf(out, "%swaived%s  by ", text_style(report, STYLE_BOLD), text_reset(report));
	put_text(out, waiver->name);
	fputs(" (", out);
	put_text(out, waiver->owner);
	if (until->year)
		fprintf(out, ", until %04u-%02u-%02u", until->year, until->month, until->day);
	fputs("): ", out);
	put_text(out, waiver->reason);
	fputc('\n', out);
}

#define SHOWN_ALIKE 4

/* What holds for several lines is told once, with those lines: the first few and the last. */
static void put_evidence_alike(struct report *report, const struct pcimsi_finding *const *findings,
			       uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		if (i < SHOWN_ALIKE || i + 1 == count)
			put_evidence(report, findings[i]);
		else if (i == SHOWN_ALIKE)
			fprintf(report->out, "      and %u more lines, the last:\n",
				count - SHOWN_ALIKE);
	}
}

void text_findings(struct report *report, const struct pcimsi_finding *const *findings,
		   uint32_t count)
{
	const struct pcimsi_finding *finding = findings[0];

	text_finding_head(report, finding);
	text_paragraph(report, 6, message_format(finding, finding->rule->message));
	put_evidence_alike(report, findings, count);
	if (report->verbose)
		put_value(report, finding);
	if (finding->waiver) {
		fputs("      ", report->out);
		put_waiver(report, finding->waiver);
	}
	if (report->verbose)
		text_wrap(report, 6, finding->rule->why);
	put_advice(report, message_format(finding, finding->rule->advice));
}

void text_waived(struct report *report, const struct pcimsi_finding *finding)
{
	fprintf(report->out, "    %s %s ", finding->rule->id, finding->rule->slug);
	put_waiver(report, finding->waiver);
}
