/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/carrier/carrier.h"

#include "base/str.h"
#include "source/dialect/dialect.h"

#include <stdlib.h>
#include <string.h>

/* ---- unified diff: the new side of each hunk is the capture -----------------------------------
 */

static bool starts(const struct text_line *line, const char *with)
{
	return line->length >= strlen(with) && memcmp(line->text, with, strlen(with)) == 0;
}

/* The begin of a hunk tells how far the diff is indented. */
static bool is_hunk(struct carriers *carriers, const struct text_line *line)
{
	struct text_line rest = *line;

	while (rest.length && ascii_is_blank(*rest.text))
		text_line_skip(&rest, 1);
	if (!starts(&rest, "@@ -"))
		return false;
	if (rest.length < line->length)
		carriers_indent(carriers, text_width(line->text, line->length - rest.length));
	return true;
}

static enum carried undo_side(struct carriers *carriers, struct text_line *line)
{
	if (starts(line, "--- ") || starts(line, "+++ ") || starts(line, "\\ No newline"))
		return CARRIED_MARK;
	if (line->length && *line->text == '-') {
		notes_add(carriers->notes, PCIMSI_NOTE_DIFF_OLD_SIDE, text_line_place(line), NULL);
		return CARRIED_MARK;
	}
	if (!line->length || (*line->text != '+' && *line->text != ' '))
		return CARRIED_NOT;
	text_line_skip(line, 1);
	return CARRIED_YES;
}

static enum carried undo_unified(struct carriers *carriers, struct text_line *line)
{
	enum carried carried = CARRIED_NOT, one = CARRIED_YES;

	if (is_hunk(carriers, line)) {
		carriers->unified = carriers->unified ? carriers->unified : 1;
		return CARRIED_MARK;
	}
	for (unsigned i = 0; i < carriers->unified && one == CARRIED_YES; i++) {
		one = undo_side(carriers, line);
		carried = one == CARRIED_NOT ? carried : one;
	}
	/* A diff of a diff. */
	if (carried == CARRIED_YES && starts(line, "@@ -")) {
		carriers->unified++;
		return CARRIED_MARK;
	}
	return carried;
}

const struct carrier carrier_diff = {
	.name = "unified diff",
	.first = "@+- \t\\",
	.undo = undo_unified,
};

/* ---- normal diff: two captures, of each the lines that differ ---------------------------------
 */

/* "7c7", "3,4d2": the first line of each side. */
static bool parse_hunk(struct scan text, uint32_t ret_lines[2])
{
	struct scan left;
	uint32_t last;
	size_t at = 0;

	while (at < scan_left(&text) && !strchr("acd", text.at[at]))
		at++;
	if (!at || at == scan_left(&text) || !text.at[at])
		return false;
	left = (struct scan){ text.at, text.at + at };
	text.at += at + 1;
	return scan_decimal(&left, &ret_lines[0]) &&
	       (left.at == left.end ||
		(scan_text(&left, ",") && scan_decimal(&left, &last) && left.at == left.end)) &&
	       scan_decimal(&text, &ret_lines[1]) &&
	       (text.at == text.end ||
		(scan_text(&text, ",") && scan_decimal(&text, &last) && text.at == text.end));
}

/* The diff may be quoted in a mail. */
static bool tells(struct carriers *carriers, const char *head, size_t size)
{
	const char *end = head + size, *newline;
	uint32_t lines[2];

	for (const char *at = head; at < end; at = newline + 1) {
		const char *start = at;

		newline = memchr(at, '\n', (size_t)(end - at));
		if (!newline)
			return false;
		while (start < newline && (*start == '>' || *start == ' '))
			start++;
		if (start == newline || newline - start > 32 || start - at >= DIFF_PREFIX_MAX ||
		    end - newline < start - at + 2 ||
		    !parse_hunk((struct scan){ start, newline - (newline[-1] == '\r') }, lines))
			continue;
		/* Behind it stands a line of either side. */
		if (memcmp(newline + 1, at, (size_t)(start - at)) != 0 ||
		    !strchr("<>", newline[1 + (start - at)]))
			continue;
		carriers->diff_prefix_length = (size_t)(start - at);
		memcpy(carriers->diff_prefix, at, carriers->diff_prefix_length);
		return true;
	}
	return false;
}

