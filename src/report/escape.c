/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/escape.h"

#include "base/utf.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Controls, and what hides, reorders or joins text: what Unicode says, in order. */
static const struct {
	uint32_t first, last;
} unshown[] = {
#define UNSHOWN(first, last) { first, last },
#include "report/unshown.def"
#undef UNSHOWN
};

static bool is_shown(uint32_t code)
{
	size_t low = 0, high = sizeof(unshown) / sizeof(unshown[0]);

	if (code >= ' ' && code < 0x7f)
		return true;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (code > unshown[middle].last)
			low = middle + 1;
		else
			high = middle;
	}
	return low == sizeof(unshown) / sizeof(unshown[0]) || code < unshown[low].first;
}

/* Length of what can be shown as it is, of at least the first `size` bytes. */
static size_t shown_length(const char *text, size_t size)
{
	const uint8_t *at = (const uint8_t *)text;
	size_t whole = 0;

	while (whole < size && at[whole]) {
		size_t length = 1;
		uint32_t code = at[whole];

		if (code >= 0x80)
			length = utf8_get(at + whole, strnlen(text + whole, UTF8_MAX), &code);
		if (code == UTF_NO_CHARACTER || !is_shown(code))
			break;
		whole += length;
	}
	return whole;
}

/* How the byte that cannot be shown is written; its length. */
static size_t escape_byte(char byte, char ret[5])
{
	if (byte == '\t') {
		memcpy(ret, " ", 2);
		return 1;
	}
	return (size_t)snprintf(ret, 5, "\\x%02x", (unsigned char)byte);
}

char *escape_text(const char *text)
{
	char *result = malloc(strlen(text) * 4 + 1), *out = result;

	if (!result)
		return NULL;
	while (*text) {
		size_t length = shown_length(text, SIZE_MAX);

		memcpy(out, text, length);
		out += length;
		text += length;
		if (*text)
			out += escape_byte(*text++, out);
	}
	*out = '\0';
	return result;
}

void put_text(FILE *out, const char *text)
{
	char escaped[5];

	while (*text) {
		size_t length = shown_length(text, SIZE_MAX);

		fwrite(text, 1, length, out);
		text += length;
		if (!*text)
			break;
		length = escape_byte(*text++, escaped);
		fwrite(escaped, 1, length, out);
	}
}

static const char *entity(char c)
{
	/* Most characters are none of them, and are behind. */
	if (c > '>')
		return NULL;
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

/* What has no entity goes out in one piece. */
static void put_entities(FILE *out, const char *text, size_t length)
{
	size_t from = 0;

	for (size_t i = 0; i < length; i++) {
		const char *instead = entity(text[i]);

		if (!instead)
			continue;
		fwrite(text + from, 1, i - from, out);
		fputs(instead, out);
		from = i + 1;
	}
	fwrite(text + from, 1, length - from, out);
}

void put_markup_part(FILE *out, const char *text, size_t size)
{
	char escaped[5];

	while (size && *text) {
		size_t length = shown_length(text, size);

		length = length < size ? length : size;
		put_entities(out, text, length);
		text += length;
		size -= length;
		if (!size || !*text)
			break;
		put_entities(out, escaped, escape_byte(*text++, escaped));
		size--;
	}
}

void put_markup(FILE *out, const char *text)
{
	put_markup_part(out, text, strlen(text));
}

const char *excerpt(const char *text, char buffer[EXCERPT_SIZE])
{
	size_t length = EXCERPT_MAX;

	if (!text)
		return "";
	if (strnlen(text, EXCERPT_MAX + 1) <= EXCERPT_MAX)
		return text;
	/* Not in the middle of a character. */
	while (length > EXCERPT_MAX - 4 && ((unsigned char)text[length] & 0xc0) == 0x80)
		length--;
	memcpy(buffer, text, length);
	strcpy(buffer + length, " ...");
	return buffer;
}

void put_excerpt(FILE *out, const char *text)
{
	char buffer[EXCERPT_SIZE];

	put_text(out, excerpt(text, buffer));
}
