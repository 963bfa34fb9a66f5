/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/raw.h"

#include "source/slot_name.h"
#include "source/source.h"

#include <stdlib.h>
#include <string.h>

/*
 * The bytes themselves: a copy of sysfs' config file or of a file of
 * /proc/bus/pci. No slot is in them; the name has it, or nobody.
 */

struct raw_file {
	bool given;
	struct pcimsi_raw_function raw;
	uint8_t data[RAW_SIZE_MAX];
};

static uint8_t at(const char *head, size_t offset)
{
	return (uint8_t)head[offset];
}

static unsigned at_u16(const char *head, size_t offset)
{
	return at(head, offset) + at(head, offset + 1) * 256u;
}

static bool is_all(const char *head, size_t size, uint8_t byte)
{
	for (size_t i = 0; i < size; i++)
		if (at(head, i) != byte)
			return false;
	return true;
}

/* Header types 0, 1 and 2 exist (PCI Express Base Specification, 7.5.1.1.9). */
static bool has_header(const char *head, size_t size)
{
	unsigned vendor = at_u16(head, 0);
	unsigned device = at_u16(head, 2);

	if (at(head, 0x0e) % 0x80 > 2 || vendor == 0 || is_all(head, size, 0xff))
		return false;
	/* The ids of an SR-IOV VF, and no others, read all ones. */
	return vendor != 0xffff || (device == 0xffff && at(head, 0x0e) % 0x80 == 0);
}

/* What sysfs and /proc give, to everybody or to root. */
static bool is_common_size(size_t size)
{
	return size == 64 || size == 128 || size == 256 || size == 4096;
}

/* Bytes 35 to 37 of header types 0 and 1 are reserved and read 0 (7.5.1.2, 7.5.1.3). */
static bool has_reserved_zeros(const char *head)
{
	return at(head, 0x0e) % 0x80 == 2 || is_all(head + 0x35, 3, 0);
}

bool raw_is_config(const char *head, size_t size, bool named)
{
	if (size < RAW_SIZE_MIN || size > RAW_SIZE_MAX)
		return false;
	if (named)
		return has_header(head, size) || is_all(head, size, 0xff);
	return is_common_size(size) && has_header(head, size) && has_reserved_zeros(head);
}

static bool is_config_name(const char *name)
{
	const char *file = strrchr(name, '/');
	size_t length;

	file = file ? file + 1 : name;
	length = strlen(file);
	return strcmp(file, "config") == 0 ||
	       (length > 7 && strcmp(file + length - 7, ".config") == 0);
}

uint32_t raw_captured_size(const uint8_t *data, uint32_t size)
{
	bool cardbus = size > 0x0e && (data[0x0e] & 0x7f) == 2;
	uint32_t readable = cardbus ? 128 : 64;
	uint8_t pointer;

	if (size <= readable || !(data[0x06] & 0x10))
		return size;
	pointer = cardbus ? data[0x14] : data[0x34];
	for (uint32_t i = readable; i < size; i++)
		if (data[i])
			return size;
	return pointer >= readable ? readable : size;
}

static enum source_match probe(const char *head, size_t size, const char *name)
{
	struct pcimsi_slot slot;
	bool named = slot_name_of_path(name, &slot) || is_config_name(name);

	/* Text that happens to have the size holds no byte 0. */
	if (!raw_is_config(head, size, named) ||
	    (!memchr(head, 0, size) && !is_all(head, size, 0xff)))
		return SOURCE_NO;
	return SOURCE_YES;
}

static int open_raw(struct pcimsi_capture *capture, const struct pcimsi_capture_options *options)
{
	struct raw_file *file = calloc(1, sizeof(*file));
	const char *head;
	size_t size;

	(void)options;
	if (!file)
		return PCIMSI_ERR_NOMEM;
	capture->state = file;
	size = text_reader_peek(&capture->reader, &head);
	if (size > RAW_SIZE_MAX)
		size = RAW_SIZE_MAX;
	memcpy(file->data, head, size);
	file->raw = (struct pcimsi_raw_function){
		.bytes = { .data = file->data,
			   .size = raw_captured_size(file->data, (uint32_t)size) },
		.source = PCIMSI_SOURCE_BINARY,
	};
	if (file->raw.bytes.size < size)
		notes_add(&capture->notes, PCIMSI_NOTE_ZERO_FILLING, (struct pcimsi_place){ 0 },
			  NULL);
	if (slot_name_of_path(capture->name, &file->raw.slot))
		return 0;
	file->raw.slot = (struct pcimsi_slot){ 0 };
	notes_add(&capture->notes, PCIMSI_NOTE_NAME_WITHOUT_SLOT, (struct pcimsi_place){ 0 }, NULL);
	return 0;
}

static int next(struct pcimsi_capture *capture, const struct pcimsi_raw_function **ret)
{
	struct raw_file *file = capture->state;

	if (file->given)
		return 0;
	file->given = true;
	*ret = &file->raw;
	return 1;
}

static void close_raw(struct pcimsi_capture *capture)
{
	free(capture->state);
}

const struct source_ops source_raw = {
	.name = "configuration bytes",
	.needs_all = true,
	.is_part = true,
	.probe_named = probe,
	.open = open_raw,
	.next = next,
	.close = close_raw,
};
