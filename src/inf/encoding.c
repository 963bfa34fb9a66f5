/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/encoding.h"

#include "base/str.h"
#include "base/utf.h"

#include <stdint.h>
#include <string.h>

/*
 * "General Guidelines for INF Files" and "Creating International INF Files":
 * UTF-16LE with a byte order mark, or the machine's ANSI code page. The rest of
 * what is read here occurs in public INFs all the same.
 */

#define CTRL_Z 0x1a

struct decoder {
	const uint8_t *at, *end;
	struct notes *notes;
	char *out;
	struct pcimsi_place place;
};

/* Windows-1252 from 80 to 9f; what it leaves undefined maps to itself, as in Windows. */
static const uint16_t windows_1252[32] = {
	0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
	0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
};

/* Fetchers: the next character, or UTF_NO_CHARACTER for bytes that are none. at < end. */

static uint32_t next_ansi(struct decoder *d)
{
	uint8_t byte = *d->at++;

	return byte >= 0x80 && byte < 0xa0 ? windows_1252[byte - 0x80] : byte;
}

/* Length of the sequence that a first byte begins; 0: it begins none. */
static unsigned utf8_length(uint8_t first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc2 || first > 0xf4)
		return 0;
	return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

static uint32_t next_utf8(struct decoder *d)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned length = utf8_length(*d->at);
	uint32_t c = *d->at++;

	if (length == 1)
		return c;
	if (!length || (size_t)(d->end - d->at) < length - 1)
		return UTF_NO_CHARACTER;
	c &= 0x7fu >> length;
	for (unsigned i = 0; i < length - 1; i++) {
		if ((d->at[i] & 0xc0) != 0x80)
			return UTF_NO_CHARACTER;
		c = c << 6 | (d->at[i] & 0x3fu);
	}
	if (c < least[length] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return UTF_NO_CHARACTER;
	d->at += length - 1;
	return c;
}

static uint32_t next_utf16(struct decoder *d, bool big_endian)
{
	uint32_t c;
	size_t taken = utf16_get(d->at, (size_t)(d->end - d->at), big_endian, &c);

	/* Half a character can only be the end of the file. */
	d->at = taken ? d->at + taken : d->end;
	return c;
}

static uint32_t next_character(struct decoder *d, enum pcimsi_inf_encoding encoding)
{
	switch (encoding) {
	case PCIMSI_ENCODING_UTF16LE:
		return next_utf16(d, false);
	case PCIMSI_ENCODING_UTF16BE:
		return next_utf16(d, true);
	case PCIMSI_ENCODING_UTF8:
	case PCIMSI_ENCODING_UTF8_BOM:
		return next_utf8(d);
	case PCIMSI_ENCODING_ASCII:
	case PCIMSI_ENCODING_ANSI:
		break;
	}
	return next_ansi(d);
}

static void put(struct decoder *d, uint32_t c)
{
	d->out += utf8_put(d->out, c);
	d->place.column++;
	if (c == '\n') {
		d->place.line++;
		d->place.column = 1;
	}
}

/* A Ctrl-Z that only blanks follow is how old editors end a file: nothing is lost. */
static void note_ctrl_z(struct decoder *d)
{
	for (const uint8_t *p = d->at; p < d->end; p++)
		if (*p > ' ') {
			notes_add(d->notes, PCIMSI_NOTE_INF_CTRL_Z, d->place, NULL);
			return;
		}
}

static void decode(struct decoder *d, enum pcimsi_inf_encoding encoding)
{
	while (d->at < d->end) {
		uint32_t c = next_character(d, encoding);

		if (c == CTRL_Z) {
			note_ctrl_z(d);
			return;
		}
		if (c == UTF_NO_CHARACTER) {
			notes_add(d->notes, PCIMSI_NOTE_INF_BAD_CHARACTER, d->place, NULL);
			c = UTF_REPLACEMENT;
		} else if (c == 0) {
			notes_add(d->notes, PCIMSI_NOTE_INF_NUL, d->place, NULL);
			c = ' ';
		}
		put(d, c);
	}
}

/* ---- which encoding ---------------------------------------------------------- */

static bool starts(const uint8_t *bytes, size_t size, const char *mark, size_t length)
{
	return size >= length && memcmp(bytes, mark, length) == 0;
}

#define SAMPLE 4096

/*
 * UTF-16 without a mark: INF syntax is ASCII, so that most high bytes are zero
 * whatever the language of the strings, and hardly any low byte is.
 */
static bool looks_utf16(const uint8_t *bytes, size_t size, unsigned high)
{
	size_t units = (size < SAMPLE ? size : SAMPLE) / 2, zero_high = 0, zero_low = 0;

	for (size_t i = 0; i < units; i++) {
		zero_high += !bytes[2 * i + high];
		zero_low += !bytes[2 * i + 1 - high];
	}
	return units >= 4 && zero_high * 10 >= units * 4 && zero_low * 50 <= units;
}

static enum pcimsi_inf_encoding look_8bit(const uint8_t *bytes, size_t size)
{
	struct decoder d = { .at = bytes, .end = bytes + size };
	bool ascii = true;

