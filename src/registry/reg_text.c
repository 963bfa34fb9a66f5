/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "registry/reg_text.h"

#include "base/charset.h"
#include "base/str.h"
#include "base/utf.h"

#include <pcimsi/error.h>
#include <pcimsi/inf.h>

#include <string.h>

/*
 * The forms: "Distribute registry changes using a .reg file" (Microsoft Support
 * 310516) for .reg files; what `reg query` prints is documented with the command.
 */

struct reader {
	struct arena *arena;
	struct notes *notes;
	const struct reg_visitor *visitor;
	char *at;
	struct pcimsi_place place; /* of `at` */
};

/* ---- characters ------------------------------------------------------------------------------ */

char *reg_decode(struct arena *arena, struct notes *notes, const void *bytes, size_t size)
{
	size_t mark;
	enum charset charset = charset_guess(bytes, size, &mark);
	const uint8_t *at = (const uint8_t *)bytes + mark, *end = (const uint8_t *)bytes + size;
	struct pcimsi_place place = { 1, 1 };
	char *text = arena_alloc(arena, charset_utf8_bound(charset, at, size - mark) + 1);
	char *out = text;

	while (text && at < end) {
		uint32_t c = charset_next(charset, &at, end);

		if (c == '\r' && at < end) {
			const uint8_t *next = at;

			/* CR LF, or CR alone. */
			if (charset_next(charset, &next, end) == '\n')
				at = next;
			c = '\n';
		}
		if (c == UTF_NO_CHARACTER || c == 0) {
			notes_add(notes, PCIMSI_NOTE_REG_BAD_CHARACTER, place, NULL);
			c = UTF_REPLACEMENT;
		}
		out += utf8_put(out, c == '\r' ? '\n' : c);
		place.column++;
		if (c == '\n')
			place = (struct pcimsi_place){ place.line + 1, 1 };
	}
	return text;
}

static void skip(struct reader *r)
{
	if (*r->at == '\n') {
		r->place = (struct pcimsi_place){ r->place.line + 1, 1 };
	} else if (((unsigned char)*r->at & 0xc0) != 0x80) {
		r->place.column++; /* characters, not bytes */
	}
	r->at++;
}

static void skip_blanks(struct reader *r)
{
	while (ascii_is_blank(*r->at))
		skip(r);
}

static void skip_line(struct reader *r)
{
	while (*r->at && *r->at != '\n')
		skip(r);
	if (*r->at)
		skip(r);
}

static char *copy(struct reader *r, const char *from, size_t length)
{
	return arena_strndup(r->arena, from, length);
}

/* The line of `from`, without the blanks around it. */
static const char *copy_line(struct reader *r, const char *from)
{
	size_t length = strcspn(from, "\n");

	while (length && ascii_is_blank(*from)) {
		from++;
		length--;
	}
	while (length && ascii_is_blank(from[length - 1]))
		length--;
	return copy(r, from, length);
}

static void complain(struct reader *r, enum pcimsi_note_code code, const char *detail)
{
	notes_add(r->notes, code, r->place, detail);
}

/* ---- .reg files ------------------------------------------------------------------------------ */

/*
 * Where the string that begins at `at`, behind its quote, is closed. Strings hold
 * line ends as they are; one that runs into the next key was never closed.
 */
static const char *closing_quote(const char *at)
{
	for (; *at && *at != '"'; at++) {
		if (*at == '\\' && at[1] && at[1] != '\n')
			at++;
		else if (*at == '\n' &&
			 (str_istarts(at + 1, "[HKEY_") || str_istarts(at + 1, "[-HKEY_")))
			return NULL;
	}
	return *at ? at : NULL;
}

/* With \\ and \" for themselves. NULL: not closed, or out of memory. */
static const char *read_string(struct reader *r)
{
	const char *end = closing_quote(r->at + 1);
	char *text = end ? arena_alloc(r->arena, (size_t)(end - r->at)) : NULL, *out = text;

	if (!text)
		return NULL;
	skip(r);
	while (r->at < end) {
		if (*r->at == '\\' && r->at + 1 < end)
			skip(r);
		*out++ = *r->at;
		skip(r);
	}
	skip(r);
	return text;
}

static void put_byte(struct reg_value *value, uint32_t byte)
{
	if (value->data_size < sizeof(value->data))
		value->data[value->data_size] = (uint8_t)byte;
	value->data_size++;
}

static void put_number(struct reg_value *value, uint32_t number)
{
	value->number_known = true;
	value->number = number;
	for (int i = 0; i < 4; i++)
		put_byte(value, number >> 8 * i & 0xff);
}

static void read_dword(struct reader *r, struct reg_value *value)
{
	uint32_t number = 0;
	unsigned digits = 0;

	value->type = PCIMSI_REG_DWORD;
	for (; ascii_hex(*r->at) >= 0; skip(r), digits++)
		number = number << 4 | (uint32_t)ascii_hex(*r->at);
	value->readable = digits >= 1 && digits <= 8;
	if (value->readable)
		put_number(value, number);
}

