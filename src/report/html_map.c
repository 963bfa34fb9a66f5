/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html.h"

#include "base/bytes.h"
#include "report/escape.h"
#include "report/field_text.h"
#include "report/html_cited.h"
#include "report/memory_text.h"
#include "report/text.h"

#include <string.h>

/*
 * Configuration space as a picture: a shape for each field, that is a run of bytes, since a page
 * with one for each byte would not open; and the bytes as text over it.
 */

#define EXTENDED 0x100 /* where extended configuration space begins */

struct picture {
	struct html *html;
	const struct pcimsi_function *function;
	const struct html_cited *cited;
	uint16_t begin, end; /* of the bytes */
	uint16_t per_row;
	unsigned left, top, cell, height; /* of the grid and its cells, in pixels */
	int color;                        /* of the open group; -1: none */
};

/* Bytes that are drawn as one. */
struct stretch {
	uint16_t from, to;
	bool known;
	struct pcimsi_field field; /* of the first one */
};

/* ---- runs of bytes --------------------------------------------------------------------------- */

static bool is_messages(const struct pcimsi_field *field)
{
	return field->owner == PCIMSI_OWNER_CAPABILITY &&
	       (field->capability_id == 0x05 || field->capability_id == 0x11);
}

/* Whether the field is told by itself and not as a part of its header or capability. */
static bool is_apart(const struct picture *picture, const struct pcimsi_field *field)
{
	return field->name && (!picture->html->coarse || is_messages(field) ||
			       html_citation(picture->cited, picture->function, field));
}

static bool is_same(const struct picture *picture, const struct pcimsi_field *a,
		    const struct pcimsi_field *b)
{
	bool a_apart = is_apart(picture, a), b_apart = is_apart(picture, b);

	if (a_apart || b_apart)
		return a_apart && b_apart && a->name == b->name && a->offset == b->offset;
	return a->owner == b->owner && a->capability_offset == b->capability_offset &&
	       a->extended_offset == b->extended_offset;
}

static struct stretch stretch_at(const struct picture *picture, uint16_t from)
{
	const struct pcimsi_bytes *bytes = &picture->function->raw.bytes;
	struct stretch stretch = {
		.from = from,
		.to = from,
		.known = bytes_has(bytes, from, 1),
		.field = pcimsi_field_at(picture->function, from),
	};

	while (++stretch.to < picture->end) {
		struct pcimsi_field field;

		if (bytes_has(bytes, stretch.to, 1) != stretch.known)
			break;
		if (!stretch.known)
			continue;
		field = pcimsi_field_at(picture->function, stretch.to);
		if (!is_same(picture, &stretch.field, &field))
			break;
	}
	return stretch;
}

/* ---- what they are called -------------------------------------------------------------------- */

static void put_bits_of(FILE *out, const char *field, uint64_t value)
{
	uint32_t count;
	const struct pcimsi_bits *bits = pcimsi_field_bits(field, &count);

	for (uint32_t i = 0; i < count; i++) {
		uint64_t number = pcimsi_bits_value(&bits[i], value);

		if (bits[i].low == bits[i].high)
			fprintf(out, "; bit %u", bits[i].low);
		else
			fprintf(out, "; bits %u:%u", bits[i].high, bits[i].low);
		fprintf(out, " %s %llu", bits[i].title, (unsigned long long)number);
		put_stored(out, bits[i].name, number);
	}
}

static void put_owner(FILE *out, const struct picture *picture, const struct pcimsi_field *field)
{
	struct pcimsi_field whole = *field;

	whole.name = NULL;
	if (field->owner == PCIMSI_OWNER_HEADER)
		fputs("header", out);
	else
		put_field_owner(out, picture->function, &whole);
}

static void put_title_text(FILE *out, const struct picture *picture, const struct stretch *stretch)
{
	const struct pcimsi_field *field = &stretch->field;
	uint64_t value;

	fprintf(out, "0x%02x", stretch->from);
	if (stretch->to - stretch->from > 1)
		fprintf(out, "..0x%02x", stretch->to - 1);
	fputc(' ', out);
	if (!stretch->known) {
		fputs("not captured: unknown", out);
	} else if (!is_apart(picture, field)) {
		put_owner(out, picture, field);
	} else {
		fputs(field->title, out);
		if (field_value(picture->function, field, &value)) {
			fprintf(out, " = 0x%0*llx", field->size * 2, (unsigned long long)value);
			put_bits_of(out, field->name, value);
		} else {
			fputs(", not captured whole", out);
		}
	}
}

static void put_title(const struct picture *picture, const struct stretch *stretch)
{
	struct memory_text memory = { 0 };
	FILE *text = memory_text_open(&memory);

	if (text)
		put_title_text(text, picture, stretch);
	fputs("<title>", picture->html->out);
	html_made(picture->html, text ? memory_text_close(text, &memory) : NULL);
	fputs("</title>", picture->html->out);
}

/* ---- shapes ---------------------------------------------------------------------------------- */

