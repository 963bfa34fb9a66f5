/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/carrier/carrier.h"

#include <string.h>

/* Non-breaking spaces and NUL bytes, which web pages and broken copies have for blanks. */

/* A non-breaking space in UTF-8 or Latin-1; its length, or 0. */
static size_t nbsp(const char *at, size_t left)
{
	if (left > 1 && at[0] == '\xc2' && at[1] == '\xa0')
		return 2;
	return left && at[0] == '\xa0' ? 1 : 0;
}

static enum carried undo(struct carriers *carriers, struct text_line *line)
{
	bool nul = memchr(line->text, '\0', line->length);
	uint32_t *columns;
	size_t written = 0;
	char *text;

	if (!nul && !memchr(line->text, 0xa0, line->length))
		return CARRIED_NOT;
	text = carriers_own(carriers, line);
	columns = carriers->columns + (text - carriers->scratch);
	for (size_t at = 0; at < line->length; written++) {
		size_t wide = nbsp(text + at, line->length - at);

		text[written] = wide || !text[at] ? ' ' : text[at];
		columns[written] = columns[at];
		at += wide ? wide : 1;
	}
	columns[written] = columns[line->length];
	line->length = written;
	if (nul)
		notes_add(carriers->notes, PCIMSI_NOTE_NUL_BYTE, text_line_place(line), NULL);
	return CARRIED_YES;
}

const struct carrier carrier_spaces = {
	.name = "spaces",
	.undo = undo,
};
