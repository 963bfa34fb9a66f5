/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/registry.h>

#include "base/arena.h"
#include "base/str.h"
#include "registry/reg_text.h"

#include <stdlib.h>
#include <string.h>

/* Devices and their settings, out of keys and values. */

#define SIZE_MAX_BYTES ((size_t)256 * 1024 * 1024)
#define DEVICES_MAX 65536
#define BUCKETS 1024

/* The two keys below a device that hold settings. */
enum group {
	GROUP_MESSAGES,
	GROUP_AFFINITY,
	GROUP_COUNT,
	GROUP_NONE = GROUP_COUNT,
};

#define PARENT "Device Parameters\\Interrupt Management"

static const char *const group_keys[GROUP_COUNT] = {
	[GROUP_MESSAGES] = PARENT "\\MessageSignaledInterruptProperties",
	[GROUP_AFFINITY] = PARENT "\\Affinity Policy",
};

static enum group group_of(enum pcimsi_setting setting)
{
	return setting <= PCIMSI_MESSAGE_NUMBER_LIMIT ? GROUP_MESSAGES : GROUP_AFFINITY;
}

/* A key that is in the file. */
struct group_state {
	bool seen;
	bool deleted;
	unsigned n_values;
	struct pcimsi_place place;
	const char *text;
};

struct device {
	struct pcimsi_registry_device pub;
	const char *path;          /* of its first key */
	size_t control_set_length; /* of `path`: what is before "\Enum\" */
	size_t length;             /* of `path`: the device's own key */
	uint32_t next;             /* with the same hash, as index + 1 */
	struct group_state groups[GROUP_COUNT];
};

struct pcimsi_registry {
	struct arena arena;
	struct notes notes;
	const char *name;
	enum reg_form form;
	const char *root; /* the first key of the file */
	VEC(struct device) found;
	uint32_t buckets[BUCKETS]; /* as index + 1 */
	/* Where values go. */
	uint32_t current; /* as index + 1; 0: to no device */
	enum group group;
	bool is_device_key; /* the instance's own key */
	bool full;
	struct pcimsi_registry_device *devices;
	uint32_t n_devices;
};

/* ---- key names ------------------------------------------------------------------------------- */

/* "VEN_" and the like in an id, and the digits behind; not known where it is not there. */
static struct pcimsi_reg id_part(const char *id, const char *part, unsigned digits)
{
	const char *at = str_ifind(id, part);
	struct pcimsi_reg reg = { 0 };

	if (!at)
		return reg;
	at += strlen(part);
	for (unsigned i = 0; i < digits; i++) {
		if (ascii_hex(at[i]) < 0)
			return (struct pcimsi_reg){ 0 };
		reg.value = reg.value << 4 | (uint32_t)ascii_hex(at[i]);
	}
	reg.known = true;
	return reg;
}

static void read_id(struct pcimsi_registry_device *device)
{
	struct pcimsi_reg subsystem = id_part(device->id, "SUBSYS_", 8);

	device->vendor_id = id_part(device->id, "VEN_", 4);
	device->device_id = id_part(device->id, "DEV_", 4);
	device->revision = id_part(device->id, "REV_", 2);
	/* The subsystem id stands before its vendor ("Identifiers for PCI Devices"). */
	device->subsystem_id = (struct pcimsi_reg){ subsystem.value >> 16, subsystem.known };
	device->subsystem_vendor_id = (struct pcimsi_reg){ subsystem.value & 0xffff,
							   subsystem.known };
}

#define ENUM_PCI "\\Enum\\PCI\\"

struct split {
	const char *enum_at; /* "\Enum\PCI\..." */
	const char *id, *instance;
	size_t id_length, instance_length;
	const char *below; /* "" for the device's own key */
};

/* False: this is no key of a PCI device, or one above it. */
static bool split_path(const char *path, struct split *ret)
{
	*ret = (struct split){ .enum_at = str_ifind(path, ENUM_PCI) };
	if (!ret->enum_at)
		return false;
	ret->id = ret->enum_at + strlen(ENUM_PCI);
	ret->id_length = strcspn(ret->id, "\\");
	if (!ret->id_length || ret->id[ret->id_length] != '\\')
		return false;
	ret->instance = ret->id + ret->id_length + 1;
	ret->instance_length = strcspn(ret->instance, "\\");
	ret->below = ret->instance + ret->instance_length;
	ret->below += *ret->below == '\\';
	return ret->instance_length > 0;
}

/* Whether `key` is `path` or one that it is below of. */
static bool is_above(const char *key, const char *path)
{
	size_t length = strlen(key);

	return str_istarts(path, key) && (!path[length] || path[length] == '\\' || !length);
}

/* ---- devices --------------------------------------------------------------------------------- */

static bool is_device(const struct device *device, const char *path, const struct split *split)
{
	size_t set = (size_t)(split->enum_at - path);

	return strlen(device->pub.id) == split->id_length &&
	       strlen(device->pub.instance) == split->instance_length &&
	       device->control_set_length == set &&
	       str_ieq_n(device->pub.id, split->id, split->id_length) &&
	       str_ieq_n(device->pub.instance, split->instance, split->instance_length) &&
	       str_ieq_n(device->path, path, set);
}