	while (d.at < d.end) {
		ascii = ascii && *d.at < 0x80;
		if (next_utf8(&d) == UTF_NO_CHARACTER)
			return PCIMSI_ENCODING_ANSI;
	}
	return ascii ? PCIMSI_ENCODING_ASCII : PCIMSI_ENCODING_UTF8;
}

/* Sets *ret_mark to the size of the byte order mark. */
static enum pcimsi_inf_encoding look(const uint8_t *bytes, size_t size, size_t *ret_mark)
{
	*ret_mark = 0;
	if (starts(bytes, size, "\xff\xfe", 2) || starts(bytes, size, "\xfe\xff", 2)) {
		*ret_mark = 2;
		return *bytes == 0xff ? PCIMSI_ENCODING_UTF16LE : PCIMSI_ENCODING_UTF16BE;
	}
	if (starts(bytes, size, "\xef\xbb\xbf", 3)) {
		*ret_mark = 3;
		return PCIMSI_ENCODING_UTF8_BOM;
	}
	if (looks_utf16(bytes, size, 1))
		return PCIMSI_ENCODING_UTF16LE;
	if (looks_utf16(bytes, size, 0))
		return PCIMSI_ENCODING_UTF16BE;
	return look_8bit(bytes, size);
}

/* ---- binary data ------------------------------------------------------------- */

static bool is_odd(uint32_t c)
{
	return c == UTF_NO_CHARACTER || c == 0x7f ||
	       (c < ' ' && c != '\t' && c != '\n' && c != '\v' && c != '\f' && c != '\r' &&
		c != CTRL_Z);
}

/* Any "[Version" in it, as 8-bit or 16-bit characters? */
static bool names_version(const uint8_t *bytes, size_t size, unsigned step)
{
	static const char name[] = "[version";
	const size_t span = (sizeof(name) - 2) * step;

	for (size_t i = 0; size > span && i < size - span; i++) {
		size_t k = 0;

		while (name[k] && ascii_lower((char)bytes[i + k * step]) == name[k])
			k++;
		if (!name[k])
			return true;
	}
	return false;
}

#define FEW_ODD 8

/*
 * One stray NUL or a flipped bit does not make a file binary, and a fragment
 * may lack [Version]. Compressed or compiled data has about a tenth of control
 * characters or more.
 */
static bool is_binary(const uint8_t *bytes, size_t size, enum pcimsi_inf_encoding encoding)
{
	bool wide = encoding == PCIMSI_ENCODING_UTF16LE || encoding == PCIMSI_ENCODING_UTF16BE;
	struct decoder d = { .at = bytes, .end = bytes + size };
	size_t characters = 0, odd = 0;

	while (d.at < d.end) {
		characters++;
		odd += is_odd(next_character(&d, encoding));
	}
	if (odd * 10 > characters * 3)
		return true;
	return odd > FEW_ODD && odd * (wide ? 50 : 20) > characters &&
	       !names_version(bytes, size, wide ? 2 : 1);
}

/* ---- all together ------------------------------------------------------------ */

/* No more than this many bytes of UTF-8 come of it. */
static size_t bound(const uint8_t *bytes, size_t size, enum pcimsi_inf_encoding encoding)
{
	size_t high = 0;

	if (encoding == PCIMSI_ENCODING_UTF16LE || encoding == PCIMSI_ENCODING_UTF16BE)
		return size / 2 * 3 + 3;
	for (size_t i = 0; i < size; i++)
		high += bytes[i] >> 7;
	return size + 2 * high;
}

/*
 * "General Syntax Rules for INF Files": a line ends with a return or a line
 * feed. In a file without any line feed it can only be the return.
 */
static void fix_returns(struct inf_text *text)
{
	if (memchr(text->data, '\n', text->size))
		return;
	for (size_t i = 0; i < text->size; i++)
		if (text->data[i] == '\r')
			text->data[i] = '\n';
}

int inf_decode(struct arena *arena, struct notes *notes, const void *bytes, size_t size,
	       struct inf_text *ret)
{
	struct decoder d = { .notes = notes, .place = { .line = 1, .column = 1 } };
	size_t mark;

	ret->encoding = look(bytes, size, &mark);
	d.at = (const uint8_t *)bytes + mark;
	d.end = (const uint8_t *)bytes + size;
	size -= mark;
	if (is_binary(d.at, size, ret->encoding))
		return PCIMSI_ERR_FORMAT;
	if (ret->encoding == PCIMSI_ENCODING_UTF8 || ret->encoding == PCIMSI_ENCODING_UTF8_BOM)
		notes_add(notes, PCIMSI_NOTE_INF_UTF8, (struct pcimsi_place){ 0 }, NULL);
	if (ret->encoding == PCIMSI_ENCODING_UTF16BE)
		notes_add(notes, PCIMSI_NOTE_INF_UTF16BE, (struct pcimsi_place){ 0 }, NULL);
	ret->data = arena_alloc(arena, bound(d.at, size, ret->encoding) + 1);
	if (!ret->data)
		return PCIMSI_ERR_NOMEM;
	d.out = ret->data;
	decode(&d, ret->encoding);
	ret->size = (size_t)(d.out - ret->data);
	fix_returns(ret);
	return 0;
}
