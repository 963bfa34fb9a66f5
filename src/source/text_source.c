/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/text_source.h"

#include "base/str.h"
#include "source/text_encoding.h"

#include <stdlib.h>
#include <string.h>

/*
 * Text in which functions have headings, and below them rows of bytes or words: what
 * lspci prints, and the programs of dialect/. libpci's own reader of dumps is not used: it
 * stops at the first odd line and is unsafe on hostile input.
 *
 * One function is in memory at a time; what stays is which slots were seen.
 */

/* ---- headings -------------------------------------------------------------------------------- */

static unsigned indentation(const struct text_line *line)
{
	size_t blanks = 0;

	while (blanks < line->length && ascii_is_blank(line->text[blanks]))
		blanks++;
	return text_width(line->text, blanks);
}

/* Takes the line if it is a heading: it begins the next function. */
static bool take_heading(struct pcimsi_capture *capture, const struct text_line *line)
{
	struct text *text = state_of(capture);

	if (!dialects_heading(&text->dialects, line->text, line->length, next_heading(text)))
		return false;
	text->has_slots = true;
	carriers_indent(&text->carriers, indentation(line));
	return text_announce(capture, line->number);
}

/* A heading that can be told from all other text. */
static bool is_heading_inside(struct text *text, struct scan at)
{
	struct heading *next = next_heading(text);
	uint32_t rows = text->dialects.by_first[(uint8_t)*at.at];

	next->dialect = &dialect_lspci;
	if (dialect_lspci.inner(at, next))
		return true;
	for (unsigned i = 0; rows >> i; i++)
		if (rows >> i & 1 && dialects[i]->distinct &&
		    dialects[i]->heading(at, &text->dialects.context, next)) {
			next->dialect = dialects[i];
			return true;
		}
	return false;
}

/* A heading behind what a log writes. */
static bool find_heading(struct pcimsi_capture *capture, const struct text_line *line)
{
	struct text *text = state_of(capture);

	for (size_t at = 1; at + 7 < line->length && at < LOG_SHAPE_MAX; at++) {
		char before = line->text[at - 1];

		if ((before != ' ' && before != ':') || ascii_is_blank(line->text[at]) ||
		    !is_heading_inside(text, scan_of(line->text + at, line->length - at)))
			continue;
		if (!log_is_prefix(line->text, at))
			return false;
		log_learn(&text->carriers.log, line->text, at);
		text->has_slots = true;
		return text_announce(capture, line->number);
	}
	return false;
}

/* ---- rows ------------------------------------------------------------------------------------ */

static bool is_ours(const struct text *text, bool in_function)
{
	return in_function && !text->closed;
}

/* A row without a colon is one only among others of its kind, or if it is complete. */
static bool is_row(const struct text *text, const struct hexline *row)
{
	const struct hexline *last = &text->last;

	return row->form != HEXLINE_PLAIN || row->count == 16 ||
	       (last->form == HEXLINE_PLAIN &&
		(text->repeats || row->offset == last->offset + last->count));
}

static bool parse_row(struct text *text, const struct text_line *line, bool ours,
		      struct hexline *ret)
{
	const struct dialect *dialect = ours ? this_heading(text)->dialect : NULL;

	if (dialect && dialect->row)
		return dialect->row(line->text, line->length, ret);
	return hexline_parse(line->text, line->length, ret) && is_row(text, ret);
}

/* A row whose offset cannot be read: it is lost, and nobody knows which one it was. */
static bool take_spoilt_row(struct pcimsi_capture *capture, const struct text_line *line,
			    bool in_function)
{
	struct text *text = state_of(capture);
	struct pcimsi_place place = text_line_place(line);
	size_t bad_at;

	if (!is_ours(text, in_function) || !text->raw.bytes.size ||
	    !hexline_is_spoilt(line->text, line->length, &bad_at))
		return false;
	place.column = text_line_column(line, bad_at);
	text_note_loss(capture, PCIMSI_NOTE_LINE_SKIPPED, place);
	return true;
}

