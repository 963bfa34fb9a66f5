/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_excerpt.h"

#include "report/escape.h"

#include <stdlib.h>
#include <string.h>

/* Where nobody's terminal says how much fits. */
#define WIDTH_OF_PIPE 120
#define WIDTH_MIN 30

#define INDENT 8
#define ELLIPSIS "..."

/* A line in three parts, fit to be shown. */
struct parts {
	char *before, *meant, *after;
};

static void parts_done(struct parts *parts)
{
	free(parts->before);
	free(parts->meant);
	free(parts->after);
}

/* Where the character in this column, from 1, begins; behind the end: its end. */
static const char *at_column(const char *text, uint32_t column)
{
	while (column > 1 && *text) {
		text++;
		while (((unsigned char)*text & 0xc0) == 0x80)
			text++;
		column--;
	}
	return text;
}

static char *shown(const char *from, const char *to)
{
	char *copy = strndup(from, (size_t)(to - from));
	char *text = copy ? escape_text(copy) : NULL;

	free(copy);
	return text;
}

/* A part that goes on in the next line is meant as far as this one goes. */
static bool divide(const char *line, const struct pcimsi_location *location, struct parts *ret)
{
	const struct pcimsi_place *from = &location->from, *to = &location->to;
	const char *end = line + strlen(line);
	const char *first = from->column ? at_column(line, from->column) : line;
	const char *last = to->line > from->line ? end : at_column(line, to->column);

	if (last < first)
		last = first;
	*ret = (struct parts){ shown(line, first), shown(first, last), shown(last, end) };
	return ret->before && ret->meant && ret->after;
}

static unsigned width_of(const char *text)
{
	return text_columns(text, strlen(text));
}

/* Leaves the first columns of the text. */
static void keep_head(char *text, unsigned columns)
{
	size_t length = strlen(text), dots = columns < strlen(ELLIPSIS) ? 0 : strlen(ELLIPSIS);

	if (text_fitting(text, length, columns) == length)
		return;
	length = text_fitting(text, length, columns - (unsigned)dots);
	memcpy(text + length, ELLIPSIS, dots);
	text[length + dots] = '\0';
}

/* Leaves the last columns of the text, whose width is known. */
static void keep_tail(char *text, unsigned width, unsigned columns)
{
	size_t length = strlen(text), from = 0;
	unsigned wide;

	if (width <= columns)
		return;
	if (columns < strlen(ELLIPSIS)) {
		*text = '\0';
		return;
	}
	while (from < length && width > columns - strlen(ELLIPSIS)) {
		from += text_character(text + from, length - from, &wide);
		width -= wide;
	}
	/* What went was wider than these. */
	memmove(text + strlen(ELLIPSIS), text + from, length - from + 1);
	memcpy(text, ELLIPSIS, strlen(ELLIPSIS));
}

static void fit(struct parts *parts, unsigned room)
{
	unsigned meant, before, after;

	keep_head(parts->meant, room / 2);
	meant = width_of(parts->meant);
	before = width_of(parts->before);
	after = width_of(parts->after);
	if (meant + before + after <= room)
		return;
	/* What stands before tells more, but something behind has to be seen to be there. */
	after = after < room / 6 ? after : room / 6;
	keep_tail(parts->before, before, room - meant - after);
	keep_head(parts->after, room - meant - width_of(parts->before));
}

static void put_mark(FILE *out, unsigned width)
{
	fputc('^', out);
	for (unsigned i = 1; i < width; i++)
		fputc('~', out);
}

static void put_parts(struct report *report, uint32_t line, const struct parts *parts)
{
	const char *color = text_style(report, STYLE_MAGENTA), *reset = text_reset(report);
	int gutter = snprintf(NULL, 0, "%*u", INDENT - 2, line);
	FILE *out = report->out;

	fprintf(out, "    %*u | %s%s%s%s%s\n", INDENT - 2, line, parts->before, color, parts->meant,
		reset, parts->after);
	if (!*parts->meant)
		return;
	fprintf(out, "    %*s | %*s%s", gutter, "", (int)width_of(parts->before), "", color);
	put_mark(out, width_of(parts->meant));
	fprintf(out, "%s\n", reset);
}

/* As it is in the file, else what the location itself has of it. */
static const char *line_of(const struct pcimsi_location *location)
{
	const struct pcimsi_input *input = location->input;
	uint32_t line = location->from.line ? location->from.line : location->place.line;

	if (input && input->lines && line && line <= input->n_lines)
		return input->lines[line - 1];
	return NULL;
}

void text_excerpt(struct report *report, const struct pcimsi_location *location)
{
	unsigned width = report->width ? report->width : WIDTH_OF_PIPE;
	struct pcimsi_location whole = { .from = { .line = location->place.line } };
	const char *line = line_of(location);
	char buffer[EXCERPT_SIZE];
	struct parts parts;

	width = width < WIDTH_MIN ? WIDTH_MIN : width;
	if (divide(line ? line : excerpt(location->text, buffer), line ? location : &whole,
		   &parts)) {
		fit(&parts, width - INDENT - 5);
		put_parts(report, line ? location->from.line : location->place.line, &parts);
	} else {
		report->lost = true;
	}
	parts_done(&parts);
}
