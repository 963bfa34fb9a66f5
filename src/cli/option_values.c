/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/option_values.h"

#include "base/nearest.h"
#include "base/str.h"
#include "cli/complain.h"
#include "cli/rule_choice.h"
#include "cli/windows_names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int out_of_memory(void)
{
	complain("out of memory");
	return STATUS_NO_VERDICT;
}

int add_word(struct words *words, const char *word)
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

static int bad_value(const struct option_row *row, const char *value, const char *wanted)
{
	char name[OPTION_NAME];

	complain_value(option_name(row, name), value, wanted);
	return STATUS_NO_VERDICT;
}

/* The same, of a word; `best` NULL: no other is near to it. */
static int bad_word(const struct option_row *row, const char *word, const char *wanted,
		    const char *best)
{
	char said[OPTION_WORDS + 64];

	snprintf(said, sizeof(said), "%s%s%s%s", wanted, best ? "; did you mean " : "",
		 best ? best : "", best ? "?" : "");
	return bad_value(row, word, said);
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

static bool parse_version(const char *at, struct pcimsi_target *target)
{
	target->build = 0;
	if (!parse_number(&at, &target->major) || *at++ != '.' ||
	    !parse_number(&at, &target->minor))
		return false;
	return !*at || (*at == '.' && (at++, parse_number(&at, &target->build)) && !*at);
}

int take_os(struct options *options, const struct option_row *row, const char *text)
{
	struct pcimsi_target target = options->target;

	/* "8.1" is a name: no Windows has that version. */
	if (!windows_named(text, &target) && !parse_version(text, &target))
		return bad_word(row, text,
				"MAJOR.MINOR[.BUILD] or a name, such as 10.0.22621, 11, 22H2 or "
				"'Server 2022'",
				windows_nearest(text));
	if (options->product_given)
		target.product = options->target.product;
	options->target = target;
	options->target_given = true;
	return 0;
}

int take_cpus(struct options *options, const struct option_row *row, const char *text)
{
	const char *at = text;

	if (!parse_number(&at, &options->cpus) || *at || !options->cpus)
		return bad_value(row, text, "a number of processors");
	return 0;
}

int take_limit(struct options *options, const struct option_row *row, const char *text)
{
	const char *at = text;

	options->what_if = true;
	options->what_if_limit = (struct pcimsi_reg){ 0 };
	if (strcmp(text, "none") == 0)
		return 0;
	if (!parse_number(&at, &options->what_if_limit.value) || *at)
		return bad_value(row, text, "a number of messages, or none");
	options->what_if_limit.known = true;
	return 0;
}

/* Decimal without a prefix, as JSON prints offsets; so hexadecimal has to be said. */
int take_offset(struct options *options, const struct option_row *row, const char *text)
{
	bool is_hex = text[0] == '0' && ascii_lower(text[1]) == 'x';
	const char *digits = is_hex ? text + 2 : text;
	unsigned long value;
	char *end;

	errno = 0;
	value = strtoul(digits, &end, is_hex ? 16 : 10);
	if (ascii_hex(*digits) < 0 || *end || errno || value >= PCIMSI_CONFIG_SIZE)
		return bad_value(row, text,
				 "an offset; write 0x42 for hexadecimal or 66 for decimal, up to "
				 "0xfff");
	options->offset = (int64_t)value;
	return 0;
}

int take_param(struct options *options, const struct option_row *row, const char *text)
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
		return bad_value(row, text, "NAME=VALUE");
	*equals = '\0';
	options->params[options->n_params++] = (struct pcimsi_param){ .name = name,
								      .value = equals + 1 };
	return 0;
}

int take_slot(struct options *options, const struct option_row *row, const char *text)
{
	if (pcimsi_filter_parse_slot(&options->filter, text))
		return bad_value(row, text, "[[[DOMAIN:]BUS:]DEVICE][.[FUNCTION]]");
	options->filtered = true;
	return 0;
}

int take_byte_slot(struct options *options, const struct option_row *row, const char *text)
{
	options->byte = true;
	return take_slot(options, row, text);
}

int take_id(struct options *options, const struct option_row *row, const char *text)
{
	if (pcimsi_filter_parse_id(&options->filter, text))
		return bad_value(row, text, "[VENDOR]:[DEVICE][:CLASS[:PROG-IF]]");
	options->filtered = true;
	return 0;
}

