/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text.h"

#include "report/explain.h"
#include "report/formats.h"

static int begin(struct report *report)
{
	if (report->tree)
		return text_tree_begin(report);
	return report->command == REPORT_LIST ? text_list_begin(report) : 0;
}

static int function(struct report *report, const struct pcimsi_function *fn, const char *capture)
{
	if (report->tree)
		return text_tree_function(report, fn, capture);
	if (report->command == REPORT_LIST)
		return text_list_function(report, fn, capture);
	return report->command == REPORT_SHOW ? text_show_function(report, fn, capture) : 0;
}

static int run(struct report *report, const struct pcimsi_run *run)
{
	bool instead = report->matrix || report->suggest || report->tree || report->advise;

	return instead ? 0 : text_check(report, run);
}

static int tree(struct report *report, const struct pcimsi_topology *topology, uint32_t count)
{
	(void)count;
	return text_tree(report, topology);
}

static int end(struct report *report, int status)
{
	bool list = report->command == REPORT_LIST && !report->tree;
	int err = list ? text_list_end(report) : 0;

	text_status(report, status);
	return err;
}

static void done(struct report *report)
{
	if (report->tree)
		text_tree_done(report);
	else if (report->command == REPORT_LIST)
		text_list_done(report);
}

const struct report_ops report_text = {
	.name = "text",
	.commands = REPORT_SERVES_ALL,
	.begin = begin,
	.function = function,
	.inf = text_inf,
	.inf_table = text_inf_table,
	.run = run,
	.matrix = text_matrix,
	.advise = text_advise,
	.suggest = text_suggest,
	.diff = text_compare,
	.tree = tree,
	.end = end,
	.done = done,
	.rule = explain_text,
	.diagnostic = explain_note_text,
	.rules_apart = true,
	.model = explain_model_text,
	.byte = explain_byte_text,
};
