/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/complain.h"
#include "cli/output.h"
#include "cli/session.h"
#include "report/explain.h"

/* `pcimsi explain RULE`, `pcimsi explain NOTE` and `pcimsi explain --slot SLOT --offset OFFSET`. */

static int told(int err)
{
	if (!err)
		return 0;
	complain("out of memory; the answer is not complete");
	return STATUS_NO_VERDICT;
}

/* A note may have the slug of a rule: the one is told while reading, the other judged. */
static int explain_one(FILE *out, const struct options *options, const char *word, bool color)
{
	const struct pcimsi_rule *rule = pcimsi_rule_find(word);
	const struct report_ops *format = options->format;
	enum pcimsi_note_code note;
	bool noted = explain_note_find(word, &note);
	int err = 0;

	if (!rule && !noted) {
		complain_word(
			word,
			"there is no such rule or note; pcimsi explain --list names the rules",
			pcimsi_rule_nearest(word));
		return STATUS_NO_VERDICT;
	}
	if (rule && format->rule)
		err = format->rule(out, rule, color);
	if (rule && noted && format->rules_apart)
		fputc('\n', out);
	if (!err && noted && format->diagnostic)
		err = format->diagnostic(out, note, color);
	return told(err);
}

static int report_byte(struct run *run, const struct pcimsi_function *function, const char *capture,
		       void *user)
{
	(void)user;
	return format_byte(&run->report, function, capture, (uint16_t)run->options->offset);
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
	err = run_begin(&run, options, REPORT_EXPLAIN);
	if (err)
		return err;
	run_captures(&run, report_byte, NULL);
	return run_end(&run);
}

int command_explain(const struct options *options)
{
	const struct report_ops *format = options->format;
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
	if (options->list && format->rule && told(format->rule(out, NULL, terminal.color)))
		status = STATUS_NO_VERDICT;
	if (options->model && format->model && told(format->model(out, terminal.color)))
		status = STATUS_NO_VERDICT;
	for (unsigned i = 0; i < options->operands.count; i++) {
		if (i && format->rules_apart)
			fputc('\n', out);
		if (explain_one(out, options, options->operands.items[i], terminal.color))
			status = STATUS_NO_VERDICT;
	}
	if (output_close(&output, true))
		status = STATUS_NO_VERDICT;
	return status;
}
