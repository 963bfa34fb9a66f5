/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_LSPCI_TEXT_H
#define PCIMSI_SOURCE_LSPCI_TEXT_H

#include "source/source.h"

#include "base/bytes.h"
#include "source/decoded.h"
#include "source/heading.h"
#include "source/dialect/hexline.h"
#include "source/salvage.h"
#include "source/slots.h"

/*
 * What the files of the text source share. lspci_text.c reads lines and tells what
 * they are, lspci_text_rows.c keeps their bytes, lspci_text_probe.c recognises them.
 */

#define PIECE_MAX 256
#define WRAPPED_MAX 512

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

static inline struct lspci_text *state_of(struct pcimsi_capture *capture)
{
	return capture->state;
}

static inline bool is_known(const struct lspci_text *text, uint32_t offset)
{
	return text->known[offset / 64] >> offset % 64 & 1;
}

/* The next function begins with this line. Returns true. */
bool text_announce(struct pcimsi_capture *capture);

static inline struct heading *next_heading(struct lspci_text *text)
{
	return &text->headings[!text->current];
}

/* A note on a row that was lost; the function it stands in keeps account of it. */
void text_note_loss(struct pcimsi_capture *capture, enum pcimsi_note_code code,
		    struct pcimsi_place place);

/* A row of the current function, read from this line. */
void text_store_row(struct pcimsi_capture *capture, const struct hexline *row, uint32_t line);

/* A row that belongs to nobody, or to a function that has no heading. */
void text_take_stray_row(struct pcimsi_capture *capture, const struct hexline *row);

/* Keeps the begin of a row until the next line tells whether it goes on there. */
bool text_keep_piece(struct pcimsi_capture *capture, const char *line, size_t length, bool glued);

/* The next line did not go on: stores what is there of the row. */
void text_flush_piece(struct pcimsi_capture *capture);

/* Whether the line is dealt with: it ended the row before, or is a message in between. */
bool text_take_rest(struct pcimsi_capture *capture, const char *line, size_t length);

enum source_match lspci_text_probe(const char *head, size_t size);

#endif
