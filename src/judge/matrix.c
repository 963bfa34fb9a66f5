/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/matrix.h>

#include "base/str.h"
#include "hwid/hwid.h"
#include "judge/judge_priv.h"
#include "match/id_fault.h"

#include <stdlib.h>

/* The coverage matrix: ids of INFs against functions. */

/* A cell before it is known how many its row has. */
struct loose_cell {
	struct pcimsi_matrix_cell cell;
	uint32_t row;
};

struct maker {
	struct pcimsi_check *check;
	VEC(struct pcimsi_matrix_row) rows;
	uint32_t **first_row; /* by INF and model */
	uint32_t n_other_ids;
	VEC(struct loose_cell) cells;
	uint32_t *last_cell; /* by row: the function of its last cell, as order + 1 */
	VEC(const struct pcimsi_judged_function *) uncovered;
	uint32_t left; /* comparisons with ids that are not known */
};

const char *pcimsi_coverage_name(enum pcimsi_coverage coverage)
{
	static const char *const names[] = {
		[PCIMSI_COVERAGE_MATCHED] = "matched",
		[PCIMSI_COVERAGE_SHADOWED] = "shadowed",
		[PCIMSI_COVERAGE_ORPHAN] = "orphan",
		[PCIMSI_COVERAGE_UNKNOWN] = "unknown",
	};

	return names[coverage];
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* "PCI\CC_0108", and "PCI\VEN_8086&CC_0108" of a vendor. */
static bool names_class_only(const char *id)
{
	return hwid_find(id, 'c') && !hwid_find(id, 'd');
}

static int add_row(struct maker *maker, const struct judged_inf *inf,
		   const struct pcimsi_model *model, const char *id, uint32_t position)
{
	struct pcimsi_matrix_row *row;

	if (!id || !str_istarts(id, "PCI\\")) {
		maker->n_other_ids++;
		return 0;
	}
	row = VEC_ADD(&maker->check->arena, &maker->rows);
	if (!row)
		return PCIMSI_ERR_NOMEM;
	*row = (struct pcimsi_matrix_row){
		.inf = &inf->pub,
		.model = model,
		.id = id,
		.position = position,
		.coverage = PCIMSI_COVERAGE_ORPHAN,
		.class_only = names_class_only(id),
		.fault = pci_id_fault(id),
	};
	return 0;
}

static int add_rows(struct maker *maker, uint32_t which)
{
	const struct judged_inf *inf = maker->check->infs.items[which];
	const struct pcimsi_resolution *resolution = inf->pub.resolution;
	uint32_t *first = arena_array(&maker->check->arena, resolution->n_models, sizeof(*first));
	int err = first ? 0 : PCIMSI_ERR_NOMEM;

	maker->first_row[which] = first;
	for (uint32_t i = 0; !err && i < resolution->n_models; i++) {
		const struct pcimsi_model *model = &resolution->models[i];

		first[i] = maker->rows.count;
		err = add_row(maker, inf, model, model->hardware_id, 0);
		for (uint32_t k = 0; !err && k < model->n_compatible_ids; k++)
			err = add_row(maker, inf, model, model->compatible_ids[k], k + 1);
	}
	return err;
}

static uint32_t row_of(const struct maker *maker, const struct pcimsi_match *match)
{
	const struct pcimsi_resolution *resolution =
		maker->check->infs.items[match->inf]->pub.resolution;
	uint32_t row = maker->first_row[match->inf][match->model - resolution->models];

	/* The index gives back the very text that the model holds. */
	while (maker->rows.items[row].id != match->id)
		row++;
	return row;
}

/* ---- cells --------------------------------------------------------------------------------- */

static int add_cell(struct maker *maker, const struct judged_function *function,
		    const struct pcimsi_match *match, bool best)
{
	uint32_t number = row_of(maker, match);
	struct pcimsi_matrix_row *row = &maker->rows.items[number];
	struct loose_cell *loose;

	/* An id of both lists of the function matches twice; the better rank comes first. */
	if (maker->last_cell[number] == function->pub.order + 1)
		return 0;
	maker->last_cell[number] = function->pub.order + 1;
	loose = VEC_ADD(&maker->check->arena, &maker->cells);
	if (!loose)
		return PCIMSI_ERR_NOMEM;
	loose->row = number;
	loose->cell = (struct pcimsi_matrix_cell){
		.function = &function->pub,
		.rank = match->rank,
		.from_hardware_list = match->from_hardware_list,
		.rank_known = match->rank_known,
		.best = best,
	};
	row->n_cells++;
	if (best)
		row->coverage = PCIMSI_COVERAGE_MATCHED;
	else if (row->coverage == PCIMSI_COVERAGE_ORPHAN)
		row->coverage = PCIMSI_COVERAGE_SHADOWED;
	return 0;
}

static int add_uncovered(struct maker *maker, const struct judged_function *function)
{
	const struct pcimsi_judged_function **slot = VEC_ADD(&maker->check->arena,
							     &maker->uncovered);

	if (!slot)
		return PCIMSI_ERR_NOMEM;
	*slot = &function->pub;
	return 0;
}

static int add_cells(struct maker *maker, const struct judged_function *function)
{
	const struct pcimsi_match *matches = NULL;
	int count = pcimsi_match_index_find(maker->check->index, function->pub.function, &matches);
	int err = count < 0 ? count : 0;

	for (int i = 0; !err && i < count; i++)
		err = add_cell(maker, function, &matches[i],
			       i == 0 || matches[i].inf != matches[i - 1].inf);
	if (!err && count == 0)
		err = add_uncovered(maker, function);
	return err;
}

/* Of ids that no function has, those that this one may have. */
static void note_possible(struct maker *maker, const struct judged_function *function)
{
	struct pcimsi_possible_ids ids;

	if (!function->pub.undecided)
		return;
	pcimsi_possible_ids(function->pub.function, &ids);
	for (uint32_t i = 0; i < maker->rows.count; i++) {
		struct pcimsi_matrix_row *row = &maker->rows.items[i];

		if (row->coverage != PCIMSI_COVERAGE_ORPHAN || row->fault)
			continue;
		/* Where not all can be compared, what is left may be. */
		if (!maker->left || pcimsi_id_is_possible(&ids, row->id))
			row->coverage = PCIMSI_COVERAGE_UNKNOWN;
		else
			maker->left--;
	}
}

static int note_exchanged(struct maker *maker, const struct judged_function *function)
{
	struct pcimsi_function exchanged = *function->pub.function;
	const struct pcimsi_match *matches = NULL;
	int count = exchange_subsystem(&exchanged)
			    ? pcimsi_match_index_find(maker->check->index, &exchanged, &matches)
			    : 0;

	for (int i = 0; i < count; i++) {
		struct pcimsi_matrix_row *row = &maker->rows.items[row_of(maker, &matches[i])];

		if (!row->exchanged && hwid_find(row->id, 's'))
			row->exchanged = &function->pub;
	}
	return count < 0 ? count : 0;
}

/* Cells were made function by function, which is their order in a row, too. */
static int place_cells(struct maker *maker)
{
	struct arena *arena = &maker->check->arena;
	struct pcimsi_matrix_cell *cells = arena_array(arena, maker->cells.count, sizeof(*cells));
	uint32_t *next = arena_array(arena, maker->rows.count, sizeof(*next));
	uint32_t used = 0;

	if (!cells || !next)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < maker->rows.count; i++) {
		maker->rows.items[i].cells = cells + used;
		next[i] = used;
		used += maker->rows.items[i].n_cells;
	}
	for (uint32_t i = 0; i < maker->cells.count; i++)
		cells[next[maker->cells.items[i].row]++] = maker->cells.items[i].cell;
	return 0;
}

