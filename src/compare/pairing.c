/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compare/pairing.h"

#include <pcimsi/error.h>

#include <stdlib.h>
#include <string.h>

/* What is left of a side; the two together are what a pass works on. */
struct left {
	const void **subjects;
	uint32_t count;
};

struct sorting {
	order_fn *key, *order;
};

int pairing_add(struct pairing *pairing, enum pcimsi_side side, const void *subject)
{
	const void **slot = VEC_ADD(pairing->arena, &pairing->subjects[side]);

	if (!slot)
		return PCIMSI_ERR_NOMEM;
	*slot = subject;
	return 0;
}

static int by_key(const void *a, const void *b, void *user)
{
	const void *x = *(const void *const *)a, *y = *(const void *const *)b;
	const struct sorting *sorting = user;
	int result = sorting->key(x, y);

	return result ? result : sorting->order(x, y);
}

static void add_pair(struct pairing *p, uint32_t pass, const void *old_one, const void *new_one)
{
	struct pair *pair = &p->pairs[p->n_pairs++];

	pair->sides[PCIMSI_SIDE_OLD] = old_one;
	pair->sides[PCIMSI_SIDE_NEW] = new_one;
	pair->pass = pass;
}

/* Of two that are not to be paired the one that comes first may have to give way, or both. */
static int compare(const struct pairing *p, const struct pass *pass, const void *a, const void *b,
		   bool *ret_pair)
{
	int result = pass->key(a, b);

	*ret_pair = !result && (!pass->agree || pass->agree(a, b));
	return result || *ret_pair ? result : p->order(a, b);
}

/* What was paired is taken out of the lists. */
static void run_pass(struct pairing *p, uint32_t number, struct left *a, struct left *b)
{
	uint32_t i = 0, k = 0, n_a = 0, n_b = 0;

	while (i < a->count && k < b->count) {
		const void *x = a->subjects[i], *y = b->subjects[k];
		bool is_pair;
		int result = compare(p, &p->passes[number], x, y, &is_pair);

		if (is_pair)
			add_pair(p, number, x, y);
		if (result <= 0) {
			i++;
			if (!is_pair)
				a->subjects[n_a++] = x;
		}
		if (result >= 0) {
			k++;
			if (!is_pair)
				b->subjects[n_b++] = y;
		}
	}
	while (i < a->count)
		a->subjects[n_a++] = a->subjects[i++];
	while (k < b->count)
		b->subjects[n_b++] = b->subjects[k++];
	a->count = n_a;
	b->count = n_b;
}

static void sort_left(struct left *left, struct sorting *sorting)
{
	if (left->count > 1)
		qsort_r(left->subjects, left->count, sizeof(*left->subjects), by_key, sorting);
}

static bool list_left(struct pairing *p, enum pcimsi_side side, struct left *ret)
{
	ret->count = p->subjects[side].count;
	ret->subjects = arena_array(p->arena, ret->count, sizeof(*ret->subjects));
	if (ret->subjects && ret->count)
		memcpy(ret->subjects, p->subjects[side].items, ret->count * sizeof(*ret->subjects));
	return ret->subjects;
}

int pairing_make(struct pairing *p)
{
	struct left a, b;

	if (!list_left(p, PCIMSI_SIDE_OLD, &a) || !list_left(p, PCIMSI_SIDE_NEW, &b))
		return PCIMSI_ERR_NOMEM;
	p->pairs = arena_array(p->arena, (size_t)a.count + b.count, sizeof(*p->pairs));
	if (!p->pairs)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < p->n_passes; i++) {
		struct sorting sorting = { .key = p->passes[i].key, .order = p->order };

		sort_left(&a, &sorting);
		sort_left(&b, &sorting);
		run_pass(p, i, &a, &b);
	}
	for (uint32_t i = 0; i < a.count; i++)
		add_pair(p, p->n_passes, a.subjects[i], NULL);
	for (uint32_t i = 0; i < b.count; i++)
		add_pair(p, p->n_passes, NULL, b.subjects[i]);
	return 0;
}
