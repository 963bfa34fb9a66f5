/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/phrases.h"
#include "base/str.h"
#include "report/text.h"

#include "report/escape.h"
#include "report/memory_text.h"
#include "report/message.h"

#include <libsmartcols.h>
#include <stdlib.h>
#include <string.h>

/* `pcimsi check --matrix`: a table for each INF, its ids down. */

enum column {
	COLUMN_LINE,
	COLUMN_ID,
	COLUMN_SECTION,
	COLUMN_COVERAGE,
	COLUMN_FUNCTIONS,
};

struct rows {
	const struct pcimsi_matrix_row *items;
	uint32_t count;
	bool told;
};

/* ---- INFs and their targets ------------------------------------------------------------------ */

static struct rows rows_of_inf(const struct pcimsi_matrix *matrix, uint32_t from,
			       const struct pcimsi_judged_inf *inf)
{
	struct rows rows = { .items = from < matrix->n_rows ? matrix->rows + from : NULL };

	while (from + rows.count < matrix->n_rows && rows.items[rows.count].inf == inf)
		rows.count++;
	return rows;
}

static bool same_row(const struct pcimsi_matrix_row *a, const struct pcimsi_matrix_row *b)
{
	if (strcmp(a->id, b->id) != 0 || a->model->place.line != b->model->place.line ||
	    strcmp(a->model->install->base, b->model->install->base) != 0 ||
	    a->n_cells != b->n_cells)
		return false;
	for (uint32_t i = 0; i < a->n_cells; i++)
		if (a->cells[i].function != b->cells[i].function ||
		    a->cells[i].rank != b->cells[i].rank || a->cells[i].best != b->cells[i].best)
			return false;
	return true;
}

static bool same_rows(struct rows a, struct rows b)
{
	for (uint32_t i = 0; i < a.count && i < b.count; i++)
		if (!same_row(&a.items[i], &b.items[i]))
			return false;
	return a.count == b.count;
}

static void put_target(FILE *out, const struct pcimsi_target *target)
{
	char os[OS_TEXT];

	fprintf(out, "    Windows %s %s %s\n", os_text(target, os),
		*pcimsi_arch_name(target->arch) ? pcimsi_arch_name(target->arch) : "x86",
		pcimsi_product_name(target->product));
}

/* ---- one table ------------------------------------------------------------------------------- */

struct matrix_text {
	struct report *report;
	const struct pcimsi_run *run;
	bool captures; /* name them with every slot */
	int err;
};

/* A slot, behind the name of its capture where that is another than the last one's. */
static void put_function(const struct matrix_text *text, FILE *out,
			 const struct pcimsi_judged_function *function,
			 const struct pcimsi_judged_function **last)
{
	bool same = *last && text_same_capture(*last, function);
	char slot[PCIMSI_SLOT_TEXT];

	if (*last)
		fputs(same ? ", " : "; ", out);
	if (text->captures && !same) {
		text_put_capture(text->report, out, function);
		fputs(": ", out);
	}
	*last = function;
	fputs(text_slot(text->report, function->function->raw.slot, slot), out);
}

/* Enough to look them up; -v lists all. */
#define FUNCTIONS_NAMED 6

/* Of a row's functions those for which it is the best line, or those for which it is not. */
static void put_functions(const struct matrix_text *text, FILE *out,
			  const struct pcimsi_matrix_row *row, bool best)
{
	uint32_t named = 0, left_out = 0;
	const struct pcimsi_judged_function *last = NULL;

	for (uint32_t i = 0; i < row->n_cells; i++) {
		if (row->cells[i].best != best)
			continue;
		if (named++ < FUNCTIONS_NAMED || text->report->verbose)
			put_function(text, out, row->cells[i].function, &last);
		else
			left_out++;
	}
	if (left_out)
		fprintf(out, ", and %u more", left_out);
}

static char *name_functions(const struct matrix_text *text, const struct pcimsi_matrix_row *row,
			    bool best)
{
	const struct pcimsi_judged_function *last = NULL;
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);

	if (!out)
		return NULL;
	put_functions(text, out, row, best);
	if (row->exchanged && !row->n_cells) {
		fputs("SUBSYS turned round: ", out);
		put_function(text, out, row->exchanged, &last);
	}
	if (row->fault)
		fputs(phrase_of_word("reason", row->fault), out);
	return memory_text_close(out, &memory);
}

