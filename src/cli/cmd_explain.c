/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/complain.h"
#include "cli/output.h"
#include "cli/run.h"

#include <string.h>

/* `pcimsi explain RULE` and `pcimsi explain --slot SLOT --offset HEX`. */

static bool wants_json(const struct options *options)
{
	return strcmp(options->format->name, "text") != 0;
}

static int told(int err)
{
	if (!err)
		return 0;
	complain("out of memory; the answer is not complete");
	return STATUS_NO_VERDICT;
}

static int explain_all(FILE *out, const struct options *options)
{
	if (wants_json(options))
		return told(explain_json(out, NULL));
	explain_list_text(out);
	return 0;
}

static int explain_model(FILE *out, const struct options *options, bool color)
{
	if (wants_json(options))
		return told(explain_model_json(out));
	explain_model_text(out, color);
	return 0;
}

static int explain_one(FILE *out, const struct options *options, const char *word, bool color)
{
	const struct pcimsi_rule *rule = pcimsi_rule_find(word);

	if (!rule) {
		complain_value("explain", word, "a rule; pcimsi explain --list names them");
		return STATUS_NO_VERDICT;
	}
	if (wants_json(options))
		return told(explain_json(out, rule));
	explain_text(out, rule, color);
	return 0;
}

static int report_byte(struct run *run, const struct pcimsi_function *function, const char *capture,
		       void *user)
{
	uint16_t offset = (uint16_t)run->options->offset;

	(void)user;
	if (wants_json(run->options))
		return explain_byte_json(run->report.out, function, capture, offset);
	explain_byte_text(&run->report, function, offset);
	return 0;
}

static int explain_byte(const struct options *options)
{
	struct run run;
	int err;

	if (options->offset < 0) {
		complain("--slot goes with --offset");
		complain_usage("explain");
		return STATUS_NO_VERDICT;
	}
	err = run_begin(&run, options, REPORT_BYTE);
	if (err)
		return err;
	run_captures(&run, report_byte, NULL);
	return run_end(&run);
}

int command_explain(const struct options *options)
{
	struct report terminal = { 0 };
	struct output output;
	int status = 0;
	FILE *out;

	if (options->byte)
		return explain_byte(options);
	if (!options->list && !options->model && !options->operands.count) {
		complain("no rule named");
		complain_usage("explain");
		return STATUS_NO_VERDICT;
	}
	if (output_open(&output, options->output))
		return STATUS_NO_VERDICT;
	out = output.stream;
	output_terminal(out, options->color, &terminal);
	if (options->list && explain_all(out, options))
		status = STATUS_NO_VERDICT;
	if (options->model && explain_model(out, options, terminal.color))
		status = STATUS_NO_VERDICT;
	for (unsigned i = 0; i < options->operands.count; i++) {
		if (i && !wants_json(options))
			fputc('\n', out);
		if (explain_one(out, options, options->operands.items[i], terminal.color))
			status = STATUS_NO_VERDICT;
	}
	if (output_close(&output, true))
		status = STATUS_NO_VERDICT;
	return status;
}
