/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_NAME_INDEX_H
#define PCIMSI_INF_NAME_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * Names without regard to case. Sorted, not hashed: names come from hostile
 * files, which could make every look-up in a hash a walk over all of them.
 */
struct name_entry {
	const char *name;
	uint32_t value;
};

struct name_index {
	VEC(struct name_entry) entries;
};

#define NAME_NONE UINT32_MAX

int name_index_add(struct arena *arena, struct name_index *index, const char *name,
		   uint32_t value);             /* PCIMSI_ERR_NOMEM */
void name_index_sort(struct name_index *index); /* by name, then value; once all are added */

/* The first entry that does not come before that name. */
uint32_t name_index_place(const struct name_index *index, const char *name, size_t length);

/* The least value of that name; NAME_NONE: no such name. */
uint32_t name_index_find(const struct name_index *index, const char *name, size_t length);

#endif
