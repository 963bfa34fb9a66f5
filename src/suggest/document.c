/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suggest/document.h"

#include "base/utf.h"

#include <pcimsi/error.h>

#include <stdlib.h>
#include <string.h>

/* ---- lines of bytes ------------------------------------------------------------------------- */

/* A return ends lines only where no line feed does, as in inf/encoding.c. */
static uint32_t find_line_end(const struct document *document, const uint8_t *at,
			      const uint8_t *end)
{
	while (at < end)
		if (charset_next(document->charset, &at, end) == '\n')
			return '\n';
	return '\r';
}

int document_read(struct document *document, struct arena *texts, const void *bytes, size_t size)
{
	const uint8_t *start = bytes, *end = start + size, *at;
	uint32_t number = 0;

	*document = (struct document){ .texts = texts };
	document->charset = charset_guess(bytes, size, &document->mark);
	at = start + document->mark;
	document->line_end = find_line_end(document, at, end);
	while (at < end) {
		struct document_line *line = VEC_ADD(&document->arena, &document->lines);

		if (!line)
			return PCIMSI_ERR_NOMEM;
		while (at < end && charset_next(document->charset, &at, end) != document->line_end)
			continue;
		line->bytes = line->before = start;
		line->size = line->before_size = (size_t)(at - start);
		line->origin = ++number;
		start = at;
	}
	return 0;
}

int document_copy(struct document *document, const struct document *from)
{
	size_t count = from->lines.count;

	*document = *from;
	document->arena = (struct arena){ 0 };
	document->lines.items = arena_array(&document->arena, count, sizeof(*from->lines.items));
	document->lines.capacity = from->lines.count;
	if (!document->lines.items)
		return PCIMSI_ERR_NOMEM;
	if (count)
		memcpy(document->lines.items, from->lines.items,
		       count * sizeof(*from->lines.items));
	return 0;
}

void document_done(struct document *document)
{
	arena_done(&document->arena);
	*document = (struct document){ 0 };
}

int document_join(const struct document *document, void **ret, size_t *ret_size)
{
	uint8_t *bytes;
	size_t size = 0;

	for (uint32_t i = 0; i < document->lines.count; i++)
		size += document->lines.items[i].size;
	*ret = bytes = malloc(size ? size : 1);
	*ret_size = size;
	if (!bytes)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < document->lines.count; i++) {
		const struct document_line *line = &document->lines.items[i];

		if (line->size)
			memcpy(bytes, line->bytes, line->size);
		bytes += line->size;
	}
	return 0;
}

/* ---- characters of a line ------------------------------------------------------------------- */

struct document_line *document_line(struct document *document, uint32_t number)
{
	uint32_t at = document->number, index = document->index;

	if (!number)
		return NULL;
	if (!at || at > number) {
		at = 0;
		index = UINT32_MAX; /* before the first */
	}
	while (at < number) {
		if (++index >= document->lines.count)
			return NULL;
		at += document->lines.items[index].bytes != NULL;
	}
	document->number = at;
	document->index = index;
	return &document->lines.items[index];
}

static const uint8_t *text_start(const struct document *document, const struct document_line *line)
{
	return line->bytes + (line->origin == 1 ? document->mark : 0);
}

static bool ends_line(uint32_t c)
{
	return c == '\n' || c == '\r';
}

const uint32_t *document_text(struct document *document, const struct document_line *line,
			      uint32_t *ret_count)
{
	const uint8_t *at = text_start(document, line), *end = line->bytes + line->size;
	uint32_t *text = arena_array(&document->arena, (size_t)(end - at) + 1, sizeof(*text));
	uint32_t count = 0;

	while (text && at < end)
		text[count++] = charset_next(document->charset, &at, end);
	while (count && ends_line(text[count - 1]))
		count--;
	*ret_count = count;
	return text;
}

static const uint8_t *at_column(const struct document *document, const struct document_line *line,
				uint32_t column)
{
	const uint8_t *at = text_start(document, line), *end = line->bytes + line->size;

	while (column-- > 1 && at < end)
		charset_next(document->charset, &at, end);
	return at;
}

/* ---- changes -------------------------------------------------------------------------------- */

