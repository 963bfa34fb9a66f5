/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "granted/granted_priv.h"

#include "base/str.h"

#include <string.h>

/*
 * What the lines of PowerShell in the README write, which by themselves are a capture
 * (source/windows_text.c): beside another capture of the same machine they tell what was
 * granted. Of a device there are its hardware ids and its place, and not its instance id.
 *
 *   pcimsi-windows;BUS;ADDRESS;SUPPORT;MAXIMUM;MESSAGES/ALL;IDS
 */

#define TAG GRANTED_WINDOWS_TAG
#define FIELDS 6

struct field {
	const char *text;
	size_t length;
};

/* The last one is the rest. False: there are too few. */
static bool split(const struct granted_line *line, struct field fields[FIELDS])
{
	const char *at = line->text + strlen(TAG), *end = line->text + line->length;

	for (int i = 0; i < FIELDS; i++) {
		const char *stop = i < FIELDS - 1 ? memchr(at, ';', (size_t)(end - at)) : end;

		if (!stop)
			return false;
		fields[i] = (struct field){ at, (size_t)(stop - at) };
		at = stop + 1;
	}
	return true;
}

static bool read_number(const char *text, size_t length, uint32_t *ret)
{
	uint64_t number = 0;

	for (size_t i = 0; i < length; i++) {
		if (!ascii_is_digit(text[i]))
			return false;
		number = number * 10 + (uint64_t)(text[i] - '0');
		if (number > UINT32_MAX)
			return false;
	}
	*ret = (uint32_t)number;
	return length > 0;
}

static bool set_place(struct pcimsi_granted_device *device, const struct field fields[FIELDS])
{
	uint32_t address;

	if (!read_number(fields[0].text, fields[0].length, &device->bus) ||
	    !read_number(fields[1].text, fields[1].length, &address) || address >> 16 > 0x1f ||
	    (address & 0xffff) > 7)
		return false;
	device->has_location = true;
	device->device = address >> 16;
	device->function = address & 0xffff;
	return true;
}

/* "33/33"; one number alone says nothing of lines, and what is not there nothing at all. */
static void set_count(struct pcimsi_granted_list *list, struct granted_device *device,
		      struct field field, const struct granted_line *line)
{
	const char *slash = memchr(field.text, '/', field.length);
	size_t first = slash ? (size_t)(slash - field.text) : 0;
	uint32_t messages, all;

	if (!field.length)
		return;
	list->tells_any = true;
	if (!slash || !read_number(field.text, first, &messages) ||
	    !read_number(slash + 1, field.length - first - 1, &all) || all < messages) {
		device->own.unreadable = true;
		notes_add(&list->notes, PCIMSI_NOTE_GRANTED_NUMBER, line->place, NULL);
		return;
	}
	device->has_none = !all;
	device->own.messages = messages;
	device->own.lines = all - messages;
}

static void read_line(struct pcimsi_granted_list *list, const struct granted_line *line)
{
	struct field fields[FIELDS], *ids = &fields[FIELDS - 1];
	struct pcimsi_granted_device place = { 0 };
	struct granted_device *device;
	uint32_t number;
	size_t length = 0;

	/* A line that is none, or has no such field, is told of where it is read as a capture. */
	if (!split(line, fields) || !set_place(&place, fields))
		return;
	while (length < ids->length && ids->text[length] != ' ')
		length++;
	number = granted_add_placed(list, ids->text, length, line);
	if (!number)
		return;
	device = granted_device(list, number);
	device->whole = true;
	device->pub.has_location = true;
	device->pub.bus = place.bus;
	device->pub.device = place.device;
	device->pub.function = place.function;
	set_count(list, device, fields[FIELDS - 2], line);
}

void granted_read_windows_lines(struct pcimsi_granted_list *list, const char *text)
{
	struct granted_line line = { .place = { .line = 1, .column = 1 } };

	for (; *text && !list->nomem; line.place.line++) {
		line.text = text;
		line.length = strcspn(text, "\n");
		text += line.length + (text[line.length] != '\0');
		if (line.length > strlen(TAG) && memcmp(line.text, TAG, strlen(TAG)) == 0)
			read_line(list, &line);
	}
}
