/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_verdicts.h"

#include "report/escape.h"
#include "report/granted_text.h"
#include "report/message.h"
#include "report/text_details.h"
#include "report/text_table.h"

#include <stdlib.h>
#include <string.h>

/* The verdicts as a table: what an INF asks for, what the function has, what it gets. */

enum column {
	COLUMN_VERDICT,
	COLUMN_SLOT,
	COLUMN_CAPTURE,
	COLUMN_ID,
	COLUMN_INF,
	COLUMN_WINDOWS,
	COLUMN_SECTION,
	COLUMN_ASKS,
	COLUMN_HAS,
	COLUMN_GETS,
	COLUMN_GRANTED,
	COLUMN_NAME,
	COLUMN_COUNT
};

static const struct text_column columns[COLUMN_COUNT] = {
	[COLUMN_VERDICT] = { .name = "VERDICT" },
	[COLUMN_SLOT] = { .name = "SLOT" },
	[COLUMN_CAPTURE] = { .name = "CAPTURE", .hidden = true, .priority = 3, .cut = 10 },
	[COLUMN_ID] = { .name = "ID", .priority = 5 },
	[COLUMN_INF] = { .name = "INF", .hidden = true, .priority = 2, .cut = 10 },
	[COLUMN_WINDOWS] = { .name = "WINDOWS", .hidden = true, .priority = 1 },
	[COLUMN_SECTION] = { .name = "SECTION", .priority = 6, .cut = 8 },
	[COLUMN_ASKS] = { .name = "ASKS", .right = true },
	[COLUMN_HAS] = { .name = "HAS", .right = true },
	[COLUMN_GETS] = { .name = "GETS", .right = true },
	[COLUMN_GRANTED] = { .name = "GRANTED", .right = true, .hidden = true },
	[COLUMN_NAME] = { .name = "NAME", .priority = 7, .cut = 10 },
};

static const char *const words[] = {
	[PCIMSI_VERDICT_IMPOSSIBLE] = "IMPOSSIBLE",
	[PCIMSI_VERDICT_INEFFECTIVE] = "INEFFECTIVE",
	[PCIMSI_VERDICT_WASTEFUL] = "WASTEFUL",
	[PCIMSI_VERDICT_UNKNOWN] = "UNKNOWN",
	[PCIMSI_VERDICT_FIT] = "FIT",
};

static const char *color_of(enum pcimsi_verdict_word word)
{
	static const char *const colors[] = {
		[PCIMSI_VERDICT_IMPOSSIBLE] = "red",  [PCIMSI_VERDICT_INEFFECTIVE] = "red",
		[PCIMSI_VERDICT_WASTEFUL] = "yellow", [PCIMSI_VERDICT_UNKNOWN] = "magenta",
		[PCIMSI_VERDICT_FIT] = "green",
	};

	return colors[word];
}

/* A row; one of an undecided function has no verdict. */
struct row {
	enum pcimsi_verdict_word word;
	const struct pcimsi_judged_function *function;
	const struct pcimsi_verdict *verdict;
	uint32_t number; /* as they are told if nobody has them sorted */
};

/* ---- cells ----------------------------------------------------------------------------------- */

#define CELL 32

static const char *asks_text(const struct pcimsi_grant *grant, char cell[CELL])
{
	switch (pcimsi_grant_asks(grant)) {
	case PCIMSI_ASKS_NOTHING:
		return "-";
	case PCIMSI_ASKS_ALL:
		return "all";
	case PCIMSI_ASKS_LIMIT:
		snprintf(cell, CELL, "%u", grant->limit.value);
		return cell;
	case PCIMSI_ASKS_UNKNOWN:
		break;
	}
	return "?";
}

/* Of the mechanism that Windows takes if it has both. */
static const char *has_text(const struct pcimsi_grant *grant, char cell[CELL])
{
	const char *mechanism = grant->msix == PCIMSI_STATE_PRESENT  ? " MSI-X"
				: grant->msi == PCIMSI_STATE_PRESENT ? " MSI"
								     : "";

	if (grant->msix == PCIMSI_STATE_ABSENT && grant->msi == PCIMSI_STATE_ABSENT)
		return "-";
	if (grant->msix == PCIMSI_STATE_UNKNOWN)
		return "?";
	if (grant->capacity.known)
		snprintf(cell, CELL, "%u%s", grant->capacity.value, mechanism);
	else
		snprintf(cell, CELL, "?%s", mechanism);
	return cell;
}

