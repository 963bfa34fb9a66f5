/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text.h"

#include "base/str.h"
#include "report/escape.h"
#include "report/memory_text.h"
#include "report/text_table.h"

#include <stdlib.h>
#include <string.h>

/* `pcimsi check --advise`: for each line that writes a limit, what each limit would do. */

enum column {
	COLUMN_LIMIT,
	COLUMN_IMPOSSIBLE,
	COLUMN_CAPPED,
	COLUMN_WASTEFUL,
	COLUMN_FIT,
	COLUMN_UNKNOWN,
	COLUMN_ASKED,
	COLUMN_UNUSED,
	COLUMN_OVER,
	COLUMN_REMARK,
	COLUMN_COUNT
};

static const struct text_column columns[COLUMN_COUNT] = {
	[COLUMN_LIMIT] = { .name = "LIMIT", .right = true },
	[COLUMN_IMPOSSIBLE] = { .name = "IMPOSSIBLE", .right = true },
	[COLUMN_CAPPED] = { .name = "CAPPED", .right = true },
	[COLUMN_WASTEFUL] = { .name = "WASTEFUL", .right = true },
	[COLUMN_FIT] = { .name = "FIT", .right = true },
	[COLUMN_UNKNOWN] = { .name = "UNKNOWN", .right = true, .hidden = true },
	[COLUMN_ASKED] = { .name = "ASKED", .right = true, .priority = 2 },
	[COLUMN_UNUSED] = { .name = "UNUSED", .right = true, .priority = 3 },
	[COLUMN_OVER] = { .name = "OVER", .right = true, .hidden = true },
	[COLUMN_REMARK] = { .name = "REMARK", .priority = 1, .cut = 10 },
};

/* ---- the table ------------------------------------------------------------------------------- */

static void put_count(char cell[TEXT_CELL], uint64_t count)
{
	if (count)
		snprintf(cell, TEXT_CELL, "%llu", (unsigned long long)count);
	else
		strcpy(cell, "-");
}

static void put_limit(char cell[TEXT_CELL], struct pcimsi_reg limit)
{
	if (limit.known)
		snprintf(cell, TEXT_CELL, "%u", limit.value);
	else
		strcpy(cell, "none");
}

static const char *remark_of(const struct pcimsi_advice *advice,
			     const struct pcimsi_advice_row *row)
{
	if (row == advice->best)
		return row->is_own ? "advised, and as it is" : "advised";
	if (row->is_own)
		return "as it is";
	if (row == advice->enough)
		return "takes nothing from any of them";
	return row->is_maximum ? "the most that is documented" : "";
}

static int add_line(struct libscols_table *table, const struct pcimsi_advice *advice,
		    const struct pcimsi_advice_row *row)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);
	char cells[COLUMN_REMARK][TEXT_CELL];
	int err = line ? 0 : -1;

	put_limit(cells[COLUMN_LIMIT], row->limit);
	for (int i = 0; i < PCIMSI_LIMIT_EFFECTS; i++)
		put_count(cells[COLUMN_IMPOSSIBLE + i], row->functions[i]);
	put_count(cells[COLUMN_ASKED], row->requested);
	put_count(cells[COLUMN_UNUSED], row->unused);
	put_count(cells[COLUMN_OVER], row->over);
	for (int i = 0; !err && i < COLUMN_REMARK; i++)
		err = scols_line_set_data(line, (size_t)i, cells[i]);
	if (row->functions[PCIMSI_LIMIT_UNKNOWN])
		text_table_show(table, COLUMN_UNKNOWN);
	if (row->over)
		text_table_show(table, COLUMN_OVER);
	return err ? err : scols_line_set_data(line, COLUMN_REMARK, remark_of(advice, row));
}

static int put_table(const struct report *report, const struct pcimsi_advice *advice)
{
	struct libscols_table *table = text_table_new(report, columns, COLUMN_COUNT);
	int err = table ? 0 : -1;

	for (uint32_t i = 0; !err && i < advice->n_rows; i++)
		err = add_line(table, advice, &advice->rows[i]);
	if (!err)
		err = text_table_print(report, table, columns, COLUMN_COUNT);
	scols_unref_table(table);
	return err ? PCIMSI_ERR_NOMEM : 0;
}

/* ---- words ----------------------------------------------------------------------------------- */

static void put_functions(FILE *out, uint32_t count)
{
	fprintf(out, "%u function%s", count, str_plural(count));
}

static void put_messages(FILE *out, uint64_t count)
{
	fprintf(out, "%llu message%s", (unsigned long long)count, str_plural(count));
}

void put_advised_line(FILE *out, const struct pcimsi_advice *advice)
{
	if (advice->own.known)
		fprintf(out, "MessageNumberLimit %u, ", advice->own.value);
	else
		fputs(advice->place.line ? "a MessageNumberLimit that is no number, "
					 : "no MessageNumberLimit, ",
		      out);
	fputc('[', out);
	put_text(out, advice->section);
	fputc(']', out);
	if (advice->n_sections > 1)
		fprintf(out, " and %u more", advice->n_sections - 1);
	fputs(": ", out);
	put_functions(out, advice->n_verdicts);
	if (advice->least && advice->least < advice->most)
		fprintf(out, " of %u to %u messages", advice->least, advice->most);
	else if (advice->least)
		fprintf(out, " of %u message%s", advice->most, str_plural(advice->most));
	if (advice->n_without)
		fprintf(out, "; %u more %s none", advice->n_without,
			advice->n_without == 1 ? "has" : "have");
}

