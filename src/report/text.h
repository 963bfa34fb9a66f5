/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_TEXT_H
#define PCIMSI_REPORT_TEXT_H

#include "report/report.h"

/* The text format, a file per command. */
int text_list_begin(struct report *report);
int text_list_function(struct report *report, const struct pcimsi_function *function,
		       const char *capture);
int text_list_end(struct report *report);
void text_list_done(struct report *report);

/* --tree, of list and check. */
int text_tree_begin(struct report *report);
int text_tree_function(struct report *report, const struct pcimsi_function *function,
		       const char *capture);
int text_tree(struct report *report, const struct pcimsi_topology *topology);
void text_tree_done(struct report *report);

int text_show_function(struct report *report, const struct pcimsi_function *function,
		       const char *capture);

void text_map(struct report *report, const struct pcimsi_function *function);

int text_inf(struct report *report, const struct pcimsi_inf_facts *facts,
	     const struct pcimsi_resolution *resolution);

int text_inf_table(struct report *report, const struct pcimsi_inf_facts *facts,
		   const struct pcimsi_resolution *const *resolutions, uint32_t count);

int text_check(struct report *report, const struct pcimsi_run *run);

int text_matrix(struct report *report, const struct pcimsi_run *run);

int text_advise(struct report *report, const struct pcimsi_run *run);
/* "MessageNumberLimit 64, [Nic] and 1 more: 10 functions of 2 to 64 messages" */
void put_advised_line(FILE *out, const struct pcimsi_advice *advice);
/* What is advised, and what it comes to. */
void put_advice(const struct report *report, FILE *out, const struct pcimsi_advice *advice);

int text_suggest(struct report *report, const struct pcimsi_suggest *suggest);

int text_compare(struct report *report, const struct pcimsi_diff *diff);

/* The last line: why the exit status is what it is. */
void text_status(const struct report *report, int status);
/* "2 errors count for --fail-on=warning" */
void put_status_reason(FILE *out, const struct report *report);

/* What the commands share (text_words.c). */
enum text_style {
	STYLE_BOLD,
	STYLE_DIM,
	STYLE_RED,
	STYLE_GREEN,
	STYLE_YELLOW,
	STYLE_BLUE,
	STYLE_MAGENTA,
};

/* The escape sequence, or "" without colour. */
const char *text_style(const struct report *report, enum text_style style);
const char *text_reset(const struct report *report);

/* "03:00.0", with the domain where it is not 0 or always wanted. */
const char *text_slot(const struct report *report, struct pcimsi_slot slot,
		      char buffer[PCIMSI_SLOT_TEXT]);
/* Whether functions have to be told apart by capture, too. */
bool text_several_captures(const struct pcimsi_run *run);
bool text_same_capture(const struct pcimsi_judged_function *a,
		       const struct pcimsi_judged_function *b);
/* Whether verdicts have to be told apart by INF, and by Windows. */
bool text_several_infs(const struct pcimsi_run *run);
bool text_several_targets(const struct pcimsi_run *run);
/*
 * The file of a folder or archive that the function is from, or the capture; fit to be shown.
 * The caller frees it. NULL: out of memory.
 */
char *text_capture(const struct pcimsi_judged_function *function);
void text_put_capture(struct report *report, FILE *out,
		      const struct pcimsi_judged_function *function);

/* "1af4:1041"; "????" for what was not captured. */
#define TEXT_IDS 16
const char *text_ids(const struct pcimsi_function *function, char buffer[TEXT_IDS]);

/* "off 32", "on 1/8", "-" absent, "?" unknown. */
#define TEXT_CELL 32
const char *text_msi(const struct pcimsi_msi *msi, char buffer[TEXT_CELL]);
const char *text_msix(const struct pcimsi_msix *msix, char buffer[TEXT_CELL]);
const char *text_pin(const struct pcimsi_function *function);

/* The text; NULL, which is a text that there was no memory for, makes the report one that lost
 * something. */
char *text_made(struct report *report, char *text);

/*
 * The name of the function as the options want it; safe to show. The caller frees it.
 * NULL: as for text_made(NULL).
 */
char *text_name(struct report *report, const struct pcimsi_function *function);

/*
 * The character that `length` bytes of a shown text, at least 1, begin with, and its columns of a
 * terminal: 2 of a wide one, 0 of one that combines with the last. Returns its bytes.
 */
size_t text_character(const char *text, size_t length, unsigned *ret_columns);
/* How many columns the first bytes take, and how many bytes fit into so many columns. */
unsigned text_columns(const char *text, size_t length);
size_t text_fitting(const char *text, size_t length, unsigned columns);

/* Prints a paragraph, wrapped to the terminal, every line after `indent` spaces. */
void text_wrap(struct report *report, unsigned indent, const char *paragraph);
/* The same of a text behind a label that ends in that column; as text_paragraph(). */
void text_wrapped(struct report *report, unsigned column, char *paragraph);
/* The same of a text that was made for it: it is freed; NULL: text_made(). */
void text_paragraph(struct report *report, unsigned indent, char *paragraph);
/* As text_wrap(), of which `column` columns of the first line are written already. */
void text_wrap_from(struct report *report, unsigned indent, unsigned column, const char *paragraph);

/* A paragraph below a bold label, after an empty line. */
void text_part(struct report *report, const char *label, const char *paragraph);

#endif
