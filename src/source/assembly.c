/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/text_source.h"

#include "source/dialect/lspci_statements.h"
#include "source/slot_name.h"

#include <stdio.h>
#include <string.h>

/* Functions, whose rows are whose, their bytes, and rows that were broken in two. */

static void note(struct pcimsi_capture *capture, enum pcimsi_note_code code, uint32_t line,
		 const char *detail)
{
	notes_add(&capture->notes, code, (struct pcimsi_place){ .line = line }, detail);
}

static void account(struct pcimsi_ledger *ledger, uint32_t *count, uint32_t line)
{
	(*count)++;
	if (!ledger->first_line)
		ledger->first_line = line;
}

void text_note_loss(struct pcimsi_capture *capture, enum pcimsi_note_code code,
		    struct pcimsi_place place)
{
	struct pcimsi_ledger *ledger = &state_of(capture)->raw.ledger;

	notes_add(&capture->notes, code, place, NULL);
	switch (code) {
	case PCIMSI_NOTE_LINE_CUT:
		account(ledger, &ledger->rows_cut, place.line);
		break;
	case PCIMSI_NOTE_BYTE_CONFLICT:
		account(ledger, &ledger->conflicts, place.line);
		break;
	case PCIMSI_NOTE_BYTES_BEYOND:
		account(ledger, &ledger->beyond, place.line);
		break;
	default:
		account(ledger, &ledger->rows_dropped, place.line);
		break;
	}
}

/* ---- functions ------------------------------------------------------------------------------- */

bool text_announce(struct pcimsi_capture *capture, uint32_t line)
{
	struct text *text = state_of(capture);

	next_heading(text)->line = line;
	text->has_next = true;
	text->first.count = 0;
	return true;
}

void text_begin_function(struct pcimsi_capture *capture)
{
	struct text *text = state_of(capture);
	struct heading *heading;

	text->current = !text->current;
	heading = this_heading(text);
	survey_pass(&text->survey, heading->slot);
	memset(text->known, 0, sizeof(text->known));
	text->log = text->carriers.log;
	text->repeats = false;
	text->last = (struct hexline){ 0 };
	text->words = (struct words){ 0 };
	text->closed = false;
	facts_begin(&text->facts);
	text->raw = (struct pcimsi_raw_function){
		.slot = heading->slot,
		.bytes = { .data = text->data, .known = text->known },
		.source = PCIMSI_SOURCE_HEX,
		.line = heading->line,
		.rows = text->rows,
		.machine = !text->carriers.two_texts ? 0
			   : text->carriers.second   ? 2
						     : 1,
	};
}

/* What the heading tells; what it leaves open, another heading of the slot may have told. */
static void take_heading(struct text *text)
{
	struct heading *heading = this_heading(text);
	const char *told = survey_text(&text->survey, heading->slot);
	struct facts *facts = &text->facts;

	if (heading->dialect && heading->dialect->begin)
		heading->dialect->begin(facts, heading->text);
	if (!heading->dialect || !told)
		return;
	if (!facts_know(facts, 0)) {
		struct facts other;

		facts_begin(&other);
		lspci_begin(&other, told);
		for (uint32_t i = 0; i < 4 && facts_know(&other, 0); i++)
			facts_set(facts, i, other.data[i], 1);
	}
	if (!*heading->text)
		strcpy(heading->text, told);
}

/* Where some functions have bytes, one that has none is a loss. */
static void note_missing_hex(struct pcimsi_capture *capture)
{
	struct text *text = state_of(capture);
	char slot[PCIMSI_SLOT_TEXT];

	if (text->raw.bytes.size)
		text->has_hex = true;
	else if (text->has_hex)
		note(capture, PCIMSI_NOTE_NO_HEX, text->raw.line,
		     pcimsi_slot_text(text->raw.slot, slot));
}

/* Nothing but the heading was said. */
static bool is_bare(const struct text *text)
{
	return !text->raw.bytes.size && !text->facts.any && !text->raw.ledger.first_line;
}