static const struct pcimsi_matrix_cell *first_cell(const struct pcimsi_matrix_row *row, bool best)
{
	for (uint32_t i = 0; i < row->n_cells; i++)
		if (row->cells[i].best == best)
			return &row->cells[i];
	return NULL;
}

static void describe(const struct pcimsi_matrix_row *row, bool best, char ret[48])
{
	const struct pcimsi_matrix_cell *cell = first_cell(row, best);

	if (!cell)
		snprintf(ret, 48, "%s",
			 row->fault ? "impossible" : pcimsi_coverage_name(row->coverage));
	else if (!best)
		snprintf(ret, 48, "shadowed 0x%04x", cell->rank);
	else
		snprintf(ret, 48, "%s 0x%04x",
			 row->class_only            ? "class only"
			 : cell->from_hardware_list ? "hardware"
						    : "compatible",
			 cell->rank);
}

static int set_text(struct libscols_line *line, size_t column, const char *untrusted)
{
	char *text = escape_text(untrusted);
	int err = text ? scols_line_set_data(line, column, text) : -1;

	free(text);
	return err;
}

static int add_line(const struct matrix_text *text, struct libscols_table *table,
		    const struct pcimsi_matrix_row *row, bool best)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);
	const struct pcimsi_install *install = row->model->install;
	char number[16], how[48];
	char *functions = name_functions(text, row, best);
	int err = !line || !functions;

	snprintf(number, sizeof(number), "%u", row->model->place.line);
	describe(row, best, how);
	err = err || scols_line_set_data(line, COLUMN_LINE, number) ||
	      set_text(line, COLUMN_ID, row->id) ||
	      set_text(line, COLUMN_SECTION, install->section ? install->section : install->base) ||
	      scols_line_set_data(line, COLUMN_COVERAGE, how) ||
	      scols_line_set_data(line, COLUMN_FUNCTIONS, functions);
	free(functions);
	return err ? PCIMSI_ERR_NOMEM : 0;
}

static int add_row(const struct matrix_text *text, struct libscols_table *table,
		   const struct pcimsi_matrix_row *row)
{
	bool both = first_cell(row, true) && first_cell(row, false);
	int err;

	err = add_line(text, table, row, !row->n_cells || first_cell(row, true));
	return err || !both ? err : add_line(text, table, row, false);
}

static struct libscols_table *new_table(const struct report *report)
{
	static const char *const names[] = { "LINE", "ID", "SECTION", "COVERAGE", "FUNCTIONS" };
	struct libscols_table *table = scols_new_table();

	for (size_t i = 0; table && i <= COLUMN_FUNCTIONS; i++)
		if (!scols_table_new_column(table, names[i], 0,
					    i == COLUMN_LINE ? SCOLS_FL_RIGHT : 0)) {
			scols_unref_table(table);
			return NULL;
		}
	if (!table)
		return NULL;
	scols_table_set_stream(table, report->out);
	scols_table_enable_noencoding(table, 1); /* escaped already */
	scols_table_enable_minout(table, 1);
	scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
	return table;
}

static void put_rows(struct matrix_text *text, struct rows rows)
{
	struct libscols_table *table = new_table(text->report);

	if (!table)
		text->err = PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < rows.count && !text->err; i++)
		text->err = add_row(text, table, &rows.items[i]);
	if (!text->err && scols_print_table(table))
		text->err = PCIMSI_ERR_NOMEM;
	if (table)
		scols_unref_table(table);
	fputc('\n', text->report->out);
}

/* An INF with its first target and all others that have the same rows. */
static void put_inf(struct matrix_text *text, struct rows *by_inf, uint32_t which)
{
	const struct pcimsi_judged_inf *const *infs = text->run->infs;
	FILE *out = text->report->out;

	fputs(text_style(text->report, STYLE_BLUE), out);
	put_text(out, infs[which]->facts->name);
	fprintf(out, "%s%s\n", text_reset(text->report),
		infs[which]->facts->extension ? "  extension" : "");
	for (uint32_t i = which; i < text->run->n_infs; i++) {
		if (infs[i]->inf != infs[which]->inf)
			break;
		if (by_inf[i].told || !same_rows(by_inf[which], by_inf[i]))
			continue;
		put_target(out, &infs[i]->resolution->target);
		by_inf[i].told = true;
	}
	fputc('\n', out);
	if (by_inf[which].count)
		put_rows(text, by_inf[which]);
	else
		fputs("no PCI id\n\n", out);
}

