/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_ESCAPE_H
#define PCIMSI_REPORT_ESCAPE_H

#include <stdio.h>

/*
 * Text from an input, made fit to be shown: valid UTF-8 of characters that show
 * themselves and leave their neighbours alone (unshown.def has those that do not).
 * Every other byte becomes \xNN, a tab a blank. What is UTF-8 is told from the text,
 * never from the locale: a report has the same bytes everywhere. The caller frees the
 * result; NULL: out of memory.
 */
char *escape_text(const char *text);

/* The same, written to a stream; needs no memory. */
void put_text(FILE *out, const char *text);

/* The same as text or quoted attribute of HTML and XML; of its first `size` bytes. */
void put_markup(FILE *out, const char *text);
void put_markup_part(FILE *out, const char *text, size_t size);

/*
 * A line that something was found in: of a long one the beginning, as hundreds of findings
 * may be about one line. NULL: an empty one.
 */
#define EXCERPT_MAX 400
#define EXCERPT_SIZE (EXCERPT_MAX + 8)
const char *excerpt(const char *text, char buffer[EXCERPT_SIZE]);
void put_excerpt(FILE *out, const char *text);

#endif
