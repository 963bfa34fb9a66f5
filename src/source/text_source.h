/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_TEXT_SOURCE_H
#define PCIMSI_SOURCE_TEXT_SOURCE_H

#include "source/source.h"

#include "base/bytes.h"
#include "source/carrier/carrier.h"
#include "source/dialect/dialect.h"
#include "source/slots.h"
#include "source/text_survey.h"

/*
 * What the files of the text source share. A line passes three stages: text_source.c reads
 * it through the carriers and asks the dialects what it is; assembly.c and statements.c make
 * one function of all that was said about it.
 */

#define PIECE_MAX 256
#define STATEMENT_MAX 512

/* The begin of a row whose end is expected on the next line. */
struct piece {
	size_t length; /* 0: none */
	uint32_t line;
	bool glued; /* it was cut inside of a word: nothing belongs between */
	char text[PIECE_MAX];
};

/* What is said in words below a heading. */
struct words {
	unsigned first_width; /* blanks before the statements of the function; 0: none was seen */
	bool ended;           /* a blank line, or another end of the text of the function */
	bool blanks_lie;      /* more came behind one: they say nothing in this text */
	bool last_seen;       /* a statement that is printed behind all others */
	bool unread;          /* a line before the end that nobody understood */
	bool any;             /* a statement was seen: the heading does not go on any more */
	enum depth depth;     /* of the statement that is held */
	size_t length;        /* of it; it may go on in the next line. 0: none */
	char held[STATEMENT_MAX];
};

struct text {
	struct heading headings[2]; /* of the function being read, and of the next one */
	unsigned current;
	bool has_next;        /* the next heading was read */
	bool closed;          /* rows of some other function follow: they are not ours */
	bool has_hex;         /* some function of the capture had bytes */
	bool has_rows;        /* rows without a heading began a function */
	bool has_slots;       /* some function of the capture has a heading */
	bool repeats;         /* "*": the rows up to the next one are like the last */
	struct hexline last;  /* the last row that was not canonical */
	struct hexline first; /* of the next function, if that has no heading */
	struct piece piece;
	struct words words;
	struct log_shape log; /* what stood before the heading */
	struct slots slots;
	struct survey survey;
	uint32_t n_given; /* arrays */
	struct facts facts;
	struct dialects dialects;
	struct pcimsi_raw_function raw;
	uint64_t known[BYTES_MAP_WORDS];
	uint8_t data[PCIMSI_CONFIG_SIZE];
	struct pcimsi_row rows[PCIMSI_ROWS_MAX];
	struct carriers carriers;
};

static inline struct text *state_of(struct pcimsi_capture *capture)
{
	return capture->state;
}

static inline bool is_captured(const struct text *text, uint32_t offset)
{
	return text->known[offset / 64] >> offset % 64 & 1;
}

static inline struct heading *next_heading(struct text *text)
{
	return &text->headings[!text->current];
}

static inline struct heading *this_heading(struct text *text)
{
	return &text->headings[text->current];
}

/* ---- assembly.c: functions and their bytes ----------------------------------------------------
 */

/* The next function begins with this line. Returns true. */
bool text_announce(struct pcimsi_capture *capture, uint32_t line);

/* Begins the function that was announced. */
void text_begin_function(struct pcimsi_capture *capture);

/*
 * Puts the function together: 1 if there is one to give, 0 if what was said belongs to
 * another, or an error.
 */
int text_end_function(struct pcimsi_capture *capture);

/* The next array of a text that has nothing else; false: there is none. */
bool text_give_array(struct pcimsi_capture *capture);

/* A note on a row that was lost; the function it stands in keeps account of it. */
void text_note_loss(struct pcimsi_capture *capture, enum pcimsi_note_code code,
		    struct pcimsi_place place);

/* Sixteen bytes at a multiple of sixteen, if none of them was given before. */
bool text_store_canonical(struct text *text, uint32_t offset, const uint8_t bytes[16],
			  uint32_t line);

/* A row of the current function. `line`: where it begins, and its columns; NULL: not known. */
void text_store_row(struct pcimsi_capture *capture, const struct hexline *row,
		    const struct text_line *line);

/* A row that belongs to nobody, or to a function that has no heading. */
void text_take_stray_row(struct pcimsi_capture *capture, const struct hexline *row,
			 const struct text_line *line);

/* Keeps the begin of a row until the next line tells whether it goes on there. */
bool text_keep_piece(struct text *text, const struct text_line *line, size_t length, bool glued);

/* The next line did not go on: stores what is there of the row. */
void text_flush_piece(struct pcimsi_capture *capture);

/* Whether the line is dealt with: it ended the row before, or is a message in between. */
bool text_take_rest(struct pcimsi_capture *capture, const struct text_line *line);

/* ---- statements.c ---------------------------------------------------------------------------- */

/* A line that is neither heading nor row. */
void text_take_words(struct text *text, const struct text_line *line);

/* What was said of the function so far is all. */
void text_end_words(struct text *text);

/* Reads the statement that was held. */
void text_flush_words(struct text *text);

#endif
