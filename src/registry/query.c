/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "registry/reader.h"

#include "base/str.h"

#include <pcimsi/error.h>
#include <pcimsi/inf.h>

#include <string.h>

/* What `reg query` prints; documented with the command. */

#define GAP "    "

bool query_begins(const char *line)
{
	return str_istarts(line, "HKEY_");
}

static uint32_t type_of(const char *text, size_t length)
{
	static const struct {
		const char *name;
		uint32_t type;
	} types[] = {
		{ "REG_SZ", PCIMSI_REGISTRY_SZ },
		{ "REG_EXPAND_SZ", PCIMSI_REGISTRY_EXPAND_SZ },
		{ "REG_BINARY", PCIMSI_REGISTRY_BINARY },
		{ "REG_DWORD", PCIMSI_REGISTRY_DWORD },
		{ "REG_QWORD", PCIMSI_REGISTRY_QWORD },
		{ "REG_MULTI_SZ", PCIMSI_REGISTRY_MULTI_SZ },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strlen(types[i].name) == length && memcmp(text, types[i].name, length) == 0)
			return types[i].type;
	return PCIMSI_REGISTRY_NONE;
}

/* "0x16" */
static void read_number(struct reg_value *value, const char *data, const char *end, unsigned size)
{
	uint64_t number;

	if (!str_istarts(data, "0x") || end - data < 3 || end - data > 2 + 2 * (int)size)
		return;
	data += 2;
	data += ascii_read_hex(data, (size_t)(end - data), &number);
	value->readable = data == end;
	if (value->readable)
		reg_put_number(value, number, size);
}

/* "0F00" */
static void read_binary(struct reg_value *value, const char *data, const char *end)
{
	for (; data + 1 < end && ascii_hex(data[0]) >= 0 && ascii_hex(data[1]) >= 0; data += 2)
		reg_put_byte(value, (uint32_t)(ascii_hex(data[0]) << 4 | ascii_hex(data[1])));
	value->readable = data == end;
}

/* From the type to the end of the line. */
static int read_data(struct reg_reader *r, struct reg_value *value, const char *text,
		     const char *end)
{
	size_t length = strcspn(text, " \t\n");

	value->type = type_of(text, length);
	text += length;
	text += strspn(text, " \t");
	while (end > text && ascii_is_blank(end[-1]))
		end--;
	switch (value->type) {
	case PCIMSI_REGISTRY_SZ:
		reg_put_string(value, arena_strndup(r->arena, text, (size_t)(end - text)));
		value->readable = true;
		return value->string ? 0 : PCIMSI_ERR_NOMEM;
	case PCIMSI_REGISTRY_DWORD:
		read_number(value, text, end, 4);
		break;
	case PCIMSI_REGISTRY_QWORD:
		read_number(value, text, end, 8);
		break;
	case PCIMSI_REGISTRY_BINARY:
		read_binary(value, text, end);
		break;
	default: /* nothing that a setting is made of */
		value->readable = true;
		break;
	}
	return 0;
}

/* "    NAME    REG_TYPE    DATA" */
static int query_value(struct reg_reader *r)
{
	struct reg_value value = { .place = r->place, .line = r->at };
	const char *name = r->at + strspn(r->at, " \t");
	const char *end = name + strcspn(name, "\n");
	const char *gap = memmem(name, (size_t)(end - name), GAP "REG_", strlen(GAP "REG_"));
	int err;

	if (!gap) {
		reg_lose_line(r, false);
		return 0;
	}
	value.name = arena_strndup(r->arena, name, (size_t)(gap - name));
	if (!value.name)
		return PCIMSI_ERR_NOMEM;
	if (str_ieq(value.name, "(Default)"))
		value.name = "";
	err = read_data(r, &value, gap + strlen(GAP), end);
	if (!value.readable)
		reg_complain(r, PCIMSI_NOTE_REG_VALUE, value.name);
	reg_skip_line(r);
	return err ? err : r->visitor->value(r->visitor->user, &value);
}

static int query_key(struct reg_reader *r)
{
	struct reg_key key = { .place = r->place, .line = r->at };

	key.path = reg_copy_line(r->arena, r->at);
	reg_skip_line(r);
	return key.path ? r->visitor->key(r->visitor->user, &key) : PCIMSI_ERR_NOMEM;
}

int query_line(struct reg_reader *r)
{
	const char *word = r->at + strspn(r->at, " \t");

	if (query_begins(r->at))
		return query_key(r);
	if (word > r->at && *word && *word != '\n')
		return query_value(r);
	if (!*word || *word == '\n' || str_istarts(word, "End of search"))
		reg_skip_line(r);
	else
		reg_lose_line(r, false);
	return 0;
}
