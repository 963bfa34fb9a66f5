/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/lspci_text.h"

#include "source/slot_name.h"

#include <string.h>

/* Rows: whose they are, their bytes, and those that were broken in two. */

/* A note on a row that was lost; the function it stands in keeps account of it. */
void text_note_loss(struct pcimsi_capture *capture, enum pcimsi_note_code code,
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

bool text_announce(struct pcimsi_capture *capture)
{
	struct lspci_text *text = state_of(capture);

	next_heading(text)->line = capture->reader.line;
	text->has_next = true;
	text->first.count = 0;
	return true;
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
	text_announce(capture);
	text->first = *row;
	if (named)
		return true;
	next->slot = (struct pcimsi_slot){ 0 };
	notes_add(&capture->notes, PCIMSI_NOTE_NAME_WITHOUT_SLOT,
		  (struct pcimsi_place){ .line = capture->reader.line }, NULL);
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

static void store_bytes(struct pcimsi_capture *capture, const struct hexline *row,
			struct pcimsi_place place)
{
	struct lspci_text *text = state_of(capture);
	bool conflict = false;

	for (uint32_t i = 0; i < row->count; i++) {
		if (row->offset >= PCIMSI_CONFIG_SIZE || row->offset + i >= PCIMSI_CONFIG_SIZE) {
			text_note_loss(capture, PCIMSI_NOTE_BYTES_BEYOND, place);
			break;
		}
		conflict |= !store_byte(text, row->offset + i, row->bytes[i]);
	}
	if (conflict)
		text_note_loss(capture, PCIMSI_NOTE_BYTE_CONFLICT, place);
	place.column = row->bad_at;
	if (row->bad_at)
		text_note_loss(capture,
			       row->count ? PCIMSI_NOTE_LINE_CUT : PCIMSI_NOTE_LINE_SKIPPED, place);
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

void text_store_row(struct pcimsi_capture *capture, const struct hexline *row, uint32_t line)
{
	struct lspci_text *text = state_of(capture);
	struct pcimsi_place place = { .line = line };

	if (is_other_function(text, row)) {
		if (begin_without_heading(capture, row))
			return;
		text->closed = true;
		text_note_loss(capture, PCIMSI_NOTE_HEX_WITHOUT_SLOT, place);
		return;
	}
	if (text->repeats)
		repeat_last(capture, row->offset);
	store_bytes(capture, row, place);
}

/* Rows that belong to nobody, or to a function that has no heading. */
void text_take_stray_row(struct pcimsi_capture *capture, const struct hexline *row)
{
	struct pcimsi_place place = { .line = capture->reader.line };

	if (!begin_without_heading(capture, row) && row->count)
		text_note_loss(capture, PCIMSI_NOTE_HEX_WITHOUT_SLOT, place);
}

/* ---- rows in pieces -------------------------------------------------------------------------- */

/* Keeps the row until the next line tells whether it goes on there. */
bool text_keep_piece(struct pcimsi_capture *capture, const char *line, size_t length, bool glued)
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
void text_flush_piece(struct pcimsi_capture *capture)
{
	struct lspci_text *text = state_of(capture);
	struct piece *piece = &text->piece;
	struct hexline row;

	if (piece->length && hexline_parse(piece->text, piece->length, &row))
		text_store_row(capture, &row, piece->line);
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
	text_store_row(capture, &row, piece->line);
	text->raw.ledger.rows_repaired++;
	if (!text->raw.ledger.first_line)
		text->raw.ledger.first_line = piece->line;
	notes_add(&capture->notes, PCIMSI_NOTE_ROW_REPAIRED,
		  (struct pcimsi_place){ .line = piece->line }, NULL);
	piece->length = 0;
	return true;
}

/* Whether the line is dealt with: it ended the row before, or is a message in between. */
bool text_take_rest(struct pcimsi_capture *capture, const char *line, size_t length)
{
	if (!state_of(capture)->piece.length)
		return false;
	if (join_piece(capture, line, length) || salvage_find_message(line, length) == 0)
		return true;
	text_flush_piece(capture);
	return false;
}