static const char *gets_text(const struct pcimsi_grant *grant, char cell[CELL])
{
	switch (grant->mode) {
	case PCIMSI_MODE_INTX:
		return "INTx";
	case PCIMSI_MODE_NONE:
		return "none";
	case PCIMSI_MODE_MSI:
	case PCIMSI_MODE_MSIX:
		if (!grant->requested.known)
			return "?";
		snprintf(cell, CELL, "%u", grant->requested.value);
		return cell;
	case PCIMSI_MODE_UNKNOWN:
		break;
	}
	return "?";
}

static int set(struct report *report, struct libscols_line *line, enum column column,
	       const char *untrusted)
{
	char *text = text_made(report, escape_text(untrusted));
	int err = text ? scols_line_set_data(line, column, text) : -1;

	free(text);
	return err;
}

static int set_verdict(struct report *report, struct libscols_line *line,
		       const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_target *target = &verdict->inf->resolution->target;
	const struct pcimsi_install *install = verdict->match.model->install;
	char cell[CELL], windows[OS_TEXT + 16], os[OS_TEXT];
	int err;

	snprintf(windows, sizeof(windows), "%s %s", os_text(target, os),
		 pcimsi_arch_name(target->arch));
	err = set(report, line, COLUMN_INF, verdict->inf->facts->name);
	err |= scols_line_set_data(line, COLUMN_WINDOWS, windows);
	err |= set(report, line, COLUMN_SECTION,
		   install->section ? install->section : install->base);
	err |= scols_line_set_data(line, COLUMN_ASKS, asks_text(&verdict->grant, cell));
	err |= scols_line_set_data(line, COLUMN_HAS, has_text(&verdict->grant, cell));
	return err | scols_line_set_data(line, COLUMN_GETS, gets_text(&verdict->grant, cell));
}

static int set_function(struct report *report, struct libscols_line *line,
			const struct pcimsi_judged_function *judged)
{
	const struct pcimsi_function *function = judged->function;
	char slot[PCIMSI_SLOT_TEXT], ids[TEXT_IDS], granted[GRANTED_CELL];
	char *name = report->numeric == 1 ? strdup("") : text_name(report, function);
	char *capture = text_made(report, text_capture(judged));
	int err;

	err = scols_line_set_data(line, COLUMN_SLOT, text_slot(report, function->raw.slot, slot));
	err |= scols_line_set_data(line, COLUMN_ID, text_ids(function, ids));
	err |= capture ? scols_line_set_data(line, COLUMN_CAPTURE, capture) : -1;
	err |= name ? scols_line_set_data(line, COLUMN_NAME, name) : -1;
	err |= scols_line_set_data(line, COLUMN_GRANTED, granted_cell(&judged->granted, granted));
	free(capture);
	free(name);
	return err;
}

static int add_row(struct report *report, struct libscols_table *table, const struct row *row)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);
	int err;

	if (!line)
		return -1;
	err = scols_line_set_data(line, COLUMN_VERDICT, words[row->word]);
	if (report->color)
		scols_cell_set_color(scols_line_get_cell(line, COLUMN_VERDICT),
				     color_of(row->word));
	err |= set_function(report, line, row->function);
	if (row->verdict)
		err |= set_verdict(report, line, row->verdict);
	return err;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static int by_word(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->word != y->word)
		return x->word < y->word ? -1 : 1;
	return x->number < y->number ? -1 : 1;
}

static struct row *make_rows(const struct report *report, const struct pcimsi_run *run,
			     uint32_t *ret_count)
{
	struct row *rows = calloc(run->n_verdicts + run->n_functions + 1u, sizeof(*rows));
	uint32_t count = 0, next = 0;

	for (uint32_t i = 0; rows && i < run->n_functions; i++) {
		const struct pcimsi_judged_function *function = run->functions[i];

		if (function->undecided && !text_is_folded(report, run, function)) {
			rows[count] = (struct row){ PCIMSI_VERDICT_UNKNOWN, function, NULL, count };
			count++;
		}
		for (; next < run->n_verdicts && run->verdicts[next]->function == function;
		     next++) {
			rows[count] = (struct row){ run->verdicts[next]->word, function,
						    run->verdicts[next], count };
			count++;
		}
	}
	if (rows && report->sort && count)
		qsort(rows, count, sizeof(*rows), by_word);
	*ret_count = count;
	return rows;
}

