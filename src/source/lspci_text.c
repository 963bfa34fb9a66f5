/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/source.h"

#include "base/bytes.h"
#include "base/str.h"
#include "source/decoded.h"
#include "source/heading.h"
#include "source/hexline.h"
#include "source/salvage.h"
#include "source/slot_name.h"
#include "source/slots.h"
#include "source/text_encoding.h"
#include "source/windbg.h"

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

#define PIECE_MAX 256
#define WRAPPED_MAX 512
#define PROBE_SIZE 32768 /* of UTF-16, that probe() looks at */

/* The begin of a row whose end is expected on the next line. */
struct piece {
	size_t length; /* 0: none */
	uint32_t line;
	bool glued; /* it was cut inside of a word: nothing belongs between */
	char text[PIECE_MAX];
};

struct lspci_text {
	struct heading headings[2]; /* of the function being read, and of the next one */
	unsigned current;
	bool has_next;             /* the next heading was read */
	bool closed;               /* rows of some other function follow: they are not ours */
	bool has_hex;              /* some function of the capture had bytes */
	bool has_slots;            /* some function of the capture has a heading */
	bool repeats;              /* "*": the rows up to the next one are like the last */
	struct hexline last;       /* the last row that was not canonical */
	struct hexline first;      /* of the next function, if that has no heading */
	char wrapped[WRAPPED_MAX]; /* a line of decoded text that may go on in the next */
	size_t wrapped_length;
	struct piece piece;
	struct heading_bus bus;
	struct salvage_shape shape; /* what stood before the heading */
	struct slots slots;
	struct decoded decoded; /* what the text around the rows tells of the function */
	struct pcimsi_raw_function raw;
	uint64_t known[BYTES_MAP_WORDS];
	uint8_t data[PCIMSI_CONFIG_SIZE];
	struct salvage salvage;
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
static void note_loss(struct pcimsi_capture *capture, enum pcimsi_note_code code,
		      struct pcimsi_place place)
{
	struct pcimsi_ledger *ledger = &state_of(capture)->raw.ledger;