static void put_box(const struct picture *picture, unsigned row, unsigned rows, unsigned column,
		    unsigned columns)
{
	fprintf(picture->html->out, "M%u %uh%uv%uh-%uz", picture->left + column * picture->cell,
		picture->top + row * picture->height, columns * picture->cell,
		rows * picture->height, columns * picture->cell);
}

/* The rest of a row, whole rows, the beginning of one. */
static void put_shape(const struct picture *picture, const struct stretch *stretch)
{
	unsigned from = stretch->from - picture->begin, to = stretch->to - picture->begin;
	unsigned per_row = picture->per_row;

	if (from % per_row) {
		unsigned end = (from / per_row + 1) * per_row;

		end = end < to ? end : to;
		put_box(picture, from / per_row, 1, from % per_row, end - from);
		from = end;
	}
	if (to - from >= per_row) {
		put_box(picture, from / per_row, (to - from) / per_row, 0, per_row);
		from += (to - from) / per_row * per_row;
	}
	if (from < to)
		put_box(picture, from / per_row, 1, 0, to - from);
}

static void turn_to_color(struct picture *picture, int color)
{
	FILE *out = picture->html->out;

	if (color == picture->color)
		return;
	if (picture->color >= 0)
		fputs("</g>", out);
	if (color >= 0)
		fprintf(out, "<g class=\"k%d\" fill=\"%s\">", color, html_color_fill(color));
	picture->color = color;
}

static void put_stretch(struct picture *picture, const struct stretch *stretch)
{
	bool messages = stretch->known && is_messages(&stretch->field);
	FILE *out = picture->html->out;

	turn_to_color(picture, stretch->known ? html_color_of(picture->function, &stretch->field)
					      : HTML_UNKNOWN);
	fprintf(out, "<path%s d=\"", messages ? " class=\"m\" stroke=\"#000\"" : "");
	put_shape(picture, stretch);
	fputs("\">", out);
	put_title(picture, stretch);
	fputs("</path>", out);
}

/* Over all others, as neighbours would hide half of its line. */
static void put_cited(struct picture *picture, const struct stretch *stretch)
{
	FILE *out = picture->html->out;

	if (!stretch->known || !stretch->field.name ||
	    !html_citation(picture->cited, picture->function, &stretch->field))
		return;
	fputs("<path class=\"cited\" fill=\"none\" stroke=\"#b8400f\" stroke-width=\"3\" "
	      "pointer-events=\"none\" d=\"",
	      out);
	put_shape(picture, stretch);
	fputs("\"/>", out);
}

static void put_shapes(struct picture *picture)
{
	struct stretch stretch;

	picture->color = -1;
	fputs("<g stroke=\"#fff\" class=\"runs\">", picture->html->out);
	for (uint16_t at = picture->begin; at < picture->end; at = stretch.to) {
		stretch = stretch_at(picture, at);
		put_stretch(picture, &stretch);
	}
	turn_to_color(picture, -1);
	fputs("</g>", picture->html->out);
	for (uint16_t at = picture->begin; at < picture->end; at = stretch.to) {
		stretch = stretch_at(picture, at);
		put_cited(picture, &stretch);
	}
}

/* ---- text over them -------------------------------------------------------------------------- */

/* Whether the row has a byte worth reading. */
static bool has_digits(const struct picture *picture, uint16_t at)
{
	if (!picture->html->coarse)
		return true;
	for (uint16_t i = 0; i < picture->per_row; i++)
		if (bytes_u8(&picture->function->raw.bytes, at + i).value)
			return true;
	return false;
}

static void put_digits(const struct picture *picture, uint16_t at)
{
	const struct pcimsi_bytes *bytes = &picture->function->raw.bytes;
	FILE *out = picture->html->out;

	for (uint16_t i = 0; i < picture->per_row; i++) {
		struct pcimsi_reg byte = bytes_u8(bytes, at + i);

		fputs(i ? " " : "", out);
		if (byte.known)
			fprintf(out, "%02x", byte.value);
		else
			fputs("..", out);
	}
}

/* Two of three characters are digits of a byte: they stand in the middle of its cell. */
static void put_rows_of_text(const struct picture *picture)
{
	unsigned length = picture->per_row * picture->cell - picture->cell / 3;
	FILE *out = picture->html->out;
	unsigned y = picture->top + picture->height * 2 / 3 + 1;

	fputs("<g class=\"hx\" font-family=\"monospace\" font-size=\"11\">", out);
	for (uint16_t at = picture->begin; at < picture->end; at += picture->per_row) {
		fprintf(out, "<text x=\"0\" y=\"%u\" class=\"at\">%02x</text>", y, at);
		if (has_digits(picture, at)) {
			fprintf(out, "<text x=\"%u\" y=\"%u\" textLength=\"%u\">",
				picture->left + picture->cell / 6, y, length);
			put_digits(picture, at);
			fputs("</text>", out);
		}
		y += picture->height;
	}
	fputs("</g>", out);
}

