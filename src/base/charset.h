/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_BASE_CHARSET_H
#define PCIMSI_BASE_CHARSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How Windows text files are encoded: UTF-16 with a byte order mark, or the
 * machine's ANSI code page, for which Windows-1252 is taken here. The others
 * occur in public files all the same.
 */
enum charset {
	CHARSET_ASCII,
	CHARSET_ANSI,
	CHARSET_UTF8,
	CHARSET_UTF8_BOM,
	CHARSET_UTF16LE,
	CHARSET_UTF16BE,
};

/* Of the whole text; sets *ret_mark to the size of the byte order mark. */
enum charset charset_guess(const uint8_t *bytes, size_t size, size_t *ret_mark);
bool charset_is_wide(enum charset charset);

/*
 * The character at *at, which is below `end`; moves *at behind it.
 * UTF_NO_CHARACTER (utf.h) for bytes that are none.
 */
uint32_t charset_next(enum charset charset, const uint8_t **at, const uint8_t *end);
/* The same of a text of lines: CR LF and CR alone give \n. */
uint32_t charset_next_text(enum charset charset, const uint8_t **at, const uint8_t *end);

/* No more than this many bytes of UTF-8 come of it, also with U+FFFD for what is no character. */
size_t charset_utf8_bound(enum charset charset, const uint8_t *bytes, size_t size);

/*
 * Writes the character in the charset, at most 4 bytes; returns how many. What
 * Windows-1252 does not have becomes "?".
 */
size_t charset_put(enum charset charset, uint8_t *out, uint32_t c);

#endif
