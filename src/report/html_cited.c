/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html_cited.h"

#include <string.h>

static bool is_about(const struct pcimsi_location *location, const struct pcimsi_function *function)
{
	const struct pcimsi_slot *a = &location->slot, *b = &function->raw.slot;

	return location->kind == PCIMSI_INPUT_CAPTURE && a->domain == b->domain &&
	       a->bus == b->bus && a->device == b->device && a->function == b->function;
}

static void cite(struct html_cited *cited, const struct pcimsi_location *location)
{
	for (uint32_t i = 0; i < location->size && location->offset + i < PCIMSI_CONFIG_SIZE; i++)
		if (!cited->at[location->offset + i])
			cited->at[location->offset + i] = location;
}

void html_cite(struct html_cited *cited, const struct pcimsi_function *function,
	       const struct pcimsi_finding *finding)
{
	for (uint32_t i = 0; i < finding->n_locations; i++)
		if (is_about(&finding->locations[i], function))
			cite(cited, &finding->locations[i]);
}

const struct pcimsi_location *html_citation(const struct html_cited *cited,
					    const struct pcimsi_field *field)
{
	for (uint32_t i = 0; i < field->size; i++)
		if (cited->at[field->offset + i])
			return cited->at[field->offset + i];
	return NULL;
}

static int color_of_capability(uint8_t id)
{
	switch (id) {
	case 0x01:
		return HTML_POWER;
	case 0x05:
		return HTML_MSI;
	case 0x09:
		return HTML_VENDOR;
	case 0x10:
		return HTML_EXPRESS;
	case 0x11:
		return HTML_MSIX;
	default:
		return HTML_OTHER;
	}
}

/* There are too many for a color each; neighbours in the list have different ones. */
static int color_of_extended(const struct pcimsi_function *function, uint16_t offset)
{
	static const int colors[] = { HTML_EXPRESS, HTML_VENDOR, HTML_POWER, HTML_OTHER };

	for (unsigned i = 0; i < function->n_extended; i++)
		if (function->extended[i].offset == offset)
			return colors[i % (sizeof(colors) / sizeof(colors[0]))];
	return HTML_OTHER;
}

int html_color_of(const struct pcimsi_function *function, const struct pcimsi_field *field)
{
	switch (field->owner) {
	case PCIMSI_OWNER_HEADER:
		return HTML_HEADER;
	case PCIMSI_OWNER_CAPABILITY:
		return color_of_capability(field->capability_id);
	case PCIMSI_OWNER_EXTENDED:
		return color_of_extended(function, field->extended_offset);
	default:
		return HTML_NONE;
	}
}

const char *html_color_fill(int color)
{
	static const char *const fills[] = {
		[HTML_HEADER] = "#dbe3ec",      [HTML_POWER] = "#f3ecc0",
		[HTML_MSI] = "#ffd9a8",         [HTML_MSIX] = "#b9d9ff",
		[HTML_EXPRESS] = "#c9ebd9",     [HTML_VENDOR] = "#ead6f2",
		[HTML_OTHER] = "#e4e0d7",       [HTML_NONE] = "#f6f8fa",
		[HTML_UNKNOWN] = "url(#hatch)",
	};

	return fills[color];
}

void html_swatch(FILE *out, int color)
{
	fprintf(out,
		"<svg width=\"14\" height=\"14\" aria-hidden=\"true\"><rect width=\"14\" "
		"height=\"14\" class=\"k%d\" fill=\"%s\" stroke=\"#656d78\"/></svg> ",
		color, html_color_fill(color));
}
