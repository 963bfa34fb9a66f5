/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/text_source.h"

#include "base/str.h"

#include <string.h>

/*
 * Statements of decoded text: how deep they stand, and those that were broken in two.
 * Blanks before them were tabs once; 8, 4, 2 of them or none is what people paste.
 */

void text_flush_words(struct text *text)
{
	struct words *words = &text->words;
	const struct dialect *dialect = this_heading(text)->dialect;

	if (words->length && dialect && dialect->read)
		dialect->read(&text->facts, words->depth, scan_of(words->held, words->length));
	words->length = 0;
}

void text_end_words(struct text *text)
{
	text_flush_words(text);
	text->words.ended = !text->words.blanks_lie;
}

static enum depth depth_of(struct words *words, unsigned width)
{
	if (!width)
		return DEPTH_UNKNOWN;
	if (!words->first_width || width < words->first_width)
		words->first_width = width;
	return width > words->first_width ? DEPTH_DETAIL : DEPTH_FUNCTION;
}

/* Where a heading was broken, ids or revision, or values of pciconf, are on the next line. */
static void add_to_heading(struct text *text, struct scan rest)
{
	struct heading *heading = this_heading(text);
	size_t length = strlen(heading->text), more = scan_left(&rest);
	struct scan at = rest;
	bool found = scan_past(&at, "(rev ") || scan_past(&at, "(prog-if ") ||
		     scan_past(&at, "=0x");

	for (at = rest; !found && scan_past(&at, "[");) {
		uint32_t vendor, device;

		found = scan_ids(&at, &vendor, &device);
	}
	if (!found || !length || length + more + 2 > HEADING_SIZE)
		return;
	heading->text[length++] = ' ';
	memcpy(heading->text + length, rest.at, more);
	heading->text[length + more] = '\0';
}

/* What mail programs break off a long line begins at the margin. */
static void go_on(struct text *text, struct scan rest)
{
	struct words *words = &text->words;
	size_t more = scan_left(&rest);

	if (!words->any && !text->raw.bytes.size)
		add_to_heading(text, rest);
	if (!words->length || words->length + more + 1 > STATEMENT_MAX) {
		words->unread = true;
		return;
	}
	words->held[words->length++] = ' ';
	memcpy(words->held + words->length, rest.at, more);
	words->length += more;
}

static void hold(struct text *text, enum depth depth, struct scan statement)
{
	struct words *words = &text->words;
	size_t length = scan_left(&statement);

	if (length > STATEMENT_MAX)
		length = STATEMENT_MAX;
	memcpy(words->held, statement.at, length);
	words->length = length;
	words->depth = depth;
}

void text_take_words(struct text *text, const struct text_line *line)
{
	const struct dialect *dialect = this_heading(text)->dialect;
	struct scan statement = scan_of(line->text, line->length);
	struct words *words = &text->words;
	enum statement kind;
	unsigned width;

	scan_blanks(&statement);
	if (!dialect || !dialect->classify) {
		words->unread |= statement.at < statement.end;
		return;
	}
	if (statement.at == statement.end) {
		text_end_words(text);
		return;
	}
	kind = dialect->classify(statement);
	width = text_width(line->text, (size_t)(statement.at - line->text));
	if (kind == STATEMENT_NOT && !width) {
		if (dialect->wraps && !words->ended)
			go_on(text, statement);
		else
			words->unread |= !words->ended;
		return;
	}
	text_flush_words(text);
	if (words->ended && kind != STATEMENT_NOT) {
		words->ended = false;
		words->blanks_lie = true;
	}
	words->any |= kind != STATEMENT_NOT;
	words->unread |= kind == STATEMENT_NOT;
	words->last_seen |= kind == STATEMENT_LAST;
	if (kind == STATEMENT_READ)
		hold(text, depth_of(words, width), statement);
	else
		depth_of(words, width);
}
