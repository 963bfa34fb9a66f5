/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/encoding.h"

#include "base/decoder.h"
#include "base/padding.h"
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

/* A Ctrl-Z that only blanks follow is how old editors end a file: nothing is lost. */
static void note_ctrl_z(const struct decoder *d)
{
	for (const uint8_t *p = d->at; p < d->end; p++)
		if (*p > ' ') {
			notes_add(d->notes, PCIMSI_NOTE_INF_CTRL_Z, d->place, NULL);
			return;
		}
}

static void decode(struct decoder *d)
{
	uint32_t c;

	while (decoder_next(d, &c)) {
		if (c == CTRL_Z) {
			note_ctrl_z(d);
			return;
		}
		decoder_put(d, c);
	}
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
static bool is_binary(const uint8_t *bytes, size_t size, enum charset charset)
{
	const uint8_t *at = bytes, *end = bytes + size;
	bool wide = charset_is_wide(charset);
	size_t characters = 0, odd = 0;

	while (at < end) {
		characters++;
		odd += is_odd(charset_next(charset, &at, end));
	}
	if (odd * 10 > characters * 3)
		return true;
	return odd > FEW_ODD && odd * (wide ? 50 : 20) > characters &&
	       !names_version(bytes, size, wide ? 2 : 1);
}

/* ---- all together ------------------------------------------------------------ */

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

static const enum pcimsi_inf_encoding encodings[] = {
	[CHARSET_ASCII] = PCIMSI_ENCODING_ASCII,     [CHARSET_ANSI] = PCIMSI_ENCODING_ANSI,
	[CHARSET_UTF8] = PCIMSI_ENCODING_UTF8,       [CHARSET_UTF8_BOM] = PCIMSI_ENCODING_UTF8_BOM,
	[CHARSET_UTF16LE] = PCIMSI_ENCODING_UTF16LE, [CHARSET_UTF16BE] = PCIMSI_ENCODING_UTF16BE,
};

enum charset inf_charset(enum pcimsi_inf_encoding encoding)
{
	int charset = 0;

	while (encodings[charset] != encoding)
		charset++;
	return (enum charset)charset;
}

/* The size without NULs at the end, but with a last one that is half of a character. */
static size_t unpadded_size(const uint8_t *bytes, size_t size)
{
	size_t padding = padding_size(bytes, size), left = size - padding, mark;
	size_t even = left + left % 2;

	if (!padding)
		return size;
	return charset_is_wide(charset_guess(bytes, even, &mark)) ? even : left;
}

int inf_decode(struct arena *arena, struct notes *notes, const void *bytes, size_t size,
	       struct inf_text *ret)
{
	struct decoder d = {
		.notes = notes,
		.bad_character = PCIMSI_NOTE_INF_BAD_CHARACTER,
		.nul = PCIMSI_NOTE_INF_NUL,
		.keeps_returns = true,
	};
	size_t padded = size;

	size = unpadded_size(bytes, size);
	if (!size)
		return PCIMSI_ERR_FORMAT;
	if (decoder_open(&d, arena, bytes, size))
		return PCIMSI_ERR_NOMEM;
	if (is_binary(d.at, (size_t)(d.end - d.at), d.charset))
		return PCIMSI_ERR_FORMAT;
	ret->encoding = encodings[d.charset];
	if (size < padded)
		padding_note(notes, padded - size, size);
	if (ret->encoding == PCIMSI_ENCODING_UTF8 || ret->encoding == PCIMSI_ENCODING_UTF8_BOM)
		notes_add(notes, PCIMSI_NOTE_INF_UTF8, (struct pcimsi_place){ 0 }, NULL);
	if (ret->encoding == PCIMSI_ENCODING_UTF16BE)
		notes_add(notes, PCIMSI_NOTE_INF_UTF16BE, (struct pcimsi_place){ 0 }, NULL);
	decode(&d);
	ret->data = d.text;
	ret->size = (size_t)(d.out - d.text);
	fix_returns(ret);
	return 0;
}
