/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/reports.h"

#include "cli/complain.h"

#include <stdlib.h>

/* ---- opening --------------------------------------------------------------------------------- */

static bool is_written_already(const struct reports *reports, unsigned number,
			       const struct output *first)
{
	const struct output *output = &reports->items[number].output;

	for (unsigned i = 0; i < number; i++)
		if (output_is_same(&reports->items[i].output, output))
			return true;
	return output_is_same(first, output);
}

static int open_one(struct reports *reports, const struct options *options,
		    const struct output *first)
{
	const struct wanted_report *wanted = &options->reports[reports->count];
	struct written_report *written = &reports->items[reports->count];

	written->report = *reports->first;
	written->report.ops = wanted->format;
	written->report.matrix &= wanted->format->matrix != NULL;
	written->report.suggest &= wanted->format->suggest != NULL;
	if (output_open(&written->output, wanted->file))
		return STATUS_NO_VERDICT;
	reports->count++;
	if (is_written_already(reports, reports->count - 1, first)) {
		complain_file(wanted->file, "cannot be written", "another report goes there");
		return STATUS_NO_VERDICT;
	}
	written->report.out = written->output.stream;
	written->report.width = 0;
	output_terminal(written->report.out, options->color, &written->report);
	return 0;
}

int reports_open(struct reports *reports, const struct options *options, struct report *first,
		 const struct output *output)
{
	int err = 0;

	*reports = (struct reports){ .first = first };
	reports->items = calloc(options->n_reports + 1, sizeof(*reports->items));
	if (!reports->items) {
		complain("out of memory");
		return STATUS_NO_VERDICT;
	}
	while (!err && reports->count < options->n_reports)
		err = open_one(reports, options, output);
	if (err)
		reports_close(reports, false);
	return err;
}

/* ---- telling --------------------------------------------------------------------------------- */

/* What all of them are told of: two pointers at most. */
struct told {
	const void *one, *other;
	uint32_t count;
	bool table;
	int status;
};

typedef int tell_fn(struct report *report, const struct told *told);

/* What became known since it was opened. */
static void share(const struct report *first, struct report *report)
{
	report->reason = first->reason;
	report->judged = first->judged;
	report->policies = first->policies;
	report->n_policies = first->n_policies;
}

static int tell_others(struct reports *reports, tell_fn *tell, const struct told *told)
{
	int err = 0;

	for (unsigned i = 0; !err && i < reports->count; i++) {
		struct report *report = &reports->items[i].report;

		share(reports->first, report);
		err = tell(report, told);
		reports->first->lost |= report->lost;
	}
	return err;
}

static int tell_all(struct reports *reports, tell_fn *tell, const struct told *told)
{
	int err = tell(reports->first, told);

	return err ? err : tell_others(reports, tell, told);
}

static int begin(struct report *report, const struct told *told)
{
	(void)told;
	return format_begin(report);
}

int reports_begin(struct reports *reports)
{
	return tell_all(reports, begin, NULL);
}

static int function(struct report *report, const struct told *told)
{
	return format_function(report, told->one, told->other);
}

int reports_function(struct reports *reports, const struct pcimsi_function *fn, const char *capture)
{
	return tell_all(reports, function, &(struct told){ .one = fn, .other = capture });
}

/* A table of all targets says enough, but to those who want to know why. */
static int inf(struct report *report, const struct told *told)
{
	const struct pcimsi_resolution *const *resolutions = told->other;
	bool table = told->table && report->ops->inf_table;
	int err = 0;

	if (table)
		err = report->ops->inf_table(report, told->one, resolutions, told->count);
	for (uint32_t i = 0; !err && i < told->count && (!table || report->verbose); i++)
		err = format_inf(report, told->one, resolutions[i]);
	return err;
}

int reports_inf(struct reports *reports, const struct pcimsi_inf_facts *facts,
		const struct pcimsi_resolution *const *resolutions, uint32_t count, bool table)
{
	const struct told told = {
		.one = facts, .other = resolutions, .count = count, .table = table
	};

	return tell_all(reports, inf, &told);
}

static int result(struct report *report, const struct told *told)
{
	return format_result(report, told->one);
}

int reports_result(struct reports *reports, const struct pcimsi_run *run)
{
	return tell_all(reports, result, &(struct told){ .one = run });
}

static int matrix(struct report *report, const struct told *told)
{
	return format_matrix(report, told->one);
}

int reports_matrix(struct reports *reports, const struct pcimsi_run *run)
{
	return tell_all(reports, matrix, &(struct told){ .one = run });
}

static int diff(struct report *report, const struct told *told)
{
	return format_diff(report, told->one);
}

int reports_diff(struct reports *reports, const struct pcimsi_diff *d)
{
	return tell_all(reports, diff, &(struct told){ .one = d });
}

static int advise(struct report *report, const struct told *told)
{
	return format_advise(report, told->one);
}

int reports_advise(struct reports *reports, const struct pcimsi_run *run)
{
	return tell_all(reports, advise, &(struct told){ .one = run });
}

static int suggest(struct report *report, const struct told *told)
{
	return format_suggest(report, told->one);
}

int reports_suggest(struct reports *reports, const struct pcimsi_suggest *suggestions)
{
	return tell_all(reports, suggest, &(struct told){ .one = suggestions });
}

static int tree(struct report *report, const struct told *told)
{
	return format_tree(report, told->one, told->count);
}

int reports_tree(struct reports *reports, const struct pcimsi_topology *topology, uint32_t count)
{
	return tell_all(reports, tree, &(struct told){ .one = topology, .count = count });
}

static int note(struct report *report, const struct told *told)
{
	return format_note(report, told->one);
}

int reports_note(struct reports *reports, const struct pcimsi_note *of)
{
	return tell_all(reports, note, &(struct told){ .one = of });
}

static int end(struct report *report, const struct told *told)
{
	return format_end(report, told->status);
}

int reports_end(struct reports *reports, int status)
{
	return tell_others(reports, end, &(struct told){ .status = status });
}

/* ---- closing --------------------------------------------------------------------------------- */

int reports_close(struct reports *reports, bool keep)
{
	int status = 0;

	for (unsigned i = 0; i < reports->count; i++) {
		struct written_report *written = &reports->items[i];

		format_done(&written->report);
		if (output_close(&written->output, keep))
			status = STATUS_NO_VERDICT;
	}
	free(reports->items);
	reports->items = NULL;
	reports->count = 0;
	return status;
}
