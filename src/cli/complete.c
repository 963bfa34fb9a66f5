/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/complete.h"

#include "base/str.h"
#include "cli/option_table.h"
#include "cli/option_values.h"

#include <stdlib.h>
#include <string.h>

void completion_offer(struct completion *completion, const char *word, const char *help)
{
	if (!str_istarts(word, completion->text + completion->kept))
		return;
	fprintf(completion->out, "%.*s%s", (int)completion->kept, completion->text, word);
	if (help && *help)
		fprintf(completion->out, "\t%s", help);
	fputc('\n', completion->out);
}

/* ---- the words before ------------------------------------------------------------------------ */

static const struct option_row *find_long(const struct command *command, const char *word)
{
	size_t length = strcspn(word, "=");

	for (unsigned i = 0; i < n_option_rows; i++) {
		const struct option_row *row = &option_rows[i];

		if (row->commands & command->bit && row->name && strlen(row->name) == length &&
		    memcmp(row->name, word, length) == 0)
			return row;
	}
	return NULL;
}

static const struct option_row *find_letter(const struct command *command, char letter)
{
	for (unsigned i = 0; i < n_option_rows; i++)
		if (option_rows[i].commands & command->bit && option_rows[i].letter == letter)
			return &option_rows[i];
	return NULL;
}

/*
 * The option of the word that takes an argument; *ret_at is where that begins in it, or 0: it is
 * the next word. NULL: none does.
 */
static const struct option_row *option_of(const struct command *command, const char *word,
					  size_t *ret_at)
{
	const struct option_row *row;

	*ret_at = 0;
	if (strncmp(word, "--", 2) == 0) {
		size_t length = strcspn(word, "=");

		row = find_long(command, word + 2);
		*ret_at = word[length] ? length + 1 : 0;
		return row && row->argument ? row : NULL;
	}
	for (size_t i = 1; word[0] == '-' && word[i]; i++) {
		row = find_letter(command, word[i]);
		if (!row)
			return NULL;
		*ret_at = word[i + 1] ? i + 1 : 0;
		if (row->argument)
			return row;
	}
	return NULL;
}

/* A value or an operand that may be a capture. */
static void see_word(struct completion *completion, const struct option_row *row, const char *word)
{
	if (row && row->take == take_byte_slot)
		completion->byte = true;
	if (!row || row->letter == 'F')
		add_word(&completion->captures, word);
}

/* Returns the option that the last word is the argument of; *ret_operands: it is no option. */
static const struct option_row *see_words(struct completion *completion, int count,
					  char *const *words, bool *ret_operands)
{
	const struct option_row *wants = NULL;
	size_t at;

	*ret_operands = false;
	for (int i = 0; i < count; i++) {
		const struct option_row *row = wants;

		wants = NULL;
		if (row || *ret_operands || words[i][0] != '-' || !words[i][1]) {
			see_word(completion, row, words[i]);
			continue;
		}
		*ret_operands = strcmp(words[i], "--") == 0;
		row = option_of(completion->command, words[i], &at);
		if (row && at)
			see_word(completion, row, words[i] + at);
		else
			wants = row;
	}
	return wants;
}

/* ---- the last one ---------------------------------------------------------------------------- */

static void put_kind(const struct completion *completion, const char *kind)
{
	fprintf(completion->out, "%s\t%.*s\n", kind, (int)completion->kept, completion->text);
}

/* What is behind the last comma is being written. */
static void keep_list(struct completion *completion)
{
	const char *comma = strrchr(completion->text + completion->kept, ',');

	if (comma)
		completion->kept = (size_t)(comma + 1 - completion->text);
}

/* FORMAT=FILE */
static void complete_pair(struct completion *completion, const struct option_row *row)
{
	const char *equals = strchr(completion->text + completion->kept, '='), *word;
	char text[OPTION_NAME];

	if (equals) {
		completion->kept = (size_t)(equals + 1 - completion->text);
		put_kind(completion, "files");
		return;
	}
	fputs("words\n", completion->out);
	for (unsigned i = 0; (word = row->word(i, completion->command->bit)); i++) {
		snprintf(text, sizeof(text), "%s=", word);
		completion_offer(completion, text, NULL);
	}
}

static void complete_words(struct completion *completion, const struct option_row *row)
{
	const char *word;

	fputs("words\n", completion->out);
	if (row->effect != OPTION_CHOICE)
		keep_list(completion);
	for (unsigned i = 0; (word = row->word(i, completion->command->bit)); i++)
		completion_offer(completion, word, NULL);
}

static void complete_value(struct completion *completion, const struct option_row *row)
{
	if (row->complete) {
		fputs("words\n", completion->out);
		row->complete(completion);
	} else if (row->word && strchr(row->argument, '=')) {
		complete_pair(completion, row);
	} else if (row->word) {
		complete_words(completion, row);
	} else if (strcmp(row->argument, "FILE") == 0) {
		put_kind(completion, "files");
	} else if (strcmp(row->argument, "DIR") == 0) {
		put_kind(completion, "folders");
	} else {
		fputs("words\n", completion->out);
	}
}

static void complete_options(struct completion *completion)
{
	fputs("words\n", completion->out);
	for (unsigned i = 0; i < n_option_rows; i++) {
		const struct option_row *row = &option_rows[i];
		const char *help = row->help ? row->help : row->argument;
		char letter[] = { '-', row->letter, '\0' }, name[OPTION_NAME];

		if (!(row->commands & completion->command->bit))
			continue;
		if (row->letter)
			completion_offer(completion, letter, help);
		snprintf(name, sizeof(name), "--%s", row->name ? row->name : "");
		if (row->name)
			completion_offer(completion, name, help);
	}
}

static void complete_operand(struct completion *completion)
{
	if (completion->command->bit == FOR_CAPTURE) {
		fputs("words\n", completion->out);
	} else if (completion->command->bit == FOR_EXPLAIN && !completion->byte) {
		fputs("words\n", completion->out);
		complete_explained(completion);
	} else {
		put_kind(completion, "files");
	}
}

static void complete_command(struct completion *completion)
{
	fputs("words\n", completion->out);
	for (const struct command *command = commands; command->name; command++)
		completion_offer(completion, command->name, command->help);
	completion_offer(completion, "help", "the options of a command");
	completion_offer(completion, "--help", "the commands");
	completion_offer(completion, "--version", "the version");
}

static void complete_argument(struct completion *completion, int count, char *const *words)
{
	bool operands;
	const struct option_row *row = see_words(completion, count - 1, words, &operands);
	size_t at = 0;

	completion->text = words[count - 1];
	if (!row && !operands)
		row = option_of(completion->command, completion->text, &at);
	completion->kept = row ? at : 0;
	if (row && (at || completion->text[0] != '-' || !completion->text[1]))
		complete_value(completion, row);
	else if (!operands && completion->text[0] == '-')
		complete_options(completion);
	else
		complete_operand(completion);
	free(completion->captures.items);
}

void complete(FILE *out, int count, char *const *words)
{
	struct completion completion = { .out = out, .text = count ? words[0] : "" };

	if (count < 2) {
		complete_command(&completion);
		return;
	}
	for (const struct command *command = commands; command->name; command++)
		if (strcmp(command->name, words[0]) == 0)
			completion.command = command;
	if (completion.command) {
		complete_argument(&completion, count - 1, words + 1);
	} else if (strcmp(words[0], "help") == 0) {
		completion.text = words[count - 1];
		complete_command(&completion);
	}
}
