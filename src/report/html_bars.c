/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html_pictures.h"

#include <inttypes.h>

/* BARs to scale, with the MSI-X table and the Pending Bit Array (PBA) in them. */

#define WIDTH 520u
#define HEIGHT 24u

/* What lies in a BAR. */
struct extent {
	const char *name;
	uint8_t bar;
	uint64_t from, to; /* `to` is behind its last byte; as `from`: its size is not known */
	const char *wrong; /* what is, with it; NULL: nothing */
};

struct extents {
	struct extent items[2];
	unsigned count;
};

/* A part of a BAR, and where it is drawn. */
struct strip {
	FILE *out;
	uint64_t from, to;
	unsigned y;
};

static void add_extent(struct extents *extents, const char *name, struct pcimsi_reg reg,
		       uint64_t size)
{
	if (reg.known)
		extents->items[extents->count++] = (struct extent){
			.name = name,
			.bar = reg.value & 7,
			.from = reg.value & ~7u,
			.to = (reg.value & ~7u) + size,
		};
}

static bool overlap(const struct extent *a, const struct extent *b)
{
	return a->bar == b->bar && a->from < b->to && b->from < a->to;
}

static void find_extents(const struct pcimsi_function *function, struct extents *ret)
{
	uint64_t entries = function->msix.table_size;

	*ret = (struct extents){ 0 };
	if (function->msix.state != PCIMSI_STATE_PRESENT)
		return;
	add_extent(ret, "Table", function->msix.table, 16 * entries);
	add_extent(ret, "PBA", function->msix.pba, 8 * ((entries + 63) / 64));
	for (unsigned i = 0; i < ret->count; i++) {
		struct extent *extent = &ret->items[i];
		uint64_t size = extent->bar < function->n_bars ? function->bars[extent->bar].size
							       : 0;

		if (ret->count == 2 && overlap(&ret->items[0], &ret->items[1]))
			extent->wrong = "they overlap";
		else if (size && extent->to > size)
			extent->wrong = "it passes the end of the BAR";
	}
}

/* ---- drawing --------------------------------------------------------------------------------- */

static unsigned x_of(const struct strip *strip, uint64_t offset)
{
	double share = (double)(offset - strip->from) / (double)(strip->to - strip->from);

	return share > 1 ? WIDTH - 4 : (unsigned)(share * (WIDTH - 8)) + 2;
}

static void put_extent(const struct strip *strip, const struct extent *extent)
{
	unsigned from = x_of(strip, extent->from), to = x_of(strip, extent->to);
	const char *fill = extent->wrong            ? "#b8400f"
			   : extent->name[0] == 'T' ? "#0b5cad"
						    : "#7d2a68";

	to = to < from + 3 ? from + 3 : to;
	fprintf(strip->out,
		"<rect x=\"%u\" y=\"%u\" width=\"%u\" height=\"%u\" fill=\"%s\"%s><title>%s 0x%" PRIx64
		"..0x%" PRIx64 "</title></rect>",
		from, strip->y, to - from, HEIGHT, fill,
		extent->wrong ? " fill-opacity=\"0.7\"" : "", extent->name, extent->from,
		extent->to ? extent->to - 1 : 0);
}

static void put_label(const struct strip *strip, const struct extent *extent, unsigned y)
{
	unsigned x = x_of(strip, extent->from) + 1;
	bool right = x > WIDTH / 2;

	fprintf(strip->out,
		"<path class=\"lead\" fill=\"none\" stroke=\"#8b949e\" d=\"M%u %uV%u\"/>"
		"<text class=\"halo\" x=\"%u\" y=\"%u\"%s%s>%s at 0x%" PRIx64,
		x, strip->y + HEIGHT, y + 3, right ? x - 4 : x + 4, y,
		right ? " text-anchor=\"end\"" : "", extent->wrong ? " font-weight=\"bold\"" : "",
		extent->name, extent->from);
	if (extent->to > extent->from)
		fprintf(strip->out, ", 0x%" PRIx64 " bytes", extent->to - extent->from);
	fprintf(strip->out, "%s%s</text>", extent->wrong ? ": " : "",
		extent->wrong ? extent->wrong : "");
}

static void put_strip(const struct strip *strip, const struct extents *extents, unsigned bar,
		      bool open)
{
	fprintf(strip->out,
		"<rect x=\"2\" y=\"%u\" width=\"%u\" height=\"%u\" class=\"bar\" fill=\"#eef2f6\" "
		"stroke=\"#656d78\"%s/>",
		strip->y, WIDTH - 6, HEIGHT, open ? " stroke-dasharray=\"5 4\"" : "");
	for (unsigned i = 0; i < extents->count; i++)
		if (extents->items[i].bar == bar)
			put_extent(strip, &extents->items[i]);
}

/* ---- a BAR ----------------------------------------------------------------------------------- */

