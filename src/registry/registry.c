/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "registry/registry_priv.h"

#include "base/arena.h"
#include "base/decode.h"
#include "base/str.h"
#include "base/table.h"
#include "inf/registry.h"
#include "registry/path.h"
#include "registry/reader.h"

#include <stdlib.h>
#include <string.h>

/* Devices and their settings, out of keys and values. */

#define SIZE_MAX_BYTES ((size_t)256 * 1024 * 1024)
#define DEVICES_MAX 16384

/* The two keys below a device that hold settings. */
enum group {
	GROUP_MESSAGES,
	GROUP_AFFINITY,
	GROUP_COUNT,
	GROUP_NONE = GROUP_COUNT,
};

#define HARDWARE_KEY "Device Parameters\\"

static const char *const group_keys[GROUP_COUNT] = {
	[GROUP_MESSAGES] = HARDWARE_KEY INF_PATH_MESSAGES,
	[GROUP_AFFINITY] = HARDWARE_KEY INF_PATH_AFFINITY,
};

static enum group group_of(int setting)
{
	return setting <= PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT ? GROUP_MESSAGES : GROUP_AFFINITY;
}

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
	uint32_t hash;        /* of id and instance */
	bool damaged;         /* something of it could not be read: nothing is missing for sure */
	struct group_state groups[GROUP_COUNT];
};

struct pcimsi_registry {
	struct arena arena;
	struct notes notes;
	const char *name;
	enum reg_form form;
	const char *root; /* the first key of the file */
	bool wide;        /* UTF-16, which is what regedit writes */
	bool import;      /* it deletes: an export never does */
	VEC(struct device) found;
	struct table by_hash; /* of these, as index + 1 */
	/* Where values go. */
	uint32_t current; /* as index + 1; 0: to no device */
	enum group group;
	bool is_device_key; /* the instance's own key */
	/* What a loss concerns. */
	uint32_t last; /* device that was seen, as index + 1 */
	bool key_lost; /* the next device may have been in it */
	struct pcimsi_registry_device *devices;
	uint32_t n_devices;
};

static struct device *device_at(struct pcimsi_registry *registry, uint32_t which)
{
	return &registry->found.items[which - 1];
}

/* ---- keys ------------------------------------------------------------------------------------ */

/* Of the device, whatever its control set. */
static uint32_t hash_of(const struct reg_path *path)
{
	return str_ihash(path->id, path->id_length + 1 + path->instance_length);
}

static uint32_t find_device(struct pcimsi_registry *registry, const struct reg_path *path,
			    uint32_t hash)
{
	const struct table *table = &registry->by_hash;

	for (uint32_t at = table_first(table, hash); at; at = table_next(table, at)) {
		uint32_t which = table_item(table, at);

		if (reg_path_same_device(&device_at(registry, which)->path, path))
			return which;
	}
	return 0;
}

static int add_device(struct pcimsi_registry *registry, const struct reg_path *path, uint32_t hash,
		      const struct reg_key *key)
{
	struct arena *arena = &registry->arena;
	struct device *device = VEC_ADD(arena, &registry->found);

	if (!device)
		return PCIMSI_ERR_NOMEM;
	device->pub.file = registry->name;
	device->pub.id = arena_strndup(arena, path->id, path->id_length);
	device->pub.instance = arena_strndup(arena, path->instance, path->instance_length);
	device->pub.place = key->place;
	device->pub.text = reg_copy_line(arena, key->line);
	if (!device->pub.id || !device->pub.instance || !device->pub.text)
		return PCIMSI_ERR_NOMEM;
	reg_path_ids(&device->pub);
	device->path = *path;
	device->hash = hash;
	return table_add(&registry->by_hash, arena, hash, registry->found.count);
}

/* Makes the key's device the current one; none, if there are too many. */
static int enter_device(struct pcimsi_registry *registry, const struct reg_path *path,
			const struct reg_key *key)
{
	uint32_t hash = hash_of(path);
	int err = 0;

	registry->current = find_device(registry, path, hash);
	if (!registry->current && registry->found.count == DEVICES_MAX) {
		notes_add(&registry->notes, PCIMSI_NOTE_REG_LIMIT, key->place, NULL);
	} else if (!registry->current) {
		err = add_device(registry, path, hash, key);
		registry->current = registry->found.count;
	}
	if (err || !registry->current)
		return err;
	registry->last = registry->current;
	device_at(registry, registry->last)->damaged |= registry->key_lost;
	registry->key_lost = false;
	return 0;
}

