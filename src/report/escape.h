/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_ESCAPE_H
#define PCIMSI_REPORT_ESCAPE_H

#include <stdio.h>

/*
 * Text from an input, made fit to be shown: valid UTF-8 without control
 * characters. Every other byte becomes \xNN. The caller frees the result;
 * NULL: out of memory.
 */
char *escape_text(const char *text);

/* The same, written to a stream. */
void put_text(FILE *out, const char *text);

#endif
