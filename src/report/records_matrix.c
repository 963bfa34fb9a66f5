/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/phrases.h"
#include "report/records.h"

/* The coverage matrix. */

static json_t *record_cell(const struct pcimsi_matrix_cell *cell)
{
	return json_pack("{s:o, s:o, s:i, s:s, s:b}", "capture", json_text(cell->function->capture),
			 "slot", json_slot(cell->function->function.raw.slot), "rank",
			 (int)cell->rank, "match",
			 cell->from_hardware_list ? "hardware" : "compatible", "best", cell->best);
}

json_t *record_coverage(const struct pcimsi_matrix_row *row)
{
	const struct pcimsi_install *install = row->model->install;
	json_t *functions = json_array();

	for (uint32_t i = 0; i < row->n_cells; i++)
		functions = json_listed(functions, record_cell(&row->cells[i]));
	return json_pack(
		"{s:o, s:o, s:i, s:o, s:i, s:o, s:s, s:b, s:o, s:o, s:o}", "inf",
		json_text(row->inf->facts->name), "target",
		record_target(&row->inf->resolution->target), "line", (int)row->model->place.line,
		"id", json_text(row->id), "position", (int)row->position, "section",
		json_text(install->section ? install->section : install->base), "coverage",
		pcimsi_coverage_name(row->coverage), "class_only", row->class_only, "fault",
		json_text(row->fault ? phrase_of_word("reason", row->fault) : NULL),
		"subsystem_exchanged",
		row->exchanged ? json_slot(row->exchanged->function.raw.slot) : json_null(),
		"functions", functions);
}

json_t *record_uncovered(const struct pcimsi_judged_function *function)
{
	return json_pack("{s:o, s:o}", "capture", json_text(function->capture), "slot",
			 json_slot(function->function.raw.slot));
}