static void put_heading(struct report *report, const struct pcimsi_advice *advice)
{
	FILE *out = report->out;

	fputs(text_style(report, STYLE_BOLD), out);
	put_text(out, advice->file ? advice->file : advice->inf->facts->name);
	if (advice->place.line)
		fprintf(out, ":%u", advice->place.line);
	fprintf(out, "%s: ", text_reset(report));
	put_advised_line(out, advice);
	fputc('\n', out);
}

static void put_place(const struct report *report, FILE *out, const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_function *function = verdict->function->function;
	char slot[PCIMSI_SLOT_TEXT];

	fprintf(out, "%s of ", text_slot(report, function->raw.slot, slot));
	put_text(out, function->raw.member ? function->raw.member : verdict->function->capture);
}

/* What is advised, and what a number would be worth. */
static void put_best(const struct report *report, FILE *out, const struct pcimsi_advice *advice)
{
	(void)report;
	switch (advice->reason) {
	case PCIMSI_ADVICE_NOTHING:
		fputs("Nothing can be advised: of no function it is known how many messages it has.",
		      out);
		return;
	case PCIMSI_ADVICE_STARTS:
		fprintf(out,
			"Write %u: before Windows 8 a device that asks for more than 910 messages "
			"may fail to start.",
			advice->best->limit.value);
		return;
	case PCIMSI_ADVICE_BUDGET:
		fprintf(out, "Write %u: it is the highest with which ", advice->best->limit.value);
		if (advice->best->over)
			fprintf(out,
				"no more than %u machine%s asks for more vectors than the "
				"processors have; without a limit it is %u.",
				advice->best->over, str_plural(advice->best->over),
				advice->none->over);
		else
			fprintf(out,
				"no machine asks for more vectors than the processors have; "
				"without a limit %u do%s.",
				advice->none->over, advice->none->over == 1 ? "es" : "");
		return;
	default:
		fputs(advice->place.line ? "Leave MessageNumberLimit out: " : "Leave it so: ", out);
		fputs("each function is asked for what it has, ", out);
		put_messages(out, advice->none->requested);
		fputs(" in all, and so is one that was not captured.", out);
	}
}

/* "Why 257, and not the maximum": what the one and the other come to. */
static void put_enough(const struct report *report, FILE *out, const struct pcimsi_advice *advice)
{
	const struct pcimsi_advice_row *enough = advice->enough, *maximum = advice->maximum;

	if (!enough)
		return;
	fprintf(out,
		advice->reason == PCIMSI_ADVICE_NONE_NEEDED
			? " If a number has to stand there, %u is the lowest"
			: " Of numbers %u is the lowest",
		enough->limit.value);
	fputs(" that takes nothing from any of them: ", out);
	put_place(report, out, advice->most_verdict);
	fprintf(out, " has the most, %u.", advice->most);
	if (maximum && maximum != enough) {
		fprintf(out, " %u, the most that is documented, gets none of them more: ",
			maximum->limit.value);
		put_messages(out, maximum->requested);
		fputs(" as well.", out);
	}
	if (!advice->all_seen)
		fputs(" The ids reach devices that were not captured, which may have more.", out);
}

static void put_own(FILE *out, const struct pcimsi_advice *advice)
{
	const struct pcimsi_advice_row *own = advice->own_row;

	if (!own || own == advice->best || advice->reason == PCIMSI_ADVICE_NOTHING)
		return;
	fprintf(out, " The %u that is written ", own->limit.value);
	if (own->functions[PCIMSI_LIMIT_WASTEFUL]) {
		fputs("takes ", out);
		put_messages(out, own->unused);
		fputs(" from ", out);
		put_functions(out, own->functions[PCIMSI_LIMIT_WASTEFUL]);
		fputc('.', out);
	} else if (own->functions[PCIMSI_LIMIT_IMPOSSIBLE]) {
		fputs("can never be reached by ", out);
		put_functions(out, own->functions[PCIMSI_LIMIT_IMPOSSIBLE]);
		fputc('.', out);
	} else {
		fputs("takes nothing from any of them.", out);
	}
}

void put_advice(const struct report *report, FILE *out, const struct pcimsi_advice *advice)
{
	put_best(report, out, advice);
	put_enough(report, out, advice);
	put_own(out, advice);
	if (advice->enabled != PCIMSI_ENABLED_YES)
		fputs(" The INF as it is does not enable messages, or nobody can say: all of this is "
		      "for MSISupported 1.",
		      out);
}

static void put_words(struct report *report, const struct pcimsi_advice *advice)
{
	struct memory_text text = { 0 };
	FILE *out = memory_text_open(&text);

	if (!out) {
		report->lost = true;
		return;
	}
	put_advice(report, out, advice);
	text_paragraph(report, 0, memory_text_close(out, &text));
}

static void put_legend(struct report *report)
{
	text_wrap(
		report, 0,
		"Functions, by what a limit makes of them. IMPOSSIBLE: none of them can reach it; "
		"CAPPED: above what this one has, which gets all of that; WASTEFUL: it takes "
		"messages from the function; FIT: exactly what it has. ASKED: messages that Windows "
		"is expected to request, for all of them; UNUSED: that they have beside them; OVER: "
		"machines whose processors have fewer vectors. Expectations: pcimsi explain --model.");
}

int text_advise(struct report *report, const struct pcimsi_run *run)
{
	int err = 0;

	for (uint32_t i = 0; !err && i < run->n_advice; i++) {
		if (i)
			fputc('\n', report->out);
		put_heading(report, &run->advice[i]);
		if (!run->advice[i].n_verdicts)
			continue;
		err = put_table(report, &run->advice[i]);
		if (!err)
			put_words(report, &run->advice[i]);
	}
	if (run->n_advice) {
		fputc('\n', report->out);
		put_legend(report);
	} else {
		fputs("No INF matches a function: there is nothing to advise.\n", report->out);
	}
	return err;
}
