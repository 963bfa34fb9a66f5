/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REGISTRY_MISPLACED_H
#define PCIMSI_REGISTRY_MISPLACED_H

#include <pcimsi/registry.h>

#include "base/arena.h"
#include "base/table.h"
#include "registry/path.h"

/* Values of the names of settings in keys where Windows does not look for them. */

struct misplaced_row {
	struct pcimsi_misplaced_value pub;
	uint32_t next; /* of its list, as index + 1 */
};

/* Of one device or software key, in the order of the file. */
struct misplaced_list {
	uint32_t first, last; /* rows, as index + 1 */
};

struct software_key {
	struct reg_path path;
	struct misplaced_list values;
	bool claimed;    /* by a device of the export */
	uint32_t counts; /* of the first of a name: which of the control sets counts */
};

/* Zero-initialised; lives as long as the arena. */
struct misplaced {
	VEC(struct misplaced_row) rows;
	struct table by_place;             /* of these, by key and setting */
	VEC(struct software_key) software; /* those with such values */
	struct table by_path;              /* of these */
	struct table by_name; /* the first of each name, which is what Driver of a device holds */
};

/* All: PCIMSI_ERR_NOMEM. */
int misplaced_add(struct misplaced *misplaced, struct arena *arena, struct misplaced_list *list,
		  const struct pcimsi_misplaced_value *value);
/* PCIMSI_ERR_LIMIT, too: more software keys than REG_DEVICES_MAX. */
int misplaced_add_software(struct misplaced *misplaced, struct arena *arena,
			   const struct reg_path *path, const struct pcimsi_misplaced_value *value);
/* The values of a device, and of the software key that its `driver` names; NULL: not known. */
int misplaced_claim(struct misplaced *misplaced, struct arena *arena,
		    const struct misplaced_list *list, const char *driver,
		    struct pcimsi_registry_device *device);
/* Those that no device has claimed. */
int misplaced_unclaimed(struct misplaced *misplaced, struct arena *arena,
			const struct pcimsi_misplaced_value **ret, uint32_t *ret_count);

#endif
