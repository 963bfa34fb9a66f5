/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/session.h"

/* `pcimsi list` and `pcimsi show`: every function, as it is read. */

static int report_function(struct run *run, const struct pcimsi_function *function,
			   const char *capture, void *user)
{
	(void)user;
	return reports_function(&run->reports, function, capture);
}

static int run_command(const struct options *options, enum report_command command)
{
	struct run run;
	int err = run_begin(&run, options, command);

	if (err)
		return err;
	run_captures(&run, report_function, NULL);
	return run_end(&run);
}

int command_list(const struct options *options)
{
	return run_command(options, REPORT_LIST);
}

int command_show(const struct options *options)
{
	return run_command(options, REPORT_SHOW);
}
