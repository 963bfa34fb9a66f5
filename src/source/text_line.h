/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_TEXT_LINE_H
#define PCIMSI_SOURCE_TEXT_LINE_H

#include <pcimsi/note.h>

#include <stddef.h>
#include <stdint.h>

/* A line on its way from a file to a dialect. It knows where it stood, whatever was taken off. */
struct text_line {
	const char *text;
	size_t length;
	uint32_t number;         /* in the file, from 1 */
	uint32_t column;         /* of text[0], from 1 */
	const uint32_t *columns; /* of each byte, if some in between were taken out; else NULL */
};

static inline uint32_t text_line_column(const struct text_line *line, size_t at)
{
	return line->columns ? line->columns[at] : line->column + (uint32_t)at;
}

static inline struct pcimsi_place text_line_place(const struct text_line *line)
{
	return (struct pcimsi_place){ .line = line->number };
}

/* How wide text is that has only blanks: a tab goes on to a multiple of 8. */
static inline unsigned text_width(const char *text, size_t blanks)
{
	unsigned width = 0;

	for (size_t i = 0; i < blanks; i++)
		width = text[i] == '\t' ? (width | 7) + 1 : width + 1;
	return width;
}

/* Takes off the first `size` bytes. */
static inline void text_line_skip(struct text_line *line, size_t size)
{
	line->text += size;
	line->length -= size;
	line->column += (uint32_t)size;
	if (line->columns)
		line->columns += size;
}

#endif
