/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_COMPARE_COMPARE_H
#define PCIMSI_COMPARE_COMPARE_H

#include <pcimsi/diff.h>

#include "base/arena.h"

typedef VEC(struct pcimsi_change) change_list;

/* A diff while it is made. All functions here return 0 or PCIMSI_ERR_NOMEM. */
struct comparison {
	struct pcimsi_diff pub;
	struct arena arena;
	struct pcimsi_diff_options options;
	VEC(struct pcimsi_function_diff) functions;
};

/* As pcimsi_diff_new(), with at most `memory` bytes for its own lists; 0: no limit. */
int diff_new(const struct pcimsi_run *old_run, const struct pcimsi_run *new_run,
	     const struct pcimsi_diff_options *options, size_t memory,
	     const struct pcimsi_diff **ret);

/* ---- facts.c, function_facts.c -------------------------------------------------------------- */

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
/* What differs between two functions. */
int function_changes(struct comparison *c, const struct pcimsi_function *const sides[PCIMSI_SIDES],
		     change_list *ret);

/* ---- pairs.c --------------------------------------------------------------------------------- */

struct function_pair {
	enum pcimsi_pairing pairing;
	const struct pcimsi_judged_function *functions[PCIMSI_SIDES];
	const char *machine; /* "": the only one of its side */
};

struct function_pairs {
	struct function_pair *items;
	uint32_t count;
};

/* Every function of both runs once, by machine, then the lower one of their slots. */
int pair_functions(struct comparison *c, struct function_pairs *ret);

#endif
