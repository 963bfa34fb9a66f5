/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_SESSION_H
#define PCIMSI_CLI_SESSION_H

#include "base/arena.h"
#include "cli/include.h"
#include "cli/command_line.h"
#include "cli/reports.h"

#include <stddef.h>

/* What the commands share: the report, the captures, the INFs. */

/* A capture, or why it could not be opened. */
struct opened_capture {
	struct pcimsi_capture *capture;
	int err;
	const char *detail;
};

struct run {
	const struct options *options;
	struct report report;
	struct output output;          /* of -o; its stream is the report's */
	struct reports reports;        /* this one and those of --report */
	int status;                    /* the highest so far */
	struct opened_capture machine; /* this one, if it is to be read, until it was */
	struct includes includes;      /* INFs that others include */
	struct pcimsi_check *check;    /* that keeps the notes; NULL: none, or not yet */
	struct arena early;            /* of notes that came before it */
	VEC(struct pcimsi_note) early_notes;
	bool failed;          /* out of memory: the report is not complete */
	unsigned functions;   /* that passed the filter */
	unsigned without_ids; /* that did not, and may have the ids that it asks for */
	unsigned lost;        /* archives of INFs, or what is in them, that could not be read */
	unsigned passed_over; /* files of folders and packages that are INFs by name alone */
};

/* Opens the output and begins the report. 0, or STATUS_NO_VERDICT after a message. */
int run_begin(struct run *run, const struct options *options, enum report_command command);

/* Ends the report, checks that all of it was written, renames -o. The exit status. */
int run_end(struct run *run);

/* The exit status is at least that of the reason, of which the first one is told. */
void run_raise(struct run *run, enum report_reason reason);
void run_out_of_memory(struct run *run);

/* Shows a note and puts it into the report; user is the struct run. */
pcimsi_note_fn run_note;
/* The notes so far, and those that follow, are the check's, too. */
void run_keep_notes(struct run *run, struct pcimsi_check *check);
/* Tells that an INF has more models than are looked at. */
void run_note_left_out(struct run *run, const struct pcimsi_inf_facts *facts,
		       const struct pcimsi_resolution *resolution);

/*
 * Calls `visit` for every function of every capture that the filter lets
 * through; without a capture, of this machine. A capture that cannot be read
 * costs a message and STATUS_NO_VERDICT; the others are still read.
 */
typedef int visit_fn(struct run *run, const struct pcimsi_function *function, const char *capture,
		     void *user);
void run_captures(struct run *run, visit_fn *visit, void *user);
/* The same of one. */
void run_capture(struct run *run, const char *path, visit_fn *visit, void *user);
/* After all of them: complains if the filter let nothing through. */
void run_check_filter(struct run *run);

/* Opens every INF of the options and calls `visit`, which takes it over; `input` is its bytes. */
typedef int visit_inf_fn(struct run *run, struct pcimsi_inf *inf, const struct input *input,
			 void *user);
void run_infs(struct run *run, visit_inf_fn *visit, void *user);
/* The same of a list. */
void run_these_infs(struct run *run, const struct words *infs, visit_inf_fn *visit, void *user);

/*
 * The targets that the options ask for, for one INF: every one it names, the one
 * that was given, or the best it serves. At least one; they belong to the INF or
 * to `one`. PCIMSI_ERR_NOMEM.
 */
int run_targets(const struct options *options, struct pcimsi_inf *inf, struct pcimsi_target *one,
		const struct pcimsi_target **ret, uint32_t *ret_count);

/* The commands. */
int command_list(const struct options *options);
int command_show(const struct options *options);
int command_inf(const struct options *options);
int command_check(const struct options *options);
int command_diff(const struct options *options);
int command_explain(const struct options *options);
int command_capture(const struct options *options);

#endif
