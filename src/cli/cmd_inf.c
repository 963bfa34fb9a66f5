/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/complain.h"
#include "cli/session.h"

#include <stdlib.h>

/* `pcimsi inf`: what each INF asks for. */

static int report_stage(struct run *run, struct pcimsi_inf *inf, const struct pcimsi_target *target)
{
	const struct pcimsi_resolution *resolution;
	int err = pcimsi_inf_resolve(inf, target, &resolution);

	if (!err)
		text_stage(run->report.out, inf, resolution, run->options->stage);
	return err;
}

static int report_targets(struct run *run, struct pcimsi_inf *inf,
			  const struct pcimsi_target *targets, uint32_t count)
{
	const struct pcimsi_resolution **resolutions = calloc(count, sizeof(*resolutions));
	int err = resolutions ? 0 : PCIMSI_ERR_NOMEM;

	for (uint32_t i = 0; !err && i < count; i++) {
		err = pcimsi_inf_resolve(inf, &targets[i], &resolutions[i]);
		if (!err)
			run_note_left_out(run, pcimsi_inf_facts(inf), resolutions[i]);
	}
	if (!err)
		err = reports_inf(&run->reports, pcimsi_inf_facts(inf), resolutions, count,
				  run->options->all_targets);
	free(resolutions);
	return err;
}

static int report_inf(struct run *run, struct pcimsi_inf *inf, const struct input *input,
		      void *user)
{
	const struct pcimsi_target *targets;
	struct pcimsi_target one;
	uint32_t count;
	int err = run_targets(run->options, inf, &one, &targets, &count);

	(void)input;
	(void)user;
	if (!err && run->options->stage)
		err = report_stage(run, inf, &targets[0]);
	else if (!err)
		err = report_targets(run, inf, targets, count);
	if (pcimsi_inf_facts(inf)->rejection != PCIMSI_INF_ACCEPTED)
		run_raise(run, REPORT_REASON_INPUT);
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
	if (options->stage && options->format != report_formats[0]) {
		complain_value("--format", options->format->name, "the format of --stage");
		return STATUS_NO_VERDICT;
	}
	if (options->stage && options->n_reports) {
		complain("--stage has no --report");
		return STATUS_NO_VERDICT;
	}
	err = run_begin(&run, options, REPORT_INF);
	if (err)
		return err;
	run_infs(&run, report_inf, NULL);
	return run_end(&run);
}
