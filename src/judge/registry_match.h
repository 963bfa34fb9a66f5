/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_JUDGE_REGISTRY_MATCH_H
#define PCIMSI_JUDGE_REGISTRY_MATCH_H

#include "base/table.h"
#include "judge/rule.h"

/* Which devices of exported registries are which function. */

struct registry_row {
	const struct pcimsi_registry_device *device;
	uint32_t registry; /* index */
};

/* Zero-initialised. */
struct registry_index {
	VEC(struct registry_use) uses;
	VEC(struct registry_row) rows;
	struct table by_ids; /* of these, by vendor and device */
};

/* Both: PCIMSI_ERR_NOMEM. */
int registry_index_add(struct registry_index *index, struct arena *arena,
		       const struct pcimsi_registry *registry);
/* Sets `held` of the function, if there is a registry. */
int registry_index_find(struct registry_index *index, struct arena *arena,
			struct pcimsi_judged_function *function);

#endif
