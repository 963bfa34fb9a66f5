/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_HTML_H
#define PCIMSI_REPORT_HTML_H

#include "report/report.h"

/*
 * One page for the release review, without a request to anywhere: a file for each part of it.
 * Pictures are SVG whose attributes and titles carry the meaning; the style sheet and the
 * script (html.css, html.js) only adorn, as many readers strip them.
 */

/* Those that were drawn: html_pictures.h. */
struct html_pictures {
	struct html_picture *items;
	uint32_t capacity, count; /* a power of two, or 0 */
};
void html_pictures_done(struct html_pictures *pictures);

struct html {
	struct report *report;
	FILE *out;
	const struct pcimsi_run *run;
	bool *told;       /* by number of the group */
	bool captures;    /* name them with every function */
	bool one_inf;     /* and one Windows: no need to name them with every verdict */
	bool begun;       /* the head is written */
	uint32_t n_shown; /* show: functions so far */
	bool coarse; /* there are so many functions that what nothing is about is drawn as one */
	struct html_pictures pictures;
};

/* ---- html_page.c ----------------------------------------------------------------------------- */

void html_head(FILE *out, const char *title); /* the title is safe to show, and not escaped */
void html_foot(FILE *out, int status);
/* Why the exit status is what it is. */
void html_reason(struct html *html);

/* ---- html_words.c: what the parts share ------------------------------------------------------ */

/* Text from an input, which neighbours do not reorder. */
void html_name(FILE *out, const char *untrusted);
/* Text of ours: freed; NULL: the report lost something. */
void html_made(struct html *html, FILE *out, char *text);
/* Its name, if one is known. */
void html_device(struct html *html, const struct pcimsi_function *function);
/* "Windows 10.0.26200 amd64 workstation" */
void html_windows(FILE *out, const struct pcimsi_target *target);

/* A verdict is never told by its colour alone. */
const char *html_verdict_mark(enum pcimsi_verdict_word word);
const char *html_verdict_fill(enum pcimsi_verdict_word word);
void html_verdict(FILE *out, enum pcimsi_verdict_word word);
void html_severity(FILE *out, enum pcimsi_severity severity);

/* ---- parts ----------------------------------------------------------------------------------- */

void html_summary(struct html *html);
void html_diff(struct html *html, const struct pcimsi_diff *diff);
void html_matrix(struct html *html);
void html_todo(struct html *html);
void html_advice(struct html *html);
void html_rest(struct html *html);
void html_coverage(struct html *html); /* a part of the rest */
void html_registry(struct html *html, const struct pcimsi_judged_function *function,
		   const struct pcimsi_target *windows);
void html_functions(struct html *html);
void html_others(struct html *html); /* findings that no function tells */
void html_legend(FILE *out);
void html_map_legend(FILE *out); /* a part of it */

/* What Windows is expected to do, as bars. */
void html_request(struct html *html, const struct pcimsi_grant *grant);

/* Findings in full, or where they were told. */
void html_findings(struct html *html, const struct pcimsi_finding *const *findings, uint32_t count);
void html_evidence(struct html *html, const struct pcimsi_finding *finding);
void html_verdict_part(struct html *html, const struct pcimsi_verdict *verdict);

/* What findings are about, by byte of a function; NULL: nothing. */
struct html_cited {
	const struct pcimsi_location *at[PCIMSI_CONFIG_SIZE];
};

/* A slot with its name; `order` makes the link. What folds when it is clicked holds no link. */
void html_title(struct html *html, const struct pcimsi_function *function, uint32_t order,
		bool link);
/* What messages it has; NULL: the capture is not named. */
void html_facts(struct html *html, const struct pcimsi_function *function, const char *capture);
/* All pictures of a function. */
void html_silicon(struct html *html, const struct pcimsi_function *function,
		  const struct html_cited *cited);
/* show: one function. */
void html_show(struct html *html, const struct pcimsi_function *function, const char *capture);
void html_map(struct html *html, const struct pcimsi_function *function,
	      const struct html_cited *cited);
void html_registers(struct html *html, const struct pcimsi_function *function,
		    const struct html_cited *cited);
void html_bars(struct html *html, const struct pcimsi_function *function);

#endif
