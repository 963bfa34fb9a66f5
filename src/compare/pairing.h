/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_COMPARE_PAIRING_H
#define PCIMSI_COMPARE_PAIRING_H

#include <pcimsi/diff.h>

#include "base/arena.h"

/*
 * Which of the things of one side is held against which of the other. Each pass takes what the
 * ones before it have left, sorts both sides by its key and pairs what is equal in order, so that
 * it is the same whichever side is called the old one. n log n for each pass.
 */
typedef int order_fn(const void *a, const void *b); /* of two subjects */
typedef bool agree_fn(const void *a, const void *b);

struct pass {
	order_fn *key;
	agree_fn *agree; /* of two with an equal key; NULL: they do */
};

struct pair {
	const void *sides[PCIMSI_SIDES]; /* NULL: only the other has it */
	uint32_t pass; /* that found it, from 0; of one alone how many there are */
};

struct pairing {
	struct arena *arena;
	const struct pass *passes;
	uint32_t n_passes;
	order_fn *order; /* of those with an equal key: total, or nearly so */
	VEC(const void *) subjects[PCIMSI_SIDES];
	struct pair *pairs; /* of all subjects, each once */
	uint32_t n_pairs;
};

/* PCIMSI_ERR_NOMEM. */
int pairing_add(struct pairing *pairing, enum pcimsi_side side, const void *subject);
int pairing_make(struct pairing *pairing);

/* The one of the old side, or of the other if there is none. */
static inline const void *pair_either(const struct pair *pair)
{
	return pair->sides[PCIMSI_SIDE_OLD] ? pair->sides[PCIMSI_SIDE_OLD]
					    : pair->sides[PCIMSI_SIDE_NEW];
}

static inline int order_numbers(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

#endif