/* What stands below the heading tells something that cannot be read, or nothing of it can. */
static void note_unread(struct pcimsi_capture *capture)
{
	struct text *text = state_of(capture);
	char slot[PCIMSI_SLOT_TEXT];

	if (text->facts.unread || (text->words.unread && is_bare(text)))
		note(capture, PCIMSI_NOTE_TEXT_UNREAD, text->raw.line,
		     pcimsi_slot_text(text->raw.slot, slot));
}

static void note_contradiction(struct pcimsi_capture *capture)
{
	struct text *text = state_of(capture);
	const char *field = facts_contradict(&text->facts, text->data, text->known);
	char slot[PCIMSI_SLOT_TEXT], detail[PCIMSI_SLOT_TEXT + 32];

	if (!field)
		return;
	snprintf(detail, sizeof(detail), "%s (%s)", pcimsi_slot_text(text->raw.slot, slot), field);
	note(capture, PCIMSI_NOTE_TEXT_CONTRADICTS, text->raw.line, detail);
}

/*
 * Text tells of capabilities that rows of 64 bytes, or none, do not hold. What
 * came from there is weaker than bytes, and said to be.
 */
static void take_facts(struct pcimsi_capture *capture)
{
	struct text *text = state_of(capture);
	struct pcimsi_bytes *bytes = &text->raw.bytes;
	struct words *words = &text->words;

	take_heading(text);
	note_unread(capture);
	facts_end(&text->facts, text->has_next || words->ended || words->last_seen);
	note_contradiction(capture);
	if (bytes->size < FACTS_SIZE &&
	    facts_fill(&text->facts, text->data, text->known, &bytes->size))
		text->raw.source = PCIMSI_SOURCE_DECODED;
	text->raw.msi_counts_only = text->facts.msi_counts &&
				    text->raw.source == PCIMSI_SOURCE_DECODED;
	memcpy(text->raw.bar_sizes, text->facts.bar_sizes, sizeof(text->raw.bar_sizes));
	text->raw.heading = *this_heading(text)->text ? this_heading(text)->text : NULL;
}

/*
 * A list before a dump, or behind it, makes no function of its own, nor does the prompt of a
 * command that printed nothing, unless a list has yielded to it.
 */
static bool is_passed_over(struct text *text)
{
	const struct dialect *dialect = this_heading(text)->dialect;
	struct pcimsi_slot slot = text->raw.slot;

	if (survey_yields(&text->survey, slot) || slots_have(&text->slots, slot))
		return true;
	return dialect && dialect->prompt && !survey_text(&text->survey, slot);
}

int text_end_function(struct pcimsi_capture *capture)
{
	struct text *text = state_of(capture);
	struct pcimsi_slot at = text->raw.slot;
	char slot[PCIMSI_SLOT_TEXT];
	int seen;

	text_flush_words(text);
	if (is_bare(text) && is_passed_over(text)) {
		note_unread(capture);
		return 0;
	}
	seen = slots_see(&text->slots, at);
	if (seen < 0)
		return seen;
	text->raw.repeated = seen;
	pcimsi_slot_text(at, slot);
	if (seen)
		note(capture, PCIMSI_NOTE_SLOT_REPEATED, text->raw.line, slot);
	if (at.device > 0x1f || at.function > 7)
		note(capture, PCIMSI_NOTE_SLOT_OUT_OF_RANGE, text->raw.line, slot);
	note_missing_hex(capture);
	take_facts(capture);
	return 1;
}

/*
 * Rows that begin without a heading are of the function that the name of the file
 * tells. In a folder or an archive only such a name makes them a capture.
 */
