/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/complain.h"
#include "cli/run.h"

#include <stdlib.h>

/* `pcimsi check`: the judgement. */

struct judging {
	struct pcimsi_check *check;
	struct pcimsi_inf **infs; /* kept until the result was reported */
	unsigned n_infs, capacity;
};

/* Takes the INF over, even if there is no room to remember it. */
static int keep_inf(struct judging *judging, struct pcimsi_inf *inf)
{
	if (judging->n_infs == judging->capacity) {
		unsigned capacity = judging->capacity ? 2 * judging->capacity : 16;
		struct pcimsi_inf **infs = reallocarray(judging->infs, capacity, sizeof(*infs));

		if (!infs) {
			pcimsi_inf_close(inf);
			return PCIMSI_ERR_NOMEM;
		}
		judging->infs = infs;
		judging->capacity = capacity;
	}
	judging->infs[judging->n_infs++] = inf;
	return 0;
}

static int add_inf(struct run *run, struct pcimsi_inf *inf, void *user)
{
	struct judging *judging = user;
	const struct options *options = run->options;
	const struct pcimsi_target *targets;
	uint32_t count = 0;
	int err = keep_inf(judging, inf);

	if (!err && options->all_targets)
		err = pcimsi_inf_targets(inf, &options->target, &targets, &count);
	for (uint32_t i = 0; !err && i < count; i++)
		err = pcimsi_check_add_inf(judging->check, inf, &targets[i], false);
	if (err || count)
		return err;
	return pcimsi_check_add_inf(judging->check, inf, &options->target, !options->target_given);
}

static int add_function(struct run *run, const struct pcimsi_function *function,
			const char *capture, void *user)
{
	struct judging *judging = user;
	int err = run->report.ops->function(&run->report, function, capture);

	return err ? err
		   : pcimsi_check_add_function(judging->check, function, capture,
					       run->options->filtered);
}

static bool has_verdict(const struct pcimsi_result *result)
{
	for (uint32_t i = 0; i < result->n_verdicts; i++)
		if (result->verdicts[i]->word != PCIMSI_VERDICT_UNKNOWN)
			return true;
	return false;
}

static bool has_failure(const struct options *options, const struct pcimsi_result *result)
{
	for (uint32_t i = 0; i < result->n_findings; i++) {
		const struct pcimsi_finding *finding = result->findings[i];

		if (finding->counts && (int)finding->severity >= (int)options->fail_on)
			return true;
	}
	return false;
}

static void report_matrix(struct run *run, struct pcimsi_check *check,
			  const struct pcimsi_result *result)
{
	const struct pcimsi_matrix *matrix;

	if (pcimsi_check_matrix(check, &matrix) ||
	    run->report.ops->matrix(&run->report, result, matrix))
		run_out_of_memory(run);
}

static void judge(struct run *run, struct judging *judging)
{
	const struct pcimsi_result *result;

	run_infs(run, add_inf, judging);
	if (!run->failed)
		run_captures(run, add_function, judging);
	if (run->failed)
		return;
	if (pcimsi_check_run(judging->check, &result)) {
		run_out_of_memory(run);
		return;
	}
	if (has_failure(run->options, result) && !run->options->exit_zero)
		run_raise(run, STATUS_FINDINGS);
	if (!has_verdict(result))
		run_raise(run, STATUS_NO_VERDICT);
	if (run->report.ops->result(&run->report, result))
		run_out_of_memory(run);
	else if (run->options->matrix)
		report_matrix(run, judging->check, result);
}

static void judging_done(struct judging *judging)
{
	pcimsi_check_free(judging->check);
	for (unsigned i = 0; i < judging->n_infs; i++)
		pcimsi_inf_close(judging->infs[i]);
	free(judging->infs);
}

int command_check(const struct options *options)
{
	const struct pcimsi_check_options check_options = {
		.cpus = options->cpus,
		.unmatched = options->unmatched,
		.what_if = options->what_if,
		.what_if_limit = options->what_if_limit,
		.wanted = options_want_rule,
		.user = (void *)options,
	};
	struct judging judging = { 0 };
	struct run run;
	int err;

	if (!options->infs.count) {
		complain("no INF given: --inf FILE");
		complain_usage("check");
		return STATUS_NO_VERDICT;
	}
	err = run_begin(&run, options, REPORT_CHECK);
	if (err)
		return err;
	judging.check = pcimsi_check_new(&check_options);
	if (judging.check)
		judge(&run, &judging);
	else
		run_out_of_memory(&run);
	err = run_end(&run);
	judging_done(&judging);
	return err;
}