	notes_add(&capture->notes, code, place, NULL);
	if (!ledger->first_line)
		ledger->first_line = place.line;
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

static struct heading *next_heading(struct lspci_text *text)
{
	return &text->headings[!text->current];
}

static bool announce(struct pcimsi_capture *capture)
{
	struct lspci_text *text = state_of(capture);

	next_heading(text)->line = capture->reader.line;
	text->has_next = true;
	text->first.count = 0;
	return true;
}

/* Takes the line if it is a heading: it begins the next function. */
static bool take_heading(struct pcimsi_capture *capture, const char *line, size_t length)
{
	struct lspci_text *text = state_of(capture);

	if (!heading_parse(line, length, &text->bus, next_heading(text)))
		return false;
	text->has_slots = true;
	return announce(capture);
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
		return announce(capture);
	}
	return false;
}

/*
 * Rows that begin without a heading are of the function that the name of the file
 * tells. In a folder or an archive only such a name makes them a capture.
 */
static bool begin_without_heading(struct pcimsi_capture *capture, const struct hexline *row)
{
	struct lspci_text *text = state_of(capture);
	struct heading *next = next_heading(text);
	bool named = slot_name_of_path(capture->name, &next->slot);

	if (text->has_slots || row->offset || row->count < 4 || (!named && capture->parent))
		return false;
	next->kind = HEADING_NONE;
	next->text[0] = '\0';
	announce(capture);
	text->first = *row;
	if (named)
		return true;
	next->slot = (struct pcimsi_slot){ 0 };
	note(capture, PCIMSI_NOTE_NAME_WITHOUT_SLOT, 0, NULL);
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

/* What stands before a row is not what stood before the heading: another host's log. */
static bool is_other_log(const struct lspci_text *text)
{
	const struct salvage_shape *ours = &text->shape, *its = &text->salvage.shape;

	return ours->length &&
	       (ours->length != its->length || memcmp(ours->text, its->text, its->length) != 0);
}

static void store_bytes(struct pcimsi_capture *capture, const struct hexline *row,
			struct pcimsi_place place)
{
	struct lspci_text *text = state_of(capture);
	bool conflict = false;

	for (uint32_t i = 0; i < row->count; i++) {
		if (row->offset >= PCIMSI_CONFIG_SIZE || row->offset + i >= PCIMSI_CONFIG_SIZE) {
			note_loss(capture, PCIMSI_NOTE_BYTES_BEYOND, place);
			break;
		}
		conflict |= !store_byte(text, row->offset + i, row->bytes[i]);
	}
	if (conflict)
		note_loss(capture, PCIMSI_NOTE_BYTE_CONFLICT, place);
	place.column = row->bad_at;
	if (row->bad_at)
		note_loss(capture, row->count ? PCIMSI_NOTE_LINE_CUT : PCIMSI_NOTE_LINE_SKIPPED,
			  place);
	text->last = *row;
}

/* The rows that "*" stands for. */
static void repeat_last(struct pcimsi_capture *capture, uint32_t end)
{
	struct lspci_text *text = state_of(capture);
	struct pcimsi_place place = { .line = capture->reader.line };
	struct hexline row = text->last;

	text->repeats = false;
	for (row.offset += 16; row.offset < end && row.offset < PCIMSI_CONFIG_SIZE;
	     row.offset += 16)
		store_bytes(capture, &row, place);
}

static void store_odd_row(struct pcimsi_capture *capture, const struct hexline *row, uint32_t line)
{
	struct lspci_text *text = state_of(capture);
	struct pcimsi_place place = { .line = line };

	if (is_other_function(text, row)) {
		if (begin_without_heading(capture, row))
			return;
		text->closed = true;
		note_loss(capture, PCIMSI_NOTE_HEX_WITHOUT_SLOT, place);
		return;
	}
	if (text->repeats)
		repeat_last(capture, row->offset);
	store_bytes(capture, row, place);
}

/* Rows that belong to nobody, or to a function that has no heading. */
static void take_stray_row(struct pcimsi_capture *capture, const struct hexline *row)
{
	struct pcimsi_place place = { .line = capture->reader.line };

	if (!begin_without_heading(capture, row) && row->count)
		note_loss(capture, PCIMSI_NOTE_HEX_WITHOUT_SLOT, place);
}

/* ---- rows in pieces -------------------------------------------------------------------------- */

/* Keeps the row until the next line tells whether it goes on there. */
static bool keep_piece(struct pcimsi_capture *capture, const char *line, size_t length, bool glued)
{
	struct piece *piece = &state_of(capture)->piece;

	if (length >= PIECE_MAX)
		return false;
	memcpy(piece->text, line, length);
	piece->length = length;
	piece->line = capture->reader.line;
	piece->glued = glued;
	return true;
}

/* The next line did not go on: what is there of the row. */
static void flush_piece(struct pcimsi_capture *capture)
{
	struct lspci_text *text = state_of(capture);
	struct piece *piece = &text->piece;
	struct hexline row;

	if (piece->length && hexline_parse(piece->text, piece->length, &row))
		store_odd_row(capture, &row, piece->line);
	piece->length = 0;
}

/* Joins the line to the begin of a row, if both are one. */
static bool join_piece(struct pcimsi_capture *capture, const char *line, size_t length)
{
	struct lspci_text *text = state_of(capture);
	struct piece *piece = &text->piece;
	char joined[2 * PIECE_MAX];
	struct hexline row;
	size_t size = piece->length;

	if (length >= PIECE_MAX)
		return false;
	memcpy(joined, piece->text, size);
	if (!piece->glued)
		joined[size++] = ' ';
	memcpy(joined + size, line, length);
	size += length;
	if (!hexline_parse(joined, size, &row) || row.count != 16 || row.offset % 16 ||
	    (row.form == HEXLINE_SHORT && row.end != size))
		return false;
	if (!piece->glued && !hexline_is_tail(line, length, 15))
		return false;
	store_odd_row(capture, &row, piece->line);
	text->raw.ledger.rows_repaired++;
	if (!text->raw.ledger.first_line)
		text->raw.ledger.first_line = piece->line;
	notes_add(&capture->notes, PCIMSI_NOTE_ROW_REPAIRED,
		  (struct pcimsi_place){ .line = piece->line }, NULL);
	piece->length = 0;
	return true;
}

/* Whether the line is dealt with: it ended the row before, or is a message in between. */
static bool take_rest(struct pcimsi_capture *capture, const char *line, size_t length)
{
	if (!state_of(capture)->piece.length)
		return false;
	if (join_piece(capture, line, length) || salvage_find_message(line, length) == 0)
		return true;
	flush_piece(capture);
	return false;
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
		take_stray_row(capture, &row);
	else if (row.form != HEXLINE_SHORT || row.count >= 16 || row.bad_at ||
		 !keep_piece(capture, line, length, false))
		store_odd_row(capture, &row, capture->reader.line);
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
		note_loss(capture, PCIMSI_NOTE_HEX_WITHOUT_SLOT, place);
	else if (is_ours(text, in_function))
		store_odd_row(capture, &row, place.line);
	else
		take_stray_row(capture, &row);
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
	return keep_piece(capture, line, at, true);
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

	if (take_rest(capture, line, length))
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
	flush_piece(capture);
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
		store_odd_row(capture, &text->first, text->raw.line);
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

static bool is_capture_line(const char *line, size_t length, struct heading_bus *bus)
{
	char copy[PIECE_MAX];
	struct heading heading;
	struct hexline row;

	length = salvage_copy(line, length, copy, sizeof(copy));
	line = copy;
	while (length && (*line == '>' || *line == '+')) {
		line++;
		length--;
	}
	if (heading_parse(line, length, bus, &heading))
		return true;
	if (hexline_parse(line, length, &row))
		return row.form != HEXLINE_PLAIN || row.count == 16;
	return hexline_find(line, length, 0, &row);
}

/* The next line of a text in memory; lines end with LF, CR or both. */
static bool next_line(const char **text, size_t *size, const char **ret, size_t *ret_length)
{
	size_t length = 0;

	if (!*size)
		return false;
	while (length < *size && (*text)[length] != '\n' && (*text)[length] != '\r')
		length++;
	*ret = *text;
	*ret_length = length;
	length += length < *size;
	*text += length;
	*size -= length;
	return true;
}

static enum source_match probe(const char *head, size_t size)
{
	char text[PROBE_SIZE];
	enum text_encoding encoding = text_encoding_of(head, size);
	bool whole = size < TEXT_BUFFER_SIZE;
	struct heading_bus bus = { 0 };
	const char *line;
	size_t length;

	if (encoding == TEXT_UTF16LE || encoding == TEXT_UTF16BE) {
		whole = size < PROBE_SIZE;
		size = text_encoding_peek(head, size, text, sizeof(text));
		head = text;
	}
	if (is_binary(head, size))
		return SOURCE_NO;
	while (next_line(&head, &size, &line, &length))
		if (is_capture_line(line, length, &bus))
			return SOURCE_YES;
	/* The dump may begin behind a long report. */
	return whole ? SOURCE_NO : SOURCE_MAYBE;
}

const char *lspci_text_hint(const char *head, size_t size)
{
	const char *line;
	size_t length;

	if (is_binary(head, size))
		return "binary data, neither configuration bytes nor output of lspci";
	while (next_line(&head, &size, &line, &length))
		if (hexline_is_ambiguous(line, length))
			return "words of hexdump or od, whose order of bytes is not known: write "
			       "them with hexdump -C, xxd, or od -A x -t x1";
	return "text without slot headings and hex rows";
}

const struct source_ops source_lspci_text = {
	.name = "lspci text",
	.probe = probe,
	.open = open_text,
	.next = next,
	.close = close_text,
};