/* From the first to the last byte of what is in the BAR. */
static void span_of(const struct extents *extents, unsigned bar, uint64_t *from, uint64_t *to)
{
	*from = UINT64_MAX;
	*to = 0;
	for (unsigned i = 0; i < extents->count; i++) {
		const struct extent *extent = &extents->items[i];

		if (extent->bar != bar)
			continue;
		*from = extent->from < *from ? extent->from : *from;
		*to = extent->to > *to ? extent->to : *to;
	}
}

/* Less of a BAR than that is seen better under a glass. */
#define GLASS 16u

/* A BAR, and where what is in it takes little of it the part where that is. */
struct view {
	struct strip whole, part;
	bool glass, open; /* open: where it ends was not captured */
};

static struct view view_of(const struct extents *extents, unsigned bar, uint64_t size)
{
	struct view view = { .whole = { .y = 2 }, .part = { .y = 40 }, .open = !size };

	span_of(extents, bar, &view.part.from, &view.part.to);
	view.whole.to = size ? size : view.part.to + view.part.to / 8 + 1;
	if (view.part.to > view.whole.to)
		view.whole.to = view.part.to;
	view.glass = (view.part.to - view.part.from) * GLASS < view.whole.to &&
		     view.part.to > view.part.from;
	return view;
}

static void put_view(FILE *out, struct view *view, const struct extents *extents, unsigned bar)
{
	const struct strip *labelled = view->glass ? &view->part : &view->whole;
	unsigned foot = view->whole.y + HEIGHT, y;

	view->whole.out = view->part.out = out;
	put_strip(&view->whole, extents, bar, view->open);
	if (view->glass) {
		fprintf(out,
			"<path class=\"lead\" fill=\"none\" stroke=\"#8b949e\" "
			"d=\"M%u %uL2 %uM%u %uL%u %u\"/>",
			x_of(&view->whole, view->part.from), foot, view->part.y,
			x_of(&view->whole, view->part.to), foot, WIDTH - 4, view->part.y);
		put_strip(&view->part, extents, bar, false);
	}
	/* The line of one must not run through the words of the other. */
	y = labelled->y + HEIGHT + 15 + 17 * (extents->count - 1);
	for (unsigned i = extents->count; i--; y -= 17)
		if (extents->items[i].bar == bar)
			put_label(labelled, &extents->items[i], y);
}

static void put_picture(struct html *html, const struct extents *extents, unsigned bar,
			uint64_t size)
{
	struct view view = view_of(extents, bar, size);
	unsigned height = (view.glass ? view.part.y : view.whole.y) + HEIGHT + 40;
	struct memory_text memory;
	FILE *out;

	fprintf(html->out,
		"<svg class=\"bars\" width=\"%u\" height=\"%u\" viewBox=\"0 0 %u %u\" "
		"font-size=\"12\">",
		WIDTH, height, WIDTH, height);
	out = html_picture_open(html, &memory);
	if (out) {
		put_view(out, &view, extents, bar);
		html_picture_close(html, out, &memory);
	}
	fputs("</svg>\n", html->out);
}

static void put_size(FILE *out, uint64_t size)
{
	static const char units[] = "KMGTPE";
	int unit = -1;

	while (size >= 1024 && size % 1024 == 0) {
		size /= 1024;
		unit++;
	}
	fprintf(out, "%" PRIu64 " ", size);
	if (unit >= 0)
		fprintf(out, "%ciB", units[unit]);
	else
		fputs("bytes", out);
}

static void put_kind(FILE *out, const struct pcimsi_bar *bar)
{
	static const char *const kinds[] = {
		[PCIMSI_BAR_UNKNOWN] = "not captured",
		[PCIMSI_BAR_ZERO] = "reads 0",
		[PCIMSI_BAR_IO] = "I/O",
		[PCIMSI_BAR_MEM32] = "32-bit memory",
		[PCIMSI_BAR_MEM64] = "64-bit memory",
		[PCIMSI_BAR_MEM64_UPPER] = "upper half of the one before",
	};

	fputs(kinds[bar->kind], out);
	if (bar->address_known)
		fprintf(out, " at <code>0x%" PRIx64 "</code>", bar->address);
	fputs(", ", out);
	if (bar->size)
		put_size(out, bar->size);
	else
		fputs("size not captured", out);
}

static void put_bar(struct html *html, const struct pcimsi_function *function,
		    const struct extents *extents, unsigned bar)
{
	FILE *out = html->out;
	bool there = bar < function->n_bars;

	fprintf(out, "<figure><figcaption>BAR %u: ", bar);
	if (there)
		put_kind(out, &function->bars[bar]);
	else
		fputs("there is none of that number", out);
	fputs("</figcaption>\n", out);
	put_picture(html, extents, bar, there ? function->bars[bar].size : 0);
	fputs("</figure>\n", out);
}

void html_bars(struct html *html, const struct pcimsi_function *function)
{
	struct extents extents;

	find_extents(function, &extents);
	for (unsigned i = 0; i < extents.count; i++)
		if (i == 0 || extents.items[i].bar != extents.items[0].bar)
			put_bar(html, function, &extents, extents.items[i].bar);
}
