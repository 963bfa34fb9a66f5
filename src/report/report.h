/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_REPORT_H
#define PCIMSI_REPORT_REPORT_H

#include <pcimsi/pcimsi.h>

#include <stdbool.h>
#include <stdio.h>

/*
 * One command's report. A format is one row of this table: it is told what the
 * run found, in order, and writes it. Nothing else makes prose or markup.
 */
enum report_command {
	REPORT_LIST,
	REPORT_SHOW,
	REPORT_INF,
	REPORT_CHECK,
	REPORT_BYTE, /* explain --slot: written by explain_byte_*(), not by a format */
};

struct report;

struct report_ops {
	const char *name; /* of the format */
	const char *help;
	int (*begin)(struct report *report); /* negative: out of memory */
	/* list and show: every function, as it is read. check: so too, before it is judged. */
	int (*function)(struct report *report, const struct pcimsi_function *function,
			const char *capture);
	/* inf: every INF. */
	int (*inf)(struct report *report, const struct pcimsi_inf_facts *facts,
		   const struct pcimsi_resolution *resolution);
	/* inf --all-targets: an INF for all of them at once; NULL: inf() for each. */
	int (*inf_table)(struct report *report, const struct pcimsi_inf_facts *facts,
			 const struct pcimsi_resolution *const *resolutions, uint32_t count);
	/* check: the whole judgement. */
	int (*result)(struct report *report, const struct pcimsi_result *result);
	/* check --matrix: after the judgement, which text leaves out then. */
	int (*matrix)(struct report *report, const struct pcimsi_result *result,
		      const struct pcimsi_matrix *matrix);
	/* check --suggest: likewise. */
	int (*suggest)(struct report *report, const struct pcimsi_suggest *suggest);
	int (*note)(struct report *report, const struct pcimsi_note *note);
	int (*end)(struct report *report, int status);
	void (*done)(struct report *report); /* frees `state` */
};

struct report {
	const struct report_ops *ops;
	enum report_command command;
	FILE *out;
	struct pcimsi_names *names;
	struct pcimsi_target target;
	bool lost; /* memory ran out for a text: the report is not whole */
	bool color;
	bool root;        /* the user may read all of configuration space */
	bool domains;     /* always show the domain of a slot */
	bool matrix;      /* check --matrix */
	bool suggest;     /* check --suggest */
	unsigned numeric; /* 0 names, 1 numbers, 2 both */
	unsigned verbose;
	unsigned width; /* of the terminal, 0: not one */
	void *state;    /* of the format */
};

extern const struct report_ops *const report_formats[]; /* ends with NULL */
const struct report_ops *report_format_find(const char *name);

/* `pcimsi explain`: rules are constant, so this is not a struct report. */
void explain_text(FILE *out, const struct pcimsi_rule *rule, bool color);
void explain_list_text(FILE *out);
int explain_json(FILE *out, const struct pcimsi_rule *rule); /* NULL: all of them */

/* `pcimsi explain --model` */
void explain_model_text(FILE *out, bool color);
int explain_model_json(FILE *out);

/* `pcimsi explain --slot --offset`: one byte of one function; a line of JSON each. */
void explain_byte_text(struct report *report, const struct pcimsi_function *function,
		       uint16_t offset);
int explain_byte_json(FILE *out, const struct pcimsi_function *function, const char *capture,
		      uint16_t offset);

#endif
