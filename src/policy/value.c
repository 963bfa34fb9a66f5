/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/value.h"

#include "base/str.h"

#include <string.h>

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t");
}

/* The byte that the escape behind a backslash stands for; -1: none. Moves *at behind it. */
static int take_escape(const char **at)
{
	const char *from = *at;

	if (*from == '\\' || *from == '"') {
		*at = from + 1;
		return *from;
	}
	if (*from != 'x' || ascii_hex(from[1]) < 0 || ascii_hex(from[2]) < 0)
		return -1;
	*at = from + 3;
	return ascii_hex(from[1]) << 4 | ascii_hex(from[2]);
}

/* One piece in quotes, from behind the first. False: it is not closed, or a bad escape. */
static bool take_piece(const char **at, char **out)
{
	while (**at && **at != '"') {
		int byte = *(*at)++;

		if (byte == '\\')
			byte = take_escape(at);
		if (byte == -1 || byte == 0)
			return false;
		*(*out)++ = (char)byte;
	}
	return *(*at)++ == '"';
}

static const char *take_quoted(struct arena *arena, const char **at, const char **reterr)
{
	/* No text is longer than what it is written as. */
	char *text = arena_alloc(arena, strlen(*at) + 1), *out = text;

	while (text && **at == '"') {
		(*at)++;
		if (!take_piece(at, &out)) {
			*reterr = "a quote is not closed, or a backslash begins neither "
				  "\\\\, \\\" nor \\xNN";
			return NULL;
		}
		*at = skip_blanks(*at);
	}
	return text;
}

/* Up to one of the characters `end`, or the end of it all. */
static const char *take_text(struct arena *arena, const char **at, const char *end,
			     const char **reterr)
{
	size_t length;
	const char *from;

	*reterr = NULL;
	if (**at == '"')
		return take_quoted(arena, at, reterr);
	from = *at;
	length = strcspn(from, end);
	*at += length;
	while (length && ascii_is_blank(from[length - 1]))
		length--;
	if (length && !memchr(from, '"', length))
		return arena_strndup(arena, from, length);
	*reterr = length ? "a quote inside of a text that does not begin with one"
			 : "a text is missing";
	return NULL;
}

const char *value_text(struct arena *arena, const char *from, const char **reterr)
{
	const char *text = take_text(arena, &from, "", reterr);

	if (!text || !*from)
		return text;
	*reterr = "something stands behind the quotes";
	return NULL;
}

/* "name text", up to a comma: how it was before names and values. */
static bool take_old_pair(struct arena *arena, const char **at, struct pcimsi_waived_value *ret,
			  const char **reterr)
{
	size_t length = strcspn(*at, " \t,\"");

	ret->name = arena_strndup(arena, *at, length);
	*at = skip_blanks(*at + length);
	ret->text = length && ret->name ? take_text(arena, at, ",", reterr) : NULL;
	if (!length)
		*reterr = "not a list of names and texts with commas between";
	else if (ret->text && **at && **at != ',')
		*reterr = "something stands behind the quotes";
	return ret->text && !*reterr;
}

/* "name=text", up to a blank. */
static bool take_pair(struct arena *arena, const char **at, struct pcimsi_waived_value *ret,
		      const char **reterr)
{
	size_t length = strcspn(*at, " \t=,\"");

	if (!length || (*at)[length] != '=') {
		*reterr = "not a list of name=value with blanks between";
		return false;
	}
	ret->name = arena_strndup(arena, *at, length);
	*at += length + 1;
	ret->text = ret->name ? take_text(arena, at, " \t", reterr) : NULL;
	return ret->text && !*reterr;
}

static bool is_old(const char *from)
{
	return from[strcspn(from, " \t=\"")] != '=';
}

bool value_list(struct arena *arena, const char *from, struct value_list *ret, const char **reterr)
{
	bool more = true;

	from = skip_blanks(from);
	ret->old = is_old(from);
	*reterr = NULL;
	while (more) {
		struct pcimsi_waived_value *value = VEC_ADD(arena, ret);

		from = skip_blanks(from);
		if (!value || !(ret->old ? take_old_pair(arena, &from, value, reterr)
					 : take_pair(arena, &from, value, reterr)))
			return false;
		from = skip_blanks(from);
		more = ret->old ? *from == ',' : *from != '\0';
		from += ret->old && more;
	}
	return true;
}

/* ---- writing -------------------------------------------------------------------------------- */

/* To be read without scrolling: longer texts go on in lines of their own. */
#define BARE_MAX 64
#define PIECE_MAX 100

static bool is_bare(const char *text)
{
	size_t length = strlen(text);

	if (!length || length > BARE_MAX || text[0] == ' ' || text[length - 1] == ' ')
		return false;
	for (size_t i = 0; i < length; i++)
		if (text[i] < ' ' || text[i] > '~' || strchr("\",;", text[i]))
			return false;
	return true;
}

static char *put_char(char *out, char c)
{
	static const char digits[] = "0123456789abcdef";

	if (c == '\\' || c == '"') {
		*out++ = '\\';
	} else if (c < ' ' || c > '~' || c == ';') {
		*out++ = '\\';
		*out++ = 'x';
		*out++ = digits[(unsigned char)c >> 4];
		*out++ = digits[c & 15];
		return out;
	}
	*out++ = c;
	return out;
}

static const char *in_pieces(struct arena *arena, const char *text, const char *gap)
{
	size_t length = strlen(text), between = strlen(gap) + 2;
	char *written = arena_alloc(arena, 4 * length + (length / 25 + 1) * between + 3);
	char *out = written, *piece = out; /* `piece` begins with its quote */

	if (!written)
		return NULL;
	*out++ = '"';
	for (; *text; text++) {
		if (out - piece - 1 > PIECE_MAX) {
			*out++ = '"';
			memcpy(out, gap, between - 2);
			out += between - 2;
			piece = out;
			*out++ = '"';
		}
		out = put_char(out, *text);
	}
	*out = '"';
	return written;
}

const char *value_written(struct arena *arena, const char *text, const char *gap)
{
	return is_bare(text) ? text : in_pieces(arena, text, gap);
}

const char *value_list_written(struct arena *arena, const struct pcimsi_waived_value *items,
			       uint32_t count, const char *gap)
{
	const char *all = "";

	for (uint32_t i = 0; all && i < count; i++) {
		/* A blank ends a value, unless it stands in quotes. */
		const char *text = strchr(items[i].text, ' ')
					   ? in_pieces(arena, items[i].text, gap)
					   : value_written(arena, items[i].text, gap);

		all = text ? arena_printf(arena, "%s%s%s=%s", all, i ? gap : "", items[i].name,
					  text)
			   : NULL;
	}
	return all;
}
