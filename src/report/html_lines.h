/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_HTML_LINES_H
#define PCIMSI_REPORT_HTML_LINES_H

#include "report/html.h"

/* Lines of a text input that a finding is about, with their neighbours. */

#define HTML_LINES_MAX 48

struct html_line {
	uint32_t number;
	const char *text;                       /* untrusted */
	const struct pcimsi_location *location; /* NULL: a neighbour */
};

struct html_lines {
	const char *file; /* untrusted */
	uint32_t count, left_out;
	struct html_line items[HTML_LINES_MAX]; /* in the order of the file */
};

/* Those in the file of one of the finding's locations; returns how many it is about. */
uint32_t html_lines_of(const struct pcimsi_finding *finding, const struct pcimsi_location *of,
		       struct html_lines *ret);

/* The columns of the line that are meant, from 1; *to is behind the last one, 0: none are. */
void html_marked(const struct pcimsi_location *location, uint32_t line, uint32_t *from,
		 uint32_t *to);

/* The line, cut around what is marked in it if it is long. */
void html_line_text(FILE *out, const char *text, uint32_t from, uint32_t to);

#endif
