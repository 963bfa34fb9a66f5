/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_JUDGE_GRANTED_MATCH_H
#define PCIMSI_JUDGE_GRANTED_MATCH_H

#include "base/table.h"
#include "judge/rule.h"

/* Which devices of lists of what Windows granted are which function. */

struct granted_row {
	const struct pcimsi_granted_device *device;
	uint32_t list; /* index */
};

/* Functions of one machine that have the same ids. */
struct granted_twins {
	const struct judged_function *first;
	uint32_t count;
};

/* Zero-initialised. */
struct granted_index {
	VEC(struct granted_use) uses;
	VEC(struct granted_row) rows;
	VEC(struct granted_twins) twins;
	struct table by_ids;   /* rows, by vendor and device */
	struct table by_place; /* rows that have one, by that */
	struct table by_twin;  /* twins, by machine and ids */
};

/* PCIMSI_ERR_NOMEM. */
int granted_index_add(struct granted_index *index, struct arena *arena,
		      const struct pcimsi_granted_list *list);
/* Once all functions are there: sets `granted` of each. PCIMSI_ERR_NOMEM. */
int granted_find(struct pcimsi_check *check);

#endif