static void put_infs(struct matrix_text *text, const struct pcimsi_matrix *matrix)
{
	struct rows *by_inf = calloc(text->run->n_infs + 1, sizeof(*by_inf));
	uint32_t from = 0;

	if (!by_inf)
		text->err = PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < text->run->n_infs && !text->err; i++) {
		by_inf[i] = rows_of_inf(matrix, from, text->run->infs[i]);
		from += by_inf[i].count;
	}
	for (uint32_t i = 0; i < text->run->n_infs && !text->err; i++)
		if (!by_inf[i].told)
			put_inf(text, by_inf, i);
	free(by_inf);
}

/* ---- functions without an INF ---------------------------------------------------------------- */

static bool is_capable(const struct pcimsi_function *function)
{
	return function->msi.state != PCIMSI_STATE_ABSENT ||
	       function->msix.state != PCIMSI_STATE_ABSENT;
}

static void put_uncovered_function(struct matrix_text *text,
				   const struct pcimsi_judged_function *judged)
{
	const struct pcimsi_function *function = judged->function;
	char ids[TEXT_IDS], msi[TEXT_CELL], msix[TEXT_CELL];
	char *name = text_name(text->report, function);
	FILE *out = text->report->out;
	const struct pcimsi_judged_function *last = NULL;

	fputs("  ", out);
	put_function(text, out, judged, &last);
	fprintf(out, "  %s  %s  MSI-X %s, MSI %s", text_ids(function, ids), name ? name : "",
		text_msix(&function->msix, msix), text_msi(&function->msi, msi));
	if (judged->undecided)
		fprintf(out, "; unknown: %s", undecided_text(function));
	fputc('\n', out);
	free(name);
}

static void put_uncovered(struct matrix_text *text, const struct pcimsi_matrix *matrix)
{
	uint32_t left_out = 0;

	if (!matrix->n_uncovered)
		return;
	fprintf(text->report->out, "%sFunctions without an INF%s\n",
		text_style(text->report, STYLE_BLUE), text_reset(text->report));
	for (uint32_t i = 0; i < matrix->n_uncovered; i++) {
		if (text->report->verbose || matrix->uncovered[i]->undecided ||
		    is_capable(matrix->uncovered[i]->function))
			put_uncovered_function(text, matrix->uncovered[i]);
		else
			left_out++;
	}
	if (left_out)
		fprintf(text->report->out, "  and %u without MSI and MSI-X; -v names %s\n",
			left_out, left_out == 1 ? "it" : "them");
	fputc('\n', text->report->out);
}

static void put_summary(const struct matrix_text *text, const struct pcimsi_matrix *matrix)
{
	uint32_t counts[PCIMSI_COVERAGE_UNKNOWN + 1] = { 0 };

	for (uint32_t i = 0; i < matrix->n_rows; i++)
		counts[matrix->rows[i].coverage]++;
	if (matrix->n_other_ids)
		fprintf(text->report->out, "%u id%s of other buses left out\n", matrix->n_other_ids,
			str_plural(matrix->n_other_ids));
	fprintf(text->report->out,
		"%u PCI id%s of INFs and targets: %u matched, %u shadowed, %u orphan",
		matrix->n_rows, str_plural(matrix->n_rows), counts[PCIMSI_COVERAGE_MATCHED],
		counts[PCIMSI_COVERAGE_SHADOWED], counts[PCIMSI_COVERAGE_ORPHAN]);
	if (counts[PCIMSI_COVERAGE_UNKNOWN])
		fprintf(text->report->out, ", %u unknown", counts[PCIMSI_COVERAGE_UNKNOWN]);
	fprintf(text->report->out, "; %u of %u function%s without an INF\n", matrix->n_uncovered,
		text->run->n_functions, str_plural(text->run->n_functions));
}

int text_matrix(struct report *report, const struct pcimsi_run *run)
{
	const struct pcimsi_matrix *matrix = run->matrix;
	struct matrix_text text = {
		.report = report,
		.run = run,
		.captures = text_several_captures(run),
	};

	put_infs(&text, matrix);
	put_uncovered(&text, matrix);
	put_summary(&text, matrix);
	return text.err;
}