/* Devices with one id and instance are together, whatever their control set. */
static uint32_t *bucket_of(struct pcimsi_registry *registry, const char *id, size_t length)
{
	return &registry->buckets[str_ihash(id, length) % BUCKETS];
}

static int add_device(struct pcimsi_registry *registry, const char *path, const struct split *split,
		      struct pcimsi_place place)
{
	const char *end = split->instance + split->instance_length;
	uint32_t *bucket = bucket_of(registry, split->id, (size_t)(end - split->id));
	struct device *device;

	for (uint32_t at = *bucket; at; at = registry->found.items[at - 1].next) {
		registry->current = at;
		if (is_device(&registry->found.items[at - 1], path, split))
			return 0;
	}
	registry->current = 0;
	if (registry->found.count == DEVICES_MAX) {
		notes_add(&registry->notes, PCIMSI_NOTE_REG_LIMIT, place, NULL);
		return 0;
	}
	device = VEC_ADD(&registry->arena, &registry->found);
	if (!device)
		return PCIMSI_ERR_NOMEM;
	device->pub.id = arena_strndup(&registry->arena, split->id, split->id_length);
	device->pub.instance = arena_strndup(&registry->arena, split->instance,
					     split->instance_length);
	device->pub.place = place;
	device->path = path;
	device->control_set_length = (size_t)(split->enum_at - path);
	device->length = (size_t)(end - path);
	device->next = *bucket;
	if (!device->pub.id || !device->pub.instance)
		return PCIMSI_ERR_NOMEM;
	read_id(&device->pub);
	*bucket = registry->current = registry->found.count;
	return 0;
}

/* A deleted key takes what is below it along. */
static void delete_groups(struct device *device, const struct split *split,
			  struct pcimsi_place place, const char *text)
{
	for (int g = 0; g < GROUP_COUNT; g++) {
		if (!is_above(split->below, group_keys[g]))
			continue;
		device->groups[g] = (struct group_state){
			.seen = true,
			.deleted = true,
			.place = place,
			.text = text,
		};
		for (int i = 0; i < PCIMSI_SETTING_COUNT; i++)
			if (group_of((enum pcimsi_setting)i) == (enum group)g)
				device->pub.settings[i] = (struct pcimsi_held_value){ 0 };
	}
}

static void enter_group(struct pcimsi_registry *registry, struct device *device, const char *below,
			struct pcimsi_place place, const char *text)
{
	for (int g = 0; g < GROUP_COUNT; g++) {
		struct group_state *group = &device->groups[g];

		if (!str_ieq(below, group_keys[g]))
			continue;
		registry->group = (enum group)g;
		if (!group->seen)
			*group = (struct group_state){ .seen = true, .place = place, .text = text };
	}
}

static int see_key(void *user, const char *path, bool deleted, struct pcimsi_place place,
		   const char *text)
{
	struct pcimsi_registry *registry = user;
	struct device *device;
	struct split split;
	int err;

	if (!registry->root)
		registry->root = path;
	registry->current = 0;
	registry->group = GROUP_NONE;
	if (!split_path(path, &split))
		return 0;
	err = add_device(registry, path, &split, place);
	if (err || !registry->current)
		return err;
	device = &registry->found.items[registry->current - 1];
	registry->is_device_key = !*split.below;
	if (deleted) {
		delete_groups(device, &split, place, text);
		registry->current = 0;
	} else {
		enter_group(registry, device, split.below, place, text);
	}
	return 0;
}

/* "@System32\drivers\pci.sys,#65536;PCI bus %1, device %2, function %3;(1,0,0)" */
static void read_location(struct pcimsi_registry_device *device, const char *text)
{
	const char *open = text ? strrchr(text, '(') : NULL;
	unsigned long parts[3];

	if (!open)
		return;
	for (int i = 0; i < 3; i++) {
		char *end;

		if (!ascii_is_digit(open[1]))
			return;
		parts[i] = strtoul(open + 1, &end, 10);
		if (*end != (i < 2 ? ',' : ')') || parts[i] > 0xffff)
			return;
		open = end;
	}
	device->has_location = true;
	device->bus = (uint32_t)parts[0];
	device->device = (uint32_t)parts[1];
	device->function = (uint32_t)parts[2];
}

static void hold(struct pcimsi_held_value *held, const struct reg_value *value)
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
		.text = value->text,
	};
	memcpy(held->data, value->data, sizeof(held->data));
}

static int see_value(void *user, const struct reg_value *value)
{
	struct pcimsi_registry *registry = user;
	struct device *device;

	if (!registry->current)
		return 0;
	device = &registry->found.items[registry->current - 1];
	if (registry->is_device_key && str_ieq(value->name, "LocationInformation"))
		read_location(&device->pub, value->string);
	if (registry->group == GROUP_NONE)
		return 0;
	device->groups[registry->group].n_values++;
	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++)
		if (group_of((enum pcimsi_setting)i) == registry->group &&
		    str_ieq(value->name, pcimsi_setting_name((enum pcimsi_setting)i)))
			hold(&device->pub.settings[i], value);
	return 0;
}

