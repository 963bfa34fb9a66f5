/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/carrier/carrier.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/*
 * In the order in which they are undone: who carried the text last comes first. Those
 * whose marks may be anywhere rewrite the whole line before the others look at its begin.
 */
const struct carrier *const carriers_table[] = {
	&carrier_quoted_printable,
	&carrier_spaces,
	&carrier_ansi,
	&carrier_html,
	&carrier_normal_diff,
	&carrier_numbers,
	&carrier_quote,
	&carrier_indent,
	&carrier_diff,
	&carrier_fence,
};
const unsigned n_carriers = sizeof(carriers_table) / sizeof(carriers_table[0]);

void carriers_init(struct carriers *carriers, struct text_reader *reader, struct notes *notes,
		   const char *head, size_t size)
{
	carriers->reader = reader;
	carriers->notes = notes;
	for (unsigned i = 0; i < n_carriers; i++) {
		const struct carrier *carrier = carriers_table[i];

		if (carrier->tells && !carrier->tells(carriers, head, size))
			continue;
		if (carrier->tells && !carrier->first)
			carriers->rewriters |= UINT32_C(1) << i;
		for (const char *c = carrier->first; c && *c; c++)
			carriers->by_first[(uint8_t)*c] |= UINT32_C(1) << i;
	}
}

void carriers_done(struct carriers *carriers)
{
	free(carriers->held.bytes);
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* A line that was held back for the second text. */
static bool next_held(struct carriers *carriers, struct text_line *ret)
{
	struct carried_side *held = &carriers->held;

	if (!carriers->second || held->at == held->size)
		return false;
	memcpy(ret, held->bytes + held->at, sizeof(*ret));
	ret->text = held->bytes + held->at + sizeof(*ret);
	held->at += sizeof(*ret) + ret->length;
	return true;
}

bool carriers_turn(struct carriers *carriers)
{
	if (carriers->second || !carriers->held.size)
		return false;
	carriers->second = true;
	carriers->indent = 0;
	carriers->number = 0;
	carriers->log.length = 0;
	return true;
}

/* Up to the end of a line inside of the line, which a filter made. */
static void split(struct carriers *carriers, struct text_line *line)
{
	size_t end = 0;

	/* Not further than the first one, for a line may be many. */
	while (end < line->length && line->text[end] != '\r' && line->text[end] != '\n')
		end++;
	carriers->rest.length = 0;
	if (end == line->length)
		return;
	carriers->rest = *line;
	line->length = end;
	text_line_skip(&carriers->rest, end + 1);
}

bool carriers_next(struct carriers *carriers, struct text_line *ret, bool *ret_bare)
{
	*ret_bare = false;
	if (carriers->rest.length) {
		*ret = carriers->rest;
		split(carriers, ret);
		return true;
	}
	if (!text_reader_next(carriers->reader, &ret->text, &ret->length))
		return next_held(carriers, ret);
	*ret_bare = true;
	ret->number = carriers->reader->line;
	ret->column = 1;
	ret->columns = NULL;
	return true;
}

char *carriers_own(struct carriers *carriers, struct text_line *line)
{
	size_t length = line->length;

	if (line->text >= carriers->scratch && line->text <= carriers->scratch + TEXT_LINE_MAX)
		return carriers->scratch + (line->text - carriers->scratch);
	if (length > TEXT_LINE_MAX)
		length = TEXT_LINE_MAX;
	for (size_t i = 0; i <= length; i++)
		carriers->columns[i] = text_line_column(line, i);
	memcpy(carriers->scratch, line->text, length);
	line->text = carriers->scratch;
	line->length = length;
	line->columns = carriers->columns;
	return carriers->scratch;
}

void carriers_drop(struct carriers *carriers, struct text_line *line, size_t at, size_t size)
{
	char *text = carriers_own(carriers, line);
	uint32_t *columns = carriers->columns + (text - carriers->scratch);

	memmove(text + at, text + at + size, line->length - at - size);
	memmove(columns + at, columns + at + size,
		(line->length - at - size + 1) * sizeof(*columns));
	line->length -= size;
}

/*
 * Neither control characters nor bytes above ASCII, but tabs: eight bytes at a time,
 * because most lines are such.
 */
static bool is_plain(const char *text, size_t length)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
	uint64_t odd = 0;
	size_t at = 0;

	for (; at + 8 <= length; at += 8) {
		uint64_t word, low, tab;

		memcpy(&word, text + at, 8);
		low = (word | high) - ones * 0x20;          /* high bit clear: below 0x20 */
		tab = ((word ^ ones * '\t') | high) - ones; /* high bit clear: a tab */
		odd |= (word | (~low & tab)) & high;
	}
	for (; at < length; at++)
		odd |= (uint64_t)((uint8_t)text[at] >= 0x80 ||
				  ((uint8_t)text[at] < ' ' && text[at] != '\t'));
	return !odd;
}

/* Filters that look at all of the line, and the ends of lines inside of it. */
static void rewrite(struct carriers *carriers, struct text_line *line)
{
	for (unsigned i = 0; i < n_carriers; i++) {
		const struct carrier *carrier = carriers_table[i];

		if (!carrier->first && (!carrier->tells || carriers->rewriters >> i & 1))
			carrier->undo(carriers, line);
	}
	split(carriers, line);
}

/* One mark at the begin of the line, of a carrier that left none here yet. */
static enum carried undo_one(struct carriers *carriers, struct text_line *line, uint32_t *done)
{
	uint32_t rows = line->length ? carriers->by_first[(uint8_t)*line->text] & ~*done : 0;

	for (unsigned i = 0; rows >> i; i++) {
		enum carried carried;

		if (!(rows >> i & 1))
			continue;
		carried = carriers_table[i]->undo(carriers, line);
		if (carried != CARRIED_NOT) {
			*done |= UINT32_C(1) << i;
			return carried;
		}
	}
	return CARRIED_NOT;
}

enum carried carriers_undo(struct carriers *carriers, struct text_line *line, bool bare)
{
	enum carried carried = CARRIED_YES;
	uint32_t done = 0;

	carriers->unindented = 0;
	if (bare)
		line->length = text_reader_split(carriers->reader, line->text, line->length);
	if (bare && (carriers->rewriters || !is_plain(line->text, line->length)))
		rewrite(carriers, line);
	while (carried == CARRIED_YES)
		carried = undo_one(carriers, line, &done);
	return carried;
}

void carriers_indent(struct carriers *carriers, unsigned columns)
{
	carriers->indent = carriers->unindented + columns;
}

bool carrier_starts(const struct text_line *line, const char *with)
{
	size_t length = strlen(with);

	return line->length >= length && str_ieq_n(line->text, with, length);
}