static bool tells_granted(const struct pcimsi_run *run)
{
	for (uint32_t i = 0; i < run->n_functions; i++)
		if (granted_is_told(run->functions[i]))
			return true;
	return false;
}

/* What all rows have in common is told above them. */
static void show_columns(const struct pcimsi_run *run, struct libscols_table *table)
{
	if (text_several_captures(run))
		text_table_show(table, COLUMN_CAPTURE);
	if (text_several_infs(run))
		text_table_show(table, COLUMN_INF);
	if (text_several_targets(run))
		text_table_show(table, COLUMN_WINDOWS);
	if (tells_granted(run))
		text_table_show(table, COLUMN_GRANTED);
}

static void put_heading(struct report *report, const struct pcimsi_run *run)
{
	const struct pcimsi_target *target;
	char os[OS_TEXT], windows[OS_TEXT + 64];
	char *name;

	if (!run->n_infs || text_several_targets(run))
		return;
	target = &run->infs[0]->resolution->target;
	snprintf(windows, sizeof(windows), "On Windows %s %s %s", os_text(target, os),
		 pcimsi_arch_name(target->arch), pcimsi_product_name(target->product));
	if (text_several_infs(run)) {
		text_wrap(report, 0, windows);
		return;
	}
	name = text_made(report, escape_text(run->infs[0]->facts->name));
	windows[0] = 'o';
	fprintf(report->out, "%s%s%s ", text_style(report, STYLE_BOLD), name ? name : "",
		text_reset(report));
	text_wrap_from(report, 2, name ? text_columns(name, strlen(name)) + 1 : 0, windows);
	free(name);
}

/* ---- what it means --------------------------------------------------------------------------- */

static void put_meaning(struct report *report, const struct pcimsi_run *run, const bool seen[])
{
	static const struct {
		enum pcimsi_verdict_word word;
		const char *text;
	} meanings[] = {
		{ PCIMSI_VERDICT_IMPOSSIBLE,
		  "IMPOSSIBLE: what is asked for cannot be had: the function has less, or plain MSI has "
		  "no such number. Windows is expected to make do with what there is." },
		{ PCIMSI_VERDICT_INEFFECTIVE,
		  "INEFFECTIVE: what is written does not do what it is there for." },
		{ PCIMSI_VERDICT_WASTEFUL, "WASTEFUL: less is asked for than the function has." },
	};

	fputc('\n', report->out);
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (seen[meanings[i].word])
			text_wrap(report, 0, meanings[i].text);
	text_wrap(
		report, 0,
		"GETS: what Windows is expected to request; in a shortage one message, at worst the "
		"interrupt line (INTx). A driver that filters its resources, and extension INFs not "
		"given, change it; pcimsi explain --model.");
	if (tells_granted(run))
		text_wrap(report, 0,
			  "GRANTED: what a running Windows gave, counted by the numbers of its "
			  "interrupts. That each number of a message is one message is inferred.");
}

static int put_table(struct report *report, const struct pcimsi_run *run, const struct row *rows,
		     uint32_t count)
{
	struct libscols_table *table = text_table_new(report, columns, COLUMN_COUNT);
	bool seen[PCIMSI_VERDICT_FIT + 1] = { false };
	int err = table ? 0 : -1;

	for (uint32_t i = 0; !err && i < count; i++) {
		err = add_row(report, table, &rows[i]);
		seen[rows[i].word] = true;
	}
	if (!err) {
		show_columns(run, table);
		put_heading(report, run);
		err = text_table_print(report, table, columns, COLUMN_COUNT);
	}
	if (table)
		scols_unref_table(table);
	if (err)
		return PCIMSI_ERR_NOMEM;
	if (!report->quiet)
		put_meaning(report, run, seen);
	return 0;
}

int text_verdicts(struct report *report, const struct pcimsi_run *run)
{
	uint32_t count = 0;
	struct row *rows = make_rows(report, run, &count);
	int err = rows ? 0 : PCIMSI_ERR_NOMEM;

	if (!err && count)
		err = put_table(report, run, rows, count);
	free(rows);
	if (!err && !report->quiet)
		text_details(report, run);
	return err;
}
