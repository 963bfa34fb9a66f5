/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html_lines.h"

#include "base/str.h"
#include "report/escape.h"

#include <string.h>

/* ---- which lines ----------------------------------------------------------------------------- */

static struct html_line *find(struct html_lines *lines, uint32_t number)
{
	for (uint32_t i = 0; i < lines->count; i++)
		if (lines->items[i].number == number)
			return &lines->items[i];
	return NULL;
}

/* Keeps them in order; a line that is there already is only given its location. */
static void add(struct html_lines *lines, uint32_t number, const char *text,
		const struct pcimsi_location *location)
{
	struct html_line *old = find(lines, number);
	uint32_t at = lines->count;

	if (old) {
		old->location = old->location ? old->location : location;
		return;
	}
	if (lines->count == HTML_LINES_MAX) {
		lines->left_out += location != NULL;
		return;
	}
	for (; at && lines->items[at - 1].number > number; at--)
		lines->items[at] = lines->items[at - 1];
	lines->items[at] = (struct html_line){ number, text, location };
	lines->count++;
}

static bool is_header(const char *line)
{
	return line[strspn(line, " \t")] == '[';
}

/* Who has to look farther for the name of a section knows it. */
#define HEADER_MAX 500

/* The line above that begins the section; 0: there is none near. */
static uint32_t header_above(const struct pcimsi_input *input, uint32_t line)
{
	for (uint32_t i = line; i && i + HEADER_MAX > line; i--)
		if (is_header(input->lines[i - 1]))
			return i;
	return 0;
}

static void add_neighbour(struct html_lines *lines, const struct pcimsi_input *input, uint32_t line)
{
	if (line && line <= input->n_lines)
		add(lines, line, input->lines[line - 1], NULL);
}

static void add_location(struct html_lines *lines, const struct pcimsi_location *location)
{
	const struct pcimsi_input *input = location->input;
	uint32_t line = location->place.line, last = location->to.line;

	if (!input || !input->lines || !line || line > input->n_lines) {
		add(lines, line, location->text ? location->text : "", location);
		return;
	}
	add(lines, line, input->lines[line - 1], location);
	for (uint32_t i = line + 1; i <= last && i <= input->n_lines && i < line + 8; i++)
		add(lines, i, input->lines[i - 1], location);
	if (!is_header(input->lines[line - 1])) {
		add_neighbour(lines, input, header_above(input, line));
		add_neighbour(lines, input, line - 1);
	}
	if (line < input->n_lines && *input->lines[line] && !is_header(input->lines[line]))
		add_neighbour(lines, input, line + 1);
}

uint32_t html_lines_of(const struct pcimsi_finding *finding, const struct pcimsi_location *of,
		       struct html_lines *ret)
{
	uint32_t about = 0;

	*ret = (struct html_lines){ .file = of->file };
	for (uint32_t i = 0; i < finding->n_locations; i++) {
		const struct pcimsi_location *location = &finding->locations[i];

		if (location->kind == of->kind && location->input == of->input &&
		    strcmp(location->file, of->file) == 0)
			add_location(ret, location);
	}
	for (uint32_t i = 0; i < ret->count; i++)
		about += ret->items[i].location != NULL;
	return about;
}

/* ---- what of a line -------------------------------------------------------------------------- */

void html_marked(const struct pcimsi_location *location, uint32_t line, uint32_t *from,
		 uint32_t *to)
{
	*from = *to = 0;
	if (!location->from.line || line < location->from.line || line > location->to.line)
		return;
	*from = line == location->from.line ? location->from.column : 1;
	*to = line == location->to.line ? location->to.column : UINT32_MAX;
}

/* Farther into a line nothing is marked: thousands of findings may be of one. */
#define LINE_MAX_BYTES 4096

/*
 * The byte at which the character of that column begins; the end, if the text is shorter than
 * that.
 */
static size_t byte_of(const char *text, uint32_t column)
{
	size_t at = 0;

	while (text[at] && column > 1 && at < LINE_MAX_BYTES) {
		at++;
		while (((unsigned char)text[at] & 0xc0) == 0x80)
			at++;
		column--;
	}
	return at;
}

/* Of a long line this much around what is meant. */
#define BEFORE 120
#define AFTER 240

static size_t character_at(const char *text, size_t at)
{
	while (at && ((unsigned char)text[at] & 0xc0) == 0x80)
		at--;
	return at;
}

void html_line_text(FILE *out, const char *text, uint32_t from, uint32_t to)
{
	size_t mark = from ? byte_of(text, from) : 0, mark_end = mark;
	size_t length, begin, end;

	/* From there on: the way through a long line is gone once. */
	if (to > from && from)
		mark_end = mark + byte_of(text + mark, to - from + 1);
	if (mark >= LINE_MAX_BYTES)
		mark = mark_end = 0;
	begin = mark > BEFORE ? character_at(text, mark - BEFORE) : 0;
	if (mark_end > mark + AFTER)
		mark_end = character_at(text, mark + AFTER);
	length = mark_end + strnlen(text + mark_end, AFTER + 1);
	end = length > mark_end + AFTER ? character_at(text, mark_end + AFTER) : length;
	if (begin)
		fputs("\u2026", out);
	put_markup_part(out, text + begin, mark - begin);
	if (mark_end > mark) {
		fputs("<mark>", out);
		put_markup_part(out, text + mark, mark_end - mark);
		fputs("</mark>", out);
	}
	put_markup_part(out, text + mark_end, end - mark_end);
	if (end < length)
		fputs("\u2026", out);
}
