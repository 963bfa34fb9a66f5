/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/dialect/windbg_rows.h"

#include "base/str.h"

#include <string.h>

#define HEADER_SIZE 0x40
#define CACHE_LINE_SIZE 0x0c

/* A word of hex digits that a blank or the end follows; returns how many digits. */
static size_t take_word(const char *line, size_t length, size_t at, uint32_t *ret)
{
	size_t left = length - at;
	uint64_t value;
	size_t digits = ascii_read_hex(line + at, left < 9 ? left : 9, &value);

	*ret = (uint32_t)value;
	return at + digits == length || ascii_is_blank(line[at + digits]) ? digits : 0;
}

/* Values are little-endian, as in configuration space. */
static void put(struct hexline *row, uint32_t value, uint32_t size)
{
	for (uint32_t i = 0; i < size; i++)
		row->bytes[row->count++] = (uint8_t)(value >> 8 * i);
}

static void parse_doublewords(const char *line, size_t length, size_t at, struct hexline *row)
{
	uint32_t value;

	while (row->count < 16 && take_word(line, length, at, &value) == 8) {
		put(row, value, 4);
		at = hexline_skip_blanks(line, length, at + 8);
	}
}

static void parse_field(const char *line, size_t length, size_t at, struct hexline *row)
{
	uint32_t value;
	size_t digits;

	while (at < length && !ascii_is_blank(line[at]))
		at++;
	at = hexline_skip_blanks(line, length, at);
	digits = take_word(line, length, at, &value);
	if (row->offset >= HEADER_SIZE || (digits != 2 && digits != 4 && digits != 8))
		return;
	/* Printed with four digits, although the next byte is the latency timer. */
	put(row, value, row->offset == CACHE_LINE_SIZE ? 1 : (uint32_t)digits / 2);
}

bool windbg_parse(const char *line, size_t length, struct hexline *ret)
{
	const char *colon = memchr(line, ':', length);
	size_t at = hexline_skip_blanks(line, length, 0), digits;
	uint64_t offset;

	*ret = (struct hexline){ .form = HEXLINE_COLON };
	if (!colon)
		return false;
	digits = ascii_read_hex(line + at, 8, &offset);
	ret->offset = (uint32_t)offset;
	at += digits;
	if (line + at != colon || digits < 2)
		return false;
	if (at + 1 < length && !ascii_is_blank(line[at + 1]))
		return false;
	at = hexline_skip_blanks(line, length, at + 1);
	parse_doublewords(line, length, at, ret);
	if (!ret->count)
		parse_field(line, length, at, ret);
	return ret->count;
}
