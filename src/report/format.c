/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/report.h"

const char *report_reason_name(enum report_reason reason)
{
	static const char *const names[] = {
		[REPORT_REASON_NONE] = "none",
		[REPORT_REASON_FINDINGS] = "findings",
		[REPORT_REASON_VERDICTS] = "verdicts",
		[REPORT_REASON_DIFFERS] = "differs",
		[REPORT_REASON_EXIT_ZERO] = "exit-zero",
		[REPORT_REASON_NOTHING_JUDGED] = "nothing-judged",
		[REPORT_REASON_NOTHING_SELECTED] = "nothing-selected",
		[REPORT_REASON_INPUT] = "input",
		[REPORT_REASON_POLICY] = "policy",
		[REPORT_REASON_OUTPUT] = "output",
		[REPORT_REASON_MEMORY] = "memory",
	};

	return names[reason];
}

/* What a format does not have writes nothing. */

int format_begin(struct report *report)
{
	bool begins = report->ops->begin && report->command != REPORT_EXPLAIN;

	return begins ? report->ops->begin(report) : 0;
}

int format_function(struct report *report, const struct pcimsi_function *function,
		    const char *capture)
{
	return report->ops->function ? report->ops->function(report, function, capture) : 0;
}

int format_inf(struct report *report, const struct pcimsi_inf_facts *facts,
	       const struct pcimsi_resolution *resolution)
{
	return report->ops->inf ? report->ops->inf(report, facts, resolution) : 0;
}

int format_result(struct report *report, const struct pcimsi_run *run)
{
	return report->ops->run ? report->ops->run(report, run) : 0;
}

int format_matrix(struct report *report, const struct pcimsi_run *run)
{
	return report->ops->matrix ? report->ops->matrix(report, run) : 0;
}

int format_advise(struct report *report, const struct pcimsi_run *run)
{
	return report->ops->advise ? report->ops->advise(report, run) : 0;
}

int format_suggest(struct report *report, const struct pcimsi_suggest *suggest)
{
	return report->ops->suggest ? report->ops->suggest(report, suggest) : 0;
}

int format_diff(struct report *report, const struct pcimsi_diff *diff)
{
	return report->ops->diff ? report->ops->diff(report, diff) : 0;
}

int format_tree(struct report *report, const struct pcimsi_topology *topology, uint32_t count)
{
	return report->ops->tree ? report->ops->tree(report, topology, count) : 0;
}

int format_note(struct report *report, const struct pcimsi_note *note)
{
	bool notes = report->ops->note && report->command != REPORT_EXPLAIN;

	return notes ? report->ops->note(report, note) : 0;
}

int format_byte(struct report *report, const struct pcimsi_function *function, const char *capture,
		uint16_t offset)
{
	return report->ops->byte ? report->ops->byte(report, function, capture, offset) : 0;
}

int format_end(struct report *report, int status)
{
	bool ends = report->ops->end && report->command != REPORT_EXPLAIN;

	return ends ? report->ops->end(report, status) : 0;
}

void format_done(struct report *report)
{
	if (report->ops->done)
		report->ops->done(report);
}
