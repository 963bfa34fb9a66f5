/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compare/compare.h"

#include "base/str.h"
#include "compare/pairing.h"

#include <pcimsi/error.h>

#include <stdlib.h>
#include <string.h>

/* Which INF of one run is held against which of the other, and what differs. */

/* ---- pairs ----------------------------------------------------------------------------------- */

struct entry {
	const struct pcimsi_judged_inf *judged;
	const char *name; /* of the file, without its folders; "": the only one of its side */
};

static int order_targets(const struct pcimsi_target *a, const struct pcimsi_target *b)
{
	int result = order_numbers(a->arch, b->arch);

	result = result ? result : order_numbers(a->major, b->major);
	result = result ? result : order_numbers(a->minor, b->minor);
	result = result ? result : order_numbers(a->build, b->build);
	result = result ? result : order_numbers(a->product, b->product);
	return result ? result : order_numbers(a->suite, b->suite);
}

static int by_name(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int result = str_icmp(a->name, b->name);

	return result ? result : order_targets(&a->judged->wanted, &b->judged->wanted);
}

/* Files of one name in several folders are paired in the order of those. */
static int by_path(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	int result = strcmp(a->judged->facts->name, b->judged->facts->name);

	return result ? result : order_numbers(a->judged->order, b->judged->order);
}

static const struct pass passes[] = {
	{ .key = by_name },
};

/* An archive and what is in it have a slash between them, too. */
static const char *file_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_several(const struct pcimsi_run *run)
{
	for (uint32_t i = 1; i < run->n_infs; i++)
		if (run->infs[i]->input != run->infs[0]->input)
			return true;
	return false;
}

static int list_side(struct pairing *p, const struct pcimsi_run *run, enum pcimsi_side side,
		     bool named)
{
	struct entry *entries = arena_array(p->arena, run->n_infs, sizeof(*entries));
	int err = entries ? 0 : PCIMSI_ERR_NOMEM;

	for (uint32_t i = 0; !err && i < run->n_infs; i++) {
		entries[i].judged = run->infs[i];
		entries[i].name = named ? file_of(run->infs[i]->facts->name) : "";
		err = pairing_add(p, side, &entries[i]);
	}
	return err;
}

static int by_entry(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	const void *one = pair_either(x), *other = pair_either(y);
	int result = by_name(one, other);

	/* Of those with an equal key only one side has any left. */
	result = result ? result : order_numbers(x->pass, y->pass);
	return result ? result : by_path(one, other);
}

int pair_infs(struct comparison *c)
{
	const struct pcimsi_run *const *runs = c->pub.runs;
	struct pairing p = {
		.arena = &c->arena, .passes = passes, .n_passes = 1, .order = by_path
	};
	bool named = is_several(runs[PCIMSI_SIDE_OLD]) || is_several(runs[PCIMSI_SIDE_NEW]);

	for (int side = 0; side < PCIMSI_SIDES; side++)
		if (list_side(&p, runs[side], (enum pcimsi_side)side, named))
			return PCIMSI_ERR_NOMEM;
	if (pairing_make(&p))
		return PCIMSI_ERR_NOMEM;
	if (p.n_pairs > 1)
		qsort(p.pairs, p.n_pairs, sizeof(*p.pairs), by_entry);
	c->inf_pairs = arena_array(&c->arena, p.n_pairs, sizeof(*c->inf_pairs));
	if (!c->inf_pairs)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < p.n_pairs; i++)
		for (int side = 0; side < PCIMSI_SIDES; side++) {
			const struct entry *entry = p.pairs[i].sides[side];

			c->inf_pairs[i].infs[side] = entry ? entry->judged : NULL;
		}
	c->n_inf_pairs = p.n_pairs;
	return 0;
}

/* ---- what differs ---------------------------------------------------------------------------- */

static int compare_inf(struct comparison *c, const struct inf_pair *pair)
{
	const struct pcimsi_judged_inf *a = pair->infs[PCIMSI_SIDE_OLD];
	const struct pcimsi_judged_inf *b = pair->infs[PCIMSI_SIDE_NEW];
	struct pcimsi_inf_diff diff = { .infs = { a, b } }, *slot;
	change_list changes = { 0 };
	int err = 0;

	/* One INF that both runs were made with. */
	if (a && b && a->resolution == b->resolution) {
		c->pub.n_same_infs++;
		return 0;
	}
	if (a && b)
		err = inf_changes(c, pair, &changes);
	if (!err && a && b)
		err = compare_models(c, pair, &diff);
	if (err)
		return err;
	if (a && b && !changes.count && !diff.n_models) {
		c->pub.n_same_infs++;
		return 0;
	}
	diff.changes = changes.items;
	diff.n_changes = changes.count;
	slot = VEC_ADD(&c->arena, &c->infs);
	if (!slot)
		return PCIMSI_ERR_NOMEM;
	*slot = diff;
	return 0;
}

int compare_infs(struct comparison *c)
{
	int err = 0;

	for (uint32_t i = 0; !err && i < c->n_inf_pairs; i++)
		err = compare_inf(c, &c->inf_pairs[i]);
	c->pub.infs = c->infs.items;
	c->pub.n_infs = c->infs.count;
	return err;
}
