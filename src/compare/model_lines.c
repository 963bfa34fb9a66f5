/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compare/compare.h"

#include "base/str.h"
#include "compare/pairing.h"

#include <pcimsi/error.h>

#include <stdlib.h>

/* Which Models lines of two INFs, or of one of two targets, are about the same ids. */

static int order_ids(const char *a, const char *b)
{
	if (!a || !b)
		return order_numbers(a != NULL, b != NULL);
	return str_icmp(a, b);
}

static int by_hardware_id(const void *x, const void *y)
{
	const struct pcimsi_model *a = x, *b = y;

	return order_ids(a->hardware_id, b->hardware_id);
}

static int by_all_ids(const void *x, const void *y)
{
	const struct pcimsi_model *a = x, *b = y;
	int result = by_hardware_id(x, y);

	for (uint32_t i = 0; !result && i < a->n_compatible_ids && i < b->n_compatible_ids; i++)
		result = order_ids(a->compatible_ids[i], b->compatible_ids[i]);
	return result ? result : order_numbers(a->n_compatible_ids, b->n_compatible_ids);
}

static int by_line(const void *x, const void *y)
{
	const struct pcimsi_model *a = x, *b = y;

	return order_numbers(a->place.line, b->place.line);
}

static const struct pass passes[] = {
	{ .key = by_all_ids },
	{ .key = by_hardware_id },
};

static int side_of(const struct pair *pair)
{
	return pair->sides[PCIMSI_SIDE_OLD] ? PCIMSI_SIDE_OLD : PCIMSI_SIDE_NEW;
}

/* Not by lines: those of the two sides have nothing to do with each other. */
static int by_ids(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	int result = by_hardware_id(pair_either(x), pair_either(y));

	result = result ? result : order_numbers(x->pass, y->pass);
	result = result ? result : by_all_ids(pair_either(x), pair_either(y));
	result = result ? result : side_of(x) - side_of(y);
	return result ? result : by_line(pair_either(x), pair_either(y));
}

typedef VEC(struct pcimsi_model_diff) model_list;

static int compare_model(struct comparison *c, const struct pair *pair,
			 struct pcimsi_inf_diff *diff, model_list *list)
{
	const struct pcimsi_model *const sides[PCIMSI_SIDES] = { pair->sides[PCIMSI_SIDE_OLD],
								 pair->sides[PCIMSI_SIDE_NEW] };
	bool both = sides[PCIMSI_SIDE_OLD] && sides[PCIMSI_SIDE_NEW];
	struct pcimsi_model_diff *slot;
	change_list changes = { 0 };

	if (both && model_changes(c, sides, &changes))
		return PCIMSI_ERR_NOMEM;
	if (both && !changes.count) {
		diff->n_same_models++;
		return 0;
	}
	slot = VEC_ADD(&c->arena, list);
	if (!slot)
		return PCIMSI_ERR_NOMEM;
	slot->models[PCIMSI_SIDE_OLD] = sides[PCIMSI_SIDE_OLD];
	slot->models[PCIMSI_SIDE_NEW] = sides[PCIMSI_SIDE_NEW];
	slot->changes = changes.items;
	slot->n_changes = changes.count;
	return 0;
}

int compare_models(struct comparison *c, const struct inf_pair *pair, struct pcimsi_inf_diff *diff)
{
	struct pairing p = {
		.arena = &c->arena, .passes = passes, .n_passes = 2, .order = by_line
	};
	model_list list = { 0 };
	int err = 0;

	for (int side = 0; side < PCIMSI_SIDES; side++) {
		const struct pcimsi_resolution *resolution = pair->infs[side]->resolution;

		for (uint32_t i = 0; !err && i < resolution->n_models; i++)
			err = pairing_add(&p, (enum pcimsi_side)side, &resolution->models[i]);
	}
	if (!err)
		err = pairing_make(&p);
	if (!err && p.n_pairs > 1)
		qsort(p.pairs, p.n_pairs, sizeof(*p.pairs), by_ids);
	for (uint32_t i = 0; !err && i < p.n_pairs; i++)
		err = compare_model(c, &p.pairs[i], diff, &list);
	diff->models = list.items;
	diff->n_models = list.count;
	return err;
}
