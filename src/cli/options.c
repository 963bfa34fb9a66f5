/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/options.h"

#include "base/str.h"
#include "cli/complain.h"
#include "cli/option_table.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

/* ---- small parsers -------------------------------------------------------------------------- */

static int out_of_memory(void)
{
	complain("out of memory");
	return STATUS_NO_VERDICT;
}

static int add_word(struct words *words, const char *word)
{
	const char **grown = realloc(words->items, (words->count + 1) * sizeof(*grown));

	if (!grown)
		return out_of_memory();
	words->items = grown;
	words->items[words->count++] = word;
	return 0;
}

static char *own_copy(struct options *options, const char *text)
{
	char *copy = strdup(text);

	if (copy && add_word(&options->owned, copy)) {
		free(copy);
		return NULL;
	}
	return copy;
}

static int bad_value(const char *option, const char *value, const char *wanted)
{
	complain_value(option, value, wanted);
	return STATUS_NO_VERDICT;
}

static bool parse_number(const char **text, uint32_t *ret)
{
	unsigned long long value;
	char *end;

	if (!ascii_is_digit(**text))
		return false;
	errno = 0;
	value = strtoull(*text, &end, 10);
	if (errno || value > UINT32_MAX)
		return false;
	*ret = (uint32_t)value;
	*text = end;
	return true;
}

static int parse_os(struct options *options, const char *text)
{
	struct pcimsi_target *target = &options->target;
	const char *at = text;

	target->build = 0;
	if (!parse_number(&at, &target->major) || *at++ != '.' ||
	    !parse_number(&at, &target->minor) ||
	    (*at == '.' && (at++, !parse_number(&at, &target->build))) || *at)
		return bad_value("--os", text, "MAJOR.MINOR[.BUILD], such as 10.0.22621");
	options->target_given = true;
	return 0;
}

static int parse_arch(struct options *options, const char *text)
{
	enum pcimsi_arch arch = pcimsi_arch_parse(text);

	if (arch == PCIMSI_ARCH_NONE)
		return bad_value("--arch", text, "x86, amd64, arm, arm64 or ia64");
	options->target.arch = arch;
	options->target_given = true;
	return 0;
}

static int parse_product(struct options *options, const char *text)
{
	static const enum pcimsi_product products[] = { PCIMSI_PRODUCT_WORKSTATION,
							PCIMSI_PRODUCT_SERVER,
							PCIMSI_PRODUCT_DOMAIN_CONTROLLER };

	for (unsigned i = 0; i < 3; i++) {
		if (!str_ieq(text, pcimsi_product_name(products[i])))
			continue;
		options->target.product = products[i];
		options->target_given = true;
		return 0;
	}
	return bad_value("--product", text, "workstation, server or dc");
}

static int parse_cpus(struct options *options, const char *text)
{
	const char *at = text;

	if (!parse_number(&at, &options->cpus) || *at || !options->cpus)
		return bad_value("--cpus", text, "a number of processors");
	return 0;
}

static int parse_limit(struct options *options, const char *text)
{
	const char *at = text;

	options->what_if = true;
	options->what_if_limit = (struct pcimsi_reg){ 0 };
	if (strcmp(text, "none") == 0)
		return 0;
	if (!parse_number(&at, &options->what_if_limit.value) || *at)
		return bad_value("--limit", text, "a number of messages, or none");
	options->what_if_limit.known = true;
	return 0;
}

static int parse_offset(struct options *options, const char *text)
{
	unsigned long value;
	char *end;

	errno = 0;
	value = strtoul(text, &end, 16);
	if (ascii_hex(*text) < 0 || *end || errno || value >= PCIMSI_CONFIG_SIZE)
		return bad_value("--offset", text, "a hexadecimal offset up to fff");
	options->offset = (int64_t)value;
	return 0;
}

static int parse_param(struct options *options, const char *text)
{
	struct pcimsi_param *grown = realloc(options->params,
					     (options->n_params + 1) * sizeof(*grown));
	char *name, *equals;

	if (grown)
		options->params = grown;
	name = grown ? own_copy(options, text) : NULL;
	if (!name)
		return out_of_memory();
	equals = strchr(name, '=');
	if (!equals)
		return bad_value("-O", text, "NAME=VALUE");
	*equals = '\0';
	options->params[options->n_params++] = (struct pcimsi_param){ .name = name,
								      .value = equals + 1 };
	return 0;
}

/* One of a few words; its position, or -1. */
static int parse_word(const char *text, const char *const *wanted)
{
	for (int i = 0; wanted[i]; i++)
		if (strcmp(text, wanted[i]) == 0)
			return i;
	return -1;
}

