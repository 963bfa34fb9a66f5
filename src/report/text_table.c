/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_table.h"

#include <stdlib.h>
#include <string.h>

#define GAP 1
#define ELLIPSIS "..."

struct fitting {
	struct libscols_table *table;
	struct libscols_iter
		*lines; /* over them: a line by its number is looked for from the first */
	const struct text_column *columns;
	unsigned count;
	size_t widths[TEXT_COLUMNS_MAX]; /* 0: not shown */
};

struct libscols_table *text_table_new(const struct report *report,
				      const struct text_column *columns, unsigned count)
{
	struct libscols_table *table = scols_new_table();

	if (!table)
		return NULL;
	scols_table_set_stream(table, report->out);
	scols_table_enable_colors(table, report->color);
	scols_table_enable_noencoding(table, 1); /* escaped already, and as everywhere */
	scols_table_enable_minout(table, 1);     /* no blanks at the ends of lines */
	scols_table_enable_ascii(table, 1);      /* of trees: the locale changes nothing */
	/* The cells are made to fit here; what is given no width is not made narrower there. */
	scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
	for (unsigned i = 0; i < count; i++) {
		int flags = (columns[i].right ? SCOLS_FL_RIGHT : 0) |
			    (columns[i].tree ? SCOLS_FL_TREE : 0) |
			    (columns[i].hidden ? SCOLS_FL_HIDDEN : 0);

		if (!scols_table_new_column(table, columns[i].name, 0, flags)) {
			scols_unref_table(table);
			return NULL;
		}
	}
	return table;
}

static void set_hidden(struct libscols_table *table, unsigned column, bool hidden)
{
	struct libscols_column *shown = scols_table_get_column(table, column);
	int flags = scols_column_get_flags(shown) & ~SCOLS_FL_HIDDEN;

	scols_column_set_flags(shown, flags | (hidden ? SCOLS_FL_HIDDEN : 0));
}

void text_table_show(struct libscols_table *table, unsigned column)
{
	set_hidden(table, column, false);
}

static const char *cell_text(const struct fitting *fitting, struct libscols_line *row,
			     unsigned column)
{
	const char *text =
		scols_line_get_column_data(row, scols_table_get_column(fitting->table, column));

	return text ? text : "";
}

/* "| `-" before a cell, for each line above it. */
static size_t branch_width(struct libscols_line *row)
{
	size_t width = 0;

	while ((row = scols_line_get_parent(row)))
		width += 2;
	return width;
}

static void measure(struct fitting *fitting, unsigned column)
{
	struct libscols_column *shown = scols_table_get_column(fitting->table, column);
	size_t widest = strlen(fitting->columns[column].name);
	struct libscols_line *row;

	if (scols_column_is_hidden(shown))
		return;
	scols_reset_iter(fitting->lines, SCOLS_ITER_FORWARD);
	while (scols_table_next_line(fitting->table, fitting->lines, &row) == 0) {
		const char *text = cell_text(fitting, row, column);
		size_t width = text_columns(text, strlen(text));

		if (fitting->columns[column].tree)
			width += branch_width(row);
		widest = width > widest ? width : widest;
	}
	fitting->widths[column] = widest;
}

static size_t total_width(const struct fitting *fitting)
{
	size_t total = 0;

	for (unsigned i = 0; i < fitting->count; i++)
		if (fitting->widths[i])
			total += fitting->widths[i] + (total ? GAP : 0);
	return total;
}

/* The column that matters least of those that are left; -1: all have to stay. */
static int least(const struct fitting *fitting)
{
	int found = -1;

	for (unsigned i = 0; i < fitting->count; i++)
		if (fitting->widths[i] && fitting->columns[i].priority &&
		    (found < 0 || fitting->columns[i].priority > fitting->columns[found].priority))
			found = (int)i;
	return found;
}

static int cut_cell(struct fitting *fitting, struct libscols_line *row, unsigned column)
{
	const char *text = cell_text(fitting, row, column);
	size_t room = fitting->widths[column], length = strlen(text);
	char *cut;

	if (text_columns(text, length) <= room)
		return 0;
	length = text_fitting(text, length, (unsigned)(room - strlen(ELLIPSIS)));
	cut = malloc(length + sizeof(ELLIPSIS));
	if (!cut)
		return PCIMSI_ERR_NOMEM;
	memcpy(cut, text, length);
	memcpy(cut + length, ELLIPSIS, sizeof(ELLIPSIS));
	if (scols_line_refer_data(row, column, cut)) {
		free(cut);
		return PCIMSI_ERR_NOMEM;
	}
	return 0;
}

static int cut_column(struct fitting *fitting, unsigned column, size_t width)
{
	struct libscols_line *row;
	int err = 0;

	fitting->widths[column] = width;
	scols_reset_iter(fitting->lines, SCOLS_ITER_FORWARD);
	while (!err && scols_table_next_line(fitting->table, fitting->lines, &row) == 0)
		err = cut_cell(fitting, row, column);
	return err;
}

/* Cuts or leaves out until the table is no wider. */
static int fit(struct fitting *fitting, size_t width)
{
	for (size_t total = total_width(fitting); total > width; total = total_width(fitting)) {
		int column = least(fitting);
		size_t excess = total - width, floor;

		if (column < 0)
			break;
		floor = fitting->columns[column].cut;
		if (floor && fitting->widths[column] >= floor + excess)
			return cut_column(fitting, (unsigned)column,
					  fitting->widths[column] - excess);
		fitting->widths[column] = 0;
		set_hidden(fitting->table, (unsigned)column, true);
	}
	return 0;
}

int text_table_print(const struct report *report, struct libscols_table *table,
		     const struct text_column *columns, unsigned count)
{
	struct fitting fitting = {
		.table = table,
		.lines = scols_new_iter(SCOLS_ITER_FORWARD),
		.columns = columns,
		.count = count,
	};
	int err = 0;

	if (!fitting.lines)
		return PCIMSI_ERR_NOMEM;
	for (unsigned i = 0; i < count; i++)
		measure(&fitting, i);
	if (report->width)
		err = fit(&fitting, report->width);
	scols_free_iter(fitting.lines);
	if (!err && scols_print_table(table))
		err = PCIMSI_ERR_NOMEM;
	return err;
}
