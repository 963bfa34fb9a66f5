/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "registry/registry_priv.h"

#include "base/decoder.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/* Devices and their settings, out of keys and values. */

#define SIZE_MAX_BYTES ((size_t)256 * 1024 * 1024)

/* ---- keys ------------------------------------------------------------------------------------ */

static uint32_t find_device(struct pcimsi_registry *registry, const struct reg_path *path,
			    uint32_t hash)
{
	const struct table *table = &registry->by_path;

	for (uint32_t at = table_first(table, hash); at; at = table_next(table, at)) {
		uint32_t which = table_item(table, at);

		if (reg_path_same_device(&registry_device(registry, which)->path, path))
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
	return table_add(&registry->by_path, arena, hash, registry->found.count);
}

/* Makes the key's device the current one; none, if there are too many. */
static int enter_device(struct pcimsi_registry *registry, const struct reg_path *path,
			const struct reg_key *key)
{
	uint32_t hash = str_ihash(path->text, path->device_length);
	int err = 0;

	registry->current = find_device(registry, path, hash);
	if (!registry->current && registry->found.count == REG_DEVICES_MAX) {
		notes_add(&registry->notes, PCIMSI_NOTE_REG_LIMIT, key->place, NULL);
	} else if (!registry->current) {
		err = add_device(registry, path, hash, key);
		registry->current = registry->found.count;
	}
	if (err || !registry->current)
		return err;
	registry->last = registry->current;
	registry_device(registry, registry->last)->damaged |= registry->key_lost;
	registry->key_lost = false;
	return 0;
}

/* A deleted key takes what is below it along. */
static void delete_groups(struct device *device, const struct reg_path *path,
			  struct group_state state)
{
	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++)
		if (reg_path_is_above(
			    path->below,
			    registry_group_keys[registry_group_of((enum pcimsi_setting)i)]))
			device->pub.settings[i] = (struct pcimsi_held_value){ 0 };
	for (int g = 0; g < GROUP_COUNT; g++)
		if (reg_path_is_above(path->below, registry_group_keys[g]))
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

/* A key of a device, or one below it. */
static int see_device_key(struct pcimsi_registry *registry, const struct reg_key *key)
{
	const struct reg_path *path = &registry->path;
	int err = enter_device(registry, path, key);

	if (err || !registry->current)
		return err;
	registry->is_device_key = !*path->below;
	for (int g = 0; g < GROUP_COUNT; g++)
		if (str_ieq(path->below, registry_group_keys[g]))
			registry->group = (enum group)g;
	if (key->deleted || registry->group != GROUP_NONE)
		err = see_group(registry, registry_device(registry, registry->current), path, key);
	if (key->deleted)
		registry->current = 0;
	return err;
}

static void see_import(struct pcimsi_registry *registry, struct pcimsi_place place)
{
	if (!registry->import)
		registry->import = place.line;
}

/* regedit deletes nothing, writes no backslash too many, and only what is below its first key. */
static void see_import_key(struct pcimsi_registry *registry, const struct reg_key *key,
			   const char *path)
{
	if (!registry->part || key->begins)
		registry->part = path;
	if (key->deleted || path != key->path || !reg_path_is_above(registry->part, path))
		see_import(registry, key->place);
}

static int see_key(void *user, const struct reg_key *key)
{
	struct pcimsi_registry *registry = user;
	const char *path = reg_path_clean(&registry->arena, key->path);

	if (!path)
		return PCIMSI_ERR_NOMEM;
	if (!registry->root)
		registry->root = path;
	see_import_key(registry, key, path);
	registry->current = 0;
	registry->group = GROUP_NONE;
	registry->line = *key;
	registry->key = NULL;
	registry->is_software_key = reg_path_split_software(path, &registry->path) && !key->deleted;
	if (!registry->is_software_key && reg_path_split(path, &registry->path))
		return see_device_key(registry, key);
	return 0;
}

static void see_loss(void *user, bool key)
{
	struct pcimsi_registry *registry = user;

	if (registry->last)
		registry_device(registry, registry->last)->damaged = true;
	if (!key)
		return;
	registry->key_lost = true;
	registry->current = 0;
	registry->is_software_key = false;
}

/* ---- values ---------------------------------------------------------------------------------- */

/* The current key, to be kept. */
static const struct pcimsi_registry_key *keep_key(struct pcimsi_registry *registry)
{
	struct pcimsi_registry_key *key;

	if (registry->key)
		return registry->key;
	key = arena_alloc(&registry->arena, sizeof(*key));
	if (!key)
		return NULL;
	key->path = registry->path.text;
	key->superfluous = strlen(key->path) != strlen(registry->line.path);
	key->place = registry->line.place;
	key->text = reg_copy_line(&registry->arena, registry->line.line);
	return registry->key = key->text ? key : NULL;
}

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
		.key = keep_key(registry),
	};
	memcpy(held->data, value->data, sizeof(held->data));
	return held->text && held->key ? 0 : PCIMSI_ERR_NOMEM;
}

