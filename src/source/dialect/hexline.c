/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/dialect/hexline.h"

#include "base/str.h"

#include <string.h>

/* No value of a digit, nor of two digits, has this bit. */
#define NO_DIGIT 0x100u

/* Value of a hex digit; NO_DIGIT for everything else. */
static const uint16_t nibble[256] = {
#define NO NO_DIGIT
#define NO4 NO, NO, NO, NO
#define NO16 NO4, NO4, NO4, NO4
	NO16, NO16, NO16, 0,   1,   2,    3,    4,    5,    6,    7,    8,    9,    NO,   NO, NO4,
	NO,   10,   11,   12,  13,  14,   15,   NO,   NO4,  NO4,  NO16, NO,   10,   11,   12, 13,
	14,   15,   NO,   NO4, NO4, NO16, NO16, NO16, NO16, NO16, NO16, NO16, NO16, NO16,
#undef NO16
#undef NO4
#undef NO
};

static unsigned digit(const char *c)
{
	return nibble[(uint8_t)*c];
}

/* The offset of a canonical row and where its bytes begin; false: it has none. */
static bool canonical_offset(const char *line, size_t length, uint32_t *ret, size_t *ret_start)
{
	unsigned a = digit(line), b = digit(line + 1), c = digit(line + 2);

	if (length == 51 && line[2] == ':') {
		*ret = a << 4 | b;
		*ret_start = 4;
		return !((a | b) & NO_DIGIT) && line[3] == ' ';
	}
	if (length == 52 && line[3] == ':') {
		*ret = a << 8 | b << 4 | c;
		*ret_start = 5;
		return !((a | b | c) & NO_DIGIT) && line[4] == ' ';
	}
	return false;
}

/* Two digits as a byte; what is returned has a bit of NO_BYTE if one of them is none. */
#define NO_BYTE (NO_DIGIT << 4 | NO_DIGIT)

static inline unsigned parse_byte(const char *at, uint8_t *ret)
{
	unsigned value = digit(at) << 4 | digit(at + 1);

	*ret = (uint8_t)value;
	return value;
}

/* "00 11 22 33", written out: dumps are made of little else, and loops cost half as much again. */
static inline bool parse_four(const char *at, uint8_t *ret)
{
	unsigned seen = parse_byte(at, ret) | parse_byte(at + 3, ret + 1) |
			parse_byte(at + 6, ret + 2) | parse_byte(at + 9, ret + 3);

	return !(seen & NO_BYTE) && at[2] == ' ' && at[5] == ' ' && at[8] == ' ';
}

bool hexline_parse_canonical(const char *line, size_t length, uint32_t *ret_offset,
			     uint8_t ret_bytes[16])
{
	const char *at;
	size_t start;

	if (length < 51 || !canonical_offset(line, length, ret_offset, &start))
		return false;
	at = line + start;
	return parse_four(at, ret_bytes) && at[11] == ' ' && parse_four(at + 12, ret_bytes + 4) &&
	       at[23] == ' ' && parse_four(at + 24, ret_bytes + 8) && at[35] == ' ' &&
	       parse_four(at + 36, ret_bytes + 12);
}

size_t hexline_skip_blanks(const char *line, size_t length, size_t at)
{
	while (at < length && ascii_is_blank(line[at]))
		at++;
	return at;
}

/* What stands before the bytes. Returns where they begin, or 0. */
static size_t parse_offset(const char *line, size_t length, size_t at, struct hexline *ret)
{
	size_t digits = 0;

	ret->offset = 0;
	while (at + digits < length && digits < 9 && digit(line + at + digits) < 16)
		ret->offset = ret->offset << 4 | digit(line + at + digits++);
	at += digits;
	if (digits < 2 || digits > 8)
		return 0;
	ret->form = digits < 6 ? HEXLINE_SHORT : HEXLINE_COLON;
	if (at + 1 < length && line[at] == ':')
		return ascii_is_blank(line[at + 1]) ? at + 1 : 0;
	/* Seven digits are octal (od) or stand before words (hexdump). */
	ret->form = HEXLINE_PLAIN;
	if (digits != 6 && digits != 8)
		return 0;
	return at == length || ascii_is_blank(line[at]) ? at : 0;
}

/* The UEFI shell separates the halves of a row with a dash. */
static size_t skip_separator(const char *line, size_t length, size_t at, const struct hexline *row)
{
	if (row->form == HEXLINE_COLON && row->count == 8 && at < length && line[at] == '-')
		return at + 1;
	return hexline_skip_blanks(line, length, at);
}

static bool is_byte(const char *line, size_t length, size_t at)
{
	return length - at >= 2 && !((digit(line + at) | digit(line + at + 1)) & NO_DIGIT);
}

/* Whether a byte may end here. */
static bool is_byte_end(const char *line, size_t length, size_t at, const struct hexline *row)
{
	return at >= length || ascii_is_blank(line[at]) ||
	       (row->form == HEXLINE_COLON && row->count == 7 && line[at] == '-');
}

static void put_byte(struct hexline *row, const char *line, size_t at)
{
	row->bytes[row->count++] = (uint8_t)(digit(line + at) << 4 | digit(line + at + 1));
}