int take_write_waivers(struct options *options, const struct option_row *row, const char *text)
{
	/* Standard output is the report's. */
	if (strcmp(text, "-") == 0)
		return bad_value(row, text, "a file");
	options->write_waivers = text;
	return 0;
}

int take_rules(struct options *options, const struct option_row *row, const char *text)
{
	struct words *words = (struct words *)((char *)options + row->member);
	char *copy = own_copy(options, text), *rest = copy, *word;

	if (!copy)
		return out_of_memory();
	while ((word = strsep(&rest, ","))) {
		if (!names_any_rule(word))
			return bad_word(row, word, "rule ids or slugs; pcimsi explain --list",
					pcimsi_rule_nearest(word));
		if (add_word(words, word))
			return STATUS_NO_VERDICT;
	}
	return 0;
}

/* ---- one of a few words --------------------------------------------------------------------- */

const char *option_name(const struct option_row *row, char buffer[OPTION_NAME])
{
	if (row->name)
		snprintf(buffer, OPTION_NAME, "--%s", row->name);
	else
		snprintf(buffer, OPTION_NAME, "-%c", row->letter);
	return buffer;
}

const char *option_words(const struct option_row *row, enum command_bit command, bool preset,
			 char buffer[OPTION_WORDS])
{
	const char *word, *next = row->word(0, command);
	size_t used = 0;

	buffer[0] = '\0';
	for (unsigned i = 0; (word = next) && used < OPTION_WORDS; i++) {
		next = row->word(i + 1, command);
		used += (size_t)snprintf(buffer + used, OPTION_WORDS - used, "%s%s%s",
					 !i     ? ""
					 : next ? ", "
						: " or ",
					 word, preset && i + 1 == row->preset ? " (default)" : "");
	}
	return buffer;
}

/* Which word of the row it is. */
static int find_word(const struct options *options, const struct option_row *row, const char *value,
		     unsigned *ret)
{
	struct nearest nearest = nearest_to(value);
	const char *meant = row->alias ? row->alias(value) : value, *word;
	char words[OPTION_WORDS];

	for (unsigned i = 0; (word = row->word(i, options->command)); i++) {
		nearest_try(&nearest, word);
		if (!str_ieq(word, meant))
			continue;
		*ret = i;
		return 0;
	}
	option_words(row, options->command, false, words);
	return bad_word(row, value, words, nearest.best);
}

static int choose(struct options *options, const struct option_row *row, const char *value)
{
	unsigned index;

	if (find_word(options, row, value, &index))
		return STATUS_NO_VERDICT;
	row->choose(options, index);
	return 0;
}

/* Formats that do not serve the command are not counted. */
static const struct report_ops *format_of(unsigned index, unsigned command)
{
	const struct report_ops *const *format = report_formats;

	for (; *format; format++)
		if ((*format)->commands & command && !index--)
			break;
	return *format;
}

const char *format_word(unsigned index, enum command_bit command)
{
	const struct report_ops *format = format_of(index, command);

	return format ? format->name : NULL;
}

void choose_format(struct options *options, unsigned index)
{
	options->format = format_of(index, options->command);
}

static int add_report(struct options *options, struct wanted_report report)
{
	struct wanted_report *grown = realloc(options->reports,
					      (options->n_reports + 1) * sizeof(*grown));

	if (!grown)
		return out_of_memory();
	options->reports = grown;
	options->reports[options->n_reports++] = report;
	return 0;
}

int take_report(struct options *options, const struct option_row *row, const char *text)
{
	char *copy = own_copy(options, text), *file = copy, *word;
	unsigned index;

	if (!copy)
		return out_of_memory();
	word = strsep(&file, "=");
	if (find_word(options, row, word, &index))
		return STATUS_NO_VERDICT;
	/* Standard output is that of --format. */
	if (!file || !*file || strcmp(file, "-") == 0)
		return bad_value(row, text, "FORMAT=FILE; standard output is for --format");
	return add_report(options,
			  (struct wanted_report){ format_of(index, options->command), file });
}

const char *stage_word(unsigned index, enum command_bit command)
{
	(void)command;
	return stage_name((enum inf_stage)(STAGE_NONE + 1 + (int)index));
}

void choose_stage(struct options *options, unsigned index)
{
	options->stage = (enum inf_stage)(STAGE_NONE + 1 + (int)index);
}

