/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REGISTRY_PRIV_H
#define PCIMSI_REGISTRY_PRIV_H

#include <pcimsi/registry.h>

#include "base/arena.h"
#include "base/notes.h"
#include "base/table.h"
#include "registry/misplaced.h"
#include "registry/path.h"
#include "registry/reader.h"

/* The two keys below a device that hold settings. */
enum group {
	GROUP_MESSAGES,
	GROUP_AFFINITY,
	GROUP_COUNT,
	GROUP_NONE = GROUP_COUNT,
};

extern const char *const registry_group_keys[GROUP_COUNT]; /* below the instance */
enum group registry_group_of(enum pcimsi_setting setting);

/* A key that is in the file. */
struct group_state {
	bool seen;
	bool deleted;
	struct pcimsi_place place;
	const char *text;
};

struct device {
	struct pcimsi_registry_device pub;
	struct reg_path path; /* of its first key */
	uint32_t first;       /* of the same instance in any control set, as index + 1 */
	uint32_t counts;      /* of a first one: which of them counts, as index + 1 */
	bool damaged;         /* something of it could not be read: nothing is missing for sure */
	struct group_state groups[GROUP_COUNT];
	struct misplaced_list misplaced;
	const char *driver; /* its software key below Control\Class; NULL: not known */
};

struct pcimsi_registry {
	struct arena arena;
	struct notes notes;
	const char *name;
	enum reg_form form;
	const char *root; /* the first key of the file */
	bool wide;        /* UTF-16, which is what regedit writes */
	const char *part; /* the first key behind the last header: regedit writes what is below */
	/* The first line by which it is made to be imported: not written by regedit. 0: none. */
	uint32_t import;
	uint32_t not_export; /* that is laid out as regedit does not; 0: none */
	VEC(struct device) found;
	struct table by_path; /* of these, as index + 1 */
	/* Where values go. */
	uint32_t current; /* as index + 1; 0: to no device */
	enum group group;
	bool is_device_key;   /* the instance's own key */
	struct reg_path path; /* of the current key */
	bool is_software_key; /* that is a device's software key, or below one */
	const struct pcimsi_registry_key
		*key;        /* the same, once a value was kept; until then NULL */
	struct reg_key line; /* that key's line */
	struct misplaced misplaced;
	/* What a loss concerns. */
	uint32_t last; /* device that was seen, as index + 1 */
	bool key_lost; /* the next device may have been in it */
	struct pcimsi_registry_device *devices;
	uint32_t n_devices;
	const struct pcimsi_misplaced_value *unclaimed;
	uint32_t n_unclaimed;
};

struct device *registry_device(const struct pcimsi_registry *registry, uint32_t which);
/* devices.c: once all was read, what is not there, and the list of devices. PCIMSI_ERR_NOMEM. */
int registry_list_devices(struct pcimsi_registry *registry);

/* As pcimsi_registry_open(), with at most `memory` bytes from the arena; 0: no limit. */
int registry_open(const char *name, const void *bytes, size_t size,
		  const struct pcimsi_note_sink *notes, size_t memory,
		  struct pcimsi_registry **ret);

#endif
