/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/dialect/byte_array.h"

#include "base/str.h"
#include "source/dialect/scan.h"
#include "source/raw.h"

#define SIZE_MIN 64

static void begin(struct array *array, enum array_form form, uint32_t line)
{
	array->form = form;
	array->spoilt = false;
	array->line = line;
	array->size = 0;
}

static void put(struct array *array, uint32_t byte)
{
	if (array->size == PCIMSI_CONFIG_SIZE)
		array->spoilt = true;
	else
		array->data[array->size++] = (uint8_t)byte;
}

bool array_end(struct array *array)
{
	bool ended = array->form && !array->spoilt && array->size >= SIZE_MIN;

	array->form = ARRAY_NONE;
	return ended && array->size % 4 == 0 &&
	       raw_is_config((const char *)array->data, SIZE_MIN, false);
}

/* "0x86" or "\x86" */
static bool take_byte(struct scan *text, uint32_t *ret)
{
	struct scan at = *text;

	if (scan_text(&at, "\\x")) {
		if (scan_left(&at) < 2 || ascii_hex(at.at[0]) < 0 || ascii_hex(at.at[1]) < 0)
			return false;
		*ret = (uint32_t)(ascii_hex(at.at[0]) << 4 | ascii_hex(at.at[1]));
		at.at += 2;
	} else if (!scan_0x(&at, 2, ret)) {
		return false;
	}
	*text = at;
	return true;
}

/* Where the bytes of the line begin; false: it has none. */
static bool find_bytes(struct scan *text)
{
	uint32_t byte;

	for (; text->at < text->end; text->at++) {
		struct scan at = *text;

		if ((*at.at == '0' || *at.at == '\\') && take_byte(&at, &byte))
			return true;
	}
	return false;
}

/* Comments, and what stands between bytes. Returns whether the list is closed. */
static bool skip_between(struct scan *text)
{
	while (text->at < text->end) {
		if (scan_text(text, "//") || *text->at == '#') {
			text->at = text->end;
		} else if (scan_text(text, "/*")) {
			if (!scan_past(text, "*/"))
				text->at = text->end;
		} else if (strchr("]});", *text->at)) {
			return true;
		} else if (strchr(", \t\"'\\+bu", *text->at) &&
			   !(*text->at == '\\' && scan_left(text) > 1 && text->at[1] == 'x')) {
			text->at++;
		} else {
			return false;
		}
	}
	return false;
}

/* Takes the bytes of a line. Returns whether the list is closed on it. */
static bool take_bytes(struct array *array, struct scan text)
{
	uint32_t byte;

	for (;;) {
		if (skip_between(&text))
			return true;
		if (text.at == text.end)
			return false;
		if (!take_byte(&text, &byte)) {
			array->spoilt = true;
			return true;
		}
		put(array, byte);
	}
}

/* "86803315,07041000,...": eight digits are four bytes. */
static bool take_words(struct array *array, struct scan text)
{
	uint32_t word;

	while (scan_blanks(&text) && text.at < text.end) {
		/* What stands behind a semicolon is a comment; alone it ends the file. */
		if (*text.at == ';')
			return array->size && text.at + 1 == text.end;
		if (!scan_hex32(&text, 8, 8, &word)) {
			array->spoilt = true;
			return true;
		}
		for (int shift = 24; shift >= 0; shift -= 8)
			put(array, word >> shift & 0xff);
		if (!scan_text(&text, ",") && scan_text(&text, ";"))
			return true;
	}
	return false;
}

bool array_line(struct array *array, const char *line, size_t length, uint32_t number)
{
	struct scan text = scan_of(line, length);

	if (array->form == ARRAY_COE)
		return take_words(array, text) && array_end(array);
	if (array->form == ARRAY_BYTES)
		return take_bytes(array, text) && array_end(array);
	if (scan_past(&text, "memory_initialization_vector")) {
		scan_blanks(&text);
		scan_text(&text, "=");
		begin(array, ARRAY_COE, number);
		return take_words(array, text) && array_end(array);
	}
	if (!find_bytes(&text))
		return false;
	begin(array, ARRAY_BYTES, number);
	return take_bytes(array, text) && array_end(array);
}
