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
	REPORT_DIFF,
	REPORT_EXPLAIN, /* --slot has a report, in which a format begins and ends nothing */
	REPORT_COMMANDS
};

/* Why the exit status is what it is. */
enum report_reason {
	REPORT_REASON_NONE, /* 0 */
	REPORT_REASON_FINDINGS,
	REPORT_REASON_VERDICTS,         /* no finding, but a verdict */
	REPORT_REASON_DIFFERS,          /* diff: something does, or may */
	REPORT_REASON_EXIT_ZERO,        /* findings or verdicts would, but for --exit-zero */
	REPORT_REASON_NOTHING_JUDGED,   /* no verdict other than unknown */
	REPORT_REASON_NOTHING_SELECTED, /* no function passes the filter */
	REPORT_REASON_INPUT,            /* one could not be read, or holds nothing of its kind */
	REPORT_REASON_POLICY,           /* one has an error, or a waiver in an INF */
	REPORT_REASON_OUTPUT,
	REPORT_REASON_MEMORY,
};

struct report;

/* Every function may be NULL: the format says nothing of that. */
struct report_ops {
	const char *name;                    /* of the format */
	unsigned commands;                   /* that it serves: bit n for command n */
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
	int (*run)(struct report *report, const struct pcimsi_run *run);
	/* check --matrix: after the judgement, which text leaves out then. */
	int (*matrix)(struct report *report, const struct pcimsi_run *run);
	bool has_matrix; /* run() tells it, asked for or not */
	/* check --advise: likewise; `run` has it. */
	int (*advise)(struct report *report, const struct pcimsi_run *run);
	bool has_advice; /* run() tells it, asked for or not */
	/* check --suggest: likewise. */
	int (*suggest)(struct report *report, const struct pcimsi_suggest *suggest);
	/* diff: all that differs. */
	int (*diff)(struct report *report, const struct pcimsi_diff *diff);
	/* list --tree, check --tree: which text tells in place of rows and verdicts. */
	int (*tree)(struct report *report, const struct pcimsi_topology *topology, uint32_t count);
	int (*note)(struct report *report, const struct pcimsi_note *note);
	int (*end)(struct report *report, int status);
	void (*done)(struct report *report); /* frees `state` */
	/* explain: a rule, or with NULL all of them, a line each. They need no struct report. */
	int (*rule)(FILE *out, const struct pcimsi_rule *rule, bool color);
	bool rules_apart; /* an empty line between two rules */
	/* explain: a note */
	int (*diagnostic)(FILE *out, enum pcimsi_note_code code, bool color);
	/* explain --model */
	int (*model)(FILE *out, bool color);
	/* explain --slot: one byte of one function. */
	int (*byte)(struct report *report, const struct pcimsi_function *function,
		    const char *capture, uint16_t offset);
};

#define REPORT_SERVES_ALL ((1u << REPORT_COMMANDS) - 1)

/* A policy that was read. */
struct report_policy {
	const char *name;
	bool found; /* nobody named it */
};

struct report {
	const struct report_ops *ops;
	enum report_command command;
	FILE *out;
	struct pcimsi_names *names;
	struct pcimsi_target target;
	enum report_reason reason;       /* of the exit status so far */
	const struct pcimsi_run *judged; /* check, once it has judged */
	const struct report_policy *policies;
	unsigned n_policies;
	bool lost; /* memory ran out for a text: the report is not whole */
	bool color;
	bool links;       /* rules lead to the page that tells of them */
	bool root;        /* the user may read all of configuration space */
	bool domains;     /* always show the domain of a slot */
	bool matrix;      /* check --matrix */
	bool suggest;     /* check --suggest */
	bool tree;        /* --tree */
	bool advise;      /* check --advise */
	bool sort;        /* check: the worst verdicts first */
	bool notes;       /* check: notes, too */
	bool quiet;       /* check: no more than the verdicts and the last line */
	unsigned numeric; /* 0 names, 1 numbers, 2 both */
	unsigned verbose;
	unsigned width; /* of the terminal, 0: not one */
	void *state;    /* of the format */
};

extern const struct report_ops
	*const report_formats[]; /* the first is the default; ends with NULL */

const char *report_reason_name(enum report_reason reason); /* a slug */

/* The functions of the report's format, as far as it has them. */
int format_begin(struct report *report);
int format_function(struct report *report, const struct pcimsi_function *function,
		    const char *capture);
int format_inf(struct report *report, const struct pcimsi_inf_facts *facts,
	       const struct pcimsi_resolution *resolution);
int format_result(struct report *report, const struct pcimsi_run *run);
int format_matrix(struct report *report, const struct pcimsi_run *run);
int format_advise(struct report *report, const struct pcimsi_run *run);
int format_suggest(struct report *report, const struct pcimsi_suggest *suggest);
int format_diff(struct report *report, const struct pcimsi_diff *diff);
int format_tree(struct report *report, const struct pcimsi_topology *topology, uint32_t count);
int format_note(struct report *report, const struct pcimsi_note *note);
int format_byte(struct report *report, const struct pcimsi_function *function, const char *capture,
		uint16_t offset);
int format_end(struct report *report, int status);
void format_done(struct report *report);

#endif
