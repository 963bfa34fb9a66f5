/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/option_table.h"
#include "report/formats.h"

/* A format for check alone, which tells how many findings there are, and nothing else. */

static int count_findings(struct report *report, const struct pcimsi_run *run)
{
	fprintf(report->out, "%u findings\n", run->n_findings);
	return 0;
}

static const struct report_ops count_format = {
	.name = "count",
	.commands = 1 << REPORT_CHECK,
	.run = count_findings,
};

const struct report_ops *const report_formats[] = { &report_text, &report_json, &report_ndjson,
						    &count_format, NULL };

static const struct command *find_command(const char *name)
{
	const struct command *command = commands;

	while (command->name && strcmp(command->name, name) != 0)
		command++;
	assert_non_null(command->name);
	return command;
}

#define ARGUMENTS_MAX 8

/* Parses and runs; standard output and error are read back. */
struct outcome {
	int status;
	char out[8192], err[1024];
};

static void read_back(FILE *file, char *text, size_t size)
{
	rewind(file);
	text[fread(text, 1, size - 1, file)] = '\0';
	fclose(file);
}

static void run(const char *name, const char *const *arguments, struct outcome *ret)
{
	const struct command *command = find_command(name);
	char path[] = "/tmp/pcimsi-test-XXXXXX";
	char *argv[ARGUMENTS_MAX + 3] = { (char *)name, (char *)"-o", path };
	FILE *err = tmpfile(), *saved = stderr;
	struct options options;
	int argc = 3;

	assert_non_null(err);
	close(mkstemp(path));
	while (*arguments)
		argv[argc++] = (char *)*arguments++;
	stderr = err;
	optind = 0;
	ret->status = options_parse(&options, command, argc, argv);
	if (!ret->status)
		ret->status = command->run(&options);
	options_done(&options);
	stderr = saved;
	read_back(err, ret->err, sizeof(ret->err));
	read_back(fopen(path, "r"), ret->out, sizeof(ret->out));
	remove(path);
}

#define RUN(outcome, name, ...) run(name, (const char *const[]){ __VA_ARGS__, NULL }, outcome)

static void an_added_format_serves_its_command(void **state)
{
	struct outcome outcome;

	(void)state;
	RUN(&outcome, "check", "--format=count", "--inf=dumps/wasteful.inf", "dumps/demo.txt");
	assert_non_null(strstr(outcome.out, " findings\n"));
	RUN(&outcome, "check", "--format=nothing", "--inf=dumps/demo.inf");
	assert_int_equal(outcome.status, STATUS_NO_VERDICT);
	assert_non_null(strstr(outcome.err, "'nothing' is not text, json, ndjson or count\n"));
}

static void other_commands_refuse_it(void **state)
{
	static const char *const others[] = { "list", "show", "inf", "explain" };
	struct outcome outcome;

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		RUN(&outcome, others[i], "--format=count", "dumps/demo.txt");
		assert_int_equal(outcome.status, STATUS_NO_VERDICT);
		assert_non_null(strstr(outcome.err, "'count' is not text, json or ndjson\n"));
	}
	RUN(&outcome, "check", "--format=count", "--matrix", "--inf=dumps/demo.inf",
	    "dumps/demo.txt");
	assert_int_equal(outcome.status, STATUS_NO_VERDICT);
	assert_non_null(strstr(outcome.err, "--matrix"));
	RUN(&outcome, "check", "--format=count", "--suggest", "--inf=dumps/demo.inf",
	    "dumps/demo.txt");
	assert_int_equal(outcome.status, STATUS_NO_VERDICT);
	assert_non_null(strstr(outcome.err, "--suggest"));
}

static void what_it_does_not_have_writes_nothing(void **state)
{
	struct report report = { .ops = &(const struct report_ops){ .name = "bare" } };
	struct pcimsi_function function = { 0 };

	(void)state;
	assert_int_equal(format_begin(&report), 0);
	assert_int_equal(format_function(&report, &function, "x"), 0);
	assert_int_equal(format_inf(&report, NULL, NULL), 0);
	assert_int_equal(format_result(&report, NULL), 0);
	assert_int_equal(format_matrix(&report, NULL), 0);
	assert_int_equal(format_suggest(&report, NULL), 0);
	assert_int_equal(format_note(&report, NULL), 0);
	assert_int_equal(format_byte(&report, &function, "x", 0), 0);
	assert_int_equal(format_end(&report, 0), 0);
	format_done(&report);
}

static void help_and_completion_know_it(void **state)
{
	char text[16384];
	FILE *out = tmpfile();

	(void)state;
	assert_non_null(out);
	print_command_help(out, find_command("check"));
	read_back(out, text, sizeof(text));
	assert_non_null(strstr(text, "text (default), json, ndjson or count\n"));
	out = tmpfile();
	print_command_help(out, find_command("list"));
	read_back(out, text, sizeof(text));
	assert_non_null(strstr(text, "text (default), json or ndjson\n"));
	out = tmpfile();
	print_option_words(out);
	read_back(out, text, sizeof(text));
	assert_non_null(strstr(text, "check\t--format\ttext json ndjson count\n"));
	assert_non_null(strstr(text, "list\t--format\ttext json ndjson\n"));
}

/* A row that forgets what it does, or does it in another way than it is written. */
static void every_option_does_something(void **state)
{
	(void)state;
	for (unsigned i = 0; i < n_option_rows; i++) {
		const struct option_row *row = &option_rows[i];
		bool flag = row->effect == OPTION_FLAG || row->effect == OPTION_COUNT;

		assert_int_not_equal(row->effect, OPTION_NONE);
		assert_true(row->letter || row->name);
		assert_int_equal(flag, row->argument == NULL);
		assert_int_equal(row->effect == OPTION_TAKE, row->take != NULL);
		assert_int_equal(row->effect == OPTION_CHOICE, row->choose != NULL);
		assert_true(row->help || row->effect == OPTION_CHOICE);
		assert_true(row->commands);
		for (unsigned k = 0; k < i; k++) {
			assert_true(!row->letter || row->letter != option_rows[k].letter);
			assert_true(!row->name || !option_rows[k].name ||
				    strcmp(row->name, option_rows[k].name) != 0);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_added_format_serves_its_command),
		cmocka_unit_test(other_commands_refuse_it),
		cmocka_unit_test(what_it_does_not_have_writes_nothing),
		cmocka_unit_test(help_and_completion_know_it),
		cmocka_unit_test(every_option_does_something),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
