/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/program.h"

#include "base/nearest.h"
#include "cli/complain.h"
#include "cli/complete.h"
#include "cli/output.h"
#include "cli/session.h"
#include "report/rules_page.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool finished;

/* libpci ends the program when there is no memory before it can be told not to. */
static void at_exit(void)
{
	output_remove_temporaries();
	if (finished)
		return;
	complain("a library ended the program; the report is not complete");
	_exit(STATUS_NO_VERDICT);
}

void program_guard(void)
{
	output_guard();
	atexit(at_exit);
}

static const struct command *find_command(const char *name)
{
	for (const struct command *command = commands; command->name; command++)
		if (strcmp(command->name, name) == 0)
			return command;
	return NULL;
}

static const char *nearest_command(const char *word)
{
	struct nearest nearest = nearest_to(word);

	for (const struct command *command = commands; command->name; command++)
		nearest_try(&nearest, command->name);
	return nearest.best;
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

static int no_command(const char *word)
{
	complain_word(word, "there is no such command", nearest_command(word));
	fputs("pcimsi: try 'pcimsi --help'\n", stderr);
	return STATUS_NO_VERDICT;
}

/* `pcimsi help`, `pcimsi help COMMAND` */
static int help(const char *name)
{
	const struct command *command = name ? find_command(name) : NULL;

	if (name && !command)
		return no_command(name);
	if (command)
		print_command_help(stdout, command);
	else
		print_help(stdout);
	return STATUS_OK;
}

/* `pcimsi --page FORM`, which `make` runs. */
static int page(const char *form)
{
	if (!rules_page(stdout, form))
		return STATUS_OK;
	complain("the page cannot be written");
	return STATUS_NO_VERDICT;
}

static int without_command(int count, char **words)
{
	const char *word = count ? words[0] : NULL, *next = count > 1 ? words[1] : NULL;

	if (!word) {
		print_help(stderr);
		return STATUS_NO_VERDICT;
	}
	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0)
		return help(next);
	if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) {
		print_version(stdout);
		return STATUS_OK;
	}
	if (strcmp(word, "--option-table") == 0) {
		print_option_table(stdout);
		return STATUS_OK;
	}
	if (strcmp(word, "--option-words") == 0) {
		print_option_words(stdout);
		return STATUS_OK;
	}
	if (strcmp(word, "--complete") == 0) {
		complete(stdout, count - 1, words + 1);
		return STATUS_OK;
	}
	if (strcmp(word, "--page") == 0 && next)
		return page(next);
	return no_command(word);
}

/*
 * What is written is UTF-8 whatever the locale of the user: the same input gives the
 * same bytes. libsmartcols counts columns and libarchive reads names of members by the
 * locale, so it is one of UTF-8; numbers, case and order stay those of C.
 */
static void choose_locale(void)
{
	static const char *const names[] = { "C.UTF-8", "C.utf8", "en_US.UTF-8" };

	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (setlocale(LC_CTYPE, names[i]))
			return;
}

int program_run(int argc, char **argv)
{
	const struct command *command = argc > 1 ? find_command(argv[1]) : NULL;
	int status, unwritten;

	choose_locale();
	status = command ? run_command(command, argc - 1, argv + 1)
			 : without_command(argc - 1, argv + 1);
	/* Of a report that was closed nothing is left, and this says nothing. */
	unwritten = output_flush();
	finished = true;
	return unwritten > status ? unwritten : status;
}
