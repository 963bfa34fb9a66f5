/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_TESTS_RULES_IMAGE_H
#define PCIMSI_TESTS_RULES_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "support/files.h"

/* The configuration space of one function of a case, as its lines make it. */

#define IMAGE_SIZE 4096

struct image {
	char slot[32];
	uint8_t bytes[IMAGE_SIZE];
	size_t size;
	size_t pointer;         /* where the offset of the next capability goes */
	long spoilt;            /* the row that loses a digit; -1: none */
	struct text_lines late; /* "OFFSET BYTES..." that overwrite what the others made */
	struct text_buffer around;
};

/* The usual function; see README.md. */
void image_begin(struct image *image, const char *slot);
/* "OFFSET ID BYTES...", which it changes: a capability, chained to the one before. */
void image_capability(struct image *image, char *words);
/* Its dump and its bytes, added to what is there. Frees what the image holds. */
void image_end(struct image *image, struct text_buffer *dump, struct text_buffer *bytes);

/* The next word at *place, or NULL. */
char *next_word(char **place);
/* A hexadecimal word; 0 if it is none. */
size_t next_offset(char **place);

#endif
