/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/source.h"

#include "base/bytes.h"
#include "base/str.h"
#include "source/decoded.h"
#include "source/hexline.h"
#include "source/slots.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * The output of lspci with -x, -xxx or -xxxx, with or without decoded text
 * between (pciutils lspci.c, show_slot_path() and show_hex_dump()). libpci's own
 * reader of dumps is not used: it stops at the first odd line and is unsafe on
 * hostile input.
 *
 * One function is in memory at a time; what stays is which slots were seen.
 */

#define HEADING_SIZE 1024

struct heading {
	struct pcimsi_slot slot;
	uint32_t line;
	char text[HEADING_SIZE];
};

struct lspci_text {
	struct heading headings[2]; /* of the function being read, and of the next one */
	unsigned current;
	bool has_next; /* the next heading was read */
	bool closed;   /* rows of some other function follow: they are not ours */
	bool has_hex;  /* some function of the capture had bytes */
	struct slots slots;
	struct decoded decoded; /* what the text around the rows tells of the function */
	struct pcimsi_raw_function raw;
	uint64_t known[BYTES_MAP_WORDS];
	uint8_t data[PCIMSI_CONFIG_SIZE];
	char scratch[TEXT_LINE_MAX]; /* a line whose NUL bytes were replaced */
};

static struct lspci_text *state_of(struct pcimsi_capture *capture)
{
	return capture->state;
}

static void note(struct pcimsi_capture *capture, enum pcimsi_note_code code, uint32_t column,
		 const char *detail)
{
	struct pcimsi_place place = { .line = capture->reader.line, .column = column };

	notes_add(&capture->notes, code, place, detail);
}

/* A note on a row that was lost; the function it stands in keeps account of it. */
static void note_loss(struct pcimsi_capture *capture, enum pcimsi_note_code code, uint32_t column)
{
	struct pcimsi_ledger *ledger = &state_of(capture)->raw.ledger;

	note(capture, code, column, NULL);
	if (!ledger->first_line)
		ledger->first_line = capture->reader.line;
	switch (code) {
	case PCIMSI_NOTE_LINE_CUT:
		ledger->rows_cut++;
		break;
	case PCIMSI_NOTE_BYTE_CONFLICT:
		ledger->conflicts++;
		break;
	case PCIMSI_NOTE_BYTES_BEYOND:
		ledger->beyond++;
		break;
	default:
		ledger->rows_dropped++;
		break;
	}
}

/* ---- headings -------------------------------------------------------------------------------- */

/* Up to `most` hex digits; returns how many. */
static size_t take_hex(const char *text, size_t length, size_t most, uint32_t *ret)
{
	size_t digits = 0;

	*ret = 0;
	while (digits < length && digits < most && ascii_hex(text[digits]) >= 0)
		*ret = *ret << 4 | (uint32_t)ascii_hex(text[digits++]);
	return digits;
}

/* "bus:device.function" and a blank or the end; returns its length, or 0. */
static size_t take_slot(const char *text, size_t length, struct pcimsi_slot *ret)
{
	uint32_t bus, device;

	if (length < 7 || take_hex(text, length, 2, &bus) != 2 || text[2] != ':' ||
	    take_hex(text + 3, length - 3, 2, &device) != 2 || text[5] != '.' ||
	    !ascii_is_digit(text[6]))
		return 0;
	if (length > 7 && text[7] != ' ' && text[7] != '\t')
		return 0;
	ret->bus = (uint8_t)bus;
	ret->device = (uint8_t)device;
	ret->function = (uint8_t)(text[6] - '0');
	return 7;
}

/* The slot a line begins with, and where the text after it begins; 0: no heading. */
static size_t parse_heading(const char *line, size_t length, struct pcimsi_slot *ret)
{
	uint32_t domain;
	size_t digits, taken = take_slot(line, length, ret);

	ret->domain = 0;
	if (taken)
		return taken;
	digits = take_hex(line, length, 8, &domain);
	/* lspci prints four digits at least; two would be the hours of a log. */
	if (digits < 4 || digits >= length || line[digits] != ':')
		return 0;
	taken = take_slot(line + digits + 1, length - digits - 1, ret);
	ret->domain = domain;
	return taken ? digits + 1 + taken : 0;
}