static bool take_row(struct pcimsi_capture *capture, const struct text_line *line, bool in_function)
{
	struct text *text = state_of(capture);
	bool ours = is_ours(text, in_function);
	struct hexline row;

	if (!parse_row(text, line, ours, &row))
		return take_spoilt_row(capture, line, in_function);
	if (!ours)
		text_take_stray_row(capture, &row, line);
	else if (row.form != HEXLINE_SHORT || row.count >= 16 || row.bad_at ||
		 !text_keep_piece(text, line, line->length, false))
		text_store_row(capture, &row, line);
	return true;
}

/* What stands before a row that hexline_find() found; false: the row is another host's. */
static bool accept_prefix(struct text *text, const char *line, size_t length, bool in_function)
{
	struct log_shape before = text->carriers.log;

	if (!log_is_prefix(line, length))
		return true;
	log_learn(&text->carriers.log, line, length);
	if (!is_ours(text, in_function) || !text->log.length ||
	    log_same(&text->log, &text->carriers.log))
		return true;
	text->carriers.log = before;
	return false;
}

/* A row or a heading behind the time of a log, the name of a host, a message ... */
static bool take_prefixed(struct pcimsi_capture *capture, const struct text_line *line,
			  bool in_function)
{
	struct text *text = state_of(capture);
	struct text_line rest = *line;
	struct hexline row;
	size_t at = hexline_find(line->text, line->length, text->raw.bytes.size, &row);

	if (!at)
		return find_heading(capture, line);
	text_line_skip(&rest, at);
	if (!accept_prefix(text, line->text, at, in_function))
		text_note_loss(capture, PCIMSI_NOTE_HEX_WITHOUT_SLOT, text_line_place(line));
	else if (is_ours(text, in_function))
		text_store_row(capture, &row, &rest);
	else
		text_take_stray_row(capture, &row, &rest);
	return true;
}

/* A line into which a message to standard error was written. Its first part may be a row. */
static bool take_mixed(struct pcimsi_capture *capture, const struct text_line *line,
		       bool in_function)
{
	struct text *text = state_of(capture);
	size_t at = log_find_message(line->text, line->length);
	struct hexline row;

	if (at == line->length)
		return false;
	/* A message without a line end may have a row behind it. */
	if (at == 0)
		return !hexline_find(line->text, line->length, text->raw.bytes.size, &row);
	if (!is_ours(text, in_function) || !hexline_is_head(line->text, at))
		return false;
	return text_keep_piece(text, line, at, true);
}

static bool take_repetition(struct text *text, const struct text_line *line, bool in_function)
{
	if (line->length != 1 || *line->text != '*' || !is_ours(text, in_function) ||
	    text->last.count != 16)
		return false;
	text->repeats = true;
	return true;
}

/* ---- lines ----------------------------------------------------------------------------------- */

static void take_words(struct text *text, const struct text_line *line, bool in_function)
{
	if (is_ours(text, in_function))
		text_take_words(text, line);
}

static void take_line(struct pcimsi_capture *capture, const struct text_line *line,
		      bool in_function)
{
	struct text *text = state_of(capture);
	struct text_line rest = *line;

	if (text_take_rest(capture, line) || take_mixed(capture, line, in_function))
		return;
	if (take_heading(capture, line)) {
		text->carriers.log.length = 0;
		return;
	}
	if (take_row(capture, line, in_function) || take_repetition(text, line, in_function))
		return;
	if (log_strip(&text->carriers.log, &rest)) {
		if (!take_heading(capture, &rest) && !take_row(capture, &rest, in_function) &&
		    !take_prefixed(capture, &rest, in_function))
			take_words(text, &rest, in_function);
		return;
	}
	if (!take_prefixed(capture, line, in_function))
		take_words(text, line, in_function);
}