static int misplace_software(struct pcimsi_registry *registry,
			     const struct pcimsi_misplaced_value *value)
{
	int err = misplaced_add_software(&registry->misplaced, &registry->arena, &registry->path,
					 value);

	if (err != PCIMSI_ERR_LIMIT)
		return err;
	notes_add(&registry->notes, PCIMSI_NOTE_REG_LIMIT, value->held.key->place, NULL);
	registry->is_software_key = false;
	return 0;
}

/* In a key where Windows does not look for it. */
static int misplace(struct pcimsi_registry *registry, enum pcimsi_setting setting,
		    const struct reg_value *value)
{
	const struct reg_path *path = &registry->path;
	struct pcimsi_misplaced_value misplaced = {
		.setting = setting,
		.software_key = registry->is_software_key,
		.subkey = registry->is_software_key ? path->text + path->set_length + 1
						    : path->below,
	};
	int err = hold(registry, &misplaced.held, value);

	if (err)
		return err;
	if (registry->is_software_key)
		return misplace_software(registry, &misplaced);
	return misplaced_add(&registry->misplaced, &registry->arena,
			     &registry_device(registry, registry->current)->misplaced, &misplaced);
}

static int see_setting(struct pcimsi_registry *registry, enum pcimsi_setting setting,
		       const struct reg_value *value)
{
	struct device *device;

	if (registry->is_software_key || registry_group_of(setting) != registry->group)
		return misplace(registry, setting, value);
	device = registry_device(registry, registry->current);
	return hold(registry, &device->pub.settings[setting], value);
}

/* Of the device itself: where it is, and its software key. */
static void see_property(struct device *device, const struct reg_value *value)
{
	if (str_ieq(value->name, "LocationInformation"))
		reg_path_location(&device->pub, value->string);
	else if (str_ieq(value->name, "Driver"))
		device->driver = value->string;
}

static int see_value(void *user, const struct reg_value *value)
{
	struct pcimsi_registry *registry = user;
	int err = 0;

	if (value->deleted)
		see_import(registry, value->place);
	if (!registry->current && !registry->is_software_key)
		return 0;
	if (registry->current && registry->is_device_key)
		see_property(registry_device(registry, registry->current), value);
	for (int i = 0; i < PCIMSI_SETTING_COUNT && !err; i++)
		if (str_ieq(value->name, pcimsi_setting_name((enum pcimsi_setting)i)))
			err = see_setting(registry, (enum pcimsi_setting)i, value);
	return err;
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
	registry->not_export = reader.not_export;
	/* Whoever wrote it ended the last line. */
	if (reader.place.column > 1)
		see_loss(registry, false);
	return err ? err : registry_list_devices(registry);
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

const struct pcimsi_misplaced_value *
pcimsi_registry_misplaced(const struct pcimsi_registry *registry, uint32_t *ret_count)
{
	*ret_count = registry->n_unclaimed;
	return registry->unclaimed;
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
