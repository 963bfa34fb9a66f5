/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/lspci_text.h"

#include "source/text_encoding.h"

#include <string.h>

#define PROBE_SIZE 32768 /* of UTF-16, that probe() looks at */

/* Text has few control characters; UTF-16 and configuration bytes have many. */
static bool is_binary(const char *head, size_t size)
{
	size_t controls = 0;

	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)head[i];

		controls += c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' &&
			    c != 0x1b;
	}
	return controls > size / 32;
}

static bool is_capture_line(const char *line, size_t length, struct heading_bus *bus)
{
	char copy[PIECE_MAX];
	struct heading heading;
	struct hexline row;

	length = salvage_copy(line, length, copy, sizeof(copy));
	line = copy;
	while (length && (*line == '>' || *line == '+')) {
		line++;
		length--;
	}
	if (heading_parse(line, length, bus, &heading))
		return true;
	if (hexline_parse(line, length, &row))
		return row.form != HEXLINE_PLAIN || row.count == 16;
	return hexline_find(line, length, 0, &row);
}

/* The next line of a text in memory; lines end with LF, CR or both. */
static bool next_line(const char **text, size_t *size, const char **ret, size_t *ret_length)
{
	size_t length = 0;

	if (!*size)
		return false;
	while (length < *size && (*text)[length] != '\n' && (*text)[length] != '\r')
		length++;
	*ret = *text;
	*ret_length = length;
	length += length < *size;
	*text += length;
	*size -= length;
	return true;
}

enum source_match lspci_text_probe(const char *head, size_t size)
{
	char text[PROBE_SIZE];
	enum text_encoding encoding = text_encoding_of(head, size);
	bool whole = size < TEXT_BUFFER_SIZE;
	struct heading_bus bus = { 0 };
	const char *line;
	size_t length;

	if (encoding == TEXT_UTF16LE || encoding == TEXT_UTF16BE) {
		whole = size < PROBE_SIZE;
		size = text_encoding_peek(head, size, text, sizeof(text));
		head = text;
	}
	if (is_binary(head, size))
		return SOURCE_NO;
	while (next_line(&head, &size, &line, &length))
		if (is_capture_line(line, length, &bus))
			return SOURCE_YES;
	/* The dump may begin behind a long report. */
	return whole ? SOURCE_NO : SOURCE_MAYBE;
}

const char *lspci_text_hint(const char *head, size_t size)
{
	const char *line;
	size_t length;

	if (is_binary(head, size))
		return "binary data, neither configuration bytes nor output of lspci";
	while (next_line(&head, &size, &line, &length))
		if (hexline_is_ambiguous(line, length))
			return "words of hexdump or od, whose order of bytes is not known: write "
			       "them with hexdump -C, xxd, or od -A x -t x1";
	return "text without slot headings and hex rows";
}
