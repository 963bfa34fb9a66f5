/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/carrier/log.h"

#include "base/str.h"

#include <string.h>

size_t log_find_message(const char *line, size_t length)
{
	static const char *const names[] = { "pcilib: ", "lspci: " };
	size_t first = length;

	for (size_t i = 0; i < 2; i++) {
		const char *at = memmem(line, first, names[i], strlen(names[i]));

		if (at)
			first = (size_t)(at - line);
	}
	return first;
}

/* ---- logs ------------------------------------------------------------------------------------ */

/*
 * Digits change from line to line where they tell a time or a process, but those
 * in the name of a host must not: its lines would be mixed with another host's.
 */
static bool digits_change(const char *word, size_t length, size_t at)
{
	if (!ascii_is_letter(word[0]))
		return true;
	return memchr(word, '[', at) && memchr(word + at, ']', length - at);
}

static size_t word_length(const char *text, size_t length)
{
	size_t n = 0;

	while (n < length && !ascii_is_blank(text[n]))
		n++;
	return n;
}

static bool put(struct log_shape *shape, char c)
{
	if (shape->length == LOG_SHAPE_MAX)
		return false;
	shape->text[shape->length++] = c;
	return true;
}

static bool put_word(struct log_shape *shape, const char *word, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		bool digit = ascii_is_digit(word[i]) && digits_change(word, length, i);

		if (digit && i && ascii_is_digit(word[i - 1]))
			continue;
		/* A digit that must not change is marked, so that '0' has one meaning. */
		if (ascii_is_digit(word[i]) && !digit && !put(shape, '\x01'))
			return false;
		if (!put(shape, digit ? '0' : word[i]))
			return false;
	}
	return true;
}

void log_learn(struct log_shape *shape, const char *line, size_t prefix)
{
	size_t end = prefix;

	*shape = (struct log_shape){ 0 };
	while (end && ascii_is_blank(line[end - 1]))
		end--;
	shape->gap = prefix - end;
	for (size_t at = 0; at < end;) {
		size_t n = word_length(line + at, end - at);

		if (!put_word(shape, line + at, n)) {
			shape->length = 0;
			return;
		}
		at += n + (n == 0);
	}
}

/* Matches the shape at the begin of the line; returns where it ends, or 0. */
static size_t match(const struct log_shape *shape, const char *line, size_t length)
{
	size_t at = 0;

	for (size_t i = 0; i < shape->length; i++) {
		bool exact = shape->text[i] == '\x01';

		i += exact;
		while (at < length && ascii_is_blank(line[at]))
			at++;
		if (at == length)
			return 0;
		if (!exact && shape->text[i] == '0') {
			if (!ascii_is_digit(line[at]))
				return 0;
			while (at < length && ascii_is_digit(line[at]))
				at++;
		} else if (line[at++] != shape->text[i]) {
			return 0;
		}
	}
	return at;
}

bool log_strip(const struct log_shape *shape, struct text_line *line)
{
	size_t at = shape->length ? match(shape, line->text, line->length) : 0;

	if (!at)
		return false;
	for (size_t i = 0; i < shape->gap && at < line->length && ascii_is_blank(line->text[at]);
	     i++)
		at++;
	text_line_skip(line, at);
	return true;
}

bool log_same(const struct log_shape *a, const struct log_shape *b)
{
	return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

bool log_is_prefix(const char *text, size_t length)
{
	size_t end = length;

	while (end && ascii_is_blank(text[end - 1]))
		end--;
	if (!end || end > LOG_SHAPE_MAX || (end == length && text[end - 1] != ':'))
		return false;
	/* A time stamp, or the name of a host or program. */
	return text[0] == '[' || text[0] == '<' || ascii_is_digit(text[0]) ||
	       text[end - 1] == ':' || text[end - 1] == '|';
}
