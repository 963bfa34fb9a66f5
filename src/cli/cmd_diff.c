/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/complain.h"
#include "cli/session.h"

/* `pcimsi diff`: two captures, held against each other. */

struct side {
	struct pcimsi_check *check;
	const struct pcimsi_run *run;
	unsigned functions; /* that were read */
};

/* What rules say of configuration space alone follows from the facts that are compared. */
static bool is_wanted(void *user, const struct pcimsi_rule *rule)
{
	(void)user;
	(void)rule;
	return false;
}

static int add_function(struct run *run, const struct pcimsi_function *function,
			const char *capture, void *user)
{
	struct side *side = user;

	side->functions++;
	return pcimsi_check_add_function(side->check, function, capture, run->options->filtered);
}

static void read_captures(struct run *run, struct side *sides)
{
	for (int i = 0; i < PCIMSI_SIDES && !run->failed; i++)
		run_capture(run, run->options->operands.items[i], add_function, &sides[i]);
	if (!run->failed)
		run_check_filter(run);
}

/* One that could not be read is no empty one. */
static bool can_be_compared(const struct run *run, const struct side *sides)
{
	return run->status != STATUS_NO_VERDICT ||
	       (sides[PCIMSI_SIDE_OLD].functions && sides[PCIMSI_SIDE_NEW].functions);
}

static void report_diff(struct run *run, const struct side *sides)
{
	const struct pcimsi_diff_options options = {
		.size = sizeof(options),
		.volatile_fields = run->options->volatile_fields,
	};
	const struct pcimsi_diff *diff;

	if (pcimsi_diff_new(sides[PCIMSI_SIDE_OLD].run, sides[PCIMSI_SIDE_NEW].run, &options,
			    &diff)) {
		run_out_of_memory(run);
		return;
	}
	if (diff->differs)
		run_raise(run, REPORT_REASON_DIFFERS);
	if (format_diff(&run->report, diff))
		run_out_of_memory(run);
	pcimsi_diff_free(diff);
}

static void compare(struct run *run, struct side *sides)
{
	read_captures(run, sides);
	if (run->failed || !can_be_compared(run, sides))
		return;
	for (int i = 0; i < PCIMSI_SIDES; i++)
		if (pcimsi_check_run(sides[i].check, &sides[i].run)) {
			run_out_of_memory(run);
			return;
		}
	report_diff(run, sides);
}

int command_diff(const struct options *options)
{
	const struct pcimsi_check_options check_options = {
		.size = sizeof(check_options),
		.partial = options->filtered,
		.wanted = is_wanted,
	};
	struct side sides[PCIMSI_SIDES] = { 0 };
	struct run run;
	int err;

	if (options->operands.count != 2) {
		complain("OLD and NEW have to be named: two captures");
		complain_usage("diff");
		return STATUS_NO_VERDICT;
	}
	err = run_begin(&run, options, REPORT_DIFF);
	if (err)
		return err;
	for (int i = 0; i < PCIMSI_SIDES; i++) {
		sides[i].check = pcimsi_check_new(&check_options);
		if (!sides[i].check)
			run_out_of_memory(&run);
	}
	if (!run.failed)
		compare(&run, sides);
	err = run_end(&run);
	for (int i = 0; i < PCIMSI_SIDES; i++)
		pcimsi_check_free(sides[i].check);
	return err;
}
