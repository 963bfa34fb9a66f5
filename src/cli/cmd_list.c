/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/complain.h"
#include "cli/session.h"

/* `pcimsi list` and `pcimsi show`: every function, as it is read. */

/* `user` is the tree of --tree, or NULL. */
static int report_function(struct run *run, const struct pcimsi_function *function,
			   const char *capture, void *user)
{
	int err = reports_function(&run->reports, function, capture);

	return err || !user ? err : pcimsi_topology_add(user, function, capture);
}

static void report_tree(struct run *run, struct pcimsi_topology *tree)
{
	uint32_t count;

	if (!run->failed &&
	    (pcimsi_topology_make(tree, &count) || reports_tree(&run->reports, tree, count)))
		run_out_of_memory(run);
}

static int run_command(const struct options *options, enum report_command command)
{
	struct pcimsi_topology *tree;
	struct run run;
	int err;

	if (options->tree && !options->format->tree) {
		complain_value("--format", options->format->name, "a format of --tree");
		return STATUS_NO_VERDICT;
	}
	err = run_begin(&run, options, command);
	if (err)
		return err;
	tree = options->tree ? pcimsi_topology_new() : NULL;
	if (options->tree && !tree)
		run_out_of_memory(&run);
	else
		run_captures(&run, report_function, tree);
	if (tree)
		report_tree(&run, tree);
	pcimsi_topology_free(tree);
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
