/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SUGGEST_UDIFF_H
#define PCIMSI_SUGGEST_UDIFF_H

#include <pcimsi/suggest.h>

#include "base/arena.h"

/* What is suggested for one INF, as the hunks of a unified diff. */

enum udiff_lines {
	UDIFF_OF_TEXT, /* each between what the two texts begin and end: for a reader */
	/*
	 * Divided at each byte 0a, as `patch` does it whatever the encoding; in UTF-16 that is
	 * not where lines end.
	 */
	UDIFF_OF_BYTES,
};

struct udiff_line {
	char tag; /* ' ', '-' or '+' */
	const uint8_t *bytes;
	size_t size; /* with its line end, if it has one */
};

/* Of the texts before and after. */
struct udiff_hunk {
	uint32_t first[2]; /* number of the first line; of none, of the line before them */
	uint32_t count[2];
	const struct udiff_line *lines;
	uint32_t n_lines;
};

struct udiff {
	struct arena arena;
	const struct udiff_hunk *hunks;
	uint32_t n_hunks; /* 0: nothing is changed */
};

/* udiff_done() is to be called even after a failure. PCIMSI_ERR_NOMEM. */
int udiff_make(struct udiff *diff, const struct pcimsi_suggested_inf *inf, enum udiff_lines lines);
void udiff_done(struct udiff *diff);

#endif