/* A deleted key takes what is below it along. */
static void delete_groups(struct device *device, const struct reg_path *path,
			  struct group_state state)
{
	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++)
		if (reg_path_is_above(path->below, group_keys[group_of(i)]))
			device->pub.settings[i] = (struct pcimsi_held_value){ 0 };
	for (int g = 0; g < GROUP_COUNT; g++)
		if (reg_path_is_above(path->below, group_keys[g]))
			device->groups[g] = state;
}

/* What a key says of the two groups. */
static int see_group(struct pcimsi_registry *registry, struct device *device,
		     const struct reg_path *path, const struct reg_key *key)
{
	struct group_state state = {
		.seen = true,
		.deleted = key->deleted,
		.place = key->place,
		.text = reg_copy_line(&registry->arena, key->line),
	};

	if (!state.text)
		return PCIMSI_ERR_NOMEM;
	if (key->deleted)
		delete_groups(device, path, state);
	else if (!device->groups[registry->group].seen)
		device->groups[registry->group] = state;
	return 0;
}

static int see_key(void *user, const struct reg_key *key)
{
	struct pcimsi_registry *registry = user;
	struct reg_path path;
	int err;

	if (!registry->root)
		registry->root = key->path;
	registry->import |= key->deleted;
	registry->current = 0;
	registry->group = GROUP_NONE;
	if (!reg_path_split(key->path, &path))
		return 0;
	err = enter_device(registry, &path, key);
	if (err || !registry->current)
		return err;
	registry->is_device_key = !*path.below;
	for (int g = 0; g < GROUP_COUNT; g++)
		if (str_ieq(path.below, group_keys[g]))
			registry->group = (enum group)g;
	if (key->deleted || registry->group != GROUP_NONE)
		err = see_group(registry, device_at(registry, registry->current), &path, key);
	if (key->deleted)
		registry->current = 0;
	return err;
}

static void see_loss(void *user, bool key)
{
	struct pcimsi_registry *registry = user;

	if (registry->last)
		device_at(registry, registry->last)->damaged = true;
	if (!key)
		return;
	registry->key_lost = true;
	registry->current = 0;
}

/* ---- values ---------------------------------------------------------------------------------- */

static int hold(struct pcimsi_registry *registry, struct pcimsi_held_value *held,
		const struct reg_value *value)
{
	*held = (struct pcimsi_held_value){
		.state = value->deleted    ? PCIMSI_HELD_MISSING
			 : value->readable ? PCIMSI_HELD_VALUE
					   : PCIMSI_HELD_UNKNOWN,
		.type = value->type,
		.number_known = value->number_known,
		.number = value->number,
		.data_size = value->data_size,
		.place = value->place,
		.text = reg_copy_line(&registry->arena, value->line),
	};
	memcpy(held->data, value->data, sizeof(held->data));
	return held->text ? 0 : PCIMSI_ERR_NOMEM;
}

static int see_value(void *user, const struct reg_value *value)
{
	struct pcimsi_registry *registry = user;
	struct device *device;
	int err = 0;

	registry->import |= value->deleted;
	if (!registry->current)
		return 0;
	device = device_at(registry, registry->current);
	if (registry->is_device_key && str_ieq(value->name, "LocationInformation"))
		reg_path_location(&device->pub, value->string);
	for (int i = 0; i < PCIMSI_SETTING_COUNT && !err; i++)
		if (group_of(i) == registry->group &&
		    str_ieq(value->name, pcimsi_setting_name((enum pcimsi_setting)i)))
			err = hold(registry, &device->pub.settings[i], value);
	return err;
}

/* ---- what is not there ----------------------------------------------------------------------- */

