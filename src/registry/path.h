/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REGISTRY_PATH_H
#define PCIMSI_REGISTRY_PATH_H

#include <pcimsi/registry.h>

#include "base/arena.h"

/* What names of keys and LocationInformation tell of a device. */

#define REG_DEVICES_MAX 16384 /* of a file */

/*
 * "CONTROLSET\Enum\PCI\ID\INSTANCE\BELOW"; of a software key
 * "CONTROLSET\Control\Class\GUID\NUMBER\BELOW", which has the same parts.
 */
struct reg_path {
	const char *text;
	size_t set_length;    /* what is before "\Enum\PCI\" */
	size_t device_length; /* the device's own key */
	const char *id, *instance;
	size_t id_length, instance_length;
	const char *below; /* "" for the device's own key */
};

/* False: this is no key of a PCI device, or one above it. */
bool reg_path_split(const char *text, struct reg_path *ret);
/* False: this is no software key of a device, and none below one. */
bool reg_path_split_software(const char *text, struct reg_path *ret);
bool reg_path_same_device(const struct reg_path *a, const struct reg_path *b); /* and control set */
bool reg_path_is_current(const struct reg_path *path); /* below CurrentControlSet */
/* Whether `key` is `path`, or one that it is below of. */
bool reg_path_is_above(const char *key, const char *path);

/* Without doubled and trailing backslashes; the path itself if it has none. NULL: no memory. */
const char *reg_path_clean(struct arena *arena, const char *path);

/* The registers that `device->id` names. */
void reg_path_ids(struct pcimsi_registry_device *device);
void reg_path_location(struct pcimsi_registry_device *device, const char *text);

#endif
