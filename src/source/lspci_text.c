/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/lspci_text.h"

#include "base/str.h"
#include "source/text_encoding.h"
#include "source/dialect/windbg_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * The output of lspci with -x, -xxx or -xxxx, with or without decoded text
 * between (pciutils lspci.c, show_slot_path() and show_hex_dump()), and of other
 * programs that write headings and rows of bytes. libpci's own reader of dumps is
 * not used: it stops at the first odd line and is unsafe on hostile input.
 *
 * One function is in memory at a time; what stays is which slots were seen.
 */

static void note(struct pcimsi_capture *capture, enum pcimsi_note_code code, uint32_t column,
		 const char *detail)
{
	struct pcimsi_place place = { .line = capture->reader.line, .column = column };

	notes_add(&capture->notes, code, place, detail);
}

/* ---- headings -------------------------------------------------------------------------------- */

/* Takes the line if it is a heading: it begins the next function. */
static bool take_heading(struct pcimsi_capture *capture, const char *line, size_t length)
{
	struct lspci_text *text = state_of(capture);

	if (!heading_parse(line, length, &text->bus, next_heading(text)))
		return false;
	text->has_slots = true;
	return text_announce(capture);
}

/* A heading behind what a log writes. */
static bool find_heading(struct pcimsi_capture *capture, const char *line, size_t length)
{
	struct lspci_text *text = state_of(capture);

	for (size_t at = 1; at + 7 < length && at < SALVAGE_SHAPE_MAX; at++) {
		if (line[at - 1] != ' ' || line[at] == ' ' ||
		    !heading_parse_inner(line + at, length - at, next_heading(text)))
			continue;
		if (!salvage_is_prefix(line, at))
			return false;
		salvage_learn(&text->salvage, line, at);
		text->has_slots = true;
		return text_announce(capture);
	}
	return false;
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* Sixteen bytes at a multiple of sixteen, none of them given before. */
static bool store_row(struct lspci_text *text, uint32_t offset, const uint8_t bytes[16])
{
	uint64_t mask = UINT64_C(0xffff) << offset % 64;
	uint64_t *known = &text->known[offset / 64];

	if (offset % 16 || *known & mask)
		return false;
	memcpy(text->data + offset, bytes, 16);
	*known |= mask;
	if (text->raw.bytes.size < offset + 16)
		text->raw.bytes.size = offset + 16;
	return true;
}

/* What stands before a row is not what stood before the heading: another host's log. */
static bool is_other_log(const struct lspci_text *text)
{
	const struct salvage_shape *ours = &text->shape, *its = &text->salvage.shape;

	return ours->length &&
	       (ours->length != its->length || memcmp(ours->text, its->text, its->length) != 0);
}

/* ---- lines ----------------------------------------------------------------------------------- */

static void flush_wrapped(struct lspci_text *text)
{
	if (text->wrapped_length)
		decoded_line(&text->decoded, text->wrapped, text->wrapped_length);
	text->wrapped_length = 0;
}

/* Mail programs break long lines; what they break off begins at the margin. */
static void add_text(struct lspci_text *text, const char *line, size_t length)
{
	bool goes_on = text->wrapped_length && line[0] != ' ' && line[0] != '\t';

	if (!goes_on)
		flush_wrapped(text);
	if (text->wrapped_length + length + 1 > WRAPPED_MAX) {
		flush_wrapped(text);
		decoded_line(&text->decoded, line, length);
		return;
	}
	if (goes_on)
		text->wrapped[text->wrapped_length++] = ' ';
	memcpy(text->wrapped + text->wrapped_length, line, length);
	text->wrapped_length += length;
}

/* A blank line ends the text of a function, as lspci prints it. */
static void take_text(struct lspci_text *text, const char *line, size_t length, bool in_function)
{
	if (!in_function || text->closed || text->headings[text->current].kind != HEADING_LSPCI)
		return;
	if (length) {
		add_text(text, line, length);
		return;
	}
	flush_wrapped(text);
	decoded_end(&text->decoded);
}

static bool is_ours(const struct lspci_text *text, bool in_function)
{
	return in_function && !text->closed;
}

/* A row without a colon is one only among others of its kind, or if it is complete. */
static bool is_row(const struct lspci_text *text, const struct hexline *row)
{
	const struct hexline *last = &text->last;

	return row->form != HEXLINE_PLAIN || row->count == 16 ||
	       (last->form == HEXLINE_PLAIN &&
		(text->repeats || row->offset == last->offset + last->count));
}

static bool take_row(struct pcimsi_capture *capture, const char *line, size_t length,
		     bool in_function)
{
	struct lspci_text *text = state_of(capture);
	const struct heading *heading = &text->headings[text->current];
	struct hexline row;

	if (is_ours(text, in_function) && heading->kind == HEADING_WINDBG) {
		if (!windbg_parse(line, length, &row))
			return false;
	} else if (!hexline_parse(line, length, &row) || !is_row(text, &row)) {
		return false;
	}
	if (!is_ours(text, in_function))
		text_take_stray_row(capture, &row);
	else if (row.form != HEXLINE_SHORT || row.count >= 16 || row.bad_at ||
		 !text_keep_piece(capture, line, length, false))
		text_store_row(capture, &row, capture->reader.line);
	return true;
}

/* What stands before a row that hexline_find() found; false: the row is another host's. */
static bool accept_prefix(struct lspci_text *text, const char *line, size_t length,
			  bool in_function)
{
	struct salvage_shape before = text->salvage.shape;

	if (!salvage_is_prefix(line, length))
		return true;
	salvage_learn(&text->salvage, line, length);
	if (!is_ours(text, in_function) || !is_other_log(text))
		return true;
	text->salvage.shape = before;
	return false;
}

/* A row or a heading behind the time of a log, the name of a host, a message ... */
static bool take_prefixed(struct pcimsi_capture *capture, const char *line, size_t length,
			  bool in_function)
{
	struct lspci_text *text = state_of(capture);
	struct pcimsi_place place = { .line = capture->reader.line };
	struct hexline row;
	size_t at = hexline_find(line, length, text->raw.bytes.size, &row);

	if (!at)
		return find_heading(capture, line, length);
	if (!accept_prefix(text, line, at, in_function))
		text_note_loss(capture, PCIMSI_NOTE_HEX_WITHOUT_SLOT, place);
	else if (is_ours(text, in_function))
		text_store_row(capture, &row, place.line);
	else
		text_take_stray_row(capture, &row);
	return true;
}

/* A line into which a message to standard error was written. Its first part may be a row. */
static bool take_mixed(struct pcimsi_capture *capture, const char *line, size_t length,
		       bool in_function)
{
	struct lspci_text *text = state_of(capture);
	size_t at = salvage_find_message(line, length);
	struct hexline row;

	if (at == length)
		return false;
	/* A message without a line end may have a row behind it. */
	if (at == 0)
		return !hexline_find(line, length, text->raw.bytes.size, &row);
	if (!is_ours(text, in_function) || !hexline_is_head(line, at))
		return false;
	return text_keep_piece(capture, line, at, true);
}

static bool take_repetition(struct lspci_text *text, const char *line, size_t length,
			    bool in_function)
{
	if (length != 1 || *line != '*' || !is_ours(text, in_function) || text->last.count != 16)
		return false;
	text->repeats = true;
	return true;
}

static void take_line(struct pcimsi_capture *capture, const char *line, size_t length,
		      bool in_function)
{
	struct lspci_text *text = state_of(capture);

	if (text_take_rest(capture, line, length))
		return;
	if (take_mixed(capture, line, length, in_function))
		return;
	if (take_heading(capture, line, length)) {
		text->salvage.shape.length = 0;
		return;
	}
	if (take_row(capture, line, length, in_function) ||
	    take_repetition(text, line, length, in_function))
		return;
	if (salvage_strip(&text->salvage, &line, &length)) {
		if (!take_heading(capture, line, length) &&
		    !take_row(capture, line, length, in_function))
			take_text(text, line, length, in_function);
		return;
	}
	if (!take_prefixed(capture, line, length, in_function))
		take_text(text, line, length, in_function);
}

/* Everything but canonical rows. `in_function`: a heading came before. */
static void take_odd_line(struct pcimsi_capture *capture, const char *line, size_t length,
			  bool in_function)
{
	struct lspci_text *text = state_of(capture);
	enum salvage_side side;
	bool nul;

	if (capture->reader.was_cut)
		note(capture, PCIMSI_NOTE_LONG_LINE, 0, NULL);
	side = salvage_clean(&text->salvage, &line, &length, &nul);
	if (nul)
		note(capture, PCIMSI_NOTE_NUL_BYTE, 0, NULL);
	if (side == SALVAGE_OLD_SIDE)
		note(capture, PCIMSI_NOTE_DIFF_OLD_SIDE, 0, NULL);
	if (side == SALVAGE_LINE)
		take_line(capture, line, length, in_function);
}

/* Reads on to the next heading. False: the input is at its end. */
static bool read_to_heading(struct pcimsi_capture *capture, bool in_function)
{
	struct lspci_text *text = state_of(capture);
	const char *line;
	size_t length;

	text->has_next = false;
	while (!text->has_next && text_reader_next(&capture->reader, &line, &length)) {
		uint32_t offset;
		uint8_t bytes[16];

		if (in_function && !text->closed && !text->piece.length &&
		    hexline_parse_canonical(line, length, &offset, bytes) &&
		    store_row(text, offset, bytes))
			continue;
		length = text_reader_split(&capture->reader, line, length);
		take_odd_line(capture, line, length, in_function);
	}
	text_flush_piece(capture);
	return text->has_next;
}

/* ---- the kind -------------------------------------------------------------------------------- */

static int begin_function(struct pcimsi_capture *capture)
{
	struct lspci_text *text = state_of(capture);
	const struct heading *heading;
	char slot[PCIMSI_SLOT_TEXT];
	int seen;

	text->current = !text->current;
	heading = &text->headings[text->current];
	seen = slots_see(&text->slots, heading->slot);
	if (seen < 0)
		return seen;
	pcimsi_slot_text(heading->slot, slot);
	if (seen)
		note(capture, PCIMSI_NOTE_SLOT_REPEATED, 0, slot);
	if (heading->slot.device > 0x1f || heading->slot.function > 7)
		note(capture, PCIMSI_NOTE_SLOT_OUT_OF_RANGE, 0, slot);
	memset(text->known, 0, sizeof(text->known));
	text->shape = text->salvage.shape;
	text->repeats = false;
	text->last = (struct hexline){ 0 };
	text->wrapped_length = 0;
	decoded_begin(&text->decoded, heading->text);
	text->closed = false;
	text->raw = (struct pcimsi_raw_function){
		.slot = heading->slot,
		.bytes = { .data = text->data, .known = text->known },
		.source = PCIMSI_SOURCE_HEX,
		.heading = *heading->text ? heading->text : NULL,
		.line = heading->line,
		.repeated = seen,
	};
	return 0;
}

/*
 * Text tells of capabilities that rows of 64 bytes, or none, do not hold. What
 * came from there is weaker than bytes, and said to be.
 */
static void take_decoded(struct lspci_text *text)
{
	struct pcimsi_bytes *bytes = &text->raw.bytes;

	flush_wrapped(text);
	if (text->has_next)
		decoded_end(&text->decoded);
	if (bytes->size < DECODED_SIZE &&
	    decoded_fill(&text->decoded, text->data, text->known, &bytes->size))
		text->raw.source = PCIMSI_SOURCE_DECODED;
	memcpy(text->raw.bar_sizes, text->decoded.bar_sizes, sizeof(text->raw.bar_sizes));
}

/* Where some functions have bytes, one that has none is a loss. */
static void note_missing_hex(struct pcimsi_capture *capture)
{
	struct lspci_text *text = state_of(capture);
	struct pcimsi_place place = { .line = text->raw.line };
	char slot[PCIMSI_SLOT_TEXT];

	if (text->raw.bytes.size)
		text->has_hex = true;
	else if (text->has_hex)
		notes_add(&capture->notes, PCIMSI_NOTE_NO_HEX, place,
			  pcimsi_slot_text(text->raw.slot, slot));
}

static int next(struct pcimsi_capture *capture, const struct pcimsi_raw_function **ret)
{
	struct lspci_text *text = state_of(capture);
	int err;

	if (!text->has_next)
		return capture->reader.failed ? PCIMSI_ERR_IO : 0;
	err = begin_function(capture);
	if (err)
		return err;
	if (text->first.count)
		text_store_row(capture, &text->first, text->raw.line);
	read_to_heading(capture, true);
	note_missing_hex(capture);
	take_decoded(text);
	*ret = &text->raw;
	return 1;
}

static int open_text(struct pcimsi_capture *capture, const struct pcimsi_capture_options *options)
{
	struct lspci_text *text = calloc(1, sizeof(*text));

	(void)options;
	if (!text)
		return PCIMSI_ERR_NOMEM;
	capture->state = text;
	if (text_encoding_apply(&capture->reader) != 0)
		return PCIMSI_ERR_NOMEM;
	read_to_heading(capture, false);
	return 0;
}

static void close_text(struct pcimsi_capture *capture)
{
	struct lspci_text *text = state_of(capture);

	if (text)
		slots_done(&text->slots);
	free(text);
}

const struct source_ops source_lspci_text = {
	.name = "lspci text",
	.needs_proof = true,
	.probe = lspci_text_probe,
	.open = open_text,
	.next = next,
	.close = close_text,
};