/* Takes the line if it is a heading: it begins the next function. */
static bool take_heading(struct pcimsi_capture *capture, const char *line, size_t length)
{
	struct lspci_text *text = state_of(capture);
	struct heading *next = &text->headings[!text->current];
	struct pcimsi_slot slot;
	size_t at = parse_heading(line, length, &slot);

	if (!at)
		return false;
	while (at < length && (line[at] == ' ' || line[at] == '\t'))
		at++;
	length -= at;
	if (length >= HEADING_SIZE)
		length = HEADING_SIZE - 1;
	memcpy(next->text, line + at, length);
	next->text[length] = '\0';
	next->slot = slot;
	next->line = capture->reader.line;
	text->has_next = true;
	return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static bool is_known(const struct lspci_text *text, uint32_t offset)
{
	return text->known[offset / 64] >> offset % 64 & 1;
}

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

/* Returns whether the byte agrees with what is known. */
static bool store_byte(struct lspci_text *text, uint32_t offset, uint8_t byte)
{
	if (is_known(text, offset))
		return text->data[offset] == byte;
	text->data[offset] = byte;
	text->known[offset / 64] |= UINT64_C(1) << offset % 64;
	if (text->raw.bytes.size <= offset)
		text->raw.bytes.size = offset + 1;
	return true;
}

/* A second first row with other bytes belongs to a function whose heading was lost. */
static bool is_other_function(const struct lspci_text *text, const struct hexline *row)
{
	for (uint32_t i = 0; row->offset == 0 && i < row->count && i < 4; i++)
		if (is_known(text, i) && text->data[i] != row->bytes[i])
			return true;
	return false;
}

static void store_odd_row(struct pcimsi_capture *capture, const struct hexline *row)
{
	struct lspci_text *text = state_of(capture);
	bool conflict = false;

	if (is_other_function(text, row)) {
		text->closed = true;
		note_loss(capture, PCIMSI_NOTE_HEX_WITHOUT_SLOT, 0);
		return;
	}
	for (uint32_t i = 0; i < row->count; i++) {
		if (row->offset >= PCIMSI_CONFIG_SIZE || row->offset + i >= PCIMSI_CONFIG_SIZE) {
			note_loss(capture, PCIMSI_NOTE_BYTES_BEYOND, 0);
			break;
		}
		conflict |= !store_byte(text, row->offset + i, row->bytes[i]);
	}
	if (conflict)
		note_loss(capture, PCIMSI_NOTE_BYTE_CONFLICT, 0);
	if (row->bad_at)
		note_loss(capture, row->count ? PCIMSI_NOTE_LINE_CUT : PCIMSI_NOTE_LINE_SKIPPED,
			  row->bad_at);
}

/* ---- lines ----------------------------------------------------------------------------------- */

/* Mail quoting: every ">" and the blank after it. */
static void skip_quotes(const char **line, size_t *length)
{
	while (*length && **line == '>') {
		size_t skip = *length > 1 && (*line)[1] == ' ' ? 2 : 1;

		*line += skip;
		*length -= skip;
	}
}

static void replace_nuls(struct pcimsi_capture *capture, const char **line, size_t length)
{
	char *scratch = state_of(capture)->scratch;

	if (!memchr(*line, '\0', length))
		return;
	memcpy(scratch, *line, length);
	for (size_t i = 0; i < length; i++)
		if (!scratch[i])
			scratch[i] = ' ';
	note(capture, PCIMSI_NOTE_NUL_BYTE, 0, NULL);
	*line = scratch;
}

/* A blank line ends the text of a function, as lspci prints it. */
static void take_text(struct lspci_text *text, const char *line, size_t length, bool in_function)
{
	if (!in_function || text->closed)
		return;
	if (length)
		decoded_line(&text->decoded, line, length);
	else
		decoded_end(&text->decoded);
}

/* Everything but canonical rows. `in_function`: a heading came before. */
static void take_odd_line(struct pcimsi_capture *capture, const char *line, size_t length,
			  bool in_function)
{
	struct lspci_text *text = state_of(capture);
	struct hexline row;

	if (capture->reader.was_cut)
		note(capture, PCIMSI_NOTE_LONG_LINE, 0, NULL);
	replace_nuls(capture, &line, length);
	skip_quotes(&line, &length);
	if (take_heading(capture, line, length))
		return;
	if (!hexline_parse(line, length, &row)) {
		take_text(text, line, length, in_function);
		return;
	}
	if (in_function && !text->closed)
		store_odd_row(capture, &row);
	else if (row.count)
		note_loss(capture, PCIMSI_NOTE_HEX_WITHOUT_SLOT, 0);
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

		if (in_function && !text->closed &&
		    hexline_parse_canonical(line, length, &offset, bytes) &&
		    store_row(text, offset, bytes))
			continue;
		take_odd_line(capture, line, length, in_function);
	}
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

/* Text has few control characters; UTF-16 and configuration bytes have many. */
static bool is_binary(const char *head, size_t size)
{
	size_t controls = 0;

	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)head[i];

		controls += c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' &&
			    c != 0x1b;
	}
	return controls > size / 32;
}

static bool is_lspci_line(const char *line, size_t length)
{
	struct pcimsi_slot slot;
	struct hexline row;

	skip_quotes(&line, &length);
	return parse_heading(line, length, &slot) || hexline_parse(line, length, &row);
}

static enum source_match probe(const char *head, size_t size)
{
	if (is_binary(head, size))
		return SOURCE_NO;
	for (size_t at = 0; at < size;) {
		const char *newline = memchr(head + at, '\n', size - at);
		size_t length = newline ? (size_t)(newline - head) - at : size - at;

		if (is_lspci_line(head + at, length - (length && head[at + length - 1] == '\r')))
			return SOURCE_YES;
		at += length + 1;
	}
	/* The dump may begin behind a long report. */
	return size < TEXT_BUFFER_SIZE ? SOURCE_NO : SOURCE_MAYBE;
}

const struct source_ops source_lspci_text = {
	.name = "lspci text",
	.probe = probe,
	.open = open_text,
	.next = next,
	.close = close_text,
};
