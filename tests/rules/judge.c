/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/judge.h"

#include "cli/command_line.h"
#include "support/files.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A report has no place for what is ours. */
static const struct look *looking;
static const struct report_ops *looked_at;

static int look_at_result(struct report *report, const struct pcimsi_run *run)
{
	if (looking->run)
		looking->run(looking->user, run);
	return looked_at->run(report, run);
}

static int look_at_suggestions(struct report *report, const struct pcimsi_suggest *suggest)
{
	if (looking->suggest)
		looking->suggest(looking->user, suggest);
	return looked_at->suggest(report, suggest);
}

static const struct command *check_command(void)
{
	for (const struct command *command = commands; command->name; command++)
		if (command->bit == FOR_CHECK)
			return command;
	abort();
}

void add_check_word(struct words_of_check *words, const char *word)
{
	if (words->count == MAX_WORDS - 2)
		abort();
	words->items[words->count++] = word;
}

static void add_file(struct words_of_check *words, const char *option, const char *file,
		     const char *text)
{
	if (!text)
		return;
	add_check_word(words, option);
	add_check_word(words, file);
}

struct words_of_check case_words(const struct rule_case *c)
{
	struct words_of_check words = { .count = 0 };

	add_file(&words, "--inf", "case.inf", c->inf);
	add_file(&words, "--inf", "extension.inf", c->extension);
	add_file(&words, "--policy", "policy.ini", c->policy);
	add_file(&words, "--registry", "case.reg", c->registry);
	add_file(&words, "--granted", "case.xml", c->granted);
	for (size_t i = 0; i < c->args.count; i++)
		add_check_word(&words, c->args.items[i]);
	return words;
}

/* What was complained of before is gone. */
static void begin_err(void)
{
	fflush(stderr);
	if (ftruncate(fileno(stderr), 0) == 0)
		rewind(stderr);
}

static const char *few_names(void)
{
	static char path[sizeof(top) + 32];

	snprintf(path, sizeof(path), "%s/tests/data/pci.ids", top);
	return path;
}

int judge(const struct words_of_check *words, const struct report_ops *format, const char *out,
	  const struct look *look)
{
	const struct command *command = check_command();
	struct report_ops ops = *format;
	char *argv[MAX_WORDS] = { (char *)"check" };
	struct options options;
	int status;

	for (int i = 0; i < words->count; i++)
		argv[i + 1] = (char *)words->items[i];
	begin_err();
	optind = 0;
	status = options_parse(&options, command, words->count + 1, argv);
	ops.run = look_at_result;
	ops.suggest = look_at_suggestions;
	options.format = &ops;
	options.output = out;
	/* Names are not what is tested, and reading all of them takes most of the time. */
	options.pci_ids = few_names();
	looking = look;
	looked_at = format;
	if (!status)
		status = command->run(&options);
	options_done(&options);
	fflush(stderr);
	return status;
}
