/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suggest/fields.h"

#include "base/str.h"

#include <string.h>

/* "General Syntax Rules for INF Files", as inf/lines.c reads them. */

static bool is_blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f' || c == 0;
}

/* A backslash that only blanks or a comment follow on its line. */
static bool continues(const uint32_t *text, uint32_t count, uint32_t at)
{
	while (at < count && (text[at] == '\\' || is_blank(text[at])))
		at++;
	return at == count || text[at] == ';';
}

/* Behind the quote that closes the one at `at`; a quote that is not closed ends with the line. */
static uint32_t skip_quoted(const uint32_t *text, uint32_t count, uint32_t at)
{
	for (at++; at < count; at++) {
		if (text[at] != '"')
			continue;
		if (at + 1 == count || text[at + 1] != '"')
			return at + 1;
		at++;
	}
	return count;
}

/* Up to the separator behind the field at `at`. */
static uint32_t skip_field(const uint32_t *text, uint32_t count, uint32_t at,
			   struct field_span *span, bool *continued)
{
	while (at < count && is_blank(text[at]))
		at++;
	span->from = span->to = at + 1;
	while (at < count && text[at] != ',' && text[at] != ';' && text[at] != '=') {
		if (text[at] == '\\' && continues(text, count, at)) {
			*continued = true;
			return at;
		}
		if (text[at] == '"')
			at = skip_quoted(text, count, at);
		else if (is_blank(text[at++]))
			continue;
		span->to = at + 1;
	}
	return at;
}

void fields_find(const uint32_t *text, uint32_t count, uint32_t from, struct fields *ret)
{
	uint32_t at = from - 1;

	*ret = (struct fields){ 0 };
	while (ret->count < FIELDS_MAX) {
		at = skip_field(text, count, at, &ret->spans[ret->count++], &ret->continued);
		if (at >= count || (text[at] != ',' && text[at] != '='))
			return;
		at++;
	}
}

static bool is_there(const uint32_t *text, const char *word)
{
	for (; *word; word++, text++)
		if (*text >= 0x80 || ascii_lower((char)*text) != ascii_lower(*word))
			return false;
	return true;
}

bool field_is(const uint32_t *text, struct field_span span, const char *word)
{
	return strlen(word) == span.to - span.from && is_there(text + span.from - 1, word);
}

uint32_t word_find(const uint32_t *text, uint32_t count, uint32_t from, const char *word)
{
	size_t length = strlen(word);

	for (uint32_t at = from - 1; at + length <= count; at++)
		if (is_there(text + at, word))
			return at + 1;
	return 0;
}
