/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compare/compare.h"

#include "compare/pairing.h"

#include <pcimsi/error.h>

#include <stdlib.h>

/* Which verdicts are about the same function and INF, which differ, and which findings are why. */

struct entry {
	const struct pcimsi_judged_function *function;
	const struct pcimsi_verdict *verdict; /* NULL: whether an INF matches is not known */
	uint32_t function_pair, inf_pair;
};

static int by_pairs(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int result = order_numbers(a->function_pair, b->function_pair);

	return result ? result : order_numbers(a->inf_pair, b->inf_pair);
}

static const struct pass passes[] = {
	{ .key = by_pairs },
};

static int add_entry(struct comparison *c, struct pairing *p, enum pcimsi_side side,
		     const struct pcimsi_judged_function *function,
		     const struct pcimsi_verdict *verdict)
{
	struct entry *entry = arena_alloc(&c->arena, sizeof(*entry));

	if (!entry)
		return PCIMSI_ERR_NOMEM;
	entry->function = function;
	entry->verdict = verdict;
	entry->function_pair = c->pair_of_function[side][function->order];
	entry->inf_pair = verdict ? c->pair_of_inf[side][verdict->inf->order] : NO_PAIR;
	return pairing_add(p, side, entry);
}

static int list_side(struct comparison *c, struct pairing *p, enum pcimsi_side side)
{
	const struct pcimsi_run *run = c->pub.runs[side];
	int err = 0;

	for (uint32_t i = 0; !err && i < run->n_verdicts; i++)
		err = add_entry(c, p, side, run->verdicts[i]->function, run->verdicts[i]);
	for (uint32_t i = 0; !err && i < run->n_functions; i++)
		if (run->functions[i]->undecided)
			err = add_entry(c, p, side, run->functions[i], NULL);
	return err;
}

/* ---- why ------------------------------------------------------------------------------------- */

typedef VEC(const struct pcimsi_finding_diff *) finding_list;

/* Of one that says something else, both sides concern it: it is told once. */
static int add_findings(struct comparison *c, const struct pcimsi_verdict_diff *diff,
			finding_list *list)
{
	c->n_told++;
	for (int side = 0; side < PCIMSI_SIDES; side++) {
		const struct pcimsi_verdict *verdict = diff->verdicts[side];

		for (uint32_t i = 0; verdict && i < verdict->n_findings; i++) {
			const struct pcimsi_finding *finding = verdict->findings[i];
			const struct pcimsi_finding_diff *found, **slot;

			found = c->diff_of_finding[side][finding->number];
			if (!found || c->told[found - c->pub.findings] == c->n_told)
				continue;
			slot = VEC_ADD(&c->arena, list);
			if (!slot)
				return PCIMSI_ERR_NOMEM;
			*slot = found;
			c->told[found - c->pub.findings] = c->n_told;
		}
	}
	return 0;
}

/* As the diff has them. */
static int by_address(const void *a, const void *b)
{
	const struct pcimsi_finding_diff *x = *(const struct pcimsi_finding_diff *const *)a;
	const struct pcimsi_finding_diff *y = *(const struct pcimsi_finding_diff *const *)b;

	return x < y ? -1 : x > y;
}

/* ---- what differs ---------------------------------------------------------------------------- */

/* Below 0: no INF matches. */
static int word_of(const struct pcimsi_verdict_diff *diff, enum pcimsi_side side)
{
	if (diff->verdicts[side])
		return (int)diff->verdicts[side]->word;
	return diff->functions[side]->undecided ? (int)PCIMSI_VERDICT_UNKNOWN : -1;
}

static bool flips(const struct pcimsi_verdict_diff *diff)
{
	return diff->functions[PCIMSI_SIDE_OLD] && diff->functions[PCIMSI_SIDE_NEW] &&
	       word_of(diff, PCIMSI_SIDE_OLD) != word_of(diff, PCIMSI_SIDE_NEW);
}

static struct pcimsi_verdict_diff diff_of(const struct comparison *c, const struct pair *pair)
{
	const struct entry *either = pair_either(pair);
	struct pcimsi_verdict_diff diff = { 0 };

	for (int side = 0; side < PCIMSI_SIDES; side++) {
		const struct entry *entry = pair->sides[side];

		diff.functions[side] = c->pairs[either->function_pair].functions[side];
		if (either->inf_pair != NO_PAIR)
			diff.infs[side] = c->inf_pairs[either->inf_pair].infs[side];
		diff.verdicts[side] = entry ? entry->verdict : NULL;
	}
	diff.flips = flips(&diff);
	return diff;
}

/* That an INF may match is told with those that do so on the other side. */
static bool is_told_with_others(const struct pcimsi_verdict_diff *diff)
{
	for (int side = 0; side < PCIMSI_SIDES; side++)
		if (diff->functions[side] && diff->functions[side]->n_verdicts)
			return !diff->verdicts[PCIMSI_SIDE_OLD] && !diff->verdicts[PCIMSI_SIDE_NEW];
	return false;
}

static int compare_pair(struct comparison *c, const struct pair *pair)
{
	struct pcimsi_verdict_diff diff = diff_of(c, pair), *slot;
	bool both = diff.functions[PCIMSI_SIDE_OLD] && diff.functions[PCIMSI_SIDE_NEW];
	finding_list findings = { 0 };
	change_list changes = { 0 };

	if (is_told_with_others(&diff))
		return 0;
	if ((both && verdict_changes(c, &diff, &changes)) || add_findings(c, &diff, &findings))
		return PCIMSI_ERR_NOMEM;
	if (both && !diff.flips && !changes.count && !findings.count) {
		c->pub.n_same_verdicts++;
		return 0;
	}
	if (findings.count > 1)
		qsort(findings.items, findings.count, sizeof(*findings.items), by_address);
	diff.changes = changes.items;
	diff.n_changes = changes.count;
	diff.findings = findings.items;
	diff.n_findings = findings.count;
	c->pub.n_flips += diff.flips;
	slot = VEC_ADD(&c->arena, &c->verdicts);
	if (!slot)
		return PCIMSI_ERR_NOMEM;
	*slot = diff;
	return 0;
}

static int by_entry(const void *a, const void *b)
{
	return by_pairs(pair_either(a), pair_either(b));
}

int compare_verdicts(struct comparison *c)
{
	struct pairing p = {
		.arena = &c->arena, .passes = passes, .n_passes = 1, .order = by_pairs
	};
	int err = 0;

	c->told = arena_array(&c->arena, c->pub.n_findings, sizeof(*c->told));
	if (!c->told)
		return PCIMSI_ERR_NOMEM;
	for (int side = 0; !err && side < PCIMSI_SIDES; side++)
		err = list_side(c, &p, (enum pcimsi_side)side);
	if (!err)
		err = pairing_make(&p);
	if (!err && p.n_pairs > 1)
		qsort(p.pairs, p.n_pairs, sizeof(*p.pairs), by_entry);
	for (uint32_t i = 0; !err && i < p.n_pairs; i++)
		err = compare_pair(c, &p.pairs[i]);
	c->pub.verdicts = c->verdicts.items;
	c->pub.n_verdicts = c->verdicts.count;
	return err;
}
