/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_RULES_PAGE_H
#define PCIMSI_REPORT_RULES_PAGE_H

#include <pcimsi/catalogue.h>

#include <stdio.h>

/*
 * The pages that tell of every rule and note: pcimsi-rules(7) and one of HTML. `make` writes
 * them with the program that they are of.
 */

/* The page of HTML, which `make install` puts into the folder of documentation. */
#define RULES_PAGE_FILE "pcimsi-rules.html"

/* Where it is then. */
const char *rules_page_path(void);

/* Where that page tells of the rule: "file:///usr/local/share/doc/pcimsi/pcimsi-rules.html#GRA703"
 */
#define RULES_PAGE_URL 512
const char *rules_page_url(const struct pcimsi_rule *rule, char buffer[RULES_PAGE_URL]);

/* One way to write a page. Texts are of the catalogue, and hold what the form gives a meaning. */
struct page_ops {
	const char *name; /* "mdoc" */
	void (*begin)(FILE *out);
	void (*chapter)(FILE *out, const char *title); /* what follows is of one family, or notes */
	void (*rule)(FILE *out, const struct pcimsi_rule *rule);
	void (*note)(FILE *out, const char *slug);
	void (*text)(FILE *out, const char *text); /* what the rule or note means */
	void (*part)(FILE *out, const char *label, const char *text);
	void (*item_end)(FILE *out);
	void (*chapter_end)(FILE *out);
	void (*end)(FILE *out);
};

extern const struct page_ops page_mdoc;
extern const struct page_ops page_html;

/* "captures and capability lists" */
const char *family_title(enum pcimsi_family family);

/* By the name of a form. PCIMSI_ERR_USAGE: there is none; PCIMSI_ERR_NOMEM. */
int rules_page(FILE *out, const char *name);

#endif
