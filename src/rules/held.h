/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_RULES_HELD_H
#define PCIMSI_RULES_HELD_H

#include <pcimsi/rules.h>

#include "base/arena.h"

/* Which devices of exported registries are which function. */

struct held_registry {
	const struct pcimsi_registry *registry;
	uint32_t n_matched; /* functions that it holds */
	uint32_t located;   /* last function whose slot it names, as order + 1 */
};

struct held_row {
	const struct pcimsi_registry_device *device;
	uint32_t registry; /* index */
	uint32_t next;     /* with the same hash of vendor and device, as index + 1 */
};

#define HELD_BUCKETS 1024

/* Zero-initialised. */
struct held_index {
	VEC(struct held_registry) registries;
	VEC(struct held_row) rows;
	struct {
		uint32_t first, last; /* as index + 1 */
	} buckets[HELD_BUCKETS];
};

/* Both: PCIMSI_ERR_NOMEM. */
int held_add(struct held_index *index, struct arena *arena, const struct pcimsi_registry *registry);
/* Sets `held` of the function, if there is a registry. */
int held_find(struct held_index *index, struct arena *arena,
	      struct pcimsi_judged_function *function);

#endif