/* Indented words below lspci's heading: neither heading nor row can look like them. */
static bool is_plain_statement(const struct text *text, const struct text_line *line)
{
	size_t at = 1;

	if (!line->length || *line->text != '\t' || text->piece.length || text->carriers.log.length)
		return false;
	while (at < line->length && line->text[at] == '\t')
		at++;
	return at < line->length && !ascii_is_digit(line->text[at]) &&
	       (ascii_hex(line->text[at]) < 0 ||
		dialect_lspci.classify(scan_of(line->text + at, line->length - at)) !=
			STATEMENT_NOT);
}

/* Everything but canonical rows. `in_function`: a heading came before. */
static void take_odd_line(struct pcimsi_capture *capture, struct text_line *line, bool bare,
			  bool in_function)
{
	struct text *text = state_of(capture);
	enum carried carried;

	carried = carriers_undo(&text->carriers, line, bare);
	if (bare && capture->reader.was_cut)
		notes_add(&capture->notes, PCIMSI_NOTE_LONG_LINE, text_line_place(line), NULL);
	if (carried == CARRIED_END && in_function)
		text_end_words(text);
	if (carried == CARRIED_END || carried == CARRIED_MARK)
		return;
	if (in_function && text->headings[text->current].dialect == &dialect_lspci &&
	    is_plain_statement(text, line))
		take_words(text, line, in_function);
	else
		take_line(capture, line, in_function);
}

/* Reads on to the next heading. False: the input is at its end. */
static bool read_to_heading(struct pcimsi_capture *capture, bool in_function)
{
	struct text *text = state_of(capture);
	struct text_line line;
	bool bare;

	text->has_next = false;
	while (!text->has_next && carriers_next(&text->carriers, &line, &bare)) {
		uint32_t offset;
		uint8_t bytes[16];

		if (in_function && !text->closed && !text->piece.length &&
		    hexline_parse_canonical(line.text, line.length, &offset, bytes) &&
		    text_store_canonical(text, offset, bytes, line.number))
			continue;
		take_odd_line(capture, &line, bare, in_function);
	}
	text_flush_piece(capture);
	return text->has_next;
}

/* ---- the kind -------------------------------------------------------------------------------- */

/* The second of two texts is another machine. */
static bool turn(struct pcimsi_capture *capture)
{
	struct text *text = state_of(capture);

	if (!carriers_turn(&text->carriers))
		return false;
	slots_done(&text->slots);
	survey_done(&text->survey);
	text->has_hex = false;
	return read_to_heading(capture, false);
}

static int next(struct pcimsi_capture *capture, const struct pcimsi_raw_function **ret)
{
	struct text *text = state_of(capture);
	int given = 0;

	while (!given) {
		if (!text->has_next && !turn(capture)) {
			*ret = &text->raw;
			if (text_give_array(capture))
				return 1;
			return capture->reader.failed ? PCIMSI_ERR_IO : 0;
		}
		text_begin_function(capture);
		if (text->first.count)
			text_store_row(capture, &text->first, NULL);
		read_to_heading(capture, true);
		given = text_end_function(capture);
	}
	*ret = &text->raw;
	return given;
}

static int open_text(struct pcimsi_capture *capture, const struct pcimsi_capture_options *options)
{
	struct text *text = calloc(1, sizeof(*text));
	const char *head;
	size_t size;

	(void)options;
	if (!text)
		return PCIMSI_ERR_NOMEM;
	capture->state = text;
	if (text_encoding_apply(&capture->reader) != 0)
		return PCIMSI_ERR_NOMEM;
	size = text_reader_peek(&capture->reader, &head);
	dialects_init(&text->dialects);
	carriers_init(&text->carriers, &capture->reader, &capture->notes, head, size);
	if (survey_read(&text->survey, head, size) != 0)
		return PCIMSI_ERR_NOMEM;
	read_to_heading(capture, false);
	return 0;
}

static void close_text(struct pcimsi_capture *capture)
{
	struct text *text = state_of(capture);

	if (text) {
		slots_done(&text->slots);
		survey_done(&text->survey);
		carriers_done(&text->carriers);
	}
	free(text);
}

const struct source_ops source_text = {
	.name = "text",
	.needs_proof = true,
	.probe = survey_probe,
	.open = open_text,
	.next = next,
	.close = close_text,
};
