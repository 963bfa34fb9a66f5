/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/policy_text.h"

#include "base/decoder.h"
#include "base/str.h"

#include <pcimsi/error.h>

#include <string.h>

struct reader {
	struct arena *arena;
	struct notes *notes;
	const struct policy_visitor *visitor;
	struct pcimsi_policy_line line;
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
	struct decoder d = {
		.notes = r->notes,
		.bad_character = PCIMSI_NOTE_POLICY_CHARACTER,
		.nul = PCIMSI_NOTE_POLICY_CHARACTER,
	};
	uint32_t c;

	if (decoder_open(&d, r->arena, bytes, size))
		return NULL;
	start_line(r->arena, lines, (size_t)(d.at - bytes), &r->nomem);
	while (!r->nomem && decoder_next(&d, &c)) {
		if (d.replaced)
			r->visitor->broken(r->visitor->user);
		decoder_put(&d, c);
		if (c == '\n')
			start_line(r->arena, lines, (size_t)(d.at - bytes), &r->nomem);
		else if (d.replaced || !ascii_is_blank((char)c))
			lines->items[lines->count - 1].blank = 0;
	}
	return r->nomem ? NULL : d.text;
}

static const char *keep(struct reader *r, const char *text, size_t length)
{
	const char *copy = arena_strndup(r->arena, text, length);

	if (!copy)
		r->nomem = true;
	return copy ? copy : "";
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* A part of a line. */
struct part {
	const char *at;
	size_t length;
};

static struct part trimmed(const char *at, const char *end)
{
	while (at < end && ascii_is_blank(*at))
		at++;
	while (end > at && ascii_is_blank(end[-1]))
		end--;
	return (struct part){ at, (size_t)(end - at) };
}

/* The end of the text before a comment, which is a semicolon behind a blank. */
static const char *comment_of(const char *at, const char *end)
{
	for (const char *c = at; c < end; c++)
		if (*c == ';' && c > at && ascii_is_blank(c[-1]))
			return c;
	return end;
}

static void complain(struct reader *r)
{
	notes_add(r->notes, PCIMSI_NOTE_POLICY_LINE, r->line.place, NULL);
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

static void add_value(struct reader *r, struct part value)
{
	for (size_t i = 0; i < value.length; i++) {
		char *c = VEC_ADD(r->arena, &r->value);

		if (c)
			*c = value.at[i];
		else
			r->nomem = true;
	}
}

/* "[waiver name]" */
static void see_section(struct reader *r, struct part line)
{
	const char *close = memchr(line.at, ']', line.length);
	struct part name;

	end_key(r);
	if (!close) {
		r->visitor->section(r->visitor->user, NULL, &r->line);
		complain(r);
		return;
	}
	name = trimmed(line.at + 1, close);
	r->visitor->section(r->visitor->user, keep(r, name.at, name.length), &r->line);
}

/* "name = value", or with a colon. */
static void see_key(struct reader *r, struct part line)
{
	const char *end = comment_of(line.at, line.at + line.length), *sign = line.at;
	struct part name;

	while (sign < end && *sign != '=' && *sign != ':')
		sign++;
	if (sign == end) {
		complain(r);
		return;
	}
	end_key(r);
	name = trimmed(line.at, sign);
	r->value.count = 0;
	add_value(r, trimmed(sign + 1, end));
	r->has_key = true;
	r->key = (struct policy_key){
		.name = keep(r, name.at, name.length),
		.line = r->line,
		.last_line = r->line.place.line,
	};
}

/* A line that begins with a blank goes on with the value before it. */
static void see_more(struct reader *r, struct part line)
{
	add_value(r, (struct part){ " ", 1 });
	add_value(r, trimmed(line.at, comment_of(line.at, line.at + line.length)));
	r->key.last_line = r->line.place.line;
}

static void see_line(struct reader *r, const char *from, size_t length)
{
	struct part line = trimmed(from, from + length);

	r->line.place.line++;
	if (!line.length || *line.at == ';' || *line.at == '#')
		return;
	r->line.text = keep(r, line.at, (size_t)(from + length - line.at));
	if (ascii_is_blank(*from) && r->has_key && *r->key.name)
		see_more(r, line);
	else if (*line.at == '[')
		see_section(r, line);
	else
		see_key(r, line);
}

int policy_text_read(struct arena *arena, struct notes *notes, const void *bytes, size_t size,
		     const struct policy_visitor *visitor, struct policy_lines *ret_lines)
{
	struct reader r = { .arena = arena, .notes = notes, .visitor = visitor };
	const char *at = decode(&r, bytes, size, ret_lines);

	while (at && *at && !r.nomem) {
		size_t length = strcspn(at, "\n");

		see_line(&r, at, length);
		at += length + (at[length] == '\n');
	}
	end_key(&r);
	return r.nomem || !at ? PCIMSI_ERR_NOMEM : 0;
}
