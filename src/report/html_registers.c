/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html.h"

#include "report/field_text.h"
#include "report/html_cited.h"
#include "report/html_pictures.h"

#include <stdlib.h>

/* Message Control of MSI and MSI-X: a box for each field of it, what it is called and says. */

#define BITS 16u
#define CELL 14u
#define ROW 17u
#define TOP 14u    /* numbers of bits are above the boxes */
#define BOX 20u    /* how high these are */
#define WIDTH 520u /* of the picture */
#define LABELS (BITS * CELL + 14)

struct diagram {
	FILE *out;
	const struct pcimsi_bits *bits; /* from low to high */
	uint32_t count;
	uint64_t value;
	const struct pcimsi_location *cited; /* NULL: no finding is about the register */
};

static unsigned left_of(const struct pcimsi_bits *bits)
{
	return (unsigned)(BITS - 1 - bits->high) * CELL;
}

static unsigned width_of(const struct pcimsi_bits *bits)
{
	return (unsigned)(bits->high - bits->low + 1) * CELL;
}

/* The bits that a finding means: of one that names none, all of the register. */
static bool is_meant(const struct diagram *diagram, const struct pcimsi_bits *bits)
{
	const struct pcimsi_location *cited = diagram->cited;

	return cited &&
	       (!cited->bits || (cited->bits->low == bits->low && cited->bits->high == bits->high));
}

/* What is between the boxes is reserved. */
static void put_boxes(const struct diagram *diagram)
{
	fprintf(diagram->out,
		"<path class=\"gap\" fill=\"#c4ccd4\" d=\"M0 %uh%uv%uH0z\"/>"
		"<path class=\"bit\" fill=\"#eef2f6\" stroke=\"#656d78\" d=\"",
		TOP, BITS * CELL, BOX);
	for (uint32_t i = 0; i < diagram->count; i++)
		fprintf(diagram->out, "M%u %uh%uv%uh-%uz", left_of(&diagram->bits[i]), TOP,
			width_of(&diagram->bits[i]), BOX, width_of(&diagram->bits[i]));
	fputs("\"/>", diagram->out);
	for (uint32_t i = 0; i < diagram->count; i++)
		if (is_meant(diagram, &diagram->bits[i]))
			fprintf(diagram->out,
				"<path class=\"bit on\" fill=\"#ffe3d3\" stroke=\"#b8400f\" "
				"d=\"M%u %uh%uv%uh-%uz\"/>",
				left_of(&diagram->bits[i]), TOP, width_of(&diagram->bits[i]), BOX,
				width_of(&diagram->bits[i]));
}

/* Down from each box, and to its label: from the right the first is above. */
static void put_leaders(const struct diagram *diagram)
{
	FILE *out = diagram->out;

	fputs("<path class=\"lead\" fill=\"none\" stroke=\"#8b949e\" d=\"", out);
	for (uint32_t i = 0; i < diagram->count; i++) {
		const struct pcimsi_bits *bits = &diagram->bits[i];

		fprintf(out, "M%u %uV%uH%u", left_of(bits) + width_of(bits) / 2, TOP + BOX,
			TOP + BOX + 8 + i * ROW, LABELS - 4);
	}
	fputs("\"/>", out);
}

static void put_digits(const struct diagram *diagram)
{
	FILE *out = diagram->out;

	fprintf(out,
		"<text class=\"hx\" font-family=\"monospace\" x=\"3\" y=\"%u\" "
		"textLength=\"%u\">",
		TOP + 15, BITS * CELL - CELL / 2 + 1);
	for (int i = BITS - 1; i >= 0; i--)
		fputc(diagram->value >> i & 1 ? '1' : '0', out);
	fputs("</text>", out);
}

static void put_number(FILE *out, unsigned bit)
{
	fprintf(out, "<tspan x=\"%u\">%u</tspan>", (unsigned)(BITS - 1 - bit) * CELL + CELL / 2,
		bit);
}

static void put_numbers(const struct diagram *diagram)
{
	FILE *out = diagram->out;

	fputs("<text y=\"10\" font-size=\"9\" text-anchor=\"middle\" class=\"at\">", out);
	for (uint32_t i = 0; i < diagram->count; i++) {
		put_number(out, diagram->bits[i].low);
		if (diagram->bits[i].high != diagram->bits[i].low)
			put_number(out, diagram->bits[i].high);
	}
	fputs("</text>", out);
}

static void put_label(const struct diagram *diagram, uint32_t i)
{
	const struct pcimsi_bits *bits = &diagram->bits[i];
	uint64_t number = pcimsi_bits_value(bits, diagram->value);
	FILE *out = diagram->out;

	fprintf(out, "<text x=\"%u\" y=\"%u\"%s>%s %llu", LABELS, TOP + BOX + 12 + i * ROW,
		is_meant(diagram, bits) ? " font-weight=\"bold\"" : "", bits->title,
		(unsigned long long)number);
	put_stored(out, bits->name, number);
	fputs("</text>", out);
}

static void put_diagram(const struct diagram *diagram)
{
	put_leaders(diagram);
	put_boxes(diagram);
	put_digits(diagram);
	put_numbers(diagram);
	for (uint32_t i = 0; i < diagram->count; i++)
		put_label(diagram, i);
}

static void put_svg(struct html *html, struct diagram *diagram)
{
	unsigned height = TOP + BOX + 4 + diagram->count * ROW;
	struct memory_text memory;

	fprintf(html->out,
		"<svg class=\"register\" width=\"%u\" height=\"%u\" viewBox=\"0 0 %u %u\" "
		"font-size=\"12\">",
		WIDTH, height, WIDTH, height);
	diagram->out = html_picture_open(html, &memory);
	if (diagram->out) {
		put_diagram(diagram);
		html_picture_close(html, diagram->out, &memory);
	}
	fputs("</svg>\n", html->out);
}

static void put_register(struct html *html, const struct pcimsi_function *function,
			 const struct html_cited *cited, uint16_t offset)
{
	struct pcimsi_field field = pcimsi_field_at(function, offset);
	struct diagram diagram = { 0 };

	diagram.bits = pcimsi_field_bits(field.name, &diagram.count);
	if (!diagram.bits || field.size != 2 || !field_value(function, &field, &diagram.value))
		return;
	diagram.cited = html_citation(cited, &field);
	fprintf(html->out,
		"<figure><figcaption>%s, <code>0x%02x</code> = <code>0x%04llx</code>"
		"</figcaption>\n",
		field.title, field.offset, (unsigned long long)diagram.value);
	put_svg(html, &diagram);
	fputs("</figure>\n", html->out);
}

void html_registers(struct html *html, const struct pcimsi_function *function,
		    const struct html_cited *cited)
{
	if (function->msix.state == PCIMSI_STATE_PRESENT && function->msix.offset)
		put_register(html, function, cited,
			     (uint16_t)(function->msix.offset + PCIMSI_MSIX_CONTROL));
	if (function->msi.state == PCIMSI_STATE_PRESENT && function->msi.offset)
		put_register(html, function, cited,
			     (uint16_t)(function->msi.offset + PCIMSI_MSI_CONTROL));
}