/* Behind the comma of hex data a backslash continues it on the next line. */
static bool skip_continuation(struct reader *r)
{
	skip_blanks(r);
	if (*r->at != '\\')
		return true;
	skip(r);
	skip_blanks(r);
	if (*r->at != '\n')
		return false;
	skip(r);
	skip_blanks(r);
	return true;
}

/* "hex:01,02", "hex(4):10,00,00,00", from behind the colon. */
static void read_hex(struct reader *r, struct reg_value *value)
{
	skip_blanks(r);
	value->readable = true;
	while (ascii_hex(*r->at) >= 0) {
		uint32_t byte = (uint32_t)ascii_hex(*r->at);

		skip(r);
		if (ascii_hex(*r->at) >= 0) {
			byte = byte << 4 | (uint32_t)ascii_hex(*r->at);
			skip(r);
		}
		put_byte(value, byte);
		skip_blanks(r);
		if (*r->at != ',')
			break;
		skip(r);
		if (!skip_continuation(r)) {
			value->readable = false;
			return;
		}
	}
	value->number_known = value->type == PCIMSI_REG_DWORD && value->data_size == 4;
	for (int i = 0; i < 4 && value->number_known; i++)
		value->number |= (uint32_t)value->data[i] << 8 * i;
}

/* "(4)" behind hex. */
static bool read_type(struct reader *r, uint32_t *ret)
{
	uint32_t type = 0;

	*ret = PCIMSI_REG_BINARY;
	if (*r->at != '(')
		return true;
	skip(r);
	for (; ascii_hex(*r->at) >= 0 && type < 0x0fffffff; skip(r))
		type = type << 4 | (uint32_t)ascii_hex(*r->at);
	*ret = type;
	if (*r->at != ')')
		return false;
	skip(r);
	return true;
}

static bool take(struct reader *r, const char *word)
{
	if (!str_istarts(r->at, word))
		return false;
	for (size_t i = strlen(word); i; i--)
		skip(r);
	return true;
}

static void read_data(struct reader *r, struct reg_value *value)
{
	if (*r->at == '-') {
		skip(r);
		value->deleted = value->readable = true;
	} else if (*r->at == '"') {
		value->type = PCIMSI_REG_SZ;
		value->string = read_string(r);
		value->readable = value->string != NULL;
	} else if (take(r, "dword:")) {
		skip_blanks(r);
		read_dword(r, value);
	} else if (take(r, "hex")) {
		if (read_type(r, &value->type) && take(r, ":"))
			read_hex(r, value);
	}
}

/* Whatever is behind a value; a comment may be. */
static void end_line(struct reader *r, struct reg_value *value)
{
	skip_blanks(r);
	if (*r->at && *r->at != '\n' && *r->at != ';')
		value->readable = value->number_known = false;
	if (!value->readable && !*r->at)
		complain(r, PCIMSI_NOTE_REG_CUT, NULL);
	else if (!value->readable)
		complain(r, PCIMSI_NOTE_REG_VALUE, value->name);
	skip_line(r);
}

static int regedit_value(struct reader *r)
{
	struct reg_value value = { .name = "", .place = r->place };
	char *line = r->at;

	if (*r->at == '"')
		value.name = read_string(r);
	else
		skip(r);
	if (value.name)
		skip_blanks(r);
	if (!value.name || *r->at != '=') {
		complain(r, PCIMSI_NOTE_REG_LINE, NULL);
		skip_line(r);
		return 0;
	}
	skip(r);
	skip_blanks(r);
	value.text = copy_line(r, line);
	read_data(r, &value);
	if (!value.text)
		return PCIMSI_ERR_NOMEM;
	end_line(r, &value);
	return r->visitor->value(r->visitor->user, &value);
}

static int regedit_key(struct reader *r)
{
	size_t length = strcspn(r->at, "\n");
	bool deleted = r->at[1] == '-';
	char *open = r->at + 1 + deleted;
	struct pcimsi_place place = r->place;
	const char *text = copy_line(r, r->at), *path;
	char *close = r->at + length;

	while (close > open && *close != ']')
		close--;
	if (close <= open) {
		complain(r, PCIMSI_NOTE_REG_LINE, NULL);
		skip_line(r);
		return 0;
	}
	path = copy(r, open, (size_t)(close - open));
	skip_line(r);
	if (!path || !text)
		return PCIMSI_ERR_NOMEM;
	return r->visitor->key(r->visitor->user, path, deleted, place, text);
}

static bool is_header(const char *line)
{
	return str_istarts(line, "Windows Registry Editor Version 5.00") ||
	       str_istarts(line, "REGEDIT4");
}

static int regedit_line(struct reader *r)
{
	skip_blanks(r);
	switch (*r->at) {
	case '[':
		return regedit_key(r);
	case '"':
	case '@':
		return regedit_value(r);
	default:
		if (*r->at && *r->at != '\n' && *r->at != ';' && !is_header(r->at))
			complain(r, PCIMSI_NOTE_REG_LINE, NULL);
		skip_line(r);
		return 0;
	}
}

/* ---- reg query ------------------------------------------------------------------------------- */