static int parse_fail_on(struct options *options, const char *text)
{
	static const char *const wanted[] = { "note", "warning", "error", "never", NULL };
	int which = parse_word(text, wanted);

	if (which < 0)
		return bad_value("--fail-on", text, "error, warning, note or never");
	options->fail_on = (enum fail_on)which;
	return 0;
}

static int parse_color(struct options *options, const char *text)
{
	static const char *const wanted[] = { "auto", "always", "never", NULL };
	int which = parse_word(text, wanted);

	if (which < 0)
		return bad_value("--color", text, "auto, always or never");
	options->color = (enum color_choice)which;
	return 0;
}

static int parse_format(struct options *options, const char *text)
{
	for (const struct report_ops *const *format = report_formats; *format; format++)
		if (strcmp((*format)->name, text) == 0)
			options->format = *format;
	if (strcmp(options->format->name, text) != 0)
		return bad_value("--format", text, "text, json or ndjson");
	return 0;
}

static int parse_filter(struct options *options, int key, const char *text)
{
	int err = key == 's' ? pcimsi_filter_parse_slot(&options->filter, text)
			     : pcimsi_filter_parse_id(&options->filter, text);

	if (err)
		return bad_value(key == 's' ? "-s" : "-d", text,
				 key == 's' ? "[[[DOMAIN:]BUS:]DEVICE][.[FUNCTION]]"
					    : "[VENDOR]:[DEVICE][:CLASS[:PROG-IF]]");
	options->filtered = true;
	return 0;
}

/* A rule is named by id or slug, a group of them by the letters ids begin with. */
static bool names_rule(const char *word, const struct pcimsi_rule *rule)
{
	return str_ieq(word, rule->slug) || (*word && str_istarts(rule->id, word));
}

static bool names_any_rule(const char *word)
{
	const struct pcimsi_rule *rules;
	uint32_t count;

	rules = pcimsi_rules(&count);
	for (uint32_t i = 0; i < count; i++)
		if (names_rule(word, &rules[i]))
			return true;
	return false;
}

static int parse_rules(struct options *options, struct words *words, const char *option,
		       const char *text)
{
	char *copy = own_copy(options, text), *rest = copy, *word;

	if (!copy)
		return out_of_memory();
	while ((word = strsep(&rest, ","))) {
		if (!names_any_rule(word))
			return bad_value(option, word, "rule ids or slugs; pcimsi explain --list");
		if (add_word(words, word))
			return STATUS_NO_VERDICT;
	}
	return 0;
}

static bool listed(const struct words *words, const struct pcimsi_rule *rule)
{
	for (unsigned i = 0; i < words->count; i++)
		if (names_rule(words->items[i], rule))
			return true;
	return false;
}

bool options_want_rule(void *user, const struct pcimsi_rule *rule)
{
	const struct options *options = user;

	if (options->select.count && !listed(&options->select, rule))
		return false;
	return !listed(&options->ignore, rule);
}

/* ---- the command line ------------------------------------------------------------------------ */

static int take_flag(struct options *options, int key)
{
	switch (key) {
	case 'n':
		options->numeric++;
		return 0;
	case 'D':
		options->domains = true;
		return 0;
	case 'v':
		options->verbose++;
		return 0;
	case 'h':
		options->help = true;
		return 0;
	case OPTION_VERSION:
		options->version = true;
		return 0;
	case OPTION_LIST:
		options->list = true;
		return 0;
	case OPTION_MODEL:
		options->model = true;
		return 0;
	case OPTION_ALL_TARGETS:
		options->all_targets = true;
		return 0;
	case OPTION_MATRIX:
		options->matrix = true;
		return 0;
	case OPTION_SUGGEST:
		options->suggest = true;
		return 0;
	case OPTION_UNMATCHED:
		options->unmatched = true;
		return 0;
	case OPTION_EXIT_ZERO:
		options->exit_zero = true;
		return 0;
	default:
		return STATUS_NO_VERDICT;
	}
}

