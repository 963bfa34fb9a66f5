/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "registry/reader.h"

#include "base/str.h"

#include <string.h>

/* What the two forms of exports share. */

/* ---- characters ------------------------------------------------------------------------------ */

void reg_skip(struct reg_reader *reader)
{
	if (*reader->at == '\n')
		reader->place = (struct pcimsi_place){ reader->place.line + 1, 1 };
	else if (((unsigned char)*reader->at & 0xc0) != 0x80)
		reader->place.column++; /* characters, not bytes */
	reader->at++;
}

void reg_skip_blanks(struct reg_reader *reader)
{
	while (ascii_is_blank(*reader->at))
		reg_skip(reader);
}

void reg_skip_line(struct reg_reader *reader)
{
	while (*reader->at && *reader->at != '\n')
		reg_skip(reader);
	if (*reader->at)
		reg_skip(reader);
}

const char *reg_copy_line(struct arena *arena, const char *from)
{
	size_t length;

	from += strspn(from, " \t");
	length = strcspn(from, "\n");
	while (length && ascii_is_blank(from[length - 1]))
		length--;
	return arena_strndup(arena, from, length);
}

void reg_complain(struct reg_reader *reader, enum pcimsi_note_code code, const char *detail)
{
	notes_add(reader->notes, code, reader->place, detail);
}

void reg_lose_line(struct reg_reader *reader, bool key)
{
	reg_complain(reader, PCIMSI_NOTE_REG_LINE, NULL);
	reader->visitor->lost(reader->visitor->user, key);
	reg_skip_line(reader);
}

/* ---- data ------------------------------------------------------------------------------------ */

void reg_put_byte(struct reg_value *value, uint32_t byte)
{
	if (value->data_size < sizeof(value->data))
		value->data[value->data_size] = (uint8_t)byte;
	value->data_size++;
}

void reg_put_number(struct reg_value *value, uint64_t number, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		reg_put_byte(value, number >> 8 * i & 0xff);
	value->number_known = size == 4;
	value->number = value->number_known ? (uint32_t)number : 0;
}

void reg_put_string(struct reg_value *value, const char *string)
{
	value->string = string;
	for (; string && *string; string++)
		reg_put_byte(value, (unsigned char)*string);
}
