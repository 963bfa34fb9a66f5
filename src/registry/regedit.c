/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "registry/reader.h"

#include "base/str.h"

#include <pcimsi/error.h>
#include <pcimsi/inf.h>

#include <string.h>

/*
 * .reg files: "How to add, modify, or delete registry subkeys and values by using a .reg
 * file" (Microsoft Support 310516). Names of keys are written as they are, those of values
 * and strings with \\ and \".
 */

static bool begins_key(const char *line)
{
	return str_istarts(line, "[HKEY_") || str_istarts(line, "[-HKEY_");
}

static bool is_header(const char *line)
{
	return str_istarts(line, "Windows Registry Editor Version 5.00") ||
	       str_istarts(line, "REGEDIT4");
}

bool regedit_begins(const char *line)
{
	line += strspn(line, " \t");
	return is_header(line) || begins_key(line);
}

/*
 * Where the string that begins at `at`, behind its quote, is closed. Strings hold
 * line ends as they are; one that runs into the next key was never closed.
 */
static const char *closing_quote(const char *at)
{
	for (; *at && *at != '"'; at++) {
		if (*at == '\\' && at[1] && at[1] != '\n')
			at++;
		else if (*at == '\n' && begins_key(at + 1))
			return NULL;
	}
	return *at ? at : NULL;
}

/* NULL: not closed, or out of memory. */
static const char *read_string(struct reg_reader *r)
{
	const char *end = closing_quote(r->at + 1);
	char *text = end ? arena_alloc(r->arena, (size_t)(end - r->at)) : NULL, *out = text;

	if (!text)
		return NULL;
	reg_skip(r);
	while (r->at < end) {
		if (*r->at == '\\' && r->at + 1 < end)
			reg_skip(r);
		*out++ = *r->at;
		reg_skip(r);
	}
	reg_skip(r);
	return text;
}

/* ---- data ------------------------------------------------------------------------------------ */

/* Up to `most` hexadecimal digits; *ret_digits is how many there were. */
static uint32_t read_digits(struct reg_reader *r, unsigned most, unsigned *ret_digits)
{
	uint32_t number = 0;

	for (*ret_digits = 0; ascii_hex(*r->at) >= 0 && *ret_digits < most; ++*ret_digits) {
		number = number << 4 | (uint32_t)ascii_hex(*r->at);
		reg_skip(r);
	}
	return number;
}

/* Cut off, some of the digits are another number. */
static void read_dword(struct reg_reader *r, struct reg_value *value)
{
	unsigned digits;
	uint32_t number;

	value->type = PCIMSI_REGISTRY_DWORD;
	reg_skip_blanks(r);
	number = read_digits(r, 8, &digits);
	value->readable = digits && (*r->at || digits == 8);
	if (value->readable)
		reg_put_number(value, number, 4);
}

/* Behind the comma of hex data a backslash continues it on the next line. */
static bool skip_continuation(struct reg_reader *r)
{
	reg_skip_blanks(r);
	if (*r->at != '\\')
		return true;
	reg_skip(r);
	reg_skip_blanks(r);
	if (*r->at != '\n')
		return false;
	reg_skip(r);
	reg_skip_blanks(r);
	return true;
}

/* The bytes behind "hex:" and "hex(b):". Cut off, there may have been more. */
static void read_bytes(struct reg_reader *r, struct reg_value *value)
{
	unsigned digits;
	bool more = true;

	reg_skip_blanks(r);
	while (more) {
		uint32_t byte = read_digits(r, 2, &digits);

		if (!digits)
			break;
		reg_put_byte(value, byte);
		reg_skip_blanks(r);
		more = *r->at == ',';
		if (!more)
			break;
		reg_skip(r);
		if (!skip_continuation(r))
			return;
	}
	value->readable = *r->at || (value->type == PCIMSI_REGISTRY_DWORD && value->data_size == 4);
	value->number_known = value->type == PCIMSI_REGISTRY_DWORD && value->data_size == 4;
	for (int i = 0; i < 4 && value->number_known; i++)
		value->number |= (uint32_t)value->data[i] << 8 * i;
}

