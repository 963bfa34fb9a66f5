/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_DECODED_H
#define PCIMSI_SOURCE_DECODED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The text that lspci -v and -vv print of a function, turned back into the bytes
 * it was made from (pciutils lspci.c and ls-caps.c). It is weaker than bytes:
 * only what the text tells becomes known, and a list of capabilities has an end
 * only if the text of the function has one.
 */

#define DECODED_SIZE 0x100

struct decoded {
	uint8_t data[DECODED_SIZE];
	uint64_t known[DECODED_SIZE / 64];
	uint64_t bar_sizes[6];
	bool any;           /* some line was understood */
	bool verbose;       /* Control and Status lines, of -vv */
	bool has_interrupt; /* an Interrupt line */
	bool denied;        /* <access denied>, <chain broken> ... */
	bool complete;      /* the text of the function has ended */
	uint8_t pointer_at; /* where the next capability's offset belongs */
	uint8_t last;       /* offset of the last capability; 0: none yet */
	uint8_t last_id;
};

/* Begins a function with the text of its heading; NULL: none. */
void decoded_begin(struct decoded *decoded, const char *heading);

/* One line of its text, as it stands in the file. */
void decoded_line(struct decoded *decoded, const char *line, size_t length);

/* The text of the function has ended: with a blank line or the next heading. */
void decoded_end(struct decoded *decoded);

/*
 * Adds what `data` and `known` do not hold yet. Returns how many bytes were
 * added; *size grows with them.
 */
uint32_t decoded_fill(const struct decoded *decoded, uint8_t *data, uint64_t *known,
		      uint32_t *size);

#endif
