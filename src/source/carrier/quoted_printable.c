/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/carrier/carrier.h"

#include "base/str.h"

#include <string.h>

/* Quoted-printable (RFC 2045 6.7): "=3D" for "=", and "=" at the end of a line that goes on. */

#define HEADER "Content-Transfer-Encoding:"
#define NAME "quoted-printable"

static int digit(char c)
{
	return ascii_is_digit(c) ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool is_escape(const char *at, size_t left)
{
	return left >= 3 && at[0] == '=' && digit(at[1]) >= 0 && digit(at[2]) >= 0;
}

/* "=" and nothing but blanks up to the end of the line. */
static bool is_soft_break(const char *at, size_t left)
{
	size_t n = 1;

	if (!left || *at != '=')
		return false;
	while (n < left && (ascii_is_blank(at[n]) || at[n] == '\r'))
		n++;
	return n == left || at[n] == '\n';
}

/* Whether a header line of a mail says so. */
static bool has_header(const char *head, size_t size)
{
	const char *at = head, *end = head + size;

	while ((at = memchr(at, '-', (size_t)(end - at)))) {
		struct text_line line = { .text = at, .length = (size_t)(end - at) };

		if (carrier_starts(&line, "-Transfer-Encoding: " NAME))
			return true;
		at++;
	}
	return false;
}

/*
 * Without a header: there is "=3D", and every "=" is one that such text may have. What
 * lspci prints has "=" before digits, but none before two of them in upper case or a line's end.
 */
static bool tells(struct carriers *carriers, const char *head, size_t size)
{
	const char *at = head, *end = head + size;
	bool escaped = false;

	carriers->in_encoded = false;
	if (has_header(head, size))
		return true;
	while ((at = memchr(at, '=', (size_t)(end - at)))) {
		size_t left = (size_t)(end - at);

		if (!is_escape(at, left) && !is_soft_break(at, left))
			return false;
		escaped |= left >= 3 && at[1] == '3' && at[2] == 'D';
		at++;
	}
	carriers->in_encoded = escaped;
	return escaped;
}

/* The next line of the file behind what is kept; false: there is none, or no room. */
static bool append(struct carriers *carriers, struct text_line *line, size_t kept)
{
	size_t start = (size_t)(line->text - carriers->scratch), length;
	const char *text;

	if (!text_reader_next(carriers->reader, &text, &length))
		return false;
	if (length > TEXT_LINE_MAX - start - kept)
		length = TEXT_LINE_MAX - start - kept;
	memcpy(carriers->scratch + start + kept, text, length);
	for (size_t i = 0; i <= length; i++)
		carriers->columns[start + kept + i] = (uint32_t)i + 1;
	line->length = kept + length;
	return true;
}

/* Decodes from `at` on; returns how much is written, *ret_soft: the line goes on. */
static size_t decode(struct carriers *carriers, struct text_line *line, size_t at, bool *ret_soft)
{
	char *text = carriers->scratch + (line->text - carriers->scratch);
	uint32_t *columns = carriers->columns + (line->text - carriers->scratch);
	size_t written = at;

	*ret_soft = false;
	while (at < line->length && !*ret_soft) {
		size_t left = line->length - at;

		columns[written] = columns[at];
		if (is_escape(text + at, left)) {
			text[written++] = (char)(digit(text[at + 1]) << 4 | digit(text[at + 2]));
			at += 3;
		} else if (is_soft_break(text + at, left)) {
			*ret_soft = true;
		} else {
			text[written++] = text[at++];
		}
	}
	columns[written] = columns[line->length];
	return written;
}

static enum carried undo(struct carriers *carriers, struct text_line *line)
{
	struct text_line name = *line;
	size_t written = 0;
	bool soft;

	if (carrier_starts(line, HEADER)) {
		text_line_skip(&name, sizeof(HEADER) - 1);
		while (name.length && ascii_is_blank(*name.text))
			text_line_skip(&name, 1);
		carriers->in_encoded = carrier_starts(&name, NAME);
		return CARRIED_NOT;
	}
	if (!carriers->in_encoded || !memchr(line->text, '=', line->length))
		return CARRIED_NOT;
	carriers_own(carriers, line);
	do
		written = decode(carriers, line, written, &soft);
	while (soft && append(carriers, line, written));
	line->length = written;
	return CARRIED_YES;
}

const struct carrier carrier_quoted_printable = {
	.name = "quoted-printable",
	.tells = tells,
	.undo = undo,
};
