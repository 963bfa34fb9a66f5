/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compare/compare.h"

#include "base/str.h"
#include "compare/pairing.h"

#include <pcimsi/error.h>

#include <stdlib.h>
#include <string.h>

/*
 * Which findings of one run the other has, too: of the same function, INF and rule, with the same
 * values, else with others. Lines and slots do not tell them apart.
 */

struct entry {
	const struct pcimsi_finding *finding;
	uint32_t function, inf; /* pairs */
	uint64_t hash;          /* of its values */
};

static int by_subject(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int result = order_numbers(a->function, b->function);

	result = result ? result : order_numbers(a->inf, b->inf);
	return result ? result : strcmp(a->finding->rule->id, b->finding->rule->id);
}

static int by_values(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int result = by_subject(x, y);

	return result ? result : order_numbers(a->hash, b->hash);
}

static int by_number(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;

	return order_numbers(a->finding->number, b->finding->number);
}

static const struct pass passes[] = {
	{ .key = by_values },
	{ .key = by_subject },
};

/* What the others say follows from the facts of a function, or is of one machine. */
static bool is_compared(const struct pcimsi_finding *finding)
{
	switch (finding->rule->family) {
	case PCIMSI_FAMILY_INF:
	case PCIMSI_FAMILY_AFF:
	case PCIMSI_FAMILY_MAT:
	case PCIMSI_FAMILY_GRA:
		return true;
	default:
		return false;
	}
}

static uint64_t hash_of(const struct pcimsi_finding *finding)
{
	uint64_t hash = STR_FNV64;

	for (uint32_t i = 0; i < finding->n_values; i++) {
		const struct pcimsi_value *value = &finding->values[i];
		char buffer[PCIMSI_VALUE_CHARS];
		const char *text = pcimsi_value_text(value, buffer);

		if (!value->param->aside && value->kind != PCIMSI_VALUE_SLOTS)
			hash = str_fnv64(hash, text, strlen(text) + 1);
	}
	if (finding->section)
		hash = str_fnv64(hash, finding->section, strlen(finding->section));
	return hash;
}

static int list_side(struct comparison *c, struct pairing *p, enum pcimsi_side side)
{
	const struct pcimsi_run *run = c->pub.runs[side];
	struct entry *entries = arena_array(&c->arena, run->n_findings, sizeof(*entries));
	int err = entries ? 0 : PCIMSI_ERR_NOMEM;

	for (uint32_t i = 0; !err && i < run->n_findings; i++) {
		const struct pcimsi_finding *finding = run->findings[i];

		if (!is_compared(finding))
			continue;
		entries[i] = (struct entry){
			.finding = finding,
			.function = finding->function
					    ? c->pair_of_function[side][finding->function->order]
					    : NO_PAIR,
			.inf = finding->inf ? c->pair_of_inf[side][finding->inf->order] : NO_PAIR,
			.hash = hash_of(finding),
		};
		err = pairing_add(p, side, &entries[i]);
	}
	return err;
}

/* Of one subject and rule those that say something else come first; what is left has one side. */
static int by_entry(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	int result = by_subject(pair_either(x), pair_either(y));

	result = result ? result : order_numbers(x->pass, y->pass);
	return result ? result : by_number(pair_either(x), pair_either(y));
}

static void fill(struct comparison *c, const struct pair *pair, struct pcimsi_finding_diff *diff)
{
	for (int side = 0; side < PCIMSI_SIDES; side++) {
		const struct entry *entry = pair->sides[side];

		if (!entry)
			continue;
		diff->findings[side] = entry->finding;
		c->diff_of_finding[side][entry->finding->number] = diff;
		if (!pair->sides[!side])
			diff->reason = why_not(c, (enum pcimsi_side) !side, entry->finding->rule,
					       entry->function, entry->inf);
	}
}

static int keep(struct comparison *c, const struct pairing *p)
{
	struct pcimsi_finding_diff *diffs = arena_array(&c->arena, p->n_pairs, sizeof(*diffs));
	uint32_t count = 0;

	if (!diffs)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < p->n_pairs; i++) {
		if (!p->pairs[i].pass)
			continue;
		fill(c, &p->pairs[i], &diffs[count++]);
	}
	c->pub.findings = diffs;
	c->pub.n_findings = count;
	return 0;
}

int compare_findings(struct comparison *c)
{
	struct pairing p = {
		.arena = &c->arena, .passes = passes, .n_passes = 2, .order = by_number
	};
	int err = 0;

	for (int side = 0; !err && side < PCIMSI_SIDES; side++) {
		c->diff_of_finding[side] = arena_array(&c->arena, c->pub.runs[side]->n_findings,
						       sizeof(*c->diff_of_finding[side]));
		err = c->diff_of_finding[side] ? list_side(c, &p, (enum pcimsi_side)side)
					       : PCIMSI_ERR_NOMEM;
	}
	if (!err)
		err = pairing_make(&p);
	if (!err && p.n_pairs > 1)
		qsort(p.pairs, p.n_pairs, sizeof(*p.pairs), by_entry);
	return err ? err : keep(c, &p);
}
