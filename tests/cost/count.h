/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TESTS_COST_COUNT_H
#define TESTS_COST_COUNT_H

#include <stdint.h>

/* What a run took, on whatever machine: the same on each. */
struct cost {
	uint64_t steps; /* basic blocks of ours, and bytes and names that libc went through for them
			 */
	uint64_t memory; /* bytes that were asked for in all */
};

/* Where it is counted; NULL: nowhere. */
extern struct cost *cost;

#endif
