/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/carrier/carrier.h"

#include "base/str.h"

#include <string.h>

/*
 * Numbers of lines: cat -n and nl write them with a tab behind, grep -n with a colon.
 * Offsets of rows and buses of slots look alike; numbers of lines go up one by one.
 */

#define SAMPLE_LINES 200
#define BLANKS_MAX 32
#define PROOF 3 /* so many lines, one after the other, are numbered */

struct numbered {
	uint64_t number;
	size_t length; /* of the number and what is behind it */
	bool colon;
};

static bool parse(const char *text, size_t length, struct numbered *ret)
{
	size_t at = 0, digits;

	*ret = (struct numbered){ 0 };
	while (at < length && at < BLANKS_MAX && text[at] == ' ')
		at++;
	for (digits = 0; at < length && digits < 9 && ascii_is_digit(text[at]); digits++)
		ret->number = ret->number * 10 + (uint64_t)(text[at++] - '0');
	if (!digits || at == length || (text[at] != '\t' && text[at] != ':'))
		return false;
	ret->colon = text[at] == ':';
	ret->length = at + 1;
	/* "02:" is no number of a line. */
	return !ret->colon || text[0] != '0';
}

/* What a mail puts before the line is not looked at. */
static size_t quoted(const char *text, size_t length)
{
	size_t at = 0;

	while (at < length && text[at] == '>')
		at += at + 1 < length && text[at + 1] == ' ' ? 2 : 1;
	return at < length ? at : 0;
}

/* "02:00.0", "10: 00 11": what dumps have at the begin of lines themselves. */
static bool is_of_dump(const char *text, size_t length, const struct numbered *numbered)
{
	const char *rest = text + numbered->length;
	size_t left = length - numbered->length;

	if (!numbered->colon)
		return false;
	if (left > 4 && ascii_hex(rest[0]) >= 0 && ascii_hex(rest[1]) >= 0 && rest[2] == '.')
		return true;
	return left > 2 && rest[0] == ' ' && ascii_hex(rest[1]) >= 0 && ascii_hex(rest[2]) >= 0;
}

static bool tells(struct carriers *carriers, const char *head, size_t size)
{
	const char *at = head, *end = head + size;
	struct numbered last = { 0 };
	unsigned run = 0;

	(void)carriers;
	for (unsigned lines = 0; at < end && lines < SAMPLE_LINES; lines++) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t length = (size_t)((newline ? newline : end) - at), skip = quoted(at, length);
		struct numbered numbered;

		if (!parse(at + skip, length - skip, &numbered) ||
		    is_of_dump(at + skip, length - skip, &numbered))
			run = 0;
		else
			run = run && numbered.number == last.number + 1 ? run + 1 : 1;
		if (run == PROOF)
			return true;
		last = numbered;
		at += length + 1;
	}
	return false;
}

static enum carried undo(struct carriers *carriers, struct text_line *line)
{
	struct numbered numbered;

	if (!parse(line->text, line->length, &numbered))
		return CARRIED_NOT;
	/* Another count begins at 1. */
	if (numbered.number != 1 && carriers->number && numbered.number != carriers->number + 1 &&
	    (numbered.number <= carriers->number ||
	     is_of_dump(line->text, line->length, &numbered)))
		return CARRIED_NOT;
	carriers->number = numbered.number;
	text_line_skip(line, numbered.length);
	return CARRIED_YES;
}

const struct carrier carrier_numbers = {
	.name = "numbers of lines",
	.first = " 123456789",
	.tells = tells,
	.undo = undo,
};
