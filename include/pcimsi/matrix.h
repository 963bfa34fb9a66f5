/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_MATRIX_H
#define PCIMSI_MATRIX_H

#include <pcimsi/check.h>

/*
 * Since 0.1. A matrix belongs to its check.
 */

/*
 * The coverage matrix: every PCI id of every INF against every function, for every
 * target the INFs were added with. It tells what drivers reach, whatever they
 * write; verdicts and findings are in the result.
 */

/* What became of an id, of all functions together. */
enum pcimsi_coverage {
	PCIMSI_COVERAGE_MATCHED,  /* its line is the best of the INF for some function */
	PCIMSI_COVERAGE_SHADOWED, /* some functions have it, and the INF a better line for each */
	PCIMSI_COVERAGE_ORPHAN,   /* no function has it */
	PCIMSI_COVERAGE_UNKNOWN,  /* a function may have it whose ids were not captured */
};

/* A function that has the id. */
struct pcimsi_matrix_cell {
	const struct pcimsi_judged_function *function;
	uint16_t rank;
	bool from_hardware_list;
	bool rank_known;
	bool best; /* of this INF and target */
	PCIMSI_ROOM;
};

struct pcimsi_matrix_row {
	const struct pcimsi_judged_inf *inf;
	const struct pcimsi_model *model;
	const char *id;    /* as the Models line writes it */
	uint32_t position; /* 0: the hw-id field, k + 1: the k-th compatible id */
	enum pcimsi_coverage coverage;
	bool class_only;   /* the id names a class and no device */
	const char *fault; /* why no function can have the id: a word of MAT607; NULL: one could */
	/* A function that has it with subsystem vendor and device exchanged; NULL: none. */
	const struct pcimsi_judged_function *exchanged;
	const struct pcimsi_matrix_cell *cells; /* in the order of the functions */
	uint32_t n_cells;
	PCIMSI_ROOM;
};

struct pcimsi_matrix {
	const struct pcimsi_matrix_row *rows; /* by INF and target as added, then place */
	uint32_t n_rows;
	uint32_t n_other_ids; /* of other buses, and empty fields: they have no row */
	const struct pcimsi_judged_function *const *uncovered; /* no line matches them */
	uint32_t n_uncovered;
};

PCIMSI_BEGIN_DECLS

/*
 * After pcimsi_check_run(), whose run has it from then on; all else of it stays as it is.
 * A second time it gives the same. *ret belongs to the check. PCIMSI_ERR_NOMEM.
 */
PCIMSI_API int pcimsi_check_matrix(struct pcimsi_check *check, const struct pcimsi_matrix **ret);

PCIMSI_API const char *pcimsi_coverage_name(enum pcimsi_coverage coverage); /* "orphan" ... */

PCIMSI_END_DECLS

#endif
