/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/carrier/carrier.h"

#include "base/str.h"

#include <string.h>

/* ---- mail quoting ---------------------------------------------------------------------------- */

/* ">SERR-" and ">TAbort-" of lspci's status, where a line was broken, quote nothing. */
static bool is_flag(const char *at, size_t left)
{
	return (left > 5 && memcmp(at, ">SERR", 5) == 0) ||
	       (left > 7 && memcmp(at, ">TAbort", 7) == 0);
}

/* Every ">", the blanks between them, and the one behind. */
static enum carried undo_quote(struct carriers *carriers, struct text_line *line)
{
	enum carried carried = CARRIED_NOT;

	(void)carriers;
	for (;;) {
		size_t blanks = 0;

		while (blanks < line->length && blanks < 2 && line->text[blanks] == ' ')
			blanks++;
		if (blanks >= line->length || line->text[blanks] != '>' ||
		    is_flag(line->text + blanks, line->length - blanks))
			return carried;
		text_line_skip(line, blanks + 1);
		if (line->length && *line->text == ' ' &&
		    (line->length < 2 || line->text[1] != '>'))
			text_line_skip(line, 1);
		carried = CARRIED_YES;
	}
}

const struct carrier carrier_quote = {
	.name = "mail quoting",
	.first = "> ",
	.undo = undo_quote,
};

/* ---- fences ---------------------------------------------------------------------------------- */

/* Lines that begin and end a block of code in Markdown, BBCode and wikis. */
static enum carried undo_fence(struct carriers *carriers, struct text_line *line)
{
	static const char *const fences[] = { "```",     "~~~",      "[code", "[/code]",
					      "[quote]", "[/quote]", "{code", "{noformat}" };

	(void)carriers;
	for (size_t i = 0; i < sizeof(fences) / sizeof(fences[0]); i++) {
		const char *end;

		if (!carrier_starts(line, fences[i]))
			continue;
		if (*fences[i] == '`' || *fences[i] == '~')
			return CARRIED_END;
		end = memchr(line->text, *fences[i] == '[' ? ']' : '}', line->length);
		if (!end)
			return CARRIED_NOT;
		text_line_skip(line, (size_t)(end - line->text) + 1);
		return line->length ? CARRIED_YES : CARRIED_END;
	}
	return CARRIED_NOT;
}

const struct carrier carrier_fence = {
	.name = "fences",
	.first = "`~[{",
	.undo = undo_fence,
};

/* ---- indentation ----------------------------------------------------------------------------- */

/* As far as the last heading stood in from the margin; a tab goes on to a multiple of 8. */
static enum carried undo_indent(struct carriers *carriers, struct text_line *line)
{
	unsigned column = 0;
	size_t at = 0;

	while (at < line->length && column < carriers->indent) {
		unsigned next = line->text[at] == '\t' ? (column | 7) + 1 : column + 1;

		if (!ascii_is_blank(line->text[at]) || next > carriers->indent)
			break;
		column = next;
		at++;
	}
	if (!at)
		return CARRIED_NOT;
	text_line_skip(line, at);
	carriers->unindented = column;
	return CARRIED_YES;
}

const struct carrier carrier_indent = {
	.name = "indentation",
	.first = " \t",
	.undo = undo_indent,
};
