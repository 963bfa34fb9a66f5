/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "granted/granted_priv.h"

#include "base/decoder.h"
#include "base/str.h"
#include "hwid/hwid.h"

#include <stdlib.h>
#include <string.h>

/* A list of what Windows granted: the object, its devices and names. */

#define SIZE_MAX_BYTES ((size_t)256 * 1024 * 1024)

/* ---- devices --------------------------------------------------------------------------------- */

#define BUS "PCI\\"

bool granted_is_instance_id(const char *text, size_t length)
{
	const char *slash;

	if (length <= strlen(BUS) || !str_ieq_n(text, BUS, strlen(BUS)))
		return false;
	text += strlen(BUS);
	length -= strlen(BUS);
	slash = memchr(text, '\\', length);
	return slash && slash != text && slash + 1 < text + length;
}

static void set_ids(struct pcimsi_granted_device *device)
{
	struct hwid hwid;

	hwid_read(device->id, &hwid);
	device->vendor_id = hwid.vendor;
	device->device_id = hwid.device;
	device->revision = hwid.revision;
	device->subsystem_id = hwid.subsystem;
	device->subsystem_vendor_id = hwid.subsystem_vendor;
}

static bool is_device(const struct pcimsi_granted_device *device, const char *id, size_t length)
{
	size_t first = strlen(device->id);

	return first + 1 + strlen(device->instance) == length && str_ieq_n(device->id, id, first) &&
	       str_ieq_n(device->instance, id + first + 1, length - first - 1);
}

static uint32_t find_device(struct pcimsi_granted_list *list, const char *id, size_t length,
			    uint32_t hash)
{
	for (uint32_t at = table_first(&list->by_id, hash); at; at = table_next(&list->by_id, at)) {
		uint32_t item = table_item(&list->by_id, at);

		if (is_device(&list->devices.items[item].pub, id, length))
			return item + 1;
	}
	return 0;
}

/* Whether there is no room for one more, which is told once. */
static bool is_full(struct pcimsi_granted_list *list, uint32_t count, struct pcimsi_place place)
{
	if (count < GRANTED_DEVICES_MAX)
		return false;
	if (!list->notes.seen[PCIMSI_NOTE_GRANTED_LIMIT])
		notes_add(&list->notes, PCIMSI_NOTE_GRANTED_LIMIT, place, NULL);
	list->listing_cut = true;
	return true;
}

/* Of an id with its instance behind it, or without. */
static uint32_t new_device(struct pcimsi_granted_list *list, const char *id, size_t length,
			   const struct granted_line *line)
{
	const char *slash = memchr(id, '\\', length);
	struct granted_device *device = VEC_ADD(&list->arena, &list->devices);
	size_t first = slash ? (size_t)(slash - id) : length;
	size_t behind = slash ? first + 1 : length;

	list->nomem |= !device;
	if (!device)
		return 0;
	device->pub.file = list->file;
	device->pub.id = arena_strndup(&list->arena, id, first);
	device->pub.instance = arena_strndup(&list->arena, id + behind, length - behind);
	device->pub.text = arena_strndup(&list->arena, line->text, line->length);
	device->pub.place = line->place;
	list->nomem |= !device->pub.id || !device->pub.instance || !device->pub.text;
	if (list->nomem)
		return 0;
	set_ids(&device->pub);
	return list->devices.count;
}

uint32_t granted_add_device(struct pcimsi_granted_list *list, const char *instance_id,
			    size_t length, const struct granted_line *line)
{
	const char *id = instance_id + strlen(BUS);
	uint32_t hash, number;

	length -= strlen(BUS);
	hash = str_ihash(id, length);
	number = find_device(list, id, length, hash);
	if (number || is_full(list, list->devices.count, line->place))
		return number;
	number = new_device(list, id, length, line);
	if (number)
		list->nomem |= table_add(&list->by_id, &list->arena, hash, number - 1) != 0;
	return number;
}

uint32_t granted_add_placed(struct pcimsi_granted_list *list, const char *id, size_t length,
			    const struct granted_line *line)
{
	if (length <= strlen(BUS) || !str_ieq_n(id, BUS, strlen(BUS)) ||
	    memchr(id + strlen(BUS), '\\', length - strlen(BUS)) ||
	    is_full(list, list->devices.count, line->place))
		return 0;
	return new_device(list, id + strlen(BUS), length - strlen(BUS), line);
}

struct granted_device *granted_device(struct pcimsi_granted_list *list, uint32_t number)
{
	return &list->devices.items[number - 1];
}

/* ---- names ----------------------------------------------------------------------------------- */

static uint32_t find_name(const struct pcimsi_granted_list *list, const char *name, size_t length,
			  uint32_t hash)
{
	for (uint32_t at = table_first(&list->by_name, hash); at;
	     at = table_next(&list->by_name, at)) {
		uint32_t item = table_item(&list->by_name, at);
		const char *text = list->names.items[item].text;

		if (strlen(text) == length && str_ieq_n(text, name, length))
			return item + 1;
	}
	return 0;
}

uint32_t granted_find_name(const struct pcimsi_granted_list *list, const char *name, size_t length)
{
	return find_name(list, name, length, str_ihash(name, length));
}

