/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/complain.h"
#include "cli/kept_infs.h"
#include "cli/session.h"

/* `pcimsi diff`: two captures, two INFs, or both, judged apart and held against each other. */

struct side {
	struct pcimsi_check *check;
	const struct pcimsi_run *run;
	unsigned functions, infs; /* that were read */
};

struct comparing {
	struct side sides[PCIMSI_SIDES];
	struct kept_infs infs;
	bool shared; /* OLD is judged with the INFs of NEW */
	enum pcimsi_side reading;
};

/* ---- what goes in ---------------------------------------------------------------------------- */

/* What rules say of configuration space alone follows from the facts that are compared. */
static bool is_wanted(void *user, const struct pcimsi_rule *rule)
{
	const struct options *options = user;

	/* Without a capture, that nothing matches says nothing. */
	bool matches = options->operands.count || options->captures.count;

	if (!options->infs.count)
		return false;
	return rule->family == PCIMSI_FAMILY_INF || rule->family == PCIMSI_FAMILY_AFF ||
	       rule->family == PCIMSI_FAMILY_GRA || (rule->family == PCIMSI_FAMILY_MAT && matches);
}

static int add_for_targets(const struct options *options, struct side *side, struct pcimsi_inf *inf)
{
	const struct pcimsi_target *targets;
	uint32_t count = 0;
	int err = 0;

	side->infs++;
	if (options->all_targets)
		err = pcimsi_inf_targets(inf, &options->target, &targets, &count);
	for (uint32_t i = 0; !err && i < count; i++)
		err = pcimsi_check_add_inf(side->check, inf, &targets[i], false);
	if (err || count)
		return err;
	return pcimsi_check_add_inf(side->check, inf, &options->target, !options->target_given);
}

static int add_inf(struct run *run, struct pcimsi_inf *inf, const struct input *input, void *user)
{
	struct comparing *comparing = user;
	int err = kept_infs_add(&comparing->infs, inf, input);

	if (!err && comparing->shared)
		err = add_for_targets(run->options, &comparing->sides[PCIMSI_SIDE_OLD], inf);
	return err ? err
		   : add_for_targets(run->options, &comparing->sides[comparing->reading], inf);
}

static int add_function(struct run *run, const struct pcimsi_function *function,
			const char *capture, void *user)
{
	struct side *side = user;

	side->functions++;
	return pcimsi_check_add_function(side->check, function, capture, run->options->filtered);
}

static void read_infs(struct run *run, struct comparing *comparing)
{
	comparing->reading = PCIMSI_SIDE_OLD;
	run_these_infs(run, &run->options->old_infs, add_inf, comparing);
	comparing->reading = PCIMSI_SIDE_NEW;
	run_these_infs(run, &run->options->infs, add_inf, comparing);
}

/* Those of -F are the machine of both. */
static void read_captures(struct run *run, struct comparing *comparing)
{
	const struct options *options = run->options;

	for (int i = 0; i < PCIMSI_SIDES && !run->failed; i++) {
		struct side *side = &comparing->sides[i];

		if (options->operands.count)
			run_capture(run, options->operands.items[i], add_function, side);
		for (unsigned k = 0; k < options->captures.count && !run->failed; k++)
			run_capture(run, options->captures.items[k], add_function, side);
	}
	if (!run->failed)
		run_check_filter(run);
}

/* ---- what comes out -------------------------------------------------------------------------- */

/* One that could not be read is no empty one. */
static bool can_be_compared(const struct run *run, const struct comparing *comparing)
{
	const struct side *a = &comparing->sides[PCIMSI_SIDE_OLD];
	const struct side *b = &comparing->sides[PCIMSI_SIDE_NEW];

	return run->status != STATUS_NO_VERDICT ||
	       (!a->functions == !b->functions && !a->infs == !b->infs);
}

static void report_diff(struct run *run, const struct comparing *comparing)
{
	const struct pcimsi_diff_options options = {
		.size = sizeof(options),
		.volatile_fields = run->options->volatile_fields,
	};
	const struct pcimsi_diff *diff;

	if (pcimsi_diff_new(comparing->sides[PCIMSI_SIDE_OLD].run,
			    comparing->sides[PCIMSI_SIDE_NEW].run, &options, &diff)) {
		run_out_of_memory(run);
		return;
	}
	if (diff->differs)
		run_raise(run, REPORT_REASON_DIFFERS);
	if (reports_diff(&run->reports, diff) || run->report.lost)
		run_out_of_memory(run);
	pcimsi_diff_free(diff);
}

static void compare(struct run *run, struct comparing *comparing)
{
	read_infs(run, comparing);
	if (!run->failed)
		read_captures(run, comparing);
	if (run->failed || !can_be_compared(run, comparing))
		return;
	for (int i = 0; i < PCIMSI_SIDES; i++)
		if (pcimsi_check_run(comparing->sides[i].check, &comparing->sides[i].run)) {
			run_out_of_memory(run);
			return;
		}
	report_diff(run, comparing);
}

/* STATUS_NO_VERDICT after a message: what is asked for cannot be. */
static int refuse_options(const struct options *options)
{
	unsigned operands = options->operands.count;
	const char *why = NULL;

	if (operands == 1 || operands > 2)
		why = "OLD and NEW have to be named: two captures, or two INFs";
	else if (!operands && !(options->old_infs.count && options->infs.count))
		why = "no OLD and NEW: name two captures or two INFs, or give --old-inf and --inf";
	else if (operands && options->captures.count)
		why = "-F is the capture of two INFs: OLD and NEW are captures already";
	else if (options->old_infs.count && !options->infs.count)
		why = "--old-inf goes with --inf";
	if (!why)
		return 0;
	complain(why);
	complain_usage("diff");
	return STATUS_NO_VERDICT;
}

int command_diff(const struct options *options)
{
	const struct pcimsi_check_options check_options = {
		.size = sizeof(check_options),
		.partial = options->filtered,
		.wanted = is_wanted,
		.user = (void *)options,
		.target = &options->target,
		.without_comments = true,
	};
	struct comparing comparing = { .shared = !options->old_infs.count };
	struct run run;
	int err = refuse_options(options);

	if (!err)
		err = run_begin(&run, options, REPORT_DIFF);
	if (err)
		return err;
	for (int i = 0; i < PCIMSI_SIDES; i++) {
		comparing.sides[i].check = pcimsi_check_new(&check_options);
		if (!comparing.sides[i].check)
			run_out_of_memory(&run);
	}
	if (!run.failed)
		compare(&run, &comparing);
	err = run_end(&run);
	for (int i = 0; i < PCIMSI_SIDES; i++)
		pcimsi_check_free(comparing.sides[i].check);
	kept_infs_done(&comparing.infs);
	return err;
}
