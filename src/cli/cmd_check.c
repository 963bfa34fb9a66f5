/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/complain.h"
#include "cli/granted_lists.h"
#include "cli/kept_infs.h"
#include "cli/policies.h"
#include "cli/progress.h"
#include "cli/registries.h"
#include "cli/rule_choice.h"
#include "cli/session.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* `pcimsi check`: the judgement. */

struct judging {
	struct pcimsi_check *check;
	struct pcimsi_check_options options;
	struct kept_infs infs;
	struct policies policies;
	struct registries registries; /* kept until the result was reported, and so are the */
	struct granted_lists granted;
	struct pcimsi_topology *tree; /* of --tree; else NULL */
};

static int add_inf(struct run *run, struct pcimsi_inf *inf, const struct input *input, void *user)
{
	struct judging *judging = user;
	const struct options *options = run->options;
	const struct pcimsi_target *targets;
	uint32_t count = 0;
	int err = kept_infs_add(&judging->infs, inf, input);

	if (!err && options->all_targets)
		err = pcimsi_inf_targets(inf, &options->target, &targets, &count);
	for (uint32_t i = 0; !err && i < count; i++)
		err = pcimsi_check_add_inf(judging->check, inf, &targets[i], false);
	if (err || count)
		return err;
	return pcimsi_check_add_inf(judging->check, inf, &options->target, !options->target_given);
}

static void add_registries(struct run *run, struct judging *judging)
{
	int err = registries_open(&judging->registries, run);

	for (unsigned i = 0; !err && i < judging->registries.count; i++)
		err = pcimsi_check_add_registry(judging->check, judging->registries.items[i]);
	if (err)
		run_out_of_memory(run);
}

static void add_granted(struct run *run, struct judging *judging)
{
	int err = granted_lists_open(&judging->granted, run);

	for (unsigned i = 0; !err && i < judging->granted.count; i++)
		err = pcimsi_check_add_granted(judging->check, judging->granted.items[i]);
	if (err)
		run_out_of_memory(run);
}

static int add_function(struct run *run, const struct pcimsi_function *function,
			const char *capture, void *user)
{
	struct judging *judging = user;
	int err = reports_function(&run->reports, function, capture);

	if (!err && judging->tree)
		err = pcimsi_topology_add(judging->tree, function, capture);
	return err ? err
		   : pcimsi_check_add_function(judging->check, function, capture,
					       run->options->filtered);
}

/* What the judgement alone makes of the exit status. */
static enum report_reason reason_of(const struct options *options, const struct pcimsi_run *judged)
{
	static const enum report_reason reasons[] = {
		[PCIMSI_STATUS_NOTHING_FAILS] = REPORT_REASON_NONE,
		[PCIMSI_STATUS_FINDINGS] = REPORT_REASON_FINDINGS,
		[PCIMSI_STATUS_VERDICTS] = REPORT_REASON_VERDICTS,
		[PCIMSI_STATUS_NOTHING_JUDGED] = REPORT_REASON_NOTHING_JUDGED,
	};

	return judged->status == STATUS_FINDINGS && options->exit_zero
		       ? REPORT_REASON_EXIT_ZERO
		       : reasons[judged->status_reason];
}

static void report_suggestions(struct run *run, struct judging *judging,
			       const struct pcimsi_run *judged)
{
	const struct pcimsi_suggest_options options = {
		.size = sizeof(options),
		.check = &judging->options,
		.bytes = kept_infs_bytes,
		.reopen = kept_infs_reopen,
		.user = &judging->infs,
	};
	struct pcimsi_suggest *suggest;

	if (pcimsi_suggest_new(judged, &options, &suggest)) {
		run_out_of_memory(run);
		return;
	}
	if (reports_suggest(&run->reports, suggest))
		run_out_of_memory(run);
	pcimsi_suggest_free(suggest);
}

/*
 * Windows installs the INF whose id ranks best. Of equal ranks, which dates and versions decide,
 * what differs is not known; nor is it where there are several Windows.
 */
static struct pcimsi_reg asked_by(const struct pcimsi_verdict *const *verdicts, uint32_t count)
{
	const struct pcimsi_verdict *best = verdicts[0];
	struct pcimsi_reg asked;

	for (uint32_t i = 1; i < count; i++)
		if (verdicts[i]->match.rank < best->match.rank)
			best = verdicts[i];
	asked = best->grant.requested;
	for (uint32_t i = 0; i < count; i++)
		if (verdicts[i]->match.rank == best->match.rank &&
		    verdicts[i]->grant.requested.value != asked.value)
			asked.known = false;
	return asked;
}

static void ask_all(struct pcimsi_topology *tree, const struct pcimsi_run *judged)
{
	for (uint32_t i = 0, n; i < judged->n_verdicts; i += n) {
		const struct pcimsi_judged_function *function = judged->verdicts[i]->function;

		for (n = 1; i + n < judged->n_verdicts; n++)
			if (judged->verdicts[i + n]->function != function)
				break;
		pcimsi_topology_ask(tree, function->order, asked_by(judged->verdicts + i, n));
	}
}

static void report_tree(struct run *run, struct pcimsi_topology *tree,
			const struct pcimsi_run *judged)
{
	uint32_t count;

	ask_all(tree, judged);
	for (uint32_t i = 0; i < judged->n_functions; i++) {
		const struct pcimsi_granted *granted = &judged->functions[i]->granted;
		/* One number of MSI may be several messages. */
		const bool known = granted->state == PCIMSI_GRANTED_KNOWN && !granted->at_least;

		if (granted->state == PCIMSI_GRANTED_KNOWN ||
		    granted->state == PCIMSI_GRANTED_UNKNOWN)
			pcimsi_topology_grant(
				tree, i,
				(struct pcimsi_reg){ known ? granted->messages : 0, known });
	}
	if (pcimsi_topology_make(tree, &count) || reports_tree(&run->reports, tree, count))
		run_out_of_memory(run);
}

