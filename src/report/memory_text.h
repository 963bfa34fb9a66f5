/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_MEMORY_TEXT_H
#define PCIMSI_REPORT_MEMORY_TEXT_H

#include <stdbool.h>
#include <stdio.h>

/*
 * A stream whose text is kept in memory. Unlike one of open_memstream() it cannot
 * lose a part of the text for lack of memory and say nothing. Zero-initialise.
 */
struct memory_text {
	char *text;
	size_t size, capacity;
	bool failed;
};

/* NULL: out of memory. The struct stays where it is until memory_text_close(). */
FILE *memory_text_open(struct memory_text *memory);

/* Closes the stream. The whole text, which the caller frees; NULL: out of memory. */
char *memory_text_close(FILE *out, struct memory_text *memory);

#endif
