/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_compare.h"

#include "report/escape.h"
#include "report/fact_value.h"
#include "report/memory_text.h"

#include <stdlib.h>
#include <string.h>

/* `pcimsi diff`: nothing, or what differs and a summary. */

void text_change(struct report *report, unsigned indent, const struct pcimsi_change *change)
{
	FILE *out = report->out;
	char buffer[FACT_VALUE_CHARS];

	fprintf(out, "%*s%-28s ", (int)indent, "", change->fact->title);
	put_text(out, fact_value_text(change->fact, &change->values[PCIMSI_SIDE_OLD], buffer));
	fputs(" -> ", out);
	put_text(out, fact_value_text(change->fact, &change->values[PCIMSI_SIDE_NEW], buffer));
	fputc('\n', out);
}

/* Of a capability that is there its messages say enough, of one that is not, that it is not. */
static bool says_something(const struct pcimsi_fact_value *value)
{
	return value->kind == PCIMSI_VALUE_NUMBER || value->kind == PCIMSI_VALUE_TEXT ||
	       (value->kind == PCIMSI_VALUE_WORD && strcmp(value->text, "present") != 0);
}

/* Whether there is anything. */
static bool put_unknown(FILE *out, const struct pcimsi_change *changes, uint32_t count,
			enum pcimsi_side side)
{
	char buffer[FACT_VALUE_CHARS];
	bool any = false;

	for (uint32_t i = 0; i < count; i++) {
		const struct pcimsi_change *change = &changes[i];
		const struct pcimsi_fact_value *other = &change->values[!side];

		if (change->values[side].kind != PCIMSI_VALUE_UNKNOWN || !says_something(other))
			continue;
		fprintf(out, "%s%s ", any ? ", " : "", change->fact->title);
		put_text(out, fact_value_text(change->fact, other, buffer));
		any = true;
	}
	return any;
}

void text_unknown(struct report *report, unsigned indent, const struct pcimsi_change *changes,
		  uint32_t count, enum pcimsi_side side, const char *why)
{
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);
	bool any;

	if (!out) {
		text_made(report, NULL);
		return;
	}
	any = put_unknown(out, changes, count, side);
	fprintf(out, ": not known in %s%s", side_text(side), why);
	if (any)
		text_paragraph(report, indent, memory_text_close(out, &memory));
	else
		free(memory_text_close(out, &memory));
}

void put_two(FILE *out, const char *old_text, const char *new_text)
{
	put_text(out, old_text);
	if (strcmp(old_text, new_text) == 0)
		return;
	fputs(" -> ", out);
	put_text(out, new_text);
}

static void put_sides(struct report *report, const struct pcimsi_diff *diff)
{
	for (int side = 0; side < PCIMSI_SIDES; side++) {
		const struct pcimsi_run *run = diff->runs[side];
		const char *gap = "  ";

		fputs(side_text((enum pcimsi_side)side), report->out);
		for (uint32_t i = 0; i < run->n_inputs; i++) {
			if (i && strcmp(run->inputs[i]->name, run->inputs[i - 1]->name) == 0)
				continue;
			fputs(gap, report->out);
			put_text(report->out, run->inputs[i]->name);
			gap = ", ";
		}
		fputc('\n', report->out);
	}
	fputc('\n', report->out);
}

int text_compare(struct report *report, const struct pcimsi_diff *diff)
{
	int err;

	if (!diff->differs)
		return 0;
	put_sides(report, diff);
	text_function_diffs(report, diff);
	err = text_inf_diffs(report, diff);
	if (!err)
		err = text_verdict_diffs(report, diff);
	put_diff_summary(report->out, diff);
	fputc('\n', report->out);
	return err;
}
