/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/complain.h"
#include "cli/run.h"

#include <locale.h>
#include <string.h>

static const struct command *find_command(const char *name)
{
	for (const struct command *command = commands; command->name; command++)
		if (strcmp(command->name, name) == 0)
			return command;
	return NULL;
}

static int run_command(const struct command *command, int argc, char **argv)
{
	struct options options;
	int status = options_parse(&options, command, argc, argv);

	if (!status && options.help)
		print_command_help(stdout, command);
	else if (!status && options.version)
		print_version(stdout);
	else if (!status)
		status = command->run(&options);
	options_done(&options);
	return status;
}

static int without_command(const char *word)
{
	if (!word) {
		print_help(stderr);
		return STATUS_NO_VERDICT;
	}
	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0) {
		print_help(stdout);
		return STATUS_OK;
	}
	if (strcmp(word, "--version") == 0) {
		print_version(stdout);
		return STATUS_OK;
	}
	if (strcmp(word, "--option-table") == 0) {
		print_option_table(stdout);
		return STATUS_OK;
	}
	complain_value("pcimsi", word, "a command; try 'pcimsi --help'");
	return STATUS_NO_VERDICT;
}

int main(int argc, char **argv)
{
	const struct command *command = argc > 1 ? find_command(argv[1]) : NULL;

	/* Only how wide characters are on a terminal; numbers and case stay those of C. */
	setlocale(LC_CTYPE, "");
	if (!command)
		return without_command(argc > 1 ? argv[1] : NULL);
	return run_command(command, argc - 1, argv + 1);
}