#define GAP "    "

/* The type's number, 0 for what only `reg query` could name. */
static uint32_t type_of(const char *text, size_t length)
{
	static const struct {
		const char *name;
		uint32_t type;
	} types[] = {
		{ "REG_SZ", PCIMSI_REG_SZ },         { "REG_EXPAND_SZ", PCIMSI_REG_EXPAND_SZ },
		{ "REG_BINARY", PCIMSI_REG_BINARY }, { "REG_DWORD", PCIMSI_REG_DWORD },
		{ "REG_QWORD", PCIMSI_REG_QWORD },   { "REG_MULTI_SZ", PCIMSI_REG_MULTI_SZ },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strlen(types[i].name) == length && memcmp(text, types[i].name, length) == 0)
			return types[i].type;
	return PCIMSI_REG_NONE;
}

static void query_dword(struct reg_value *value, const char *data, const char *end)
{
	uint32_t number = 0;

	value->readable = str_istarts(data, "0x") && end - data >= 3 && end - data <= 10;
	for (data += 2; value->readable && data < end; data++) {
		value->readable = ascii_hex(*data) >= 0;
		number = number << 4 | (uint32_t)(ascii_hex(*data) & 15);
	}
	if (value->readable)
		put_number(value, number);
}

static void query_binary(struct reg_value *value, const char *data, const char *end)
{
	for (; data + 1 < end && ascii_hex(data[0]) >= 0 && ascii_hex(data[1]) >= 0; data += 2)
		put_byte(value, (uint32_t)(ascii_hex(data[0]) << 4 | ascii_hex(data[1])));
	value->readable = data == end;
}

/* The data behind the type. */
static void query_data(struct reader *r, struct reg_value *value, const char *data)
{
	const char *end = data + strcspn(data, "\n");

	while (end > data && ascii_is_blank(end[-1]))
		end--;
	value->readable = true;
	if (value->type == PCIMSI_REG_SZ)
		value->string = copy(r, data, (size_t)(end - data));
	else if (value->type == PCIMSI_REG_DWORD)
		query_dword(value, data, end);
	else if (value->type == PCIMSI_REG_BINARY)
		query_binary(value, data, end);
}

/* "    NAME    REG_TYPE    DATA" */
static int query_value(struct reader *r)
{
	struct reg_value value = { .place = r->place, .text = copy_line(r, r->at) };
	const char *end = r->at + strcspn(r->at, "\n");
	const char *name = r->at + strspn(r->at, " \t");
	const char *gap = strstr(name, GAP "REG_");
	const char *type = gap ? gap + strlen(GAP) : NULL;
	size_t length;

	if (!gap || gap > end) {
		complain(r, PCIMSI_NOTE_REG_LINE, NULL);
		skip_line(r);
		return 0;
	}
	length = strcspn(type, " \t\n");
	value.type = type_of(type, length);
	value.name = copy(r, name, (size_t)(gap - name));
	if (!value.name || !value.text)
		return PCIMSI_ERR_NOMEM;
	if (str_ieq(value.name, "(Default)"))
		value.name = "";
	query_data(r, &value, type + length + strspn(type + length, " \t"));
	if (!value.readable)
		complain(r, PCIMSI_NOTE_REG_VALUE, value.name);
	skip_line(r);
	return r->visitor->value(r->visitor->user, &value);
}

static int query_key(struct reader *r)
{
	struct pcimsi_place place = r->place;
	const char *path = copy_line(r, r->at);

	skip_line(r);
	return path ? r->visitor->key(r->visitor->user, path, false, place, path)
		    : PCIMSI_ERR_NOMEM;
}

static int query_line(struct reader *r)
{
	const char *word = r->at + strspn(r->at, " \t");

	if (str_istarts(r->at, "HKEY_"))
		return query_key(r);
	if (word > r->at && *word && *word != '\n')
		return query_value(r);
	if (*word && *word != '\n' && !str_istarts(word, "End of search"))
		complain(r, PCIMSI_NOTE_REG_LINE, NULL);
	skip_line(r);
	return 0;
}

/* ---- both ------------------------------------------------------------------------------------ */

enum reg_form reg_form_of(const char *text)
{
	for (; *text; text += strcspn(text, "\n"), text += *text == '\n') {
		const char *word = text + strspn(text, " \t");

		if (is_header(word) || str_istarts(word, "[HKEY_") || str_istarts(word, "[-HKEY_"))
			return REG_FORM_REGEDIT;
		if (str_istarts(text, "HKEY_"))
			return REG_FORM_QUERY;
	}
	return REG_FORM_NONE;
}

int reg_read(struct arena *arena, struct notes *notes, enum reg_form form, char *text,
	     const struct reg_visitor *visitor)
{
	struct reader r = {
		.arena = arena,
		.notes = notes,
		.visitor = visitor,
		.at = text,
		.place = { 1, 1 },
	};
	int err = 0;

	while (*r.at && !err)
		err = form == REG_FORM_REGEDIT ? regedit_line(&r) : query_line(&r);
	return err;
}
