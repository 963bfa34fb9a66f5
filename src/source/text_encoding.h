/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_TEXT_ENCODING_H
#define PCIMSI_SOURCE_TEXT_ENCODING_H

#include "source/text_reader.h"

/*
 * UTF-16 with or without a byte order mark, which firmware shells and PowerShell
 * write; UTF-8 with one; and lines that end with CR alone.
 */

enum text_encoding {
	TEXT_BYTES, /* ASCII, UTF-8 or an 8-bit code page */
	TEXT_UTF8_MARK,
	TEXT_UTF16LE,
	TEXT_UTF16BE,
};

/* The encoding of an input that begins with these bytes. */
enum text_encoding text_encoding_of(const char *head, size_t size);

/*
 * Writes the first bytes of an input as UTF-8 to `out`, which has room for `room`
 * bytes; returns how many were written.
 */
size_t text_encoding_peek(const char *head, size_t size, char *out, size_t room);

/*
 * From now on the reader, of which nothing was taken yet, gives UTF-8 without a
 * mark. PCIMSI_ERR_NOMEM, or 0.
 */
int text_encoding_apply(struct text_reader *reader);

#endif