/* Bytes from `at` on; *ret_end is where they stop. */
static void parse_bytes(const char *line, size_t length, size_t at, struct hexline *ret,
			size_t *ret_end)
{
	/* lspci's rows may be longer; in the others a column of characters follows. */
	uint32_t most = ret->form == HEXLINE_SHORT ? sizeof(ret->bytes) : 16;

	ret->end = (uint32_t)at;
	for (;;) {
		at = skip_separator(line, length, at, ret);
		*ret_end = at;
		if (ret->count >= most || !is_byte(line, length, at))
			return;
		if (is_byte_end(line, length, at + 2, ret)) {
			put_byte(ret, line, at);
			at += 2;
		} else if (ret->form == HEXLINE_COLON && is_byte(line, length, at + 2) &&
			   (at + 4 == length || ascii_is_blank(line[at + 4]))) {
			put_byte(ret, line, at);
			put_byte(ret, line, at + 2);
			at += 4;
		} else {
			return;
		}
		ret->end = (uint32_t)at;
	}
}

/* A word of two characters stands where a byte should. */
static bool is_spoilt_byte(const char *line, size_t length, size_t at)
{
	return length - at >= 2 && !ascii_is_blank(line[at + 1]) &&
	       (at + 2 == length || ascii_is_blank(line[at + 2]));
}

/* Decoded text is indented too; only a complete row is taken from there. */
static bool is_complete(const struct hexline *row, size_t end, size_t length)
{
	return row->count == 16 && row->offset % 16 == 0 &&
	       (end == length || row->form != HEXLINE_SHORT);
}

/* The column of characters behind a last row that is short is not a bad byte. */
static bool is_characters(const struct hexline *row, const char *line, size_t end)
{
	if (row->form == HEXLINE_SHORT)
		return false;
	return end - row->end >= 2 || line[end] == '|' || line[end] == '*';
}

static bool parse_at(const char *line, size_t length, size_t first, struct hexline *ret)
{
	size_t at, end;

	ret->count = 0;
	ret->bad_at = 0;
	at = parse_offset(line, length, first, ret);
	if (!at)
		return false;
	parse_bytes(line, length, at, ret, &end);
	if (first)
		return is_complete(ret, end, length);
	/* Behind sixteen bytes there may be anything, such as a column of characters. */
	if (end < length && ret->count < 16 && !is_characters(ret, line, end))
		ret->bad_at = (uint32_t)end + 1;
	if (ret->form == HEXLINE_PLAIN)
		return ret->count == 16 || end == length || is_characters(ret, line, end);
	return ret->count || (ret->bad_at && is_spoilt_byte(line, length, end));
}

bool hexline_parse(const char *line, size_t length, struct hexline *ret)
{
	return parse_at(line, length, hexline_skip_blanks(line, length, 0), ret);
}

/* Whether a row may begin here, seen from the character before. */
static bool may_begin(char before)
{
	return digit(&before) & NO_DIGIT;
}

/* The end of an offset, so that few places are looked at closely. */
static const char *next_colon(const char *line, size_t length, size_t at)
{
	return memchr(line + at, ':', length - at);
}

size_t hexline_find(const char *line, size_t length, uint32_t expected, struct hexline *ret)
{
	const char *colon = line;

	/* Sixteen bytes take 47 characters, or 39 in groups of two. */
	while (length > 42 && (colon = next_colon(line, length, (size_t)(colon - line)))) {
		size_t end = (size_t)(colon - line);

		for (size_t digits = 2; digits <= 8 && digits < end; digits++) {
			char before = line[end - digits - 1];
			bool glued = ascii_is_letter(before);

			if (digit(line + end - digits) & NO_DIGIT)
				break;
			if (glued ? digits > 3 : !may_begin(before))
				continue;
			if (parse_at(line, length, end - digits, ret) &&
			    (!glued || ret->offset == expected))
				return end - digits;
		}
		colon++;
	}
	return 0;
}

bool hexline_is_tail(const char *line, size_t length, uint32_t most)
{
	struct hexline row = { .form = HEXLINE_SHORT };
	size_t end;

	parse_bytes(line, length, 0, &row, &end);
	return end == length && row.count && row.count <= most;
}

bool hexline_is_head(const char *line, size_t length)
{
	size_t colons = 0;

	if (!length || digit(line) & NO_DIGIT)
		return false;
	for (size_t i = 0; i < length; i++) {
		colons += line[i] == ':';
		if (line[i] != ':' && line[i] != ' ' && digit(line + i) & NO_DIGIT)
			return false;
	}
	return colons <= 1;
}

/* The offset, with a colon behind, may have any characters in place of some digits. */
bool hexline_is_spoilt(const char *line, size_t length, size_t *ret_at)
{
	struct hexline row = { .form = HEXLINE_SHORT };
	size_t at = 0, end;

	*ret_at = 0;
	while (at < length && at < 9 && line[at] != ':' && !ascii_is_blank(line[at]))
		at++;
	while (*ret_at < at && digit(line + *ret_at) < 16)
		++*ret_at;
	if (!at || at == length)
		return false;
	parse_bytes(line, length, at + (line[at] == ':'), &row, &end);
	/* Without a colon it needs all of its bytes, or all but the one that reads as an offset. */
	return row.count >= (line[at] == ':' ? 8u : 15u);
}

bool hexline_is_ambiguous(const char *line, size_t length)
{
	size_t words = 0, digits = 0, at = 7;

	while (digits < length && digits < 8 && digit(line + digits) < 16)
		digits++;
	if (digits != 7 || length < 10 || line[7] != ' ')
		return false;
	while ((at = hexline_skip_blanks(line, length, at)) < length) {
		size_t start = at;

		while (at < length && digit(line + at) < 16)
			at++;
		if (at == start || (at < length && !ascii_is_blank(line[at])))
			return false;
		words++;
	}
	return words == 8 || words == 16;
}
