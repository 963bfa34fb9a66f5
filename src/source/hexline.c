/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/hexline.h"

/* Value of a hex digit; 0x80 for everything else. */
static const uint8_t nibble[256] = {
#define NO4 0x80, 0x80, 0x80, 0x80
#define NO16 NO4, NO4, NO4, NO4
	NO16, NO16, NO16, 0,   1,   2,    3,    4,    5,    6,    7,    8,    9,    0x80, 0x80, NO4,
	0x80, 10,   11,   12,  13,  14,   15,   0x80, NO4,  NO4,  NO16, 0x80, 10,   11,   12,   13,
	14,   15,   0x80, NO4, NO4, NO16, NO16, NO16, NO16, NO16, NO16, NO16, NO16, NO16,
#undef NO16
#undef NO4
};

static uint8_t digit(const char *c)
{
	return nibble[(uint8_t)*c];
}

/* The offset of a canonical row and where its bytes begin; false: it has none. */
static bool canonical_offset(const char *line, size_t length, uint32_t *ret, size_t *ret_start)
{
	uint8_t a = digit(line), b = digit(line + 1), c = digit(line + 2);

	if (length == 51 && line[2] == ':') {
		*ret = (uint32_t)(a << 4 | b);
		*ret_start = 4;
		return !((a | b) & 0x80) && line[3] == ' ';
	}
	if (length == 52 && line[3] == ':') {
		*ret = (uint32_t)(a << 8 | b << 4 | c);
		*ret_start = 5;
		return !((a | b | c) & 0x80) && line[4] == ' ';
	}
	return false;
}

bool hexline_parse_canonical(const char *line, size_t length, uint32_t *ret_offset,
			     uint8_t ret_bytes[16])
{
	uint8_t bad = 0, blanks = 0;
	const char *at;
	size_t start;

	if (length < 51 || !canonical_offset(line, length, ret_offset, &start))
		return false;
	at = line + start;
	/* One branch at the end of the row instead of three for every byte of it. */
	for (int i = 0; i < 16; i++) {
		uint8_t high = digit(at + 3 * i), low = digit(at + 3 * i + 1);

		ret_bytes[i] = (uint8_t)(high << 4 | low);
		bad |= high | low;
		if (i < 15)
			blanks |= (uint8_t)(at[3 * i + 2] ^ ' ');
	}
	return !(bad & 0x80) && !blanks;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t skip_blanks(const char *line, size_t length, size_t at)
{
	while (at < length && is_blank(line[at]))
		at++;
	return at;
}

/* Two to eight digits, a colon and a blank; where the bytes begin, or 0. */
static size_t parse_offset(const char *line, size_t length, size_t at, uint32_t *ret)
{
	size_t digits = 0;

	*ret = 0;
	while (at + digits < length && digits < 9 && digit(line + at + digits) < 16)
		*ret = *ret << 4 | digit(line + at + digits++);
	at += digits;
	if (digits < 2 || digits > 8 || at + 1 >= length || line[at] != ':')
		return 0;
	return is_blank(line[at + 1]) ? at + 1 : 0;
}

/* Bytes from `at` on; *ret_end is where they stop. */
static void parse_bytes(const char *line, size_t length, size_t at, struct hexline *ret,
			size_t *ret_end)
{
	for (;;) {
		at = skip_blanks(line, length, at);
		*ret_end = at;
		if (length - at < 2 || ret->count == sizeof(ret->bytes) ||
		    (digit(line + at) | digit(line + at + 1)) & 0x80)
			return;
		if (at + 2 < length && !is_blank(line[at + 2]))
			return;
		ret->bytes[ret->count++] = (uint8_t)(digit(line + at) << 4 | digit(line + at + 1));
		at += 2;
	}
}

/* A word of two characters stands where a byte should. */
static bool is_spoilt_byte(const char *line, size_t length, size_t at)
{
	return length - at >= 2 && !is_blank(line[at + 1]) &&
	       (at + 2 == length || is_blank(line[at + 2]));
}

/* Decoded text is indented too; only a complete row is taken from there. */
static bool is_complete(const struct hexline *row, size_t end, size_t length)
{
	return row->count == 16 && row->offset % 16 == 0 && end == length;
}

bool hexline_parse(const char *line, size_t length, struct hexline *ret)
{
	size_t first = skip_blanks(line, length, 0), at, end;

	ret->count = 0;
	ret->bad_at = 0;
	at = parse_offset(line, length, first, &ret->offset);
	if (!at)
		return false;
	parse_bytes(line, length, at, ret, &end);
	if (first)
		return is_complete(ret, end, length);
	/* Behind sixteen bytes there may be anything, such as a column of characters. */
	if (end < length && ret->count < 16)
		ret->bad_at = (uint32_t)end + 1;
	return ret->count || (ret->bad_at && is_spoilt_byte(line, length, end));
}