/* Of a large space only where the rows are. */
static void put_row_labels(const struct picture *picture)
{
	FILE *out = picture->html->out;
	unsigned rows = 0x100u / picture->per_row;

	fputs("<g class=\"hx\" font-family=\"monospace\" font-size=\"11\">", out);
	for (uint32_t at = picture->begin; at < picture->end; at += 0x100)
		fprintf(out, "<text x=\"0\" y=\"%u\" class=\"at\">%03x</text>",
			picture->top + (at - picture->begin) / 0x100 * rows * picture->height + 10,
			at);
	fputs("</g>", out);
}

/* ---- pictures -------------------------------------------------------------------------------- */

static void put_picture(struct picture *picture, const char *what)
{
	char slot[PCIMSI_SLOT_TEXT];
	FILE *out = picture->html->out;
	unsigned rows = (unsigned)(picture->end - picture->begin + picture->per_row - 1) /
			picture->per_row;
	unsigned width = picture->left + picture->per_row * picture->cell + 2;
	unsigned height = picture->top + rows * picture->height + 2;

	fprintf(out,
		"<div class=\"map\"><svg width=\"%u\" height=\"%u\" viewBox=\"0 0 %u %u\" "
		"role=\"img\" aria-label=\"%s of %s\">",
		width, height, width, height, what,
		text_slot(picture->html->report, picture->function->raw.slot, slot));
	put_shapes(picture);
	if (picture->begin < EXTENDED)
		put_rows_of_text(picture);
	else
		put_row_labels(picture);
	fputs("</svg></div>\n", out);
}

static void put_key(FILE *out, int color, unsigned offset, const char *name)
{
	fprintf(out,
		"<li><svg width=\"14\" height=\"14\" aria-hidden=\"true\"><rect width=\"14\" "
		"height=\"14\" class=\"k%d\" fill=\"%s\" stroke=\"#656d78\"/></svg> ",
		color, html_color_fill(color));
	if (offset)
		fprintf(out, "<code>%02x</code> ", offset);
	fprintf(out, "%s</li>", name);
}

static void put_keys(struct picture *picture)
{
	const struct pcimsi_function *function = picture->function;
	bool lacks = function->bytes_captured < EXTENDED;
	FILE *out = picture->html->out;

	fputs("<ul class=\"key\">", out);
	put_key(out, HTML_HEADER, 0, "header");
	for (unsigned i = 0; i < function->n_capabilities; i++) {
		const struct pcimsi_capability *capability = &function->capabilities[i];
		const struct pcimsi_field field = {
			.owner = PCIMSI_OWNER_CAPABILITY,
			.capability_id = capability->id,
		};
		const char *name = pcimsi_capability_name(capability->id);

		put_key(out, html_color_of(function, &field), capability->offset,
			*name ? name : "capability of an id without a name");
	}
	if (lacks)
		put_key(out, HTML_UNKNOWN, 0, "not captured");
	fputs("</ul>\n", out);
}

/* Where the last captured byte is, in whole rows. */
static uint16_t captured_end(const struct pcimsi_function *function, uint16_t per_row)
{
	uint16_t end = PCIMSI_CONFIG_SIZE;

	while (end > EXTENDED && !bytes_has(&function->raw.bytes, end - 1u, 1))
		end--;
	return (uint16_t)((end + per_row - 1) / per_row * per_row);
}

static void put_extended(struct html *html, const struct pcimsi_function *function,
			 const struct html_cited *cited)
{
	struct picture picture = {
		.html = html,
		.function = function,
		.cited = cited,
		.begin = EXTENDED,
		.end = captured_end(function, 64),
		.per_row = 64,
		.left = 28,
		.top = 2,
		.cell = 5,
		.height = 12,
	};

	if (picture.end == EXTENDED)
		return;
	fprintf(html->out, "<details><summary>Bytes 0x100 to 0x%x</summary>\n", picture.end - 1);
	put_picture(&picture, "Extended configuration space");
	fputs("<ul class=\"key\">", html->out);
	for (unsigned i = 0; i < function->n_extended; i++) {
		const struct pcimsi_field field = {
			.owner = PCIMSI_OWNER_EXTENDED,
			.extended_offset = function->extended[i].offset,
		};
		const char *name = pcimsi_extended_name(function->extended[i].id);

		put_key(html->out, html_color_of(function, &field), function->extended[i].offset,
			*name ? name : "extended capability of an id without a name");
	}
	fputs("</ul>\n</details>\n", html->out);
}

void html_map(struct html *html, const struct pcimsi_function *function,
	      const struct html_cited *cited)
{
	struct picture picture = {
		.html = html,
		.function = function,
		.cited = cited,
		.end = EXTENDED,
		.per_row = 16,
		.left = 22,
		.top = 2,
		.cell = 21,
		.height = 18,
	};

	if (!function->bytes_captured)
		return;
	fputs("<figure class=\"space\"><figcaption>Configuration space</figcaption>\n", html->out);
	put_picture(&picture, "Configuration space");
	put_keys(&picture);
	put_extended(html, function, cited);
	fputs("</figure>\n", html->out);
}
