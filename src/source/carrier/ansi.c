/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/carrier/carrier.h"

#include "base/str.h"

#include <string.h>

/* Escape sequences of terminals (ECMA-48 5.4 and 8.3.89): colours, titles. */

#define ESCAPE '\x1b'

/* The length of the sequence that begins at `at`. */
static size_t sequence(const char *at, size_t left)
{
	size_t n = 2;

	if (left < 2)
		return left;
	if (at[1] == '[') {
		while (n < left && at[n] >= 0x20 && at[n] < 0x40)
			n++;
		return n < left && at[n] >= 0x40 && at[n] < 0x7f ? n + 1 : n;
	}
	if (at[1] != ']')
		return at[1] == '(' && left > 2 ? 3 : 2;
	/* A title ends with BEL or with another escape. */
	while (n < left && at[n] != '\a' && at[n] != ESCAPE)
		n++;
	if (n < left && at[n] == ESCAPE)
		return n + 1 < left ? n + 2 : n + 1;
	return n < left ? n + 1 : n;
}

static enum carried undo(struct carriers *carriers, struct text_line *line)
{
	const char *escape = memchr(line->text, ESCAPE, line->length);
	uint32_t *columns;
	size_t written, at;
	char *text;

	if (!escape)
		return CARRIED_NOT;
	at = written = (size_t)(escape - line->text);
	text = carriers_own(carriers, line);
	columns = carriers->columns + (text - carriers->scratch);
	while (at < line->length) {
		if (text[at] == ESCAPE) {
			at += sequence(text + at, line->length - at);
			continue;
		}
		text[written] = text[at];
		columns[written++] = columns[at++];
	}
	columns[written] = columns[line->length];
	line->length = written;
	return CARRIED_YES;
}

const struct carrier carrier_ansi = {
	.name = "ANSI escapes",
	.undo = undo,
};
