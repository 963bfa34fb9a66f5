/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_MARKDOWN_H
#define PCIMSI_REPORT_MARKDOWN_H

#include "report/report.h"

/*
 * The Markdown of GitHub and GitLab, for a comment on a pull request, which has at most 65,536
 * characters: what is more is counted.
 */
#define MARKDOWN_MAX 65000
#define MARKDOWN_TAIL 1000 /* of these, kept for the last lines */

struct markdown {
	struct report *report;
	const struct pcimsi_run *run; /* NULL: it is a diff */
	size_t used, room;
	bool captures; /* functions of several: a slot alone does not say which */
	bool targets;  /* an INF is judged for several Windows */
};

/* A piece is written whole or not at all: false, it does not fit, or memory is short. */
bool markdown_piece(struct markdown *comment, char *text);
/* A paragraph of its own. */
void markdown_left_out(struct markdown *comment, uint32_t count, const char *what);

/*
 * Prose with what was in an input, fit to be shown: what means something to Markdown is escaped,
 * and where that does not help, since it is looked for in what is left, it becomes code.
 */
void markdown_prose(FILE *out, const char *text);
/* The same in a line of HTML, which is no Markdown. */
void markdown_html(FILE *out, const char *text);
/* What is fit to be shown, as code: nothing in it has a meaning but the fence and, in a cell of a
 * table, a bar. */
void markdown_shown(FILE *out, const char *text, bool cell);
/* The same of what is untrusted. False: out of memory. */
bool markdown_code(FILE *out, const char *untrusted, bool cell);

/* A verdict is never told by its colour alone. */
void markdown_verdict(FILE *out, enum pcimsi_verdict_word word);

int markdown_diff(struct report *report, const struct pcimsi_diff *diff);

#endif
