/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_HTML_CITED_H
#define PCIMSI_REPORT_HTML_CITED_H

#include "report/html.h"

/* Which bytes findings are about, and what color bytes have. */

void html_cite(struct html_cited *cited, const struct pcimsi_function *function,
	       const struct pcimsi_finding *finding);
/* The first location that is about a byte of the field; NULL: none. */
const struct pcimsi_location *html_citation(const struct html_cited *cited,
					    const struct pcimsi_field *field);

/* Numbers of colors: of the owner of the bytes, or that they are not known. */
enum html_color {
	HTML_HEADER,
	HTML_POWER,
	HTML_MSI,
	HTML_MSIX,
	HTML_EXPRESS,
	HTML_VENDOR,
	HTML_OTHER,
	HTML_NONE,
	HTML_UNKNOWN,
};

int html_color_of(const struct pcimsi_function *function, const struct pcimsi_field *field);
const char *html_color_fill(int color);
void html_swatch(FILE *out, int color);

#endif
