/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_compare.h"

#include "base/str.h"
#include "report/escape.h"
#include "report/fact_value.h"
#include "report/message.h"

#include <pcimsi/error.h>

#include <stdlib.h>

/* Which verdicts flip, and the findings that came and went. */

struct verdicts_text {
	struct report *report;
	const struct pcimsi_diff *diff;
	bool *told; /* findings, in the order of the diff */
};

/* Of which function and INF it is, where that was not told above it. */
static void put_where(struct report *report, const struct pcimsi_finding *finding)
{
	char slot[PCIMSI_SLOT_TEXT];

	if (finding->function)
		fprintf(report->out, "  %s",
			text_slot(report, finding->function->function->raw.slot, slot));
	if (!finding->inf)
		return;
	fputs("  ", report->out);
	put_text(report->out, finding->inf->facts->name);
	if (finding->place.line)
		fprintf(report->out, ":%u", finding->place.line);
}

/* Of one that says something else what it says now. */
static void put_finding(struct verdicts_text *text, const struct pcimsi_finding_diff *diff,
			bool where)
{
	const struct pcimsi_finding *finding = side_finding(diff->findings, PCIMSI_SIDE_NEW);
	struct report *report = text->report;
	bool *told = &text->told[diff - text->diff->findings];

	fprintf(report->out, "    %s%-4s%s  %s %s %s%s", text_style(report, STYLE_BOLD),
		finding_diff_text(diff), text_reset(report),
		pcimsi_severity_name(finding->severity), finding->rule->id, finding->rule->slug,
		*told ? " (as above)" : "");
	if (where)
		put_where(report, finding);
	fputc('\n', report->out);
	if (!*told)
		text_paragraph(report, 10, message_format(finding, finding->rule->message));
	if (!*told && diff->reason)
		fprintf(report->out, "          Not evaluated in %s: %s.\n",
			side_text(diff->findings[PCIMSI_SIDE_OLD] ? PCIMSI_SIDE_NEW
								  : PCIMSI_SIDE_OLD),
			pcimsi_reason_text(diff->reason));
	*told = true;
}

static void put_function(struct report *report, const struct pcimsi_verdict_diff *diff)
{
	char slots[PCIMSI_SIDES][PCIMSI_SLOT_TEXT], ids[PCIMSI_SIDES][TEXT_IDS];
	const char *shown[PCIMSI_SIDES], *devices[PCIMSI_SIDES];

	for (int i = 0; i < PCIMSI_SIDES; i++) {
		const struct pcimsi_function *function =
			side_function(diff->functions, (enum pcimsi_side)i)->function;

		shown[i] = text_slot(report, function->raw.slot, slots[i]);
		devices[i] = text_ids(function, ids[i]);
	}
	fputs(text_style(report, STYLE_BLUE), report->out);
	put_two(report->out, shown[PCIMSI_SIDE_OLD], shown[PCIMSI_SIDE_NEW]);
	fprintf(report->out, "%s  ", text_reset(report));
	put_two(report->out, devices[PCIMSI_SIDE_OLD], devices[PCIMSI_SIDE_NEW]);
}

static void put_infs(struct report *report, const struct pcimsi_verdict_diff *diff)
{
	const struct pcimsi_judged_inf *first = side_inf(diff->infs, PCIMSI_SIDE_OLD);

	if (!first)
		return;
	fputs("  ", report->out);
	put_two(report->out, first->facts->name,
		side_inf(diff->infs, PCIMSI_SIDE_NEW)->facts->name);
}

static void put_words(struct report *report, const struct pcimsi_verdict_diff *diff)
{
	const struct pcimsi_judged_function *const *functions = diff->functions;
	enum pcimsi_side side = functions[PCIMSI_SIDE_NEW] ? PCIMSI_SIDE_NEW : PCIMSI_SIDE_OLD;

	fprintf(report->out, "  %s", text_style(report, STYLE_BOLD));
	if (!functions[PCIMSI_SIDE_OLD] || !functions[PCIMSI_SIDE_NEW])
		fprintf(report->out, "%s  only in %s", verdict_side_text(diff, side),
			side_text(side));
	else
		put_two(report->out, verdict_side_text(diff, PCIMSI_SIDE_OLD),
			verdict_side_text(diff, PCIMSI_SIDE_NEW));
	fprintf(report->out, "%s\n", text_reset(report));
}

/* The first fact is the word, and of an INF that does not match the second says all. */
static void put_changes(struct report *report, const struct pcimsi_verdict_diff *diff)
{
	bool both = diff->verdicts[PCIMSI_SIDE_OLD] && diff->verdicts[PCIMSI_SIDE_NEW];
	const struct pcimsi_change *changes = diff->changes;
	uint32_t count = diff->n_changes;

	if (count && changes->fact == pcimsi_verdict_fact(0)) {
		changes++;
		count--;
	}
	for (uint32_t i = 0; i < count; i++)
		if (!changes[i].unknown && (both || changes[i].fact == pcimsi_verdict_fact(1)))
			text_change(report, 4, &changes[i]);
	for (int side = 0; side < PCIMSI_SIDES; side++)
		text_unknown(report, 4, changes, count, (enum pcimsi_side)side, "");
}

static void put_verdict(struct verdicts_text *text, const struct pcimsi_verdict_diff *diff)
{
	put_function(text->report, diff);
	put_infs(text->report, diff);
	put_words(text->report, diff);
	put_changes(text->report, diff);
	for (uint32_t i = 0; i < diff->n_findings; i++)
		put_finding(text, diff->findings[i], false);
}

/* What concerns no verdict that is told. */
static void put_rest(struct verdicts_text *text)
{
	const struct pcimsi_diff *diff = text->diff;
	bool any = false;

	for (uint32_t i = 0; i < diff->n_findings; i++) {
		if (text->told[i])
			continue;
		if (!any)
			fprintf(text->report->out, "%sOther findings%s\n",
				text_style(text->report, STYLE_BOLD), text_reset(text->report));
		put_finding(text, &diff->findings[i], true);
		any = true;
	}
	if (any)
		fputc('\n', text->report->out);
}

int text_verdict_diffs(struct report *report, const struct pcimsi_diff *diff)
{
	struct verdicts_text text = { .report = report, .diff = diff };

	text.told = calloc(diff->n_findings + 1, sizeof(*text.told));
	if (!text.told)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < diff->n_verdicts; i++) {
		put_verdict(&text, &diff->verdicts[i]);
		if (i + 1 == diff->n_verdicts || diff->verdicts[i].n_changes ||
		    diff->verdicts[i].n_findings)
			fputc('\n', report->out);
	}
	put_rest(&text);
	free(text.told);
	return 0;
}
