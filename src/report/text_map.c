/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text.h"

#include "base/bytes.h"

/* The byte map of `pcimsi show`: a character for each of the first 256 bytes. */

#define MAP_SIZE 0x100
#define MAP_ROW 64

/* 'a' for the first capability of the chain, and so on; '+' for those behind 'z'. */
static char letter_of(const struct pcimsi_function *function, uint8_t offset)
{
	for (unsigned i = 0; i < function->n_capabilities; i++)
		if (function->capabilities[i].offset == offset)
			return (char)(i < 26 ? 'a' + (int)i : '+');
	return '+';
}

static char character_at(const struct pcimsi_function *function, uint16_t offset)
{
	struct pcimsi_field field;

	if (!bytes_has(&function->raw.bytes, offset, 1))
		return '?';
	field = pcimsi_field_at(function, offset);
	switch (field.owner) {
	case PCIMSI_OWNER_HEADER:
		return 'H';
	case PCIMSI_OWNER_CAPABILITY:
		return letter_of(function, field.capability_offset);
	case PCIMSI_OWNER_EXTENDED: /* not below 0x100 */
	case PCIMSI_OWNER_NONE:
		break;
	}
	return '.';
}

static void put_legend(struct report *report, const struct pcimsi_function *function)
{
	FILE *out = report->out;

	fprintf(out, "             H header");
	for (unsigned i = 0; i < function->n_capabilities && i < 26; i++) {
		const struct pcimsi_capability *capability = &function->capabilities[i];
		const char *name = pcimsi_capability_name(capability->id);

		fprintf(out, ", %c %s", 'a' + (int)i, *name ? name : "?");
	}
	fputs(", . of none, ? not captured\n", out);
}

void text_map(struct report *report, const struct pcimsi_function *function)
{
	if (!function->bytes_captured)
		return;
	for (unsigned row = 0; row < MAP_SIZE; row += MAP_ROW) {
		char line[MAP_ROW + 1] = "";

		for (unsigned i = 0; i < MAP_ROW; i++)
			line[i] = character_at(function, (uint16_t)(row + i));
		fprintf(report->out, "  %s%-6s%s 0x%02x %s\n", text_style(report, STYLE_BOLD),
			row ? "" : "Map", text_reset(report), row, line);
	}
	put_legend(report, function);
}