/* "(4)" behind hex; without it REG_BINARY. */
static bool read_type(struct reg_reader *r, uint32_t *ret)
{
	unsigned digits;

	*ret = PCIMSI_REGISTRY_BINARY;
	if (*r->at != '(')
		return true;
	reg_skip(r);
	*ret = read_digits(r, 8, &digits);
	if (!digits || *r->at != ')')
		return false;
	reg_skip(r);
	return true;
}

static bool take(struct reg_reader *r, const char *word)
{
	if (!str_istarts(r->at, word))
		return false;
	for (size_t i = strlen(word); i; i--)
		reg_skip(r);
	return true;
}

static void read_data(struct reg_reader *r, struct reg_value *value)
{
	if (*r->at == '-') {
		reg_skip(r);
		value->deleted = value->readable = true;
	} else if (*r->at == '"') {
		value->type = PCIMSI_REGISTRY_SZ;
		reg_put_string(value, read_string(r));
		value->readable = value->string != NULL;
	} else if (take(r, "dword:")) {
		read_dword(r, value);
	} else if (take(r, "hex")) {
		if (read_type(r, &value->type) && take(r, ":"))
			read_bytes(r, value);
	}
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* A quote that is not closed, for one, takes the next value along. */
static void lose_value(struct reg_reader *r, struct reg_value *value)
{
	value->readable = value->number_known = false;
	value->number = 0;
	if (*r->at)
		reg_complain(r, PCIMSI_NOTE_REG_VALUE, value->name);
	else
		reg_complain(r, PCIMSI_NOTE_REG_CUT, NULL);
	r->visitor->lost(r->visitor->user, false);
}

/* Behind a value may be a comment. */
static void end_value(struct reg_reader *r, struct reg_value *value)
{
	reg_skip_blanks(r);
	if (!value->readable || (*r->at && *r->at != '\n' && *r->at != ';'))
		lose_value(r, value);
	reg_skip_line(r);
}

static int regedit_value(struct reg_reader *r)
{
	struct reg_value value = { .name = "", .place = r->place, .line = r->at };

	if (*r->at == '"')
		value.name = read_string(r);
	else
		reg_skip(r);
	reg_skip_blanks(r);
	if (!value.name || *r->at != '=') {
		reg_lose_line(r, false);
		return 0;
	}
	reg_skip(r);
	reg_skip_blanks(r);
	read_data(r, &value);
	end_value(r, &value);
	return r->visitor->value(r->visitor->user, &value);
}

/*
 * What regedit writes has one empty line before each key and one at the end, and no comments. Other
 * programs write what is to be imported as it comes.
 */
static void see_layout(struct reg_reader *r)
{
	bool is_empty = !*r->at || *r->at == '\n';
	bool differs = *r->at == ';' || (is_empty && r->n_empty) || (*r->at == '[' && !r->n_empty);

	if (differs && !r->not_export)
		r->not_export = r->place.line;
	r->n_empty = is_empty ? r->n_empty + 1 : 0;
}

/* "[PATH]"; names of keys may hold brackets. */
static int regedit_key(struct reg_reader *r)
{
	struct reg_key key = {
		.deleted = r->at[1] == '-',
		.begins = r->begins,
		.place = r->place,
		.line = r->at,
	};
	const char *path = r->at + 1 + key.deleted;
	size_t length = strcspn(path, "\n");

	while (length && path[length - 1] != ']')
		length--;
	if (length < 2) {
		reg_lose_line(r, true);
		return 0;
	}
	key.path = arena_strndup(r->arena, path, length - 1);
	r->begins = false;
	reg_skip_line(r);
	return key.path ? r->visitor->key(r->visitor->user, &key) : PCIMSI_ERR_NOMEM;
}

int regedit_line(struct reg_reader *r)
{
	reg_skip_blanks(r);
	see_layout(r);
	switch (*r->at) {
	case '[':
		return regedit_key(r);
	case '"':
	case '@':
		return regedit_value(r);
	case '\0':
	case '\n':
	case ';':
		reg_skip_line(r);
		return 0;
	}
	if (!is_header(r->at)) {
		reg_lose_line(r, false);
		return 0;
	}
	r->begins = true;
	reg_skip_line(r);
	return 0;
}
