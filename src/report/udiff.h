/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_UDIFF_H
#define PCIMSI_REPORT_UDIFF_H

#include <pcimsi/suggest.h>

#include <stdio.h>

/*
 * What is suggested for one INF, as a unified diff.
 *
 * For a program: the bytes of the file as they are, so that `patch` can apply it
 * whatever the encoding. It divides files at each byte 0a, which in UTF-16 is not
 * where lines end.
 * PCIMSI_ERR_NOMEM.
 */
int udiff_bytes(FILE *out, const struct pcimsi_suggested_inf *inf);

/* For a reader: the lines decoded and escaped, each between what the two texts begin and end. */
struct udiff_style {
	const char *removed, *added, *place, *reset;
};
int udiff_text(FILE *out, const struct pcimsi_suggested_inf *inf, const struct udiff_style *style);

/* A line of the INF, decoded, without line end; not escaped. free() it; NULL: out of memory. */
char *udiff_line_text(const struct pcimsi_suggested_inf *inf, const uint8_t *bytes, size_t size);

#endif