static bool needs_matrix(const struct options *options)
{
	bool needs = options->matrix || options->format->has_matrix;

	for (unsigned i = 0; i < options->n_reports; i++)
		needs |= options->reports[i].format->has_matrix;
	return needs;
}

static bool needs_advice(const struct options *options)
{
	bool needs = options->advise || options->format->has_advice;

	for (unsigned i = 0; i < options->n_reports; i++)
		needs |= options->reports[i].format->has_advice;
	return needs;
}

/* What the judgement has only where somebody asks for it. */
static int make_more(const struct options *options, struct judging *judging)
{
	const struct pcimsi_matrix *matrix;
	const struct pcimsi_advice *advice;
	uint32_t count;
	int err = 0;

	if (needs_matrix(options))
		err = pcimsi_check_matrix(judging->check, &matrix);
	if (!err && needs_advice(options))
		err = pcimsi_check_advise(judging->check, &advice, &count);
	return err;
}

static void judge(struct run *run, struct judging *judging)
{
	const struct pcimsi_run *judged;

	run_keep_notes(run, judging->check);
	run_infs(run, add_inf, judging);
	if (!run->failed)
		add_registries(run, judging);
	if (!run->failed)
		add_granted(run, judging);
	if (!run->failed)
		run_captures(run, add_function, judging);
	if (run->failed)
		return;
	if (pcimsi_check_run(judging->check, &judged) || run->includes.failed ||
	    make_more(run->options, judging)) {
		run_out_of_memory(run);
		return;
	}
	for (uint32_t i = 0; i < judged->n_infs; i++)
		run_note_left_out(run, judged->infs[i]->facts, judged->infs[i]->resolution);
	progress_end();
	run->report.judged = judged;
	run_raise(run, reason_of(run->options, judged));
	policies_write(run, &judging->policies, judged);
	if (reports_result(&run->reports, judged)) {
		run_out_of_memory(run);
		return;
	}
	if (run->options->matrix && reports_matrix(&run->reports, judged))
		run_out_of_memory(run);
	if (run->options->advise && !run->failed && reports_advise(&run->reports, judged))
		run_out_of_memory(run);
	if (judging->tree && !run->failed)
		report_tree(run, judging->tree, judged);
	if (run->options->suggest && !run->failed)
		report_suggestions(run, judging, judged);
}

/* An INF whose name has a fault is no INF that was not given. */
static bool is_missing(const struct words *captures)
{
	bool missing = false;

	for (unsigned i = 0; i < captures->count; i++) {
		if (strcmp(captures->items[i], "-") == 0 || access(captures->items[i], F_OK) == 0)
			continue;
		complain_file(captures->items[i], pcimsi_error_text(PCIMSI_ERR_IO),
			      strerror(errno));
		missing = true;
	}
	return missing;
}

static int refuse_format(const struct options *options, const char *wanted)
{
	complain_value("--format", options->format->name, wanted);
	return STATUS_NO_VERDICT;
}

/* STATUS_NO_VERDICT after a message: what is asked for cannot be. */
static int refuse_options(const struct options *options)
{
	if (!options->infs.count && is_missing(&options->captures))
		return STATUS_NO_VERDICT;
	if (!options->infs.count && (!options->registries.count || options->matrix ||
				     options->suggest || options->advise)) {
		complain("no INF given: name one, or give a folder or archive of them with --inf");
		complain_usage("check");
		return STATUS_NO_VERDICT;
	}
	if (options->matrix && !options->format->matrix)
		return refuse_format(options, "a format of --matrix");
	if (options->suggest && !options->format->suggest)
		return refuse_format(options, "a format of --suggest");
	if (options->advise && !options->format->advise && !options->format->has_advice)
		return refuse_format(options, "a format of --advise");
	if (options->tree && !options->format->tree)
		return refuse_format(options, "a format of --tree");
	return 0;
}

int command_check(const struct options *options)
{
	struct run run;
	struct judging judging = {
		.options = {
			.size = sizeof(judging.options),
			.cpus = options->cpus,
			.unmatched = options->unmatched,
			.partial = options->filtered,
			.what_if = options->what_if,
			.what_if_limit = options->what_if_limit,
			.wanted = options_want_rule,
			.user = (void *)options,
			.without_comments = options->no_policy,
			.fail_on = &options->fail_on,
			.target = &options->target,
			.notes = { .call = run_note, .user = &run },
		},
		.infs = { .bytes = options->suggest, .includes = &run.includes },
	};
	int err;

	err = refuse_options(options);
	if (!err)
		err = policies_today(&judging.options.today);
	if (!err)
		err = run_begin(&run, options, REPORT_CHECK);
	if (err)
		return err;
	policies_read(&run, &judging.policies);
	judging.options.policies = (const struct pcimsi_policy *const *)judging.policies.items;
	judging.options.n_policies = judging.policies.count;
	judging.check = pcimsi_check_new(&judging.options);
	judging.tree = options->tree ? pcimsi_topology_new() : NULL;
	if (judging.check && (judging.tree || !options->tree))
		judge(&run, &judging);
	else
		run_out_of_memory(&run);
	err = run_end(&run);
	pcimsi_topology_free(judging.tree);
	pcimsi_check_free(judging.check);
	registries_close(&judging.registries);
	granted_lists_close(&judging.granted);
	kept_infs_done(&judging.infs);
	policies_done(&judging.policies);
	return err;
}
