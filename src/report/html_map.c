/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html.h"

#include "base/bytes.h"
#include "report/escape.h"
#include "report/field_text.h"
#include "report/html_cited.h"
#include "report/html_pictures.h"
#include "report/text.h"

#include <string.h>

/*
 * Configuration space as a picture: a shape for each field, that is a run of bytes, since a page
 * with one for each byte would not open; and over it the bytes as a dump, three characters for
 * each, which the style sheet makes as wide as their cells.
 */

#define EXTENDED 0x100 /* where extended configuration space begins */

struct picture {
	struct html *html;
	FILE *out;
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

static bool is_cited(const struct picture *picture, const struct pcimsi_field *field)
{
	return field->name && html_citation(picture->cited, field);
}

/* Of many functions only what messages are about, and findings. */
static bool is_apart(const struct picture *picture, const struct pcimsi_field *field)
{
	return field->name && (!picture->html->coarse || strncmp(field->name, "msi", 3) == 0 ||
			       html_citation(picture->cited, field));
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
	fputs("<title>", picture->out);
	html_made(picture->html, picture->out, text ? memory_text_close(text, &memory) : NULL);
	fputs("</title>", picture->out);
}

/* ---- shapes ---------------------------------------------------------------------------------- */

static void put_box(const struct picture *picture, unsigned row, unsigned rows, unsigned column,
		    unsigned columns)
{
	fprintf(picture->out, "M%u %uh%uv%uh-%uz", picture->left + column * picture->cell,
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

static bool has_messages(const struct stretch *stretch)
{
	return stretch->known && is_messages(&stretch->field);
}

static void turn_to_color(struct picture *picture, const struct stretch *stretch)
{
	int color = !stretch          ? -1
		    : !stretch->known ? HTML_UNKNOWN
				      : html_color_of(picture->function, &stretch->field);

	if (color == picture->color)
		return;
	if (picture->color >= 0)
		fputs("</g>", picture->out);
	if (color >= 0)
		fprintf(picture->out, "<g class=\"k%d%s\" fill=\"%s\"%s>", color,
			has_messages(stretch) ? " m" : "", html_color_fill(color),
			has_messages(stretch) ? " stroke=\"#000\"" : "");
	picture->color = color;
}

/* What has messages, or all else: that one is the same for many functions. */
static void put_stretches(struct picture *picture, bool messages)
{
	struct stretch stretch;

	picture->color = -1;
	for (uint16_t at = picture->begin; at < picture->end; at = stretch.to) {
		stretch = stretch_at(picture, at);
		if (has_messages(&stretch) != messages)
			continue;
		turn_to_color(picture, &stretch);
		fputs("<path d=\"", picture->out);
		put_shape(picture, &stretch);
		fputs("\">", picture->out);
		put_title(picture, &stretch);
		fputs("</path>", picture->out);
	}
	turn_to_color(picture, NULL);
}

/* Over all others, as neighbours would hide half of its line. */
static void put_cited(const struct picture *picture)
{
	struct stretch stretch;

	for (uint16_t at = picture->begin; at < picture->end; at = stretch.to) {
		stretch = stretch_at(picture, at);
		if (!stretch.known || !is_cited(picture, &stretch.field))
			continue;
		fputs("<path class=\"cited\" fill=\"none\" stroke=\"#b8400f\" "
		      "stroke-width=\"3\" pointer-events=\"none\" d=\"",
		      picture->out);
		put_shape(picture, &stretch);
		fputs("\"/>", picture->out);
	}
}

static void put_shapes(struct picture *picture)
{
	FILE *out = picture->html->out;
	struct memory_text memory;

	fputs("<g stroke=\"#fff\" class=\"runs\">", out);
	picture->out = html_picture_open(picture->html, &memory);
	if (picture->out) {
		put_stretches(picture, false);
		html_picture_close(picture->html, picture->out, &memory);
	}
	picture->out = out;
	put_stretches(picture, true);
	fputs("</g>", out);
	put_cited(picture);
}

/* ---- text over them -------------------------------------------------------------------------- */

/* All of it zero, or none of it captured. */
static bool is_plain(const struct pcimsi_bytes *bytes, uint16_t at, uint16_t size)
{
	bool known = bytes_u8(bytes, at).known;

	for (uint16_t i = 0; i < size; i++) {
		struct pcimsi_reg byte = bytes_u8(bytes, at + i);

		if (byte.known != known || byte.value)
			return false;
	}
	return true;
}

/* Of many functions such a row is not worth its room. */
static void put_row(const struct picture *picture, uint16_t at)
{
	const struct pcimsi_bytes *bytes = &picture->function->raw.bytes;
	FILE *out = picture->html->out;

	fprintf(out, "%02x", at);
	if (!picture->html->coarse || !is_plain(bytes, at, picture->per_row))
		for (uint16_t i = 0; i < picture->per_row; i++) {
			struct pcimsi_reg byte = bytes_u8(bytes, at + i);

			if (byte.known)
				fprintf(out, " %02x", byte.value);
			else
				fputs(" ..", out);
		}
	fputc('\n', out);
}

static void put_dump(const struct picture *picture)
{
	fputs("<pre>", picture->html->out);
	for (uint16_t at = picture->begin; at < picture->end; at += picture->per_row)
		put_row(picture, at);
	fputs("</pre>", picture->html->out);
}

/* Of a large space only where the rows are. */
static void put_row_labels(const struct picture *picture)
{
	FILE *out = picture->html->out;
	unsigned rows = 0x100u / picture->per_row;

	fputs("<g class=\"hx\" font-family=\"monospace\" font-size=\"11\">", out);
	for (uint32_t at = picture->begin; at < picture->end; at += 0x100)
		fprintf(out, "<text y=\"%u\" class=\"at\">%03x</text>",
			picture->top + (at - picture->begin) / 0x100 * rows * picture->height + 10,
			at);
	fputs("</g>", out);
}

/* ---- pictures -------------------------------------------------------------------------------- */

static void put_picture(struct picture *picture)
{
	FILE *out = picture->html->out;
	unsigned rows = (unsigned)(picture->end - picture->begin + picture->per_row - 1) /
			picture->per_row;
	unsigned width = picture->left + picture->per_row * picture->cell;
	unsigned height = picture->top + rows * picture->height;
	bool dump = picture->begin < EXTENDED;

	fprintf(out,
		"<div class=\"map%s\"><svg width=\"%u\" height=\"%u\" viewBox=\"0 0 %u %u\"%s>",
		dump ? " dump" : "", width, height, width, height,
		dump ? " preserveAspectRatio=\"none\"" : "");
	put_shapes(picture);
	if (!dump)
		put_row_labels(picture);
	fputs("</svg>", out);
	if (dump)
		put_dump(picture);
	fputs("</div>\n", out);
}

/* Colors of many functions are told once for all. */
static void put_key(struct html *html, int color, unsigned offset, const char *name)
{
	FILE *out = html->out;

	fputs("<li>", out);
	if (!html->coarse)
		html_swatch(out, color);
	if (offset)
		fprintf(out, "<code>%02x</code> ", offset);
	fprintf(out, "%s</li>", name);
}

static void put_capability(const struct picture *picture,
			   const struct pcimsi_capability *capability)
{
	const struct pcimsi_field field = {
		.owner = PCIMSI_OWNER_CAPABILITY,
		.capability_id = capability->id,
	};
	const char *name = pcimsi_capability_name(capability->id);
	int color = html_color_of(picture->function, &field);

	put_key(picture->html, color, capability->offset,
		*name ? name : "capability of an id without a name");
}

static void put_keys(const struct picture *picture)
{
	const struct pcimsi_function *function = picture->function;

	fputs("<ul class=\"key\">", picture->html->out);
	put_key(picture->html, HTML_HEADER, 0, "header");
	for (unsigned i = 0; i < function->n_capabilities; i++)
		put_capability(picture, &function->capabilities[i]);
	if (function->bytes_captured < EXTENDED)
		put_key(picture->html, HTML_UNKNOWN, 0, "not captured");
	fputs("</ul>\n", picture->html->out);
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
	put_picture(&picture);
	fputs("<ul class=\"key\">", html->out);
	for (unsigned i = 0; i < function->n_extended; i++) {
		const struct pcimsi_field field = {
			.owner = PCIMSI_OWNER_EXTENDED,
			.extended_offset = function->extended[i].offset,
		};
		const char *name = pcimsi_extended_name(function->extended[i].id);

		put_key(html, html_color_of(function, &field), function->extended[i].offset,
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
		.left = 21,
		.cell = 21,
		.height = 18,
	};

	if (!function->bytes_captured)
		return;
	fputs("<figure class=\"space\"><figcaption>Configuration space</figcaption>\n", html->out);
	put_picture(&picture);
	put_keys(&picture);
	put_extended(html, function, cited);
	fputs("</figure>\n", html->out);
}