uint32_t granted_add_name(struct pcimsi_granted_list *list, const char *name, size_t length)
{
	uint32_t hash = str_ihash(name, length), number = find_name(list, name, length, hash);
	struct granted_name *added;

	if (number || is_full(list, list->names.count, (struct pcimsi_place){ 0 }))
		return number;
	added = VEC_ADD(&list->arena, &list->names);
	if (added)
		added->text = arena_strndup(&list->arena, name, length);
	if (!added || !added->text ||
	    table_add(&list->by_name, &list->arena, hash, list->names.count - 1)) {
		list->nomem = true;
		return 0;
	}
	return list->names.count;
}

struct granted_name *granted_name(struct pcimsi_granted_list *list, uint32_t number)
{
	return &list->names.items[number - 1];
}

void granted_name_device(struct pcimsi_granted_list *list, uint32_t number, uint32_t device)
{
	struct granted_name *name;

	if (!number || !device)
		return;
	name = granted_name(list, number);
	if (!name->device)
		name->device = device;
	else if (name->device != device)
		name->shared = true;
	if (!granted_device(list, device)->name)
		granted_device(list, device)->name = number;
}

/* ---- the object ------------------------------------------------------------------------------ */

static int read_form(struct pcimsi_granted_list *list, const char *text)
{
	switch (granted_form_of(text)) {
	case PCIMSI_GRANTED_MSINFO_TEXT:
		granted_read_msinfo_text(list, text);
		break;
	case PCIMSI_GRANTED_MSINFO_XML:
		granted_read_msinfo_xml(list, text);
		break;
	case PCIMSI_GRANTED_PNPUTIL_XML:
		granted_read_pnputil(list, text);
		break;
	case PCIMSI_GRANTED_WINDOWS_LINES:
		granted_read_windows_lines(list, text);
		break;
	default:
		return PCIMSI_ERR_FORMAT;
	}
	granted_join(list);
	return list->nomem ? PCIMSI_ERR_NOMEM : 0;
}

static int read_list(struct pcimsi_granted_list *list, const void *bytes, size_t size)
{
	struct decoder decoder = {
		.notes = &list->notes,
		.bad_character = PCIMSI_NOTE_GRANTED_CHARACTER,
		.nul = PCIMSI_NOTE_NUL_BYTE,
	};
	const char *text = decoder_all(&decoder, &list->arena, bytes, size);

	return text ? read_form(list, text) : PCIMSI_ERR_NOMEM;
}

int granted_open(const char *name, const void *bytes, size_t size,
		 const struct pcimsi_note_sink *notes, size_t memory,
		 struct pcimsi_granted_list **ret)
{
	struct pcimsi_granted_list *list;
	int err;

	*ret = NULL;
	if (size > SIZE_MAX_BYTES)
		return PCIMSI_ERR_LIMIT;
	list = calloc(1, sizeof(*list));
	if (!list)
		return PCIMSI_ERR_NOMEM;
	list->arena.limit = memory;
	list->file = arena_strdup(&list->arena, name);
	list->notes.input = list->file;
	if (notes)
		list->notes.sink = *notes;
	err = list->file ? read_list(list, bytes, size) : PCIMSI_ERR_NOMEM;
	if (err) {
		pcimsi_granted_close(list);
		return err;
	}
	*ret = list;
	return 0;
}

int pcimsi_granted_open(const char *name, const void *bytes, size_t size,
			const struct pcimsi_note_sink *notes, struct pcimsi_granted_list **ret)
{
	return granted_open(name, bytes, size, notes, 0, ret);
}

void pcimsi_granted_close(struct pcimsi_granted_list *list)
{
	if (list)
		arena_done(&list->arena);
	free(list);
}

const char *pcimsi_granted_name(const struct pcimsi_granted_list *list)
{
	return list->file;
}

const struct pcimsi_granted_device *pcimsi_granted_devices(const struct pcimsi_granted_list *list,
							   uint32_t *ret_count)
{
	*ret_count = list->devices.count;
	return list->published;
}

static bool agrees(struct pcimsi_reg of_device, struct pcimsi_reg of_function)
{
	return !of_device.known || !of_function.known || of_function.value == of_device.value;
}

bool pcimsi_granted_device_is(const struct pcimsi_granted_device *device,
			      const struct pcimsi_function *function)
{
	return device->vendor_id.known && device->device_id.known && function->vendor_id.known &&
	       function->device_id.known && agrees(device->vendor_id, function->vendor_id) &&
	       agrees(device->device_id, function->device_id) &&
	       agrees(device->subsystem_vendor_id, function->subsystem_vendor_id) &&
	       agrees(device->subsystem_id, function->subsystem_id) &&
	       agrees(device->revision, function->revision);
}

const char *pcimsi_granted_unknown_name(enum pcimsi_granted_unknown unknown)
{
	static const char *const names[] = {
		[PCIMSI_GRANTED_AMBIGUOUS] = "ambiguous",
		[PCIMSI_GRANTED_NOT_LISTED] = "not-listed",
		[PCIMSI_GRANTED_CUT] = "cut",
		[PCIMSI_GRANTED_UNREADABLE] = "unreadable",
		[PCIMSI_GRANTED_CONFLICT] = "conflict",
		[PCIMSI_GRANTED_ABSENT] = "absent",
	};

	return names[unknown];
}
