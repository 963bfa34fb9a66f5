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

/* Below Device Parameters an export begins only if somebody chose that very key. */
static bool is_one_key(const struct pcimsi_registry *registry)
{
	struct reg_path root;

	return registry->root && reg_path_split(registry->root, &root) && *root.below &&
	       !str_ieq(root.below, "Device Parameters");
}

/*
 * The line by which it shows that the file is made to be imported; 0: it does not. Such a file
 * names the keys that it changes, and says nothing of others. One that undoes what a tool
 * did has values of single keys in UTF-16, and is told from an export by how it is laid out.
 */
static uint32_t made_to_import(const struct pcimsi_registry *registry)
{
	if (registry->form != REG_FORM_REGEDIT)
		return 0;
	if (registry->import)
		return registry->import;
	return registry->wide && is_one_key(registry) ? registry->not_export : 0;
}

/* Whether regedit wrote the file. Of one key, UTF-16 is the sign. */
static bool is_export(const struct pcimsi_registry *registry)
{
	return registry->form == REG_FORM_REGEDIT && !made_to_import(registry) &&
	       (registry->wide || !is_one_key(registry));
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
	return str_ieq(a->pub.id, b->pub.id) && str_ieq(a->pub.instance, b->pub.instance);
}

static uint32_t hash_of(const struct reg_path *path)
{
	return str_ihash(path->id, path->id_length + 1 + path->instance_length);
}

/* The first one of that instance; 0: this is it. */
static uint32_t find_first(const struct pcimsi_registry *registry, const struct table *firsts,
			   const struct device *device)
{
	for (uint32_t at = table_first(firsts, hash_of(&device->path)); at;
	     at = table_next(firsts, at)) {
		uint32_t which = table_item(firsts, at);

		if (same_instance(registry_device(registry, which), device))
			return which;
	}
	return 0;
}

/* The control sets of one machine hold the same device: the current one counts, else the first. */
static int find_counting(struct pcimsi_registry *registry)
{
	struct table firsts = { 0 };
	int err = 0;

	for (uint32_t i = 1; !err && i <= registry->found.count; i++) {
		struct device *device = registry_device(registry, i), *first;

		device->first = find_first(registry, &firsts, device);
		if (!device->first) {
			device->first = device->counts = i;
			err = table_add(&firsts, &registry->arena, hash_of(&device->path), i);
			continue;
		}
		first = registry_device(registry, device->first);
		if (reg_path_is_current(&device->path) &&
		    !reg_path_is_current(&registry_device(registry, first->counts)->path))
			first->counts = i;
	}
	return err;
}

int registry_list_devices(struct pcimsi_registry *registry)
{
	struct misplaced *misplaced = &registry->misplaced;
	struct arena *arena = &registry->arena;

	registry->devices = arena_array(arena, registry->found.count, sizeof(*registry->devices));
	if (!registry->devices || find_counting(registry))
		return PCIMSI_ERR_NOMEM;
	if (made_to_import(registry))
		notes_add(&registry->notes, PCIMSI_NOTE_REG_IMPORT,
			  (struct pcimsi_place){ made_to_import(registry), 1 }, NULL);
	for (uint32_t i = 1; i <= registry->found.count; i++) {
		struct device *device = registry_device(registry, i);

		find_missing(registry, device);
		if (registry_device(registry, device->first)->counts != i)
			continue;
		if (misplaced_claim(misplaced, arena, &device->misplaced, device->driver,
				    &device->pub))
			return PCIMSI_ERR_NOMEM;
		registry->devices[registry->n_devices++] = device->pub;
	}
	return misplaced_unclaimed(misplaced, arena, &registry->unclaimed, &registry->n_unclaimed);
}