/*
 * Whether regedit wrote the file. What is made to be imported names the keys that it
 * changes, and says nothing of others: it deletes, or begins below Device Parameters, which
 * an export does only if somebody chose that very key. Of that, UTF-16 is the sign.
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
	       reg_path_is_above(root + length + 1, group_keys[group]);
}

static void find_missing(const struct pcimsi_registry *registry, struct device *device)
{
	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++) {
		struct pcimsi_held_value *held = &device->pub.settings[i];
		const struct group_state *group = &device->groups[group_of(i)];

		if (held->text || !reaches(registry, device, group_of(i)) ||
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
	const struct device *device = device_at(registry, which);
	bool current = reg_path_is_current(&device->path);
	const struct table *table = &registry->by_hash;

	for (uint32_t at = table_first(table, device->hash); at; at = table_next(table, at)) {
		uint32_t number = table_item(table, at);
		const struct device *other = device_at(registry, number);
		bool other_current = reg_path_is_current(&other->path);

		if (number != which && same_instance(device, other) &&
		    (other_current == current ? number < which : other_current))
			return true;
	}
	return false;
}

static int list_devices(struct pcimsi_registry *registry)
{
	registry->devices = arena_array(&registry->arena, registry->found.count,
					sizeof(*registry->devices));
	if (!registry->devices)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 1; i <= registry->found.count; i++) {
		struct device *device = device_at(registry, i);

		find_missing(registry, device);
		if (!is_superseded(registry, i))
			registry->devices[registry->n_devices++] = device->pub;
	}
	return 0;
}

/* ---- the object ------------------------------------------------------------------------------ */

static int read_export(struct pcimsi_registry *registry, const void *bytes, size_t size)
{
	const struct reg_visitor visitor = {
		.key = see_key,
		.value = see_value,
		.lost = see_loss,
		.user = registry,
	};
	struct decoder decoder = {
		.notes = &registry->notes,
		.bad_character = PCIMSI_NOTE_REG_BAD_CHARACTER,
		.nul = PCIMSI_NOTE_NUL_BYTE,
	};
	struct reg_reader reader = {
		.arena = &registry->arena,
		.notes = &registry->notes,
		.visitor = &visitor,
		.at = decoder_all(&decoder, &registry->arena, bytes, size),
	};
	const uint8_t *first = bytes;
	int err;

	if (!reader.at)
		return PCIMSI_ERR_NOMEM;
	registry->wide = size >= 2 && first[0] == 0xff && first[1] == 0xfe;
	registry->form = reg_form_of(reader.at);
	if (registry->form == REG_FORM_NONE)
		return PCIMSI_ERR_FORMAT;
	err = reg_read(&reader, registry->form);
	/* Whoever wrote it ended the last line. */
	if (reader.place.column > 1)
		see_loss(registry, false);
	return err ? err : list_devices(registry);
}

int registry_open(const char *name, const void *bytes, size_t size,
		  const struct pcimsi_note_sink *notes, size_t memory, struct pcimsi_registry **ret)
{
	struct pcimsi_registry *registry;
	int err;

	*ret = NULL;
	if (size > SIZE_MAX_BYTES)
		return PCIMSI_ERR_LIMIT;
	registry = calloc(1, sizeof(*registry));
	if (!registry)
		return PCIMSI_ERR_NOMEM;
	registry->arena.limit = memory;
	registry->name = arena_strdup(&registry->arena, name);
	registry->notes.input = registry->name;
	if (notes)
		registry->notes.sink = *notes;
	err = registry->name ? read_export(registry, bytes, size) : PCIMSI_ERR_NOMEM;
	if (err) {
		pcimsi_registry_close(registry);
		return err;
	}
	*ret = registry;
	return 0;
}

int pcimsi_registry_open(const char *name, const void *bytes, size_t size,
			 const struct pcimsi_note_sink *notes, struct pcimsi_registry **ret)
{
	return registry_open(name, bytes, size, notes, 0, ret);
}

void pcimsi_registry_close(struct pcimsi_registry *registry)
{
	if (registry)
		arena_done(&registry->arena);
	free(registry);
}

const char *pcimsi_registry_name(const struct pcimsi_registry *registry)
{
	return registry->name;
}

const struct pcimsi_registry_device *pcimsi_registry_devices(const struct pcimsi_registry *registry,
							     uint32_t *ret_count)
{
	*ret_count = registry->n_devices;
	return registry->devices;
}

static bool agrees(struct pcimsi_reg of_key, struct pcimsi_reg of_function)
{
	return !of_key.known || !of_function.known || of_function.value == of_key.value;
}

bool pcimsi_registry_device_is(const struct pcimsi_registry_device *device,
			       const struct pcimsi_function *function)
{
	return device->vendor_id.known && device->device_id.known && function->vendor_id.known &&
	       function->device_id.known && agrees(device->vendor_id, function->vendor_id) &&
	       agrees(device->device_id, function->device_id) &&
	       agrees(device->subsystem_vendor_id, function->subsystem_vendor_id) &&
	       agrees(device->subsystem_id, function->subsystem_id) &&
	       agrees(device->revision, function->revision);
}
