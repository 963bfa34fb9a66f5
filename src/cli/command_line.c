/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/command_line.h"

#include "base/nearest.h"
#include "cli/complain.h"
#include "cli/operands.h"
#include "cli/option_values.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

/* Above every letter; the number of the row is added. */
#define LONG_ONLY 0x100

/* What getopt wants, for one command, from the table. */
struct getopt_tables {
	char *letters;
	struct option *longs;
};

static int key_of(unsigned row)
{
	return option_rows[row].letter ? option_rows[row].letter : LONG_ONLY + (int)row;
}

static int make_tables(struct getopt_tables *tables, const struct command *command)
{
	unsigned n_letters = 1, n_longs = 0;

	tables->letters = calloc(2 * n_option_rows + 2, 1);
	tables->longs = calloc(n_option_rows + 1, sizeof(*tables->longs));
	if (!tables->letters || !tables->longs) {
		complain("out of memory");
		return STATUS_NO_VERDICT;
	}
	tables->letters[0] = ':'; /* tell a missing value from an unknown option */
	for (unsigned i = 0; i < n_option_rows; i++) {
		const struct option_row *row = &option_rows[i];

		if (!(row->commands & command->bit))
			continue;
		if (row->letter)
			tables->letters[n_letters++] = row->letter;
		if (row->letter && row->argument)
			tables->letters[n_letters++] = ':';
		if (row->name)
			tables->longs[n_longs++] = (struct option){
				.name = row->name,
				.has_arg = row->argument ? required_argument : no_argument,
				.val = key_of(i),
			};
	}
	return 0;
}

static int take(struct options *options, int key, const char *value)
{
	for (unsigned i = 0; i < n_option_rows; i++)
		if (key == key_of(i) && option_rows[i].commands & options->command)
			return option_apply(options, &option_rows[i], value);
	return STATUS_NO_VERDICT;
}

static unsigned count_beginning(const struct getopt_tables *tables, const char *word)
{
	size_t length = strcspn(word, "=");
	unsigned count = 0;

	for (const struct option *option = tables->longs; option->name; option++)
		count += strncmp(option->name, word, length) == 0;
	return count;
}

/* With the dashes, in `ret`; NULL: none is near. */
static const char *nearest_option(const struct getopt_tables *tables, const char *word,
				  char ret[OPTION_NAME])
{
	char bare[OPTION_NAME];
	struct nearest nearest;

	snprintf(bare, sizeof(bare), "%.*s", (int)strcspn(word + 2, "="), word + 2);
	nearest = nearest_to(bare);
	for (const struct option *option = tables->longs; option->name; option++)
		nearest_try(&nearest, option->name);
	snprintf(ret, OPTION_NAME, "--%s", nearest.best ? nearest.best : "");
	return nearest.best ? ret : NULL;
}

/* `word` is the one that getopt has just left, or is still in: letters may follow. */
static int bad_option(const struct getopt_tables *tables, int key, const char *word)
{
	bool is_long = strncmp(word, "--", 2) == 0;
	char letter[] = { '-', (char)optopt, '\0' };
	const char *option = is_long || !optopt ? word : letter;
	char name[OPTION_NAME];

	if (key == ':')
		complain_file(option, "this option wants a value", NULL);
	else if (is_long && optopt)
		complain_file(option, "this option takes no value", NULL);
	else if (is_long && count_beginning(tables, word + 2) > 1)
		complain_file(option, "several options begin so", NULL);
	else
		complain_word(option, "there is no such option",
			      is_long ? nearest_option(tables, word, name) : NULL);
	return STATUS_NO_VERDICT;
}

static struct words *operand_list(struct options *options)
{
	switch (options->command) {
	case FOR_INF:
		return &options->infs;
	case FOR_CHECK:
	case FOR_DIFF:
		return &options->operands;
	case FOR_EXPLAIN:
		return options->byte ? &options->captures : &options->operands;
	default:
		return &options->captures;
	}
}

int options_parse(struct options *options, const struct command *command, int argc, char **argv)
{
	struct getopt_tables tables;
	int key, err;

	*options = (struct options){
		.command = command->bit,
		.target = pcimsi_target_default,
		.format = report_formats[0],
		.fail_on = pcimsi_fail_on_default,
		.offset = -1,
	};
	pcimsi_filter_init(&options->filter);
	err = make_tables(&tables, command);
	opterr = 0; /* it would write what it does not know as it is */
	while (!err && (key = getopt_long(argc, argv, tables.letters, tables.longs, NULL)) != -1) {
		if (key == '?' || key == ':')
			err = bad_option(&tables, key, argv[optind - 1]);
		else
			err = take(options, key, optarg);
	}
	while (!err && optind < argc)
		err = add_word(operand_list(options), argv[optind++]);
	if (err)
		complain_usage(command->name);
	else
		err = operands_sort(options);
	free(tables.letters);
	free(tables.longs);
	return err;
}

void options_done(struct options *options)
{
	for (unsigned i = 0; i < options->owned.count; i++)
		free((char *)options->owned.items[i]);
	free(options->owned.items);
	free(options->captures.items);
	free(options->infs.items);
	free(options->old_infs.items);
	free(options->inf_paths.items);
	free(options->registries.items);
	free(options->granted.items);
	free(options->operands.items);
	free(options->select.items);
	free(options->ignore.items);
	free(options->policies.items);
	free(options->params);
	free(options->reports);
}
