/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/charset.h"

#include "base/utf.h"

#include <string.h>

/* Windows-1252 from 80 to 9f; what it leaves undefined maps to itself, as in Windows. */
static const uint16_t windows_1252[32] = {
	0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
	0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
};

static uint32_t next_ansi(const uint8_t **at)
{
	uint8_t byte = *(*at)++;

	return byte >= 0x80 && byte < 0xa0 ? windows_1252[byte - 0x80] : byte;
}

static uint32_t next_utf8(const uint8_t **at, const uint8_t *end)
{
	uint32_t c;

	*at += utf8_get(*at, (size_t)(end - *at), &c);
	return c;
}

static uint32_t next_utf16(const uint8_t **at, const uint8_t *end, bool big_endian)
{
	uint32_t c;
	size_t taken = utf16_get(*at, (size_t)(end - *at), big_endian, &c);

	/* Half a character can only be the end of the file. */
	*at = taken ? *at + taken : end;
	return c;
}

uint32_t charset_next(enum charset charset, const uint8_t **at, const uint8_t *end)
{
	switch (charset) {
	case CHARSET_UTF16LE:
		return next_utf16(at, end, false);
	case CHARSET_UTF16BE:
		return next_utf16(at, end, true);
	case CHARSET_UTF8:
	case CHARSET_UTF8_BOM:
		return next_utf8(at, end);
	case CHARSET_ASCII:
	case CHARSET_ANSI:
		break;
	}
	return next_ansi(at);
}

uint32_t charset_next_text(enum charset charset, const uint8_t **at, const uint8_t *end)
{
	uint32_t c = charset_next(charset, at, end);

	if (c == '\r' && *at < end) {
		const uint8_t *next = *at;

		if (charset_next(charset, &next, end) == '\n')
			*at = next;
	}
	return c == '\r' ? '\n' : c;
}

bool charset_is_wide(enum charset charset)
{
	return charset == CHARSET_UTF16LE || charset == CHARSET_UTF16BE;
}

static bool starts(const uint8_t *bytes, size_t size, const char *mark, size_t length)
{
	return size >= length && memcmp(bytes, mark, length) == 0;
}

#define SAMPLE 4096

/*
 * UTF-16 without a mark: the syntax of these files is ASCII, so that most high bytes are zero
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

static enum charset look_8bit(const uint8_t *bytes, size_t size)
{
	const uint8_t *at = bytes, *end = bytes + size;
	bool ascii = true;

	while (at < end) {
		ascii = ascii && *at < 0x80;
		if (next_utf8(&at, end) == UTF_NO_CHARACTER)
			return CHARSET_ANSI;
	}
	return ascii ? CHARSET_ASCII : CHARSET_UTF8;
}

enum charset charset_guess(const uint8_t *bytes, size_t size, size_t *ret_mark)
{
	*ret_mark = 0;
	if (starts(bytes, size, "\xff\xfe", 2) || starts(bytes, size, "\xfe\xff", 2)) {
		*ret_mark = 2;
		return *bytes == 0xff ? CHARSET_UTF16LE : CHARSET_UTF16BE;
	}
	if (starts(bytes, size, "\xef\xbb\xbf", 3)) {
		*ret_mark = 3;
		return CHARSET_UTF8_BOM;
	}
	if (looks_utf16(bytes, size, 1))
		return CHARSET_UTF16LE;
	if (looks_utf16(bytes, size, 0))
		return CHARSET_UTF16BE;
	return look_8bit(bytes, size);
}

size_t charset_utf8_bound(enum charset charset, const uint8_t *bytes, size_t size)
{
	size_t long_ones = 0;

	if (charset_is_wide(charset))
		return size / 2 * 3 + 3;
	for (size_t i = 0; i < size; i++)
		long_ones += bytes[i] >= 0x80 || bytes[i] == 0;
	return size + 2 * long_ones;
}

static uint8_t to_ansi(uint32_t c)
{
	for (unsigned i = 0; i < 32; i++)
		if (windows_1252[i] == c)
			return (uint8_t)(0x80 + i);
	return c < 0x80 || (c >= 0xa0 && c < 0x100) ? (uint8_t)c : '?';
}

static size_t put_unit(uint8_t *out, uint32_t unit, bool big_endian)
{
	out[big_endian ? 1 : 0] = (uint8_t)unit;
	out[big_endian ? 0 : 1] = (uint8_t)(unit >> 8);
	return 2;
}

static size_t put_utf16(uint8_t *out, uint32_t c, bool big_endian)
{
	if (c < 0x10000)
		return put_unit(out, c, big_endian);
	c -= 0x10000;
	put_unit(out, 0xd800 | c >> 10, big_endian);
	return 2 + put_unit(out + 2, 0xdc00 | (c & 0x3ff), big_endian);
}

size_t charset_put(enum charset charset, uint8_t *out, uint32_t c)
{
	if (c > 0x10ffff)
		c = UTF_REPLACEMENT;
	switch (charset) {
	case CHARSET_UTF16LE:
	case CHARSET_UTF16BE:
		return put_utf16(out, c, charset == CHARSET_UTF16BE);
	case CHARSET_UTF8:
	case CHARSET_UTF8_BOM:
		return utf8_put((char *)out, c);
	case CHARSET_ASCII:
	case CHARSET_ANSI:
		break;
	}
	*out = to_ansi(c);
	return 1;
}
