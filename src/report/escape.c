/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/escape.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Length of the UTF-8 character at `text`, or 0 if there is none (RFC 3629). */
static size_t utf8_length(const unsigned char *text, uint32_t *ret_code)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t length = text[0] < 0x80   ? 1
			: text[0] < 0xc2 ? 0
			: text[0] < 0xe0 ? 2
			: text[0] < 0xf0 ? 3
			: text[0] < 0xf5 ? 4
					 : 0;
	uint32_t code = length > 1 ? text[0] & (0xffu >> (length + 1)) : text[0];

	for (size_t i = 1; i < length; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (text[i] & 0x3fu);
	}
	if (length > 1 && (code < least[length] || code > 0x10ffff))
		return 0;
	*ret_code = code;
	return length;
}

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

/* Length of what can be shown as it is. */
static size_t shown_length(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;
	size_t length, whole = 0;
	uint32_t code = 0;

	while (at[whole] && (length = utf8_length(at + whole, &code)) && is_shown(code))
		whole += length;
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
		size_t length = shown_length(text);

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
		size_t length = shown_length(text);

		fwrite(text, 1, length, out);
		text += length;
		if (!*text)
			break;
		length = escape_byte(*text++, escaped);
		fwrite(escaped, 1, length, out);
	}
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
