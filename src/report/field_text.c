/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/field_text.h"

#include "base/bytes.h"

#include <string.h>

void put_field_owner(FILE *out, const struct pcimsi_function *function,
		     const struct pcimsi_field *field)
{
	const char *capability = pcimsi_capability_name(field->capability_id);
	const char *extended = pcimsi_extended_name(field->extended_id);

	if (field->name)
		fprintf(out, "%s (%s)", field->title, field->name);
	switch (field->owner) {
	case PCIMSI_OWNER_HEADER:
		fputs(field->name ? "" : "a reserved byte of the header", out);
		break;
	case PCIMSI_OWNER_CAPABILITY:
		if (*capability)
			fprintf(out, "%s %s at 0x%02x", field->name ? " of" : "a byte of",
				capability, field->capability_offset);
		else
			fprintf(out, "%s the capability with id %02x at 0x%02x",
				field->name ? " of" : "a byte of", field->capability_id,
				field->capability_offset);
		break;
	case PCIMSI_OWNER_EXTENDED:
		if (*extended)
			fprintf(out, "%s %s at 0x%03x", field->name ? " of" : "a byte of", extended,
				field->extended_offset);
		else
			fprintf(out, "%s the extended capability with id %04x at 0x%03x",
				field->name ? " of" : "a byte of", field->extended_id,
				field->extended_offset);
		break;
	case PCIMSI_OWNER_NONE:
		fputs(field->name ? " of " : "", out);
		if (field->offset >= 0x100)
			fputs("extended configuration space", out);
		else if (function->walk_end == PCIMSI_WALK_COMPLETE)
			fputs("no capability: device specific", out);
		else
			fputs("no capability that was seen; the list is not complete", out);
		break;
	}
}

bool field_value(const struct pcimsi_function *function, const struct pcimsi_field *field,
		 uint64_t *ret)
{
	*ret = 0;
	for (unsigned i = 0; i < field->size; i++) {
		struct pcimsi_reg byte = bytes_u8(&function->raw.bytes, field->offset + i);

		if (!byte.known)
			return false;
		*ret |= (uint64_t)byte.value << 8 * i;
	}
	return true;
}

void put_stored(FILE *out, const char *name, uint64_t value)
{
	unsigned number = (unsigned)value;

	if (strncmp(name, "multiple_message_", 17) == 0 && number <= 5)
		fprintf(out, ": %u message%s", 1u << number, number ? "s" : "");
	else if (strncmp(name, "multiple_message_", 17) == 0)
		fputs(": a reserved code", out);
	else if (strcmp(name, "table_size") == 0)
		fprintf(out, ", stored as N-1: %u %s", number + 1, number ? "entries" : "entry");
	else if (strcmp(name, "table_bir") == 0 || strcmp(name, "pba_bir") == 0)
		fprintf(out, number < 6 ? ": BAR %u" : ": reserved", number);
	else if (strcmp(name, "table_offset") == 0 || strcmp(name, "pba_offset") == 0)
		fprintf(out, ": 0x%x", number << 3);
	else if (strcmp(name, "extended_capability_id") == 0)
		fprintf(out, ": 0x%04x", number);
	else if (strcmp(name, "next_capability_offset") == 0)
		fprintf(out, ": 0x%03x", number);
}
