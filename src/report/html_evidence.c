/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html.h"

#include "report/escape.h"
#include "report/html_lines.h"
#include "report/text.h"

#include <string.h>

/*
 * What proves a finding: lines of files with the field that is meant, and bytes of the silicon,
 * joined by a line along the left where they contradict each other.
 */

struct rail {
	FILE *out;
	uint32_t dots, dot; /* how many there are, and how many were drawn */
};

/* Where the line along the left begins, goes through and ends. */
static const char *rail_class(struct rail *rail, bool dot)
{
	if (!dot)
		return rail->dot && rail->dot < rail->dots ? "through" : "off";
	rail->dot++;
	if (rail->dots == 1)
		return "dot";
	return rail->dot == 1 ? "dot first" : rail->dot == rail->dots ? "dot last" : "dot mid";
}

static void put_role(FILE *out, enum pcimsi_role role)
{
	static const char *const words[] = {
		[PCIMSI_ROLE_CAUSE] = "the cause",
		[PCIMSI_ROLE_CONTRADICTS] = "contradicts it",
		[PCIMSI_ROLE_DEFINES] = "makes it count",
		[PCIMSI_ROLE_ALSO] = "more of it",
	};

	fprintf(out, " <small class=\"role\">%s</small>", words[role]);
}

/* ---- lines of a file ------------------------------------------------------------------------- */

static void put_context(struct rail *rail, const struct html_line *line)
{
	fprintf(rail->out, "<li class=\"%s\"><span class=\"ln\">%u</span> <code>",
		rail_class(rail, false), line->number);
	html_line_text(rail->out, line->text, 0, 0);
	fputs("</code></li>\n", rail->out);
}

static void put_line(struct rail *rail, const struct html_line *line)
{
	const struct pcimsi_location *location = line->location;
	uint32_t from, to;

	if (!location) {
		put_context(rail, line);
		return;
	}
	html_marked(location, line->number, &from, &to);
	fprintf(rail->out, "<li class=\"%s\"><span class=\"ln\">%u</span> <code>",
		rail_class(rail, true), line->number);
	html_line_text(rail->out, line->text, from, to);
	fputs("</code>", rail->out);
	put_role(rail->out, location->role);
	fputs("</li>\n", rail->out);
}

static void put_file(struct rail *rail, const struct html_lines *lines)
{
	uint32_t last = 0;

	fputs("<li class=\"file\">", rail->out);
	html_name(rail->out, lines->file);
	fputs("</li>\n", rail->out);
	for (uint32_t i = 0; i < lines->count; i++) {
		if (last && lines->items[i].number != last + 1)
			fprintf(rail->out,
				"<li class=\"%s\"><span class=\"ln\">\u22ee</span></li>\n",
				rail_class(rail, false));
		put_line(rail, &lines->items[i]);
		last = lines->items[i].number;
	}
	if (lines->left_out)
		fprintf(rail->out, "<li class=\"%s\">and %u more lines</li>\n",
			rail_class(rail, false), lines->left_out);
}

/* ---- bytes ----------------------------------------------------------------------------------- */

static void put_place(struct html *html, const struct pcimsi_location *location)
{
	char slot[PCIMSI_SLOT_TEXT];
	FILE *out = html->out;

	fprintf(out, "<li class=\"file\">%s of %s", location->size ? "Silicon" : "Capture",
		text_slot(html->report, location->slot, slot));
	if (location->input) {
		fputs(" in ", out);
		html_name(out, location->input->member ? location->input->member
						       : location->input->name);
		if (location->place.line)
			fprintf(out, ", from line %u", location->place.line);
	}
	fputs("</li>\n", out);
}

static bool same_function(const struct pcimsi_location *a, const struct pcimsi_location *b)
{
	return a->input == b->input && !a->size == !b->size && a->slot.domain == b->slot.domain &&
	       a->slot.bus == b->slot.bus && a->slot.device == b->slot.device &&
	       a->slot.function == b->slot.function;
}

static void put_bytes(struct rail *rail, const struct pcimsi_location *location)
{
	FILE *out = rail->out;

	fprintf(out, "<li class=\"%s\">", rail_class(rail, true));
	if (location->size)
		fprintf(out, "<span class=\"ln\">0x%02x</span> ", location->offset);
	fputs("<code>", out);
	for (uint32_t i = 0; i < location->size; i++)
		fprintf(out, "%s%02x", i ? " " : "", location->bytes[i]);
	fprintf(out, "</code> <code class=\"field\">%s</code> ", location->field);
	if (location->value && *location->value) {
		fputs("<mark>", out);
		html_name(out, location->value);
		fputs("</mark>", out);
	}
	put_role(out, location->role);
	fputs("</li>\n", out);
}

static bool same_file(const struct pcimsi_location *a, const struct pcimsi_location *b)
{
	return a->kind == b->kind && a->input == b->input && strcmp(a->file, b->file) == 0;
}

/* Whether a location before this one is of its file: they are told together. */
static bool is_told(const struct pcimsi_finding *finding, uint32_t at)
{
	for (uint32_t i = 0; i < at; i++)
		if (same_file(&finding->locations[i], &finding->locations[at]))
			return true;
	return false;
}

void html_evidence(struct html *html, const struct pcimsi_finding *finding)
{
	const struct pcimsi_location *last = NULL;
	struct rail rail = { .out = html->out };
	struct html_lines lines;

	for (uint32_t i = 0; i < finding->n_locations; i++) {
		bool bytes = finding->locations[i].kind == PCIMSI_INPUT_CAPTURE;

		if (!bytes && !is_told(finding, i))
			rail.dots += html_lines_of(finding, &finding->locations[i], &lines);
		rail.dots += bytes;
	}
	if (!rail.dots)
		return;
	fputs("<ol class=\"proof\">\n", html->out);
	for (uint32_t i = 0; i < finding->n_locations; i++) {
		if (finding->locations[i].kind == PCIMSI_INPUT_CAPTURE || is_told(finding, i))
			continue;
		html_lines_of(finding, &finding->locations[i], &lines);
		put_file(&rail, &lines);
	}
	for (uint32_t i = 0; i < finding->n_locations; i++) {
		if (finding->locations[i].kind != PCIMSI_INPUT_CAPTURE)
			continue;
		if (!last || !same_function(last, &finding->locations[i]))
			put_place(html, &finding->locations[i]);
		last = &finding->locations[i];
		put_bytes(&rail, last);
	}
	fputs("</ol>\n", html->out);
}
