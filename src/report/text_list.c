/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text.h"

#include <libsmartcols.h>
#include <stdlib.h>

/* `pcimsi list`: a table, a row per function. */

enum column {
	COLUMN_SLOT,
	COLUMN_ID,
	COLUMN_MSIX,
	COLUMN_MSI,
	COLUMN_PIN,
	COLUMN_NAME,
	COLUMN_REMARK,
	COLUMN_COUNT
};

static const struct {
	const char *name;
	double width;
	int flags;
} columns[COLUMN_COUNT] = {
	[COLUMN_SLOT] = { .name = "SLOT", .width = 7, .flags = 0 },
	[COLUMN_ID] = { .name = "ID", .width = 9, .flags = 0 },
	[COLUMN_MSIX] = { .name = "MSI-X", .width = 7, .flags = 0 },
	[COLUMN_MSI] = { .name = "MSI", .width = 7, .flags = 0 },
	[COLUMN_PIN] = { .name = "PIN", .width = 3, .flags = 0 },
	[COLUMN_NAME] = { .name = "NAME", .width = 0.5, .flags = SCOLS_FL_TRUNC },
	[COLUMN_REMARK] = { .name = "REMARK", .width = 0.2, .flags = SCOLS_FL_WRAP },
};

struct list_state {
	struct libscols_table *table;
	unsigned functions, cut_short, live_cut_short;
};

int text_list_begin(struct report *report)
{
	struct list_state *state = calloc(1, sizeof(*state));

	report->state = state;
	if (!state)
		return PCIMSI_ERR_NOMEM;
	state->table = scols_new_table();
	if (!state->table)
		return PCIMSI_ERR_NOMEM;
	scols_table_set_stream(state->table, report->out);
	scols_table_enable_colors(state->table, report->color);
	scols_table_enable_noencoding(state->table, 1); /* escaped already, and as everywhere */
	scols_table_enable_minout(state->table, 1);     /* no blanks at the ends of lines */
	/* Whether it is a terminal was found out before, with the width. */
	scols_table_set_termforce(state->table,
				  report->width ? SCOLS_TERMFORCE_ALWAYS : SCOLS_TERMFORCE_NEVER);
	if (report->width)
		scols_table_set_termwidth(state->table, report->width);
	for (int i = 0; i < COLUMN_COUNT; i++)
		if (!scols_table_new_column(state->table, columns[i].name, columns[i].width,
					    columns[i].flags))
			return PCIMSI_ERR_NOMEM;
	return 0;
}

/* What a person has to know before believing the row. */
static const char *remark(const struct pcimsi_function *function)
{
	if (!function->responding)
		return "did not answer (all ones)";
	if (function->raw.windows)
		return "as Windows says";
	switch (function->walk_end) {
	case PCIMSI_WALK_NOT_CAPTURED:
		return function->bytes_captured ? "capture too short" : "no bytes captured";
	case PCIMSI_WALK_BAD_POINTER:
		return "bad capability pointer";
	case PCIMSI_WALK_LOOP:
		return "capability list loops";
	case PCIMSI_WALK_ID_FF:
		return "capability list broken";
	case PCIMSI_WALK_UNKNOWN_LAYOUT:
		return "unknown header type";
	default:
		return "";
	}
}

static void set_colors(struct report *report, struct libscols_line *line,
		       const struct pcimsi_function *function)
{
	if (!report->color)
		return;
	if (function->msix.enabled)
		scols_cell_set_color(scols_line_get_cell(line, COLUMN_MSIX), "green");
	if (function->msi.enabled)
		scols_cell_set_color(scols_line_get_cell(line, COLUMN_MSI), "green");
	scols_cell_set_color(scols_line_get_cell(line, COLUMN_REMARK), "yellow");
}

int text_list_function(struct report *report, const struct pcimsi_function *function)
{
	struct list_state *state = report->state;
	struct libscols_line *line = scols_table_new_line(state->table, NULL);
	char slot[PCIMSI_SLOT_TEXT], ids[TEXT_IDS], msi[TEXT_CELL], msix[TEXT_CELL];
	char *name = report->numeric == 1 ? NULL : text_name(report, function);
	const char *cells[COLUMN_COUNT] = {
		[COLUMN_SLOT] = text_slot(report, function->raw.slot, slot),
		[COLUMN_ID] = text_ids(function, ids),
		[COLUMN_MSIX] = text_msix(&function->msix, msix),
		[COLUMN_MSI] = text_msi(&function->msi, msi),
		[COLUMN_PIN] = text_pin(function),
		[COLUMN_NAME] = name ? name : "",
		[COLUMN_REMARK] = remark(function),
	};
	int err = line ? 0 : -1;

	for (int i = 0; !err && i < COLUMN_COUNT; i++)
		err = scols_line_set_data(line, (size_t)i, cells[i]);
	if (!err)
		set_colors(report, line, function);
	free(name);
	state->functions++;
	if (function->walk_end == PCIMSI_WALK_NOT_CAPTURED && !function->raw.windows) {
		state->cut_short++;
		state->live_cut_short += function->raw.source == PCIMSI_SOURCE_LIVE;
	}
	return err ? PCIMSI_ERR_NOMEM : 0;
}

int text_list_end(struct report *report)
{
	struct list_state *state = report->state;

	if (state->functions && scols_print_table(state->table))
		return PCIMSI_ERR_NOMEM;
	if (!state->cut_short)
		return 0;
	fprintf(report->out,
		"\n? = unknown: of %u function%s the captured bytes end before the "
		"capability list does.\n",
		state->cut_short, state->cut_short == 1 ? "" : "s");
	if (state->live_cut_short && report->root)
		fputs("The system gives no more of them.\n", report->out);
	else if (state->live_cut_short)
		fputs("Run as root to read all of configuration space.\n", report->out);
	else
		fputs("Capture again as root: lspci -xxx (256 bytes) or lspci -xxxx.\n",
		      report->out);
	return 0;
}

void text_list_done(struct report *report)
{
	struct list_state *state = report->state;

	if (state && state->table)
		scols_unref_table(state->table);
	free(state);
	report->state = NULL;
}
