/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/policy_text.h"

#include "base/charset.h"
#include "base/str.h"
#include "base/utf.h"

#include <pcimsi/error.h>

#include <ini.h>
#include <string.h>

/*
 * libinih tells names from values, takes comments away and continues values. Sections,
 * numbers of lines and what is no key are seen here, as lines are handed to it.
 */

struct reader {
	struct arena *arena;
	struct notes *notes;
	const struct policy_visitor *visitor;
	const char *at; /* the next line */
	struct pcimsi_policy_line line;
	bool awaited;   /* the line must be a key, and libinih has not told of it yet */
	bool continues; /* ... or go on with the value of `key` */
	bool refused;   /* the line is left out, and so is what continues it */
	bool has_key;
	struct policy_key key; /* until it is known that its value ends */
	VEC(char) value;       /* of `key`, so far */
	bool nomem;
};

/* ---- characters ------------------------------------------------------------------------------ */

static void start_line(struct arena *arena, struct policy_lines *lines, size_t offset, bool *nomem)
{
	struct policy_line_start *start = VEC_ADD(arena, lines);

	if (start)
		*start = (struct policy_line_start){ .offset = offset & INT32_MAX, .blank = 1 };
	else
		*nomem = true;
}

/* Decoded, with line ends as \n; NULL: out of memory. */
static char *decode(struct reader *r, const uint8_t *bytes, size_t size, struct policy_lines *lines)
{
	size_t mark;
	enum charset charset = charset_guess(bytes, size, &mark);
	const uint8_t *at = bytes + mark, *end = bytes + size;
	char *text = arena_alloc(r->arena, charset_utf8_bound(charset, at, size - mark) + 1);
	char *out = text;

	start_line(r->arena, lines, mark, &r->nomem);
	while (text && at < end && !r->nomem) {
		uint32_t c = charset_next_text(charset, &at, end);

		if (c == UTF_NO_CHARACTER || c == 0) {
			notes_add(r->notes, PCIMSI_NOTE_POLICY_CHARACTER,
				  (struct pcimsi_place){ .line = lines->count }, NULL);
			r->visitor->broken(r->visitor->user);
			c = UTF_REPLACEMENT;
		}
		out += utf8_put(out, c);
		if (c == '\n')
			start_line(r->arena, lines, (size_t)(at - bytes), &r->nomem);
		else if (c != ' ' && c != '\t')
			lines->items[lines->count - 1].blank = 0;
	}
	return r->nomem ? NULL : text;
}

static const char *keep(struct reader *r, const char *text, size_t length)
{
	const char *copy = arena_strndup(r->arena, text, length);

	if (!copy)
		r->nomem = true;
	return copy ? copy : "";
}

/* ---- lines ----------------------------------------------------------------------------------- */

static void complain(struct reader *r, enum pcimsi_note_code code)
{
	notes_add(r->notes, code, r->line.place, NULL);
	r->visitor->broken(r->visitor->user);
}

static void end_key(struct reader *r)
{
	if (r->has_key) {
		r->key.value = keep(r, r->value.items, r->value.count);
		r->visitor->key(r->visitor->user, &r->key);
	}
	r->has_key = false;
}

static void end_line(struct reader *r)
{
	if (r->awaited)
		complain(r, PCIMSI_NOTE_POLICY_LINE);
	r->awaited = false;
}

/* "[waiver name]" */
static void see_section(struct reader *r, const char *word)
{
	size_t length = strcspn(word + 1, "]");

	end_key(r);
	if (!word[1 + length]) {
		r->visitor->section(r->visitor->user, NULL, &r->line);
		complain(r, PCIMSI_NOTE_POLICY_LINE);
		return;
	}
	while (length && ascii_is_blank(word[length]))
		length--;
	r->visitor->section(r->visitor->user, keep(r, word + 1, length), &r->line);
}

/* The line goes into `buffer` if it is one for libinih. */
static bool take_line(struct reader *r, const char *from, size_t length, char *buffer)
{
	bool indented = ascii_is_blank(*from);
	size_t blanks = strspn(from, " \t");
	const char *word = from + blanks;

	if (blanks >= length || *word == ';' || *word == '#')
		return false;
	r->refused = (indented && r->refused) || length > POLICY_LINE_MAX;
	if (length > POLICY_LINE_MAX)
		complain(r, PCIMSI_NOTE_POLICY_LINE_LONG);
	if (r->refused)
		return false;
	r->line.text = keep(r, word, length - blanks);
	if (r->nomem)
		return false;
	r->continues = indented && r->has_key && *r->key.name;
	if (*word == '[' && !r->continues) {
		see_section(r, r->line.text);
		strcpy(buffer, "[]");
		return true;
	}
	r->awaited = true;
	memcpy(buffer, from, length);
	buffer[length] = '\0';
	return true;
}

/* An ini_reader. It must not see a line that does not fit. */
static char *next_line(char *buffer, int size, void *stream)
{
	struct reader *r = stream;
	bool taken = false;

	end_line(r);
	while (!taken && *r->at && !r->nomem && size > POLICY_LINE_MAX) {
		const char *from = r->at;
		size_t length = strcspn(from, "\n");

		r->at += length + (from[length] == '\n');
		r->line.place.line++;
		taken = take_line(r, from, length, buffer);
	}
	return taken ? buffer : NULL;
}

static void add_value(struct reader *r, const char *value)
{
	for (; *value; value++) {
		char *c = VEC_ADD(r->arena, &r->value);

		if (c)
			*c = *value;
		else
			r->nomem = true;
	}
}

/* An ini_handler. */
static int see_key(void *user, const char *section, const char *name, const char *value)
{
	struct reader *r = user;

	(void)section;
	r->awaited = false;
	if (r->continues) {
		add_value(r, " ");
		add_value(r, value);
		r->key.last_line = r->line.place.line;
		return 1;
	}
	end_key(r);
	r->value.count = 0;
	add_value(r, value);
	r->has_key = true;
	r->key = (struct policy_key){
		.name = keep(r, name, strlen(name)),
		.line = r->line,
		.last_line = r->line.place.line,
	};
	return 1;
}

int policy_text_read(struct arena *arena, struct notes *notes, const void *bytes, size_t size,
		     const struct policy_visitor *visitor, struct policy_lines *ret_lines)
{
	struct reader r = { .arena = arena, .notes = notes, .visitor = visitor };

	r.at = decode(&r, bytes, size, ret_lines);
	/* Its positive answers are lines that were told of already. */
	if (!r.at || ini_parse_stream(next_line, &r, see_key, &r) < 0)
		return PCIMSI_ERR_NOMEM;
	end_line(&r);
	end_key(&r);
	return r.nomem ? PCIMSI_ERR_NOMEM : 0;
}