static int take_value(struct options *options, int key, const char *value)
{
	switch (key) {
	case 'F':
		return add_word(&options->captures, value);
	case OPTION_INF:
		return add_word(&options->infs, value);
	case OPTION_STAGE:
		if (stage_parse(value, &options->stage))
			return 0;
		return bad_value("--stage", value, "lines, sections, strings, models or effects");
	case OPTION_REGISTRY:
		return add_word(&options->registries, value);
	case OPTION_INF_PATH:
		return add_word(&options->inf_paths, value);
	case OPTION_SLOT:
		options->byte = true;
		return parse_filter(options, 's', value);
	case OPTION_OFFSET:
		return parse_offset(options, value);
	case 's':
	case 'd':
		return parse_filter(options, key, value);
	case 'i':
		options->pci_ids = value;
		return 0;
	case 'A':
		options->access_method = value;
		return 0;
	case 'O':
		return parse_param(options, value);
	case 'o':
		options->output = value;
		return 0;
	case OPTION_OS:
		return parse_os(options, value);
	case OPTION_ARCH:
		return parse_arch(options, value);
	case OPTION_PRODUCT:
		return parse_product(options, value);
	case OPTION_CPUS:
		return parse_cpus(options, value);
	case OPTION_LIMIT:
		return parse_limit(options, value);
	case OPTION_FORMAT:
		return parse_format(options, value);
	case OPTION_FAIL_ON:
		return parse_fail_on(options, value);
	case OPTION_COLOR:
		return parse_color(options, value);
	case OPTION_SELECT:
		return parse_rules(options, &options->select, "--select", value);
	case OPTION_IGNORE:
		return parse_rules(options, &options->ignore, "--ignore", value);
	case OPTION_POLICY:
		return add_word(&options->policies, value);
	case OPTION_WRITE_WAIVERS:
		/* Standard output is the report's. */
		if (strcmp(value, "-") == 0)
			return bad_value("--write-waivers", value, "a file");
		options->write_waivers = value;
		return 0;
	default:
		return STATUS_NO_VERDICT;
	}
}

/* What getopt wants, for one command, from the table. */
struct getopt_tables {
	char letters[2 * N_OPTION_ROWS + 2];
	struct option longs[N_OPTION_ROWS + 1];
};

static void make_tables(struct getopt_tables *tables, const struct command *command)
{
	unsigned n_letters = 1, n_longs = 0;

	memset(tables, 0, sizeof(*tables));
	tables->letters[0] = ':'; /* tell a missing value from an unknown option */
	for (unsigned i = 0; i < N_OPTION_ROWS; i++) {
		const struct option_row *row = &option_rows[i];

		if (!(row->commands & command->bit))
			continue;
		if (row->key < OPTION_INF) {
			tables->letters[n_letters++] = (char)row->key;
			if (row->argument)
				tables->letters[n_letters++] = ':';
		}
		if (row->name)
			tables->longs[n_longs++] = (struct option){
				.name = row->name,
				.has_arg = row->argument ? required_argument : no_argument,
				.val = row->key,
			};
	}
}

static unsigned count_beginning(const struct getopt_tables *tables, const char *word)
{
	size_t length = strcspn(word, "=");
	unsigned count = 0;

	for (const struct option *option = tables->longs; option->name; option++)
		count += strncmp(option->name, word, length) == 0;
	return count;
}

/* `word` is the one that getopt has just left, or is still in: letters may follow. */
static int bad_option(const struct getopt_tables *tables, int key, const char *word)
{
	bool is_long = strncmp(word, "--", 2) == 0;
	char letter[] = { '-', (char)optopt, '\0' };
	const char *option = is_long || !optopt ? word : letter;

	if (key == ':')
		complain_file(option, "this option wants a value", NULL);
	else if (is_long && optopt)
		complain_file(option, "this option takes no value", NULL);
	else if (is_long && count_beginning(tables, word + 2) > 1)
		complain_file(option, "several options begin so", NULL);
	else
		complain_file(option, "there is no such option", NULL);
	return STATUS_NO_VERDICT;
}

static struct words *operand_list(struct options *options)
{
	switch (options->command) {
	case FOR_INF:
		return &options->infs;
	case FOR_EXPLAIN:
		return options->byte ? &options->captures : &options->operands;
	default:
		return &options->captures;
	}
}

int options_parse(struct options *options, const struct command *command, int argc, char **argv)
{
	struct getopt_tables tables;
	int key, err = 0;

	*options = (struct options){
		.command = command->bit,
		.target = pcimsi_target_default,
		.format = report_formats[0],
		.fail_on = FAIL_ON_WARNING,
		.offset = -1,
	};
	pcimsi_filter_init(&options->filter);
	make_tables(&tables, command);
	opterr = 0; /* it would write what it does not know as it is */
	while (!err && (key = getopt_long(argc, argv, tables.letters, tables.longs, NULL)) != -1) {
		if (key == '?' || key == ':')
			err = bad_option(&tables, key, argv[optind - 1]);
		else
			err = optarg ? take_value(options, key, optarg) : take_flag(options, key);
	}
	while (!err && optind < argc)
		err = add_word(operand_list(options), argv[optind++]);
	if (err)
		complain_usage(command->name);
	return err;
}

void options_done(struct options *options)
{
	for (unsigned i = 0; i < options->owned.count; i++)
		free((char *)options->owned.items[i]);
	free(options->owned.items);
	free(options->captures.items);
	free(options->infs.items);
	free(options->inf_paths.items);
	free(options->registries.items);
	free(options->operands.items);
	free(options->select.items);
	free(options->ignore.items);
	free(options->policies.items);
	free(options->params);
}
