/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/slot_name.h"

#include "base/str.h"

#include <string.h>

static bool is_separator(char c)
{
	return c == ':' || c == '_' || c == '-';
}

/* At most 8 hex digits; returns how many. */
static size_t take_domain(const char *text, size_t length, uint32_t *ret)
{
	uint64_t domain;
	size_t digits = ascii_read_hex(text, length < 8 ? length : 8, &domain);

	*ret = (uint32_t)domain;
	return digits;
}

/* "dd.f"; returns its length, or 0. */
static size_t take_device(const char *text, size_t length, struct pcimsi_slot *ret)
{
	uint32_t device;

	if (length < 4 || !ascii_take_hex(&text, 2, &device) || device > 0x1f || text[0] != '.' ||
	    text[1] < '0' || text[1] > '7')
		return 0;
	ret->device = (uint8_t)device;
	ret->function = (uint8_t)(text[1] - '0');
	return 4;
}

/* "bb:dd.f"; returns its length, or 0. */
static size_t take_bus(const char *text, size_t length, struct pcimsi_slot *ret)
{
	uint32_t bus;

	if (length < 7 || !ascii_take_hex(&text, 2, &bus) || !is_separator(text[0]))
		return 0;
	ret->bus = (uint8_t)bus;
	return take_device(text + 1, length - 3, ret) ? 7 : 0;
}

/* "dddd:bb:dd.f" with four digits or more, or "bb:dd.f"; returns its length, or 0. */
static size_t take_slot(const char *text, size_t length, struct pcimsi_slot *ret)
{
	uint32_t domain;
	size_t digits = take_domain(text, length, &domain);

	ret->domain = domain;
	if (digits >= 4 && digits < length && is_separator(text[digits])) {
		size_t taken = take_bus(text + digits + 1, length - digits - 1, ret);

		return taken ? digits + 1 + taken : 0;
	}
	ret->domain = 0;
	return take_bus(text, length, ret);
}

bool slot_name_whole(const char *name, size_t length, struct pcimsi_slot *ret)
{
	return length && take_slot(name, length, ret) == length;
}

bool slot_name_find(const char *name, size_t length, struct pcimsi_slot *ret)
{
	for (size_t at = 0; at < length; at++) {
		size_t taken;

		if (at && ascii_is_alnum(name[at - 1]))
			continue;
		taken = take_slot(name + at, length - at, ret);
		if (taken && (at + taken == length || !ascii_is_alnum(name[at + taken])))
			return true;
	}
	return false;
}

bool slot_name_proc(const char *directory, size_t directory_length, const char *file,
		    struct pcimsi_slot *ret)
{
	uint32_t first, bus;
	size_t digits = take_domain(directory, directory_length, &first);

	if (strlen(file) != 4 || !take_device(file, 4, ret))
		return false;
	ret->domain = 0;
	ret->bus = (uint8_t)first;
	if (digits == directory_length)
		return digits == 2;
	ret->domain = first;
	directory += digits;
	if (digits < 4 || !is_separator(*directory++) || directory_length - digits != 3 ||
	    !ascii_take_hex(&directory, 2, &bus))
		return false;
	ret->bus = (uint8_t)bus;
	return true;
}

/* The name that ends before `end`; *length is set. */
static const char *name_before(const char *path, const char *end, size_t *length)
{
	const char *start = end;

	while (start > path && start[-1] != '/')
		start--;
	*length = (size_t)(end - start);
	return start;
}

bool slot_name_of_path(const char *path, struct pcimsi_slot *ret)
{
	size_t file_length, length = 0;
	const char *file = name_before(path, path + strlen(path), &file_length);
	const char *end = file, *directory;

	if (slot_name_find(file, file_length, ret))
		return true;
	while (end > path && end[-1] == '/')
		end--;
	directory = name_before(path, end, &length);
	return slot_name_whole(directory, length, ret) ||
	       slot_name_proc(directory, length, file, ret);
}

int slot_compare(struct pcimsi_slot x, struct pcimsi_slot y)
{
	if (x.domain != y.domain)
		return x.domain < y.domain ? -1 : 1;
	if (x.bus != y.bus)
		return x.bus < y.bus ? -1 : 1;
	if (x.device != y.device)
		return x.device < y.device ? -1 : 1;
	return x.function < y.function ? -1 : x.function > y.function;
}
