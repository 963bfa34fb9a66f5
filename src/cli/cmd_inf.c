/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/complain.h"
#include "cli/run.h"

/* `pcimsi inf`: what each INF asks for. */

static int report_target(struct run *run, struct pcimsi_inf *inf,
			 const struct pcimsi_target *target)
{
	const struct pcimsi_resolution *resolution;
	int err = pcimsi_inf_resolve(inf, target, &resolution);

	return err ? err : run->report.ops->inf(&run->report, pcimsi_inf_facts(inf), resolution);
}

static int report_inf(struct run *run, struct pcimsi_inf *inf, void *user)
{
	const struct pcimsi_target *targets;
	struct pcimsi_target one;
	uint32_t count;
	int err = run_targets(run->options, inf, &one, &targets, &count);

	(void)user;
	for (uint32_t i = 0; !err && i < count; i++)
		err = report_target(run, inf, &targets[i]);
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