const char *arch_word(unsigned index, enum command_bit command)
{
	enum pcimsi_arch arch = (enum pcimsi_arch)(PCIMSI_ARCH_NONE + 1 + (int)index);

	(void)command;
	return arch <= PCIMSI_ARCH_IA64 ? pcimsi_arch_name(arch) : NULL;
}

void choose_arch(struct options *options, unsigned index)
{
	options->target.arch = (enum pcimsi_arch)(PCIMSI_ARCH_NONE + 1 + (int)index);
	options->target_given = true;
}

static const enum pcimsi_product products[] = { PCIMSI_PRODUCT_WORKSTATION, PCIMSI_PRODUCT_SERVER,
						PCIMSI_PRODUCT_DOMAIN_CONTROLLER };

const char *product_word(unsigned index, enum command_bit command)
{
	(void)command;
	return index < 3 ? pcimsi_product_name(products[index]) : NULL;
}

void choose_product(struct options *options, unsigned index)
{
	options->target.product = products[index];
	options->product_given = true;
	options->target_given = true;
}

/* The severities, then "never", then the verdicts that are against the INF. */
enum { NEVER = 3 };
static const enum pcimsi_severity severities[NEVER] = {
	PCIMSI_SEVERITY_ERROR,
	PCIMSI_SEVERITY_WARNING,
	PCIMSI_SEVERITY_NOTE,
};

const char *fail_on_word(unsigned index, enum command_bit command)
{
	(void)command;
	if (index < NEVER)
		return pcimsi_severity_name(severities[index]);
	if (index == NEVER)
		return "never";
	index -= NEVER + 1;
	return index < PCIMSI_VERDICT_FIT ? pcimsi_verdict_name((enum pcimsi_verdict_word)index)
					  : NULL;
}

/* Of several the mildest one holds: it takes in those that are worse. */
static void add_fail_on(struct pcimsi_fail_on *fail_on, unsigned index)
{
	enum pcimsi_verdict_word word = (enum pcimsi_verdict_word)(index - NEVER - 1);

	if (index == NEVER)
		return;
	if (index < NEVER) {
		if (!fail_on->severities || severities[index] < fail_on->severity)
			fail_on->severity = severities[index];
		fail_on->severities = true;
	} else if (word == PCIMSI_VERDICT_UNKNOWN) {
		fail_on->unknown = true;
	} else if (fail_on->verdict == PCIMSI_VERDICT_FIT || word > fail_on->verdict) {
		fail_on->verdict = word;
	}
}

int take_fail_on(struct options *options, const struct option_row *row, const char *text)
{
	char *copy = own_copy(options, text), *rest = copy, *word;
	bool never = false;
	unsigned index;

	if (!copy)
		return out_of_memory();
	options->fail_on = (struct pcimsi_fail_on){ .verdict = PCIMSI_VERDICT_FIT };
	while ((word = strsep(&rest, ","))) {
		if (find_word(options, row, word, &index))
			return STATUS_NO_VERDICT;
		add_fail_on(&options->fail_on, index);
		never |= index == NEVER;
	}
	if (never && strchr(text, ','))
		return bad_value(row, text, "a list of words without never");
	return 0;
}

const char *color_word(unsigned index, enum command_bit command)
{
	static const char *const words[] = {
		[COLOR_AUTO] = "auto",
		[COLOR_ALWAYS] = "always",
		[COLOR_NEVER] = "never",
	};

	(void)command;
	return index <= COLOR_NEVER ? words[index] : NULL;
}

void choose_color(struct options *options, unsigned index)
{
	options->color = (enum color_choice)index;
}

/* ---- what a row does ------------------------------------------------------------------------ */

int option_apply(struct options *options, const struct option_row *row, const char *value)
{
	void *member = (char *)options + row->member;

	switch (row->effect) {
	case OPTION_NONE:
		break;
	case OPTION_FLAG:
		*(bool *)member = true;
		break;
	case OPTION_COUNT:
		++*(unsigned *)member;
		break;
	case OPTION_TEXT:
		*(const char **)member = value;
		break;
	case OPTION_LIST:
		return add_word(member, value);
	case OPTION_CHOICE:
		return choose(options, row, value);
	case OPTION_TAKE:
		return row->take(options, row, value);
	}
	return 0;
}
