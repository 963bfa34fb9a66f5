/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compare/compare.h"

#include "base/options.h"

#include <stdlib.h>

/* What differs between two runs, in the order in which it is told. */

static int compare_function(struct comparison *c, const struct function_pair *pair)
{
	const struct pcimsi_judged_function *a = pair->functions[PCIMSI_SIDE_OLD];
	const struct pcimsi_judged_function *b = pair->functions[PCIMSI_SIDE_NEW];
	struct pcimsi_function_diff *diff;
	change_list changes = { 0 };
	int err = 0;

	if (a && b)
		err = function_changes(c,
				       (const struct pcimsi_function *const[PCIMSI_SIDES]){
					       a->function, b->function },
				       &changes);
	if (err)
		return err;
	if (pair->pairing == PCIMSI_PAIRED_IN_PLACE && !changes.count) {
		c->pub.n_same_functions++;
		return 0;
	}
	diff = VEC_ADD(&c->arena, &c->functions);
	if (!diff)
		return PCIMSI_ERR_NOMEM;
	diff->pairing = pair->pairing;
	diff->functions[PCIMSI_SIDE_OLD] = a;
	diff->functions[PCIMSI_SIDE_NEW] = b;
	diff->changes = changes.items;
	diff->n_changes = changes.count;
	return 0;
}

static int compare_functions(struct comparison *c)
{
	int err = 0;

	for (uint32_t i = 0; !err && i < c->n_pairs; i++)
		err = compare_function(c, &c->pairs[i]);
	c->pub.functions = c->functions.items;
	c->pub.n_functions = c->functions.count;
	return err;
}

/* The way from what a run has to its pair. */
static int number_pairs(struct comparison *c)
{
	for (int side = 0; side < PCIMSI_SIDES; side++) {
		const struct pcimsi_run *run = c->pub.runs[side];
		uint32_t *functions = arena_array(&c->arena, run->n_functions, sizeof(uint32_t));
		uint32_t *infs = arena_array(&c->arena, run->n_infs, sizeof(uint32_t));

		if (!functions || !infs)
			return PCIMSI_ERR_NOMEM;
		for (uint32_t i = 0; i < c->n_pairs; i++)
			if (c->pairs[i].functions[side])
				functions[c->pairs[i].functions[side]->order] = i;
		for (uint32_t i = 0; i < c->n_inf_pairs; i++)
			if (c->inf_pairs[i].infs[side])
				infs[c->inf_pairs[i].infs[side]->order] = i;
		c->pair_of_function[side] = functions;
		c->pair_of_inf[side] = infs;
	}
	return 0;
}

static int compare_runs(struct comparison *c)
{
	int err = pair_functions(c);

	err = err ? err : pair_infs(c);
	err = err ? err : number_pairs(c);
	err = err ? err : compare_functions(c);
	err = err ? err : compare_infs(c);
	err = err ? err : list_evaluations(c);
	err = err ? err : compare_findings(c);
	err = err ? err : compare_verdicts(c);
	c->pub.differs = c->pub.n_functions || c->pub.n_infs || c->pub.n_verdicts ||
			 c->pub.n_findings;
	return err;
}

int diff_new(const struct pcimsi_run *old_run, const struct pcimsi_run *new_run,
	     const struct pcimsi_diff_options *options, size_t memory,
	     const struct pcimsi_diff **ret)
{
	struct comparison *c = calloc(1, sizeof(*c));
	int err = c ? 0 : PCIMSI_ERR_NOMEM;

	*ret = NULL;
	if (c && !OPTIONS_TAKE(&c->options, options))
		err = PCIMSI_ERR_USAGE;
	if (!err) {
		c->arena.limit = memory;
		c->pub.runs[PCIMSI_SIDE_OLD] = old_run;
		c->pub.runs[PCIMSI_SIDE_NEW] = new_run;
		err = compare_runs(c);
	}
	if (err) {
		if (c)
			pcimsi_diff_free(&c->pub);
		return err;
	}
	*ret = &c->pub;
	return 0;
}

int pcimsi_diff_new(const struct pcimsi_run *old_run, const struct pcimsi_run *new_run,
		    const struct pcimsi_diff_options *options, const struct pcimsi_diff **ret)
{
	return diff_new(old_run, new_run, options, 0, ret);
}

void pcimsi_diff_free(const struct pcimsi_diff *diff)
{
	/* It is the first member. */
	struct comparison *c = (struct comparison *)diff;

	if (!c)
		return;
	arena_done(&c->arena);
	free(c);
}

const char *pcimsi_side_name(enum pcimsi_side side)
{
	return side == PCIMSI_SIDE_OLD ? "old" : "new";
}

const char *pcimsi_pairing_name(enum pcimsi_pairing pairing)
{
	static const char *const names[] = {
		[PCIMSI_PAIRED_IN_PLACE] = "in-place", [PCIMSI_PAIRED_MOVED] = "moved",
		[PCIMSI_PAIRED_REPLACED] = "replaced", [PCIMSI_PAIRED_ONLY_OLD] = "only-old",
		[PCIMSI_PAIRED_ONLY_NEW] = "only-new",
	};

	return (unsigned)pairing < sizeof(names) / sizeof(names[0]) ? names[pairing] : "";
}
