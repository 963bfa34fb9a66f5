/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/phrases.h"
#include "report/records.h"

/* The coverage matrix. */

static void put_cell(struct jsonw *w, const struct pcimsi_matrix_cell *cell)
{
	jsonw_object(w);
	key_text(w, "capture", cell->function->capture);
	key_slot(w, "slot", cell->function->function->raw.slot);
	key_number(w, "rank", cell->rank);
	key_word(w, "match", cell->from_hardware_list ? "hardware" : "compatible");
	key_bool(w, "best", cell->best);
	key_bool(w, "rank_known", cell->rank_known);
	jsonw_object_end(w);
}

void record_coverage(struct jsonw *w, const struct pcimsi_matrix_row *row)
{
	const struct pcimsi_install *install = row->model->install;

	key_text(w, "inf", row->inf->facts->name);
	record_target(w, &row->inf->resolution->target);
	key_number(w, "line", row->model->place.line);
	key_text(w, "id", row->id);
	key_number(w, "position", row->position);
	key_text(w, "section", install->section ? install->section : install->base);
	key_word(w, "coverage", pcimsi_coverage_name(row->coverage));
	key_bool(w, "class_only", row->class_only);
	key_text(w, "fault", row->fault ? phrase_of_word("reason", row->fault) : NULL);
	if (row->exchanged)
		key_slot(w, "subsystem_exchanged", row->exchanged->function->raw.slot);
	else
		key_null(w, "subsystem_exchanged");
	key_array(w, "functions");
	for (uint32_t i = 0; i < row->n_cells; i++)
		put_cell(w, &row->cells[i]);
	jsonw_array_end(w);
}

void record_uncovered(struct jsonw *w, const struct pcimsi_judged_function *function)
{
	key_text(w, "capture", function->capture);
	key_slot(w, "slot", function->function->raw.slot);
	key_bool(w, "undecided", function->undecided);
}