static bool begin_without_heading(struct pcimsi_capture *capture, const struct hexline *row,
				  uint32_t line)
{
	struct text *text = state_of(capture);
	struct heading *next = next_heading(text);
	bool named = slot_name_of_path(capture->name, &next->slot);

	if (text->has_slots || row->offset || row->count < 4 || (!named && capture->parent))
		return false;
	next->dialect = NULL;
	next->text[0] = '\0';
	text->has_rows = true;
	text_announce(capture, line);
	text->first = *row;
	if (named)
		return true;
	next->slot = (struct pcimsi_slot){ 0 };
	note(capture, PCIMSI_NOTE_NAME_WITHOUT_SLOT, line, NULL);
	return true;
}

bool text_give_array(struct pcimsi_capture *capture)
{
	struct text *text = state_of(capture);
	const struct array *array;
	bool named = slot_name_of_path(capture->name, &text->raw.slot);

	if (text->has_slots || text->has_rows || text->n_given == text->survey.n_arrays ||
	    (capture->parent && !named))
		return false;
	array = &text->survey.arrays[text->n_given++];
	text->raw = (struct pcimsi_raw_function){
		.slot = named ? text->raw.slot : (struct pcimsi_slot){ 0 },
		.bytes = { .data = array->data, .size = array->size },
		.source = PCIMSI_SOURCE_HEX,
		.line = array->line,
		.repeated = text->n_given > 1,
	};
	if (!named)
		note(capture, PCIMSI_NOTE_NAME_WITHOUT_SLOT, array->line, NULL);
	return true;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void keep_line(struct text *text, uint32_t offset, uint32_t size, uint32_t line)
{
	if (!size || text->raw.n_rows == PCIMSI_ROWS_MAX)
		return;
	text->rows[text->raw.n_rows++] = (struct pcimsi_row){
		.offset = (uint16_t)offset,
		.size = (uint16_t)size,
		.line = line,
	};
}

bool text_store_canonical(struct text *text, uint32_t offset, const uint8_t bytes[16],
			  uint32_t line)
{
	uint64_t mask = UINT64_C(0xffff) << offset % 64;
	uint64_t *known = &text->known[offset / 64];

	if (offset % 16 || *known & mask)
		return false;
	memcpy(text->data + offset, bytes, 16);
	*known |= mask;
	if (text->raw.bytes.size < offset + 16)
		text->raw.bytes.size = offset + 16;
	keep_line(text, offset, 16, line);
	return true;
}

/* Returns whether the byte agrees with what is known. */
static bool store_byte(struct text *text, uint32_t offset, uint8_t byte)
{
	if (is_captured(text, offset))
		return text->data[offset] == byte;
	text->data[offset] = byte;
	text->known[offset / 64] |= UINT64_C(1) << offset % 64;
	if (text->raw.bytes.size <= offset)
		text->raw.bytes.size = offset + 1;
	return true;
}

/* A second first row with other bytes belongs to a function whose heading was lost. */
static bool is_other_function(const struct text *text, const struct hexline *row)
{
	for (uint32_t i = 0; row->offset == 0 && i < row->count && i < 4; i++)
		if (is_captured(text, i) && text->data[i] != row->bytes[i])
			return true;
	return false;
}

static void store_bytes(struct pcimsi_capture *capture, const struct hexline *row,
			struct pcimsi_place place)
{
	struct text *text = state_of(capture);
	bool conflict = false;
	uint32_t i;

	for (i = 0; i < row->count; i++) {
		if (row->offset >= PCIMSI_CONFIG_SIZE || row->offset + i >= PCIMSI_CONFIG_SIZE) {
			text_note_loss(capture, PCIMSI_NOTE_BYTES_BEYOND,
				       (struct pcimsi_place){ .line = place.line });
			break;
		}
		conflict |= !store_byte(text, row->offset + i, row->bytes[i]);
	}
	keep_line(text, row->offset, i, place.line);
	if (conflict)
		text_note_loss(capture, PCIMSI_NOTE_BYTE_CONFLICT,
			       (struct pcimsi_place){ .line = place.line });
	if (row->bad_at)
		text_note_loss(capture,
			       row->count ? PCIMSI_NOTE_LINE_CUT : PCIMSI_NOTE_LINE_SKIPPED, place);
	text->last = *row;
}

/* The rows that "*" stands for. */
static void repeat_last(struct pcimsi_capture *capture, uint32_t end, uint32_t line)
{
	struct text *text = state_of(capture);
	struct pcimsi_place place = { .line = line };
	struct hexline row = text->last;

	text->repeats = false;
	for (row.offset += 16; row.offset < end && row.offset < PCIMSI_CONFIG_SIZE;
	     row.offset += 16)
		store_bytes(capture, &row, place);
}

void text_store_row(struct pcimsi_capture *capture, const struct hexline *row,
		    const struct text_line *line)
{
	struct text *text = state_of(capture);
	struct pcimsi_place place = { .line = line ? line->number : text->raw.line };

	if (is_other_function(text, row)) {
		if (begin_without_heading(capture, row, place.line))
			return;
		text->closed = true;
		text_note_loss(capture, PCIMSI_NOTE_HEX_WITHOUT_SLOT, place);
		return;
	}
	if (text->repeats)
		repeat_last(capture, row->offset, place.line);
	if (row->bad_at)
		place.column = line ? text_line_column(line, row->bad_at - 1) : row->bad_at;
	store_bytes(capture, row, place);
}

void text_take_stray_row(struct pcimsi_capture *capture, const struct hexline *row,
			 const struct text_line *line)
{
	if (!begin_without_heading(capture, row, line->number) && row->count)
		text_note_loss(capture, PCIMSI_NOTE_HEX_WITHOUT_SLOT, text_line_place(line));
}

/* ---- rows in pieces -------------------------------------------------------------------------- */

bool text_keep_piece(struct text *text, const struct text_line *line, size_t length, bool glued)
{
	struct piece *piece = &text->piece;

	if (length >= PIECE_MAX)
		return false;
	memcpy(piece->text, line->text, length);
	piece->length = length;
	piece->line = line->number;
	piece->glued = glued;
	return true;
}

void text_flush_piece(struct pcimsi_capture *capture)
{
	struct text *text = state_of(capture);
	struct piece *piece = &text->piece;
	const struct text_line line = { .text = piece->text, .number = piece->line, .column = 1 };
	struct hexline row;

	if (piece->length && hexline_parse(piece->text, piece->length, &row))
		text_store_row(capture, &row, &line);
	piece->length = 0;
}

/* Joins the line to the begin of a row, if both are one. */
static bool join_piece(struct pcimsi_capture *capture, const struct text_line *line)
{
	struct text *text = state_of(capture);
	struct piece *piece = &text->piece;
	const struct text_line begin = { .text = piece->text, .number = piece->line, .column = 1 };
	char joined[2 * PIECE_MAX];
	struct hexline row;
	size_t size = piece->length;

	if (line->length >= PIECE_MAX)
		return false;
	memcpy(joined, piece->text, size);
	if (!piece->glued)
		joined[size++] = ' ';
	memcpy(joined + size, line->text, line->length);
	size += line->length;
	if (!hexline_parse(joined, size, &row) || row.count != 16 || row.offset % 16 ||
	    (row.form == HEXLINE_SHORT && row.end != size))
		return false;
	if (!piece->glued && !hexline_is_tail(line->text, line->length, 15))
		return false;
	text_store_row(capture, &row, &begin);
	account(&text->raw.ledger, &text->raw.ledger.rows_repaired, piece->line);
	note(capture, PCIMSI_NOTE_ROW_REPAIRED, piece->line, NULL);
	piece->length = 0;
	return true;
}

bool text_take_rest(struct pcimsi_capture *capture, const struct text_line *line)
{
	if (!state_of(capture)->piece.length)
		return false;
	if (join_piece(capture, line) || log_find_message(line->text, line->length) == 0)
		return true;
	text_flush_piece(capture);
	return false;
}
