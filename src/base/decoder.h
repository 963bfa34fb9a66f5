/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_BASE_DECODER_H
#define PCIMSI_BASE_DECODER_H

#include "base/arena.h"
#include "base/charset.h"
#include "base/notes.h"

/* A text file, character by character, into UTF-8; what is no character gets a note with its place.
 */
struct decoder {
	struct notes *notes;
	enum pcimsi_note_code bad_character, nul; /* what the notes say */
	bool keeps_returns;                       /* else CR LF and CR alone are given as \n */
	enum charset charset;
	const uint8_t *at, *end;
	bool replaced;             /* the character given last */
	char *text, *out;          /* what was put so far */
	struct pcimsi_place place; /* of the next character */
};

/*
 * Guesses the charset, passes over its mark, and makes room for all of the text and a NUL
 * behind it. Set the first three fields before. PCIMSI_ERR_NOMEM.
 */
int decoder_open(struct decoder *decoder, struct arena *arena, const void *bytes, size_t size);

/*
 * The next character: a blank for NUL, U+FFFD for what is none, each after a note. False: the
 * end.
 */
bool decoder_next(struct decoder *decoder, uint32_t *ret);
void decoder_put(struct decoder *decoder, uint32_t c);

/* All of it. NULL: out of memory. */
char *decoder_all(struct decoder *decoder, struct arena *arena, const void *bytes, size_t size);

#endif
