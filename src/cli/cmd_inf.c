/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/complain.h"
#include "cli/run.h"

/* `pcimsi inf`: what each INF asks for. */

static int report_inf(struct run *run, struct pcimsi_inf *inf, void *user)
{
	const struct options *options = run->options;
	const struct pcimsi_resolution *resolution;
	struct pcimsi_target target = options->target;
	int err;

	(void)user;
	if (!options->target_given)
		pcimsi_inf_fallback_target(inf, &options->target, &target);
	err = pcimsi_inf_resolve(inf, &target, &resolution);
	if (!err)
		err = run->report.ops->inf(&run->report, pcimsi_inf_facts(inf), resolution);
	if (pcimsi_inf_facts(inf)->rejection != PCIMSI_INF_ACCEPTED)
		run_raise(run, STATUS_NO_VERDICT);
	pcimsi_inf_close(inf);
	return err;
}

int command_inf(const struct options *options)
{
	struct run run;
	int err;

	if (!options->infs.count) {
		complain("no INF given");
		complain_usage("inf");
		return STATUS_NO_VERDICT;
	}
	err = run_begin(&run, options, REPORT_INF);
	if (err)
		return err;
	run_infs(&run, report_inf, NULL);
	return run_end(&run);
}
