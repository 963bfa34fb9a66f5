/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_COMPARE_COMPARE_H
#define PCIMSI_COMPARE_COMPARE_H

#include <pcimsi/diff.h>

#include "base/arena.h"

typedef VEC(struct pcimsi_change) change_list;

struct function_pair {
	enum pcimsi_pairing pairing;
	const struct pcimsi_judged_function *functions[PCIMSI_SIDES];
	const char *machine; /* "": the only one of its side */
	uint32_t occurrence; /* of its slot */
};

struct inf_pair {
	const struct pcimsi_judged_inf *infs[PCIMSI_SIDES];
};

/* Of what no pair is. */
#define NO_PAIR UINT32_MAX

/* A diff while it is made. All functions here return 0 or PCIMSI_ERR_NOMEM. */
struct comparison {
	struct pcimsi_diff pub;
	struct arena arena;
	struct pcimsi_diff_options options;
	/* Of all functions, by machine, then the lower one of their slots. */
	struct function_pair *pairs;
	uint32_t n_pairs;
	struct inf_pair *inf_pairs; /* of all INFs, by file name and target */
	uint32_t n_inf_pairs;
	/* By order of the function or INF, or number of the finding, in its run: */
	uint32_t *pair_of_function[PCIMSI_SIDES];
	uint32_t *pair_of_inf[PCIMSI_SIDES];
	struct pcimsi_finding_diff **diff_of_finding[PCIMSI_SIDES]; /* NULL: the same in both */
	/* By number of the finding_diff: the last verdict that it was told of, from 1. */
	uint32_t *told, n_told;
	struct evaluations *evaluations[PCIMSI_SIDES];
	VEC(struct pcimsi_function_diff) functions;
	VEC(struct pcimsi_inf_diff) infs;
	VEC(struct pcimsi_verdict_diff) verdicts;
};

/* As pcimsi_diff_new(), with at most `memory` bytes for its own lists; 0: no limit. */
int diff_new(const struct pcimsi_run *old_run, const struct pcimsi_run *new_run,
	     const struct pcimsi_diff_options *options, size_t memory,
	     const struct pcimsi_diff **ret);

/* ---- facts.c --------------------------------------------------------------------------------- */

struct pcimsi_fact_value fact_none(void);
struct pcimsi_fact_value fact_unknown(void);
struct pcimsi_fact_value fact_number(uint64_t number);
struct pcimsi_fact_value fact_word(const char *word);
struct pcimsi_fact_value fact_text(const char *text); /* NULL: none */
struct pcimsi_fact_value fact_reg(struct pcimsi_reg reg);

/* Adds it to the list if the values differ. */
int change_add(struct comparison *c, change_list *list, const struct pcimsi_fact *fact,
	       const struct pcimsi_fact_value *old_value,
	       const struct pcimsi_fact_value *new_value);

/* ---- pairs, and what differs between those of a pair ----------------------------------------- */

int pair_functions(struct comparison *c);
int function_changes(struct comparison *c, const struct pcimsi_function *const sides[PCIMSI_SIDES],
		     change_list *ret);

int pair_infs(struct comparison *c);
int inf_changes(struct comparison *c, const struct inf_pair *pair, change_list *ret);
int compare_infs(struct comparison *c);
/* Adds to the diff which Models lines differ. */
int compare_models(struct comparison *c, const struct inf_pair *pair, struct pcimsi_inf_diff *diff);
int model_changes(struct comparison *c, const struct pcimsi_model *const sides[PCIMSI_SIDES],
		  change_list *ret);

/* Why a run could not evaluate a rule on what these pairs are; NONE: it did, or had nothing to. */
enum pcimsi_reason why_not(const struct comparison *c, enum pcimsi_side side,
			   const struct pcimsi_rule *rule, uint32_t function_pair,
			   uint32_t inf_pair);
int list_evaluations(struct comparison *c);

/* After the pairs and the evaluations; before the verdicts. */
int compare_findings(struct comparison *c);
int compare_verdicts(struct comparison *c);
int verdict_changes(struct comparison *c, const struct pcimsi_verdict_diff *diff, change_list *ret);

#endif
