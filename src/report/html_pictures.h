/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_HTML_PICTURES_H
#define PCIMSI_REPORT_HTML_PICTURES_H

#include "report/html.h"
#include "report/memory_text.h"

/*
 * Pictures of a page of many functions: what was drawn before is used again. A page of few
 * functions draws each, as there are readers that do not follow a <use>.
 */

/* Where to draw what stands in an <svg>; NULL: the report lost something. */
FILE *html_picture_open(struct html *html, struct memory_text *memory);
void html_picture_close(struct html *html, FILE *out, struct memory_text *memory);

#endif