/* The offset of a row, if the line looks like one. */
static bool row_offset(struct scan text, uint32_t *ret)
{
	return scan_hex32(&text, 2, 8, ret) && scan_text(&text, ":");
}

/*
 * Whether the line is of the function whose heading was seen last: headings that are the
 * same on both sides are not in the diff, but numbers of lines are.
 */
static bool belongs(struct carriers *carriers, struct diff_side *side, const struct text_line *line)
{
	struct scan text = scan_of(line->text, line->length);
	uint32_t at = side->line++, offset;
	struct pcimsi_slot slot;

	if (dialect_slot(&text, &slot)) {
		side->first = at + 1;
		side->follows = true;
		return true;
	}
	if (!row_offset(text, &offset))
		return side->follows;
	if (side->follows && !offset)
		side->first = at;
	if (side->first && at >= offset / 16 && at - offset / 16 == side->first)
		return true;
	notes_add(carriers->notes, PCIMSI_NOTE_HEX_WITHOUT_SLOT, text_line_place(line), NULL);
	return false;
}

/* Keeps the line until the first text was read. */
static void hold(struct carriers *carriers, const struct text_line *line)
{
	struct carried_side *held = &carriers->held;
	size_t size = sizeof(*line) + line->length;

	if (size > CARRIED_SIDE_MAX - held->size) {
		notes_add(carriers->notes, PCIMSI_NOTE_CAPTURE_LIMIT, text_line_place(line),
			  "4 MiB of the second side of a diff");
		return;
	}
	if (held->size + size > held->room) {
		size_t room = 2 * (held->size + size);
		char *bytes = realloc(held->bytes, room);

		if (!bytes)
			return;
		held->bytes = bytes;
		held->room = room;
	}
	memcpy(held->bytes + held->size, line, sizeof(*line));
	memcpy(held->bytes + held->size + sizeof(*line), line->text, line->length);
	held->size += size;
}

static enum carried begin_hunk(struct carriers *carriers, const uint32_t lines[2],
			       const struct text_line *line)
{
	for (int i = 0; i < 2; i++) {
		carriers->sides[i].follows = false;
		carriers->sides[i].line = lines[i];
	}
	if (!carriers->two_texts)
		notes_add(carriers->notes, PCIMSI_NOTE_DIFF_TWO_SIDES, text_line_place(line), NULL);
	carriers->two_texts = true;
	return CARRIED_MARK;
}

static enum carried undo_normal(struct carriers *carriers, struct text_line *line)
{
	size_t prefix = carriers->diff_prefix_length;
	struct text_line inner = *line;
	uint32_t lines[2];
	unsigned side;

	if (carriers->second || line->length <= prefix ||
	    memcmp(line->text, carriers->diff_prefix, prefix) != 0)
		return CARRIED_NOT;
	text_line_skip(&inner, prefix);
	if (parse_hunk(scan_of(inner.text, inner.length), lines))
		return begin_hunk(carriers, lines, line);
	if (!carriers->two_texts)
		return CARRIED_NOT;
	if (starts(&inner, "---") && inner.length == 3)
		return CARRIED_MARK;
	if (!starts(&inner, "< ") && !starts(&inner, "> "))
		return CARRIED_NOT;
	side = *inner.text == '>';
	text_line_skip(&inner, 2);
	if (!belongs(carriers, &carriers->sides[side], &inner))
		return CARRIED_MARK;
	*line = inner;
	if (!side)
		return CARRIED_YES;
	line->columns = NULL;
	hold(carriers, line);
	return CARRIED_MARK;
}

const struct carrier carrier_normal_diff = {
	.name = "normal diff",
	.first = "<>-0123456789 ",
	.tells = tells,
	.undo = undo_normal,
};