/* ---- what is not there ----------------------------------------------------------------------- */

/*
 * Whether the export would show the key if it existed. regedit writes the whole branch
 * below the first key; `reg query` without /s names subkeys and leaves out their values.
 */
static bool reaches(const struct pcimsi_registry *registry, const struct device *device, int g)
{
	const struct group_state *group = &device->groups[g];
	size_t root = strlen(registry->root);

	if (group->seen)
		return registry->form == REG_FORM_REGEDIT || group->n_values;
	if (registry->form != REG_FORM_REGEDIT)
		return false;
	if (root <= device->length)
		return str_ieq_n(registry->root, device->path, root) &&
		       (device->path[root] == '\\' || !device->path[root]);
	return str_ieq_n(registry->root, device->path, device->length) &&
	       registry->root[device->length] == '\\' &&
	       is_above(registry->root + device->length + 1, group_keys[g]);
}

/* A value that was cut off may have been followed by others. */
static bool is_cut(const struct pcimsi_registry *registry, uint32_t which, bool whole)
{
	return !whole && which + 1 == registry->found.count;
}

static void find_missing(struct pcimsi_registry *registry, uint32_t which, bool whole)
{
	struct device *device = &registry->found.items[which];

	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++) {
		struct pcimsi_held_value *held = &device->pub.settings[i];
		int g = group_of((enum pcimsi_setting)i);

		if (held->text || !reaches(registry, device, g) ||
		    (is_cut(registry, which, whole) && !device->groups[g].deleted))
			continue;
		held->state = PCIMSI_HELD_MISSING;
		held->place = device->groups[g].place;
		held->text = device->groups[g].text;
		if (!held->text)
			held->place = device->pub.place;
	}
}

/* ---- one record a device --------------------------------------------------------------------- */

static bool is_current_set(const struct device *device)
{
	static const char name[] = "CurrentControlSet";
	size_t length = sizeof(name) - 1;

	return device->control_set_length >= length &&
	       str_ieq_n(device->path + device->control_set_length - length, name, length);
}

static bool same_device(const struct device *a, const struct device *b)
{
	return str_ieq(a->pub.id, b->pub.id) && str_ieq(a->pub.instance, b->pub.instance);
}

/* The control sets of one machine hold the same device: the current one is what counts. */
static bool is_superseded(struct pcimsi_registry *registry, uint32_t which)
{
	const struct device *device = &registry->found.items[which];
	uint32_t at = *bucket_of(registry,
				 device->path + device->control_set_length + strlen(ENUM_PCI),
				 device->length - device->control_set_length - strlen(ENUM_PCI));

	for (; at && !is_current_set(device); at = registry->found.items[at - 1].next) {
		const struct device *other = &registry->found.items[at - 1];

		if (at - 1 != which && (at - 1 < which || is_current_set(other)) &&
		    same_device(device, other))
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
	for (uint32_t i = 0; i < registry->found.count; i++)
		if (!is_superseded(registry, i))
			registry->devices[registry->n_devices++] = registry->found.items[i].pub;
	return 0;
}

/* ---- the object ------------------------------------------------------------------------------ */

static int read_export(struct pcimsi_registry *registry, const void *bytes, size_t size)
{
	const struct reg_visitor visitor = { .key = see_key, .value = see_value, .user = registry };
	char *text = reg_decode(&registry->arena, &registry->notes, bytes, size);
	size_t length;
	bool whole;
	int err;

	if (!text)
		return PCIMSI_ERR_NOMEM;
	length = strlen(text);
	whole = length && text[length - 1] == '\n';
	registry->form = reg_form_of(text);
	if (registry->form == REG_FORM_NONE)
		return PCIMSI_ERR_FORMAT;
	err = reg_read(&registry->arena, &registry->notes, registry->form, text, &visitor);
	for (uint32_t i = 0; !err && i < registry->found.count; i++)
		find_missing(registry, i, whole);
	return err ? err : list_devices(registry);
}

int pcimsi_registry_open(const char *name, const void *bytes, size_t size,
			 const struct pcimsi_note_sink *notes, struct pcimsi_registry **ret)
{
	struct pcimsi_registry *registry;
	int err;

	*ret = NULL;
	if (size > SIZE_MAX_BYTES)
		return PCIMSI_ERR_LIMIT;
	registry = calloc(1, sizeof(*registry));
	if (!registry)
		return PCIMSI_ERR_NOMEM;
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
	return !of_key.known || (of_function.known && of_function.value == of_key.value);
}

bool pcimsi_registry_device_is(const struct pcimsi_registry_device *device,
			       const struct pcimsi_function *function)
{
	return device->vendor_id.known && device->device_id.known &&
	       agrees(device->vendor_id, function->vendor_id) &&
	       agrees(device->device_id, function->device_id) &&
	       agrees(device->subsystem_vendor_id, function->subsystem_vendor_id) &&
	       agrees(device->subsystem_id, function->subsystem_id) &&
	       agrees(device->revision, function->revision);
}
