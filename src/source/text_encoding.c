/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/text_encoding.h"

#include "base/utf.h"

#include <pcimsi/error.h>

#include <stdlib.h>
#include <string.h>

#define WIDE_SIZE 65536

/* An input in UTF-16 that is read as UTF-8. */
struct wide {
	ssize_t (*read)(void *source, void *buffer, size_t size);
	void *source;
	void (*free_source)(void *source);
	bool big_endian;
	bool at_end;
	size_t start, end;        /* what of `bytes` was not given yet */
	size_t size;              /* of `bytes` */
	char character[UTF8_MAX]; /* of which some is still to be given */
	size_t character_start, character_end;
	uint8_t *bytes;
};

/* Half of the bytes of UTF-16 text are 0: the high ones, of nearly all characters. */
static bool has_zeros(const uint8_t *head, size_t size, unsigned high)
{
	size_t pairs = (size < 1024 ? size : 1024) / 2, zeros = 0;

	if (pairs < 16)
		return false;
	for (size_t i = 0; i < pairs; i++) {
		uint8_t low = head[2 * i + !high];

		if (!low || (low < ' ' && low != '\t' && low != '\n' && low != '\r'))
			return false;
		zeros += !head[2 * i + high];
	}
	return zeros >= pairs * 9 / 10;
}

enum text_encoding text_encoding_of(const char *head, size_t size)
{
	const uint8_t *bytes = (const uint8_t *)head;

	if (size >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0)
		return TEXT_UTF8_MARK;
	if ((size >= 2 && memcmp(head, "\xff\xfe", 2) == 0) || has_zeros(bytes, size, 1))
		return TEXT_UTF16LE;
	if ((size >= 2 && memcmp(head, "\xfe\xff", 2) == 0) || has_zeros(bytes, size, 0))
		return TEXT_UTF16BE;
	return TEXT_BYTES;
}

/* What is not given yet to the front, and bytes of the input behind it. */
static ssize_t refill(struct wide *wide)
{
	ssize_t got;

	memmove(wide->bytes, wide->bytes + wide->start, wide->end - wide->start);
	wide->end -= wide->start;
	wide->start = 0;
	got = wide->read(wide->source, wide->bytes + wide->end, wide->size - wide->end);
	if (got > 0)
		wide->end += (size_t)got;
	wide->at_end = got == 0;
	return got;
}

/* Makes the next character ready. False: too few bytes. */
static bool next_character(struct wide *wide)
{
	uint32_t c;
	size_t left = wide->end - wide->start;
	size_t taken = utf16_get(wide->bytes + wide->start, left, wide->big_endian, &c);

	if (!taken && !(wide->at_end && left))
		return false;
	wide->start += taken ? taken : left;
	wide->character_start = 0;
	wide->character_end = c == 0xfeff ? 0
					  : utf8_put(wide->character,
						     c == UTF_NO_CHARACTER ? UTF_REPLACEMENT : c);
	return true;
}

static ssize_t read_wide(void *source, void *buffer, size_t size)
{
	struct wide *wide = source;
	char *out = buffer;
	size_t given = 0;

	for (;;) {
		while (given < size && wide->character_start < wide->character_end)
			out[given++] = wide->character[wide->character_start++];
		if (given == size)
			return (ssize_t)given;
		if (next_character(wide))
			continue;
		if (given || wide->at_end)
			return (ssize_t)given;
		if (refill(wide) < 0)
			return -1;
	}
}

static struct wide *new_wide(const struct text_reader *reader, bool big_endian)
{
	size_t held = reader->end - reader->start;
	struct wide *wide = calloc(1, sizeof(*wide));

	if (!wide)
		return NULL;
	wide->size = held > WIDE_SIZE ? held : WIDE_SIZE;
	wide->bytes = malloc(wide->size);
	if (!wide->bytes) {
		free(wide);
		return NULL;
	}
	memcpy(wide->bytes, reader->buffer + reader->start, held);
	wide->end = held;
	wide->read = reader->read;
	wide->source = reader->source;
	wide->free_source = reader->free_source;
	wide->big_endian = big_endian;
	return wide;
}

static void free_wide(void *source)
{
	struct wide *wide = source;

	if (wide->free_source)
		wide->free_source(wide->source);
	free(wide->bytes);
	free(wide);
}

static int read_as_utf16(struct text_reader *reader, bool big_endian)
{
	struct wide *wide = new_wide(reader, big_endian);

	if (!wide)
		return PCIMSI_ERR_NOMEM;
	wide->at_end = reader->at_end;
	reader->at_end = false;
	reader->start = 0;
	reader->end = 0;
	reader->read = read_wide;
	reader->source = wide;
	reader->free_source = free_wide;
	return 0;
}

/* Lines of a file that has no LF near its start end with CR. */
static void find_line_end(struct text_reader *reader)
{
	const char *head;
	size_t size = text_reader_peek(reader, &head);

	if (!memchr(head, '\n', size) && memchr(head, '\r', size))
		reader->line_end = '\r';
}

int text_encoding_apply(struct text_reader *reader)
{
	const char *head;
	size_t size = text_reader_peek(reader, &head);
	enum text_encoding encoding = text_encoding_of(head, size);
	int err = 0;

	if (encoding == TEXT_UTF16LE || encoding == TEXT_UTF16BE)
		err = read_as_utf16(reader, encoding == TEXT_UTF16BE);
	else if (encoding == TEXT_UTF8_MARK)
		reader->start += 3;
	if (!err)
		find_line_end(reader);
	return err;
}

size_t text_encoding_peek(const char *head, size_t size, char *out, size_t room)
{
	enum text_encoding encoding = text_encoding_of(head, size);
	size_t at = encoding == TEXT_UTF8_MARK ? 3 : 0, given = 0;

	if (encoding == TEXT_BYTES || encoding == TEXT_UTF8_MARK) {
		given = size - at < room ? size - at : room;
		memcpy(out, head + at, given);
		return given;
	}
	while (room - given >= UTF8_MAX) {
		uint32_t c;
		size_t taken = utf16_get((const uint8_t *)head + at, size - at,
					 encoding == TEXT_UTF16BE, &c);

		if (!taken)
			break;
		at += taken;
		if (c != 0xfeff)
			given += utf8_put(out + given, c == UTF_NO_CHARACTER ? UTF_REPLACEMENT : c);
	}
	return given;
}