/* In the charset of the file; NULL: out of memory. */
static uint8_t *encode(const struct document *document, const char *text, size_t *ret_size)
{
	const uint8_t *at = (const uint8_t *)text, *end = at + strlen(text);
	uint8_t *bytes = arena_alloc(document->texts, 4 * strlen(text) + 1);

	*ret_size = 0;
	while (bytes && at < end)
		*ret_size += charset_put(document->charset, bytes + *ret_size,
					 charset_next(CHARSET_UTF8, &at, end));
	return bytes;
}

/* `head`, then `text`, then `tail`; NULL: out of memory. */
static uint8_t *splice(struct document *document, const uint8_t *bytes, size_t head,
		       const char *text, const uint8_t *tail, size_t tail_size, size_t *ret_size)
{
	size_t size;
	const uint8_t *middle = encode(document, text, &size);
	uint8_t *out = middle ? arena_alloc(document->texts, head + size + tail_size + 1) : NULL;

	if (!out)
		return NULL;
	if (head)
		memcpy(out, bytes, head);
	memcpy(out + head, middle, size);
	if (tail_size)
		memcpy(out + head + size, tail, tail_size);
	*ret_size = head + size + tail_size;
	return out;
}

int document_replace(struct document *document, struct document_line *line, uint32_t from,
		     uint32_t to, const char *text)
{
	const uint8_t *start = at_column(document, line, from);
	const uint8_t *tail = at_column(document, line, to);
	uint8_t *bytes = splice(document, line->bytes, (size_t)(start - line->bytes), text, tail,
				(size_t)(line->bytes + line->size - tail), &line->size);

	if (!bytes)
		return PCIMSI_ERR_NOMEM;
	line->bytes = bytes;
	return 0;
}

void document_remove(struct document *document, struct document_line *line)
{
	document->number = 0;
	line->bytes = NULL;
	line->size = 0;
}

/* As a line of the file ends: \r\n, \n or \r. */
static const char *line_end_of(const struct document *document)
{
	uint32_t last = 0, before = 0;

	for (uint32_t i = 0; i < document->lines.count && last != document->line_end; i++) {
		const struct document_line *line = &document->lines.items[i];
		const uint8_t *at = line->bytes, *end = at ? at + line->size : NULL;

		while (at < end) {
			before = last;
			last = charset_next(document->charset, &at, end);
		}
	}
	if (document->line_end == '\r')
		return last == '\r' ? "\r" : "\r\n";
	return before == '\r' ? "\r\n" : "\n";
}

static bool has_line_end(const struct document *document, const struct document_line *line)
{
	const uint8_t *at = line->bytes, *end = line->bytes + line->size;
	uint32_t last = 0;

	while (at < end)
		last = charset_next(document->charset, &at, end);
	return last == document->line_end;
}

/* The last line of a file may not be ended; what follows it needs that. */
static int end_last_line(struct document *document, const char *line_end)
{
	struct document_line *line = NULL;
	uint8_t *bytes;

	for (uint32_t i = 0; i < document->lines.count; i++)
		if (document->lines.items[i].bytes)
			line = &document->lines.items[i];
	if (!line || has_line_end(document, line))
		return 0;
	bytes = splice(document, line->bytes, line->size, line_end, NULL, 0, &line->size);
	if (!bytes)
		return PCIMSI_ERR_NOMEM;
	line->bytes = bytes;
	return 0;
}

int document_insert(struct document *document, uint32_t number, const char *text)
{
	const char *line_end = line_end_of(document);
	struct document_line *before = document_line(document, number), *items;
	uint32_t index = before ? (uint32_t)(before - document->lines.items)
				: document->lines.count;
	struct document_line added = { 0 };
	uint8_t *bytes;

	if (!before && end_last_line(document, line_end))
		return PCIMSI_ERR_NOMEM;
	bytes = encode(document, text, &added.size);
	if (bytes)
		bytes = splice(document, bytes, added.size, line_end, NULL, 0, &added.size);
	if (!bytes || !VEC_ADD(&document->arena, &document->lines))
		return PCIMSI_ERR_NOMEM;
	added.bytes = bytes;
	document->number = 0;
	items = document->lines.items;
	memmove(items + index + 1, items + index,
		(document->lines.count - 1 - index) * sizeof(*items));
	items[index] = added;
	return 0;
}
