/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "registry/registry_priv.h"

#include "base/str.h"
#include "inf/registry_lines.h"

#include <string.h>

/* Once all was read: what is not there, and one record a device. */

#define HARDWARE_KEY "Device Parameters\\"

const char *const registry_group_keys[GROUP_COUNT] = {
	[GROUP_MESSAGES] = HARDWARE_KEY INF_PATH_MESSAGES,
	[GROUP_AFFINITY] = HARDWARE_KEY INF_PATH_AFFINITY,
};

enum group registry_group_of(enum pcimsi_setting setting)
{
	return setting <= PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT ? GROUP_MESSAGES : GROUP_AFFINITY;
}

struct device *registry_device(const struct pcimsi_registry *registry, uint32_t which)
{
	return &registry->found.items[which - 1];
}

/* ---- what is not there ----------------------------------------------------------------------- */

/*
 * Whether regedit wrote the file. What is made to be imported names the keys that it
 * changes, and says nothing of others: it deletes, has backslashes too many, or begins below Device
 * Parameters, which an export does only if somebody chose that very key. Of that, UTF-16 is the
 * sign.
 */
static bool is_export(const struct pcimsi_registry *registry)
{
	struct reg_path root;

	if (registry->form != REG_FORM_REGEDIT || registry->import)
		return false;
	return registry->wide || !reg_path_split(registry->root, &root) || !*root.below ||
	       str_ieq(root.below, "Device Parameters");
}

/*
 * Whether the export would show the key if it existed. regedit writes the whole branch
 * below its first key; what `reg query` prints may be filtered or one level deep.
 */
static bool reaches(const struct pcimsi_registry *registry, const struct device *device,
		    enum group group)
{
	size_t length = device->path.device_length;
	const char *root = registry->root;

	if (device->groups[group].seen && device->groups[group].deleted)
		return true;
	if (!is_export(registry))
		return false;
	if (device->groups[group].seen)
		return true;
	if (strlen(root) <= length)
		return reg_path_is_above(root, device->path.text);
	return str_ieq_n(root, device->path.text, length) && root[length] == '\\' &&
	       reg_path_is_above(root + length + 1, registry_group_keys[group]);
}

static void find_missing(const struct pcimsi_registry *registry, struct device *device)
{
	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++) {
		struct pcimsi_held_value *held = &device->pub.settings[i];
		const struct group_state *group =
			&device->groups[registry_group_of((enum pcimsi_setting)i)];

		if (held->text ||
		    !reaches(registry, device, registry_group_of((enum pcimsi_setting)i)) ||
		    (device->damaged && !group->deleted))
			continue;
		held->state = PCIMSI_HELD_MISSING;
		held->place = group->seen ? group->place : device->pub.place;
		held->text = group->seen ? group->text : device->pub.text;
	}
}

/* ---- one record a device --------------------------------------------------------------------- */

static bool same_instance(const struct device *a, const struct device *b)
{
	return a->hash == b->hash && str_ieq(a->pub.id, b->pub.id) &&
	       str_ieq(a->pub.instance, b->pub.instance);
}

/* The control sets of one machine hold the same device: the current one counts, else the first. */
static bool is_superseded(struct pcimsi_registry *registry, uint32_t which)
{
	const struct device *device = registry_device(registry, which);
	bool current = reg_path_is_current(&device->path);
	const struct table *table = &registry->by_hash;

	for (uint32_t at = table_first(table, device->hash); at; at = table_next(table, at)) {
		uint32_t number = table_item(table, at);
		const struct device *other = registry_device(registry, number);
		bool other_current = reg_path_is_current(&other->path);

		if (number != which && same_instance(device, other) &&
		    (other_current == current ? number < which : other_current))
			return true;
	}
	return false;
}

int registry_list_devices(struct pcimsi_registry *registry)
{
	struct misplaced *misplaced = &registry->misplaced;
	struct arena *arena = &registry->arena;

	registry->devices = arena_array(arena, registry->found.count, sizeof(*registry->devices));
	if (!registry->devices)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 1; i <= registry->found.count; i++) {
		struct device *device = registry_device(registry, i);

		find_missing(registry, device);
		if (is_superseded(registry, i))
			continue;
		if (misplaced_claim(misplaced, arena, &device->misplaced, device->driver,
				    &device->pub))
			return PCIMSI_ERR_NOMEM;
		registry->devices[registry->n_devices++] = device->pub;
	}
	return misplaced_unclaimed(misplaced, arena, &registry->unclaimed, &registry->n_unclaimed);
}
