/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/salvage.h"

#include "base/str.h"

#include <string.h>

static bool is_letter(char c)
{
	return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}

/* ---- single lines ---------------------------------------------------------------------------- */

/* Mail quoting: every ">", the blanks between them, and the one behind. */
static void skip_quotes(const char **line, size_t *length)
{
	for (;;) {
		size_t blanks = 0;

		while (blanks < *length && blanks < 2 && (*line)[blanks] == ' ')
			blanks++;
		if (blanks >= *length || (*line)[blanks] != '>')
			break;
		*line += blanks + 1;
		*length -= blanks + 1;
		if (*length && **line == ' ' && (*length < 2 || (*line)[1] != '>')) {
			(*line)++;
			(*length)--;
		}
	}
}

/* A non-breaking space in UTF-8 or Latin-1; its length, or 0. */
static size_t nbsp(const char *at, size_t left)
{
	if (left > 1 && at[0] == '\xc2' && at[1] == '\xa0')
		return 2;
	return left && at[0] == '\xa0' ? 1 : 0;
}

size_t salvage_copy(const char *line, size_t length, char *out, size_t room)
{
	size_t written = 0;

	for (size_t at = 0; at < length && written < room;) {
		size_t wide = nbsp(line + at, length - at);
		char c = line[at];

		out[written++] = wide || !c ? ' ' : c;
		at += wide ? wide : 1;
	}
	return written;
}

static bool replace_spaces(struct salvage *salvage, const char **line, size_t *length)
{
	bool nul = memchr(*line, '\0', *length);

	if (!nul && !memchr(*line, 0xa0, *length))
		return false;
	*length = salvage_copy(*line, *length, salvage->scratch, sizeof(salvage->scratch));
	*line = salvage->scratch;
	return nul;
}

static bool starts(const char *line, size_t length, const char *with)
{
	return length >= strlen(with) && memcmp(line, with, strlen(with)) == 0;
}

/* The hunks of a unified diff: the new side of each is the capture. */
static enum salvage_side take_diff(struct salvage *salvage, const char **line, size_t *length)
{
	if (starts(*line, *length, "@@ -")) {
		salvage->in_diff = true;
		return SALVAGE_MARKUP;
	}
	if (!salvage->in_diff)
		return SALVAGE_LINE;
	if (starts(*line, *length, "--- ") || starts(*line, *length, "+++ ") ||
	    starts(*line, *length, "\\ No newline"))
		return SALVAGE_MARKUP;
	if (*length && **line == '-')
		return SALVAGE_OLD_SIDE;
	if (*length && (**line == '+' || **line == ' ')) {
		(*line)++;
		(*length)--;
	}
	return SALVAGE_LINE;
}

enum salvage_side salvage_clean(struct salvage *salvage, const char **line, size_t *length,
				bool *ret_nul)
{
	*ret_nul = replace_spaces(salvage, line, length);
	skip_quotes(line, length);
	return take_diff(salvage, line, length);
}

size_t salvage_find_message(const char *line, size_t length)
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
	if (!is_letter(word[0]))
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

static bool put(struct salvage_shape *shape, char c)
{
	if (shape->length == SALVAGE_SHAPE_MAX)
		return false;
	shape->text[shape->length++] = c;
	return true;
}

static bool put_word(struct salvage_shape *shape, const char *word, size_t length)
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

void salvage_learn(struct salvage *salvage, const char *line, size_t prefix)
{
	struct salvage_shape *shape = &salvage->shape;
	size_t end = prefix;

	*shape = (struct salvage_shape){ 0 };
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
static size_t match(const struct salvage_shape *shape, const char *line, size_t length)
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

bool salvage_strip(const struct salvage *salvage, const char **line, size_t *length)
{
	size_t at = match(&salvage->shape, *line, *length);

	if (!at)
		return false;
	for (size_t i = 0; i < salvage->shape.gap && at < *length && (*line)[at] == ' '; i++)
		at++;
	*line += at;
	*length -= at;
	return true;
}

bool salvage_is_prefix(const char *text, size_t length)
{
	size_t end = length;

	while (end && ascii_is_blank(text[end - 1]))
		end--;
	if (!end || end == length || end > SALVAGE_SHAPE_MAX)
		return false;
	/* A time stamp, or the name of a host or program. */
	return text[0] == '[' || text[0] == '<' || ascii_is_digit(text[0]) ||
	       text[end - 1] == ':' || text[end - 1] == '|';
}
