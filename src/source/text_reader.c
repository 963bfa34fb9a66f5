/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/text_reader.h"

#include <pcimsi/error.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int text_reader_open(struct text_reader *reader,
		     ssize_t (*read)(void *source, void *buffer, size_t size), void *source)
{
	*reader = (struct text_reader){ .read = read, .source = source, .line_end = '\n' };
	reader->buffer = malloc(TEXT_BUFFER_SIZE + 1);
	return reader->buffer ? 0 : PCIMSI_ERR_NOMEM;
}

void text_reader_close(struct text_reader *reader)
{
	if (reader->free_source)
		reader->free_source(reader->source);
	reader->free_source = NULL;
	free(reader->buffer);
	reader->buffer = NULL;
}

ssize_t text_reader_fd(void *source, void *buffer, size_t size)
{
	return read(*(int *)source, buffer, size);
}

ssize_t text_reader_memory(void *source, void *buffer, size_t size)
{
	struct text_memory *memory = source;
	size_t take = size < memory->left ? size : memory->left;

	if (take)
		memcpy(buffer, memory->bytes, take);
	memory->bytes += take;
	memory->left -= take;
	return (ssize_t)take;
}

/* Moves what is left to the front and reads behind it. */
static void fill(struct text_reader *reader)
{
	size_t left = reader->end - reader->start;
	ssize_t got;

	if (reader->at_end)
		return;
	if (reader->start) {
		memmove(reader->buffer, reader->buffer + reader->start, left);
		reader->searched -= reader->searched < reader->start ? reader->searched
								     : reader->start;
		reader->start = 0;
		reader->end = left;
	}
	do
		got = reader->read(reader->source, reader->buffer + left, TEXT_BUFFER_SIZE - left);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		reader->failed = true;
	if (got <= 0)
		reader->at_end = true;
	else
		reader->end += (size_t)got;
}

size_t text_reader_peek(struct text_reader *reader, const char **ret)
{
	while (!reader->at_end && reader->end - reader->start < TEXT_BUFFER_SIZE)
		fill(reader);
	*ret = reader->buffer + reader->start;
	return reader->end - reader->start;
}

/* Drops the rest of a line that was too long. */
static void skip_line(struct text_reader *reader)
{
	for (;;) {
		char *start = reader->buffer + reader->start;
		char *newline = memchr(start, reader->line_end, reader->end - reader->start);

		if (newline) {
			reader->start += (size_t)(newline - start) + 1;
			return;
		}
		reader->start = reader->end;
		if (reader->at_end)
			return;
		fill(reader);
	}
}

/*
 * The end of the line at `start`; NULL: not in the buffer. What was looked at is not looked
 * at again: after text_reader_split() the same end is asked for once for each CR.
 */
static char *find_newline(struct text_reader *reader)
{
	size_t from = reader->searched > reader->start ? reader->searched : reader->start;
	char *newline = memchr(reader->buffer + from, reader->line_end, reader->end - from);

	reader->searched = newline ? (size_t)(newline - reader->buffer) : reader->end;
	return newline;
}

bool text_reader_next(struct text_reader *reader, const char **ret, size_t *ret_length)
{
	char *start, *newline;
	size_t length;

	if (reader->was_cut)
		skip_line(reader);
	reader->was_cut = false;
	for (;;) {
		newline = find_newline(reader);
		length = reader->end - reader->start;
		start = reader->buffer + reader->start;
		if (newline || length > TEXT_LINE_MAX || reader->at_end)
			break;
		fill(reader);
	}
	if (!newline && !length)
		return false;
	if (newline)
		length = (size_t)(newline - start);
	if (length > TEXT_LINE_MAX) {
		length = TEXT_LINE_MAX;
		reader->was_cut = true;
		reader->start += length;
	} else {
		reader->start += length + (newline != NULL);
		while (length && start[length - 1] == '\r')
			length--;
	}
	reader->line++;
	*ret = start;
	*ret_length = length;
	return true;
}

size_t text_reader_split(struct text_reader *reader, const char *line, size_t length)
{
	const char *cr = memchr(line, '\r', length);

	if (!cr)
		return length;
	reader->start = (size_t)(cr + 1 - reader->buffer);
	reader->was_cut = false;
	reader->line--;
	return (size_t)(cr - line);
}
