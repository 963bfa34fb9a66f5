/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compare/compare.h"

#include "compare/pairing.h"

#include <pcimsi/error.h>

#include <stdlib.h>

/*
 * What became of rules in a run, by pair: that a finding is gone means something only if its rule
 * was evaluated.
 */

struct entry {
	const struct pcimsi_evaluation *evaluation;
	uint32_t function, inf; /* pairs */
};

struct evaluations {
	struct entry *entries;
	uint32_t count;
};

static int by_subject(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int result = order_numbers(a->evaluation->subject, b->evaluation->subject);

	result = result ? result : order_numbers(a->function, b->function);
	return result ? result : order_numbers(a->inf, b->inf);
}

static struct entry entry_of(const struct comparison *c, enum pcimsi_side side,
			     const struct pcimsi_evaluation *evaluation)
{
	return (struct entry){
		.evaluation = evaluation,
		.function = evaluation->function
				    ? c->pair_of_function[side][evaluation->function->order]
				    : NO_PAIR,
		.inf = evaluation->inf ? c->pair_of_inf[side][evaluation->inf->order] : NO_PAIR,
	};
}

int list_evaluations(struct comparison *c)
{
	for (int side = 0; side < PCIMSI_SIDES; side++) {
		const struct pcimsi_run *run = c->pub.runs[side];
		struct evaluations *list = arena_alloc(&c->arena, sizeof(*list));

		if (!list)
			return PCIMSI_ERR_NOMEM;
		list->entries = arena_array(&c->arena, run->n_evaluations, sizeof(*list->entries));
		if (!list->entries)
			return PCIMSI_ERR_NOMEM;
		list->count = run->n_evaluations;
		for (uint32_t i = 0; i < list->count; i++)
			list->entries[i] = entry_of(c, (enum pcimsi_side)side,
						    &run->evaluations[i]);
		if (list->count > 1)
			qsort(list->entries, list->count, sizeof(*list->entries), by_subject);
		c->evaluations[side] = list;
	}
	return 0;
}

/* Of a function of which it is not known whether an INF matches, there are none to speak of. */
static bool is_undecided(const struct comparison *c, enum pcimsi_side side, uint32_t function_pair)
{
	const struct pcimsi_judged_function *function =
		function_pair == NO_PAIR ? NULL : c->pairs[function_pair].functions[side];

	return function && function->undecided;
}

enum pcimsi_reason why_not(const struct comparison *c, enum pcimsi_side side,
			   const struct pcimsi_rule *rule, uint32_t function_pair,
			   uint32_t inf_pair)
{
	const struct pcimsi_evaluation subject = { .subject = rule->subject };
	const struct entry wanted = { .evaluation = &subject,
				      .function = function_pair,
				      .inf = inf_pair };
	const struct evaluations *list = c->evaluations[side];
	const struct entry *found = bsearch(&wanted, list->entries, list->count,
					    sizeof(*list->entries), by_subject);
	struct pcimsi_outcome outcome;

	if (!found)
		return is_undecided(c, side, function_pair) ? PCIMSI_REASON_NOT_CAPTURED
							    : PCIMSI_REASON_NONE;
	return pcimsi_outcome(found->evaluation, rule, &outcome) ? outcome.reason
								 : PCIMSI_REASON_NONE;
}
