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

/* Controls, surrogates, and what reorders or hides text on a terminal. */
static bool is_shown(uint32_t code)
{
	if (code < 0x20 || (code >= 0x7f && code < 0xa0))
		return false;
	if (code >= 0xd800 && code < 0xe000)
		return false;
	return !(code >= 0x200b && code <= 0x200f) && !(code >= 0x2028 && code <= 0x202e) &&
	       !(code >= 0x2066 && code <= 0x2069) && code != 0xfeff;
}

char *escape_text(const char *text)
{
	const unsigned char *in = (const unsigned char *)text;
	char *result = malloc(strlen(text) * 4 + 1), *out = result;

	if (!result)
		return NULL;
	while (*in) {
		uint32_t code = 0;
		size_t length = utf8_length(in, &code);

		if (*in == '\t') {
			*out++ = ' ';
			in++;
		} else if (length && is_shown(code)) {
			memcpy(out, in, length);
			out += length;
			in += length;
		} else {
			out += sprintf(out, "\\x%02x", *in++);
		}
	}
	*out = '\0';
	return result;
}

void put_text(FILE *out, const char *text)
{
	char *escaped = escape_text(text);

	if (escaped)
		fputs(escaped, out);
	free(escaped);
}
