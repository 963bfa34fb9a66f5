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

#endif
