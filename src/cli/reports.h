/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_REPORTS_H
#define PCIMSI_CLI_REPORTS_H

#include "cli/output.h"

/*
 * The reports of one run: that of --format, on standard output or -o, and those of --report, each
 * in its own format and file. They are told the same, in the same order.
 */
struct written_report {
	struct report report;
	struct output output; /* its stream is the report's */
};

struct reports {
	struct report *first; /* that of --format; what it knows, the others know */
	struct written_report *items;
	unsigned count;
};

/* Opens the files of --report and begins their reports: 0, or STATUS_NO_VERDICT after a message. */
int reports_open(struct reports *reports, const struct options *options, struct report *first,
		 const struct output *output);

/* As format_...(), of all of them; negative: out of memory. */
int reports_begin(struct reports *reports);
int reports_function(struct reports *reports, const struct pcimsi_function *function,
		     const char *capture);
/* An INF for each of its targets. `table`: for all of them at once, in a format that can. */
int reports_inf(struct reports *reports, const struct pcimsi_inf_facts *facts,
		const struct pcimsi_resolution *const *resolutions, uint32_t count, bool table);
int reports_result(struct reports *reports, const struct pcimsi_run *run);
int reports_matrix(struct reports *reports, const struct pcimsi_run *run);
int reports_advise(struct reports *reports, const struct pcimsi_run *run);
int reports_suggest(struct reports *reports, const struct pcimsi_suggest *suggest);
int reports_diff(struct reports *reports, const struct pcimsi_diff *diff);
int reports_tree(struct reports *reports, const struct pcimsi_topology *topology, uint32_t count);
int reports_note(struct reports *reports, const struct pcimsi_note *note);
/* Of those of --report alone: how their files fare is told by the first. */
int reports_end(struct reports *reports, int status);

/* Of those of --report, as output_close(). */
int reports_close(struct reports *reports, bool keep);

#endif