int pcimsi_check_matrix(struct pcimsi_check *check, const struct pcimsi_matrix **ret)
{
	struct pcimsi_matrix *matrix = arena_alloc(&check->arena, sizeof(*matrix));
	struct maker maker = { .check = check, .left = MAY_MATCH_MAX };
	int err = 0;

	if (check->run.matrix) {
		*ret = check->run.matrix;
		return 0;
	}
	maker.first_row = arena_array(&check->arena, check->infs.count, sizeof(uint32_t *));
	if (!matrix || !maker.first_row)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; !err && i < check->infs.count; i++)
		err = add_rows(&maker, i);
	maker.last_cell = arena_array(&check->arena, maker.rows.count, sizeof(uint32_t));
	if (!maker.last_cell)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; !err && i < check->functions.count; i++)
		err = add_cells(&maker, check->functions.items[i]);
	for (uint32_t i = 0; !err && i < check->functions.count; i++)
		note_possible(&maker, check->functions.items[i]);
	for (uint32_t i = 0; !err && i < check->functions.count; i++)
		err = note_exchanged(&maker, check->functions.items[i]);
	if (!err)
		err = place_cells(&maker);
	if (err)
		return err;
	*matrix = (struct pcimsi_matrix){
		.rows = maker.rows.items,
		.n_rows = maker.rows.count,
		.n_other_ids = maker.n_other_ids,
		.uncovered = maker.uncovered.items,
		.n_uncovered = maker.uncovered.count,
	};
	check->run.matrix = *ret = matrix;
	return 0;
}
