/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/capture.h>

#include "base/str.h"

#include <string.h>

/* The grammar of lspci's -s and -d (pciutils lib/filter.c), for domains of 32 bits too. */

#define FILTER_TEXT 64

void pcimsi_filter_init(struct pcimsi_filter *filter)
{
	*filter = (struct pcimsi_filter){
		.domain = -1,
		.bus = -1,
		.device = -1,
		.function = -1,
		.vendor_id = -1,
		.device_id = -1,
		.class_id = -1,
		.prog_if = -1,
	};
}

/* A hexadecimal number up to `most`; nothing and "*" leave *ret as it is. */
static bool parse_number(const char *text, int64_t most, int64_t *ret)
{
	int64_t value = 0;

	if (!*text || strcmp(text, "*") == 0)
		return true;
	for (; *text; text++) {
		int digit = ascii_hex(*text);

		if (digit < 0)
			return false;
		value = value << 4 | digit;
		if (value > most)
			return false;
	}
	*ret = value;
	return true;
}

static bool copy(char buffer[FILTER_TEXT], const char *text)
{
	size_t length = strlen(text);

	if (length >= FILTER_TEXT)
		return false;
	memcpy(buffer, text, length + 1);
	return true;
}

/* Cuts the text at `separator` from the right; what is behind it, or NULL. */
static char *cut_last(char *text, char separator)
{
	char *at = strrchr(text, separator);

	if (!at)
		return NULL;
	*at = '\0';
	return at + 1;
}

/* "domain:bus:" in front of the device, each of which may be missing or empty. */
static bool parse_bus(struct pcimsi_filter *filter, char *text)
{
	char *bus = cut_last(text, ':');

	if (!bus)
		return parse_number(text, 0xff, &filter->bus);
	return parse_number(bus, 0xff, &filter->bus) &&
	       parse_number(text, 0xffffffff, &filter->domain);
}

int pcimsi_filter_parse_slot(struct pcimsi_filter *filter, const char *text)
{
	struct pcimsi_filter parsed = *filter;
	char buffer[FILTER_TEXT], *device = buffer, *behind_colon, *function;

	if (!copy(buffer, text))
		return PCIMSI_ERR_USAGE;
	function = cut_last(buffer, '.');
	if (function && strchr(function, ':'))
		return PCIMSI_ERR_USAGE;
	behind_colon = cut_last(buffer, ':');
	if (behind_colon) {
		device = behind_colon;
		if (!parse_bus(&parsed, buffer))
			return PCIMSI_ERR_USAGE;
	}
	if (!parse_number(device, 0x1f, &parsed.device) ||
	    (function && !parse_number(function, 7, &parsed.function)))
		return PCIMSI_ERR_USAGE;
	*filter = parsed;
	return 0;
}

/* Class digits may be wildcards each: "02xx" in lspci's newer grammar. */
static bool parse_class(struct pcimsi_filter *filter, const char *text)
{
	size_t length = strlen(text);
	uint32_t value = 0, mask = 0;

	if (!length || strcmp(text, "*") == 0)
		return true;
	if (length > 4)
		return false;
	for (size_t i = 0; i < length; i++) {
		int digit = ascii_hex(text[i]);
		bool any = text[i] == 'x' || text[i] == 'X';

		if (digit < 0 && !any)
			return false;
		value = value << 4 | (any ? 0 : (uint32_t)digit);
		mask = mask << 4 | (any ? 0 : 15);
	}
	if (length < 4)
		mask = 0xffff;
	filter->class_id = value;
	filter->class_mask = mask << 8;
	return true;
}

int pcimsi_filter_parse_id(struct pcimsi_filter *filter, const char *text)
{
	struct pcimsi_filter parsed = *filter;
	char buffer[FILTER_TEXT], *rest = buffer, *parts[4] = { NULL };
	unsigned count = 0;

	if (!copy(buffer, text))
		return PCIMSI_ERR_USAGE;
	for (char *part; (part = strsep(&rest, ":"));) {
		if (count == 4)
			return PCIMSI_ERR_USAGE;
		parts[count++] = part;
	}
	if (count < 2 || !parse_number(parts[0], 0xffff, &parsed.vendor_id) ||
	    !parse_number(parts[1], 0xffff, &parsed.device_id) ||
	    (parts[2] && !parse_class(&parsed, parts[2])) ||
	    (parts[3] && !parse_number(parts[3], 0xff, &parsed.prog_if)))
		return PCIMSI_ERR_USAGE;
	*filter = parsed;
	return 0;
}

static bool matches(int64_t wanted, struct pcimsi_reg reg)
{
	return wanted < 0 || (reg.known && reg.value == wanted);
}

static bool matches_class(const struct pcimsi_filter *filter, struct pcimsi_reg class_code)
{
	uint32_t value = class_code.value;

	if (filter->class_id < 0 && filter->prog_if < 0)
		return true;
	if (!class_code.known)
		return false;
	if (filter->class_id >= 0 &&
	    (value & filter->class_mask) != ((uint32_t)filter->class_id << 8 & filter->class_mask))
		return false;
	return filter->prog_if < 0 || (value & 0xff) == filter->prog_if;
}

bool pcimsi_filter_matches(const struct pcimsi_filter *filter,
			   const struct pcimsi_function *function)
{
	struct pcimsi_slot slot = function->raw.slot;

	return (filter->domain < 0 || filter->domain == slot.domain) &&
	       (filter->bus < 0 || filter->bus == slot.bus) &&
	       (filter->device < 0 || filter->device == slot.device) &&
	       (filter->function < 0 || filter->function == slot.function) &&
	       matches(filter->vendor_id, function->vendor_id) &&
	       matches(filter->device_id, function->device_id) &&
	       matches_class(filter, function->class_code);
}
