/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_COMMAND_LINE_H
#define PCIMSI_CLI_COMMAND_LINE_H

#include "report/report.h"
#include "report/stage.h"

/*
 * One table of options drives parsing, --help, the man page test and the shell
 * completion. A row says which commands take it.
 */

enum command_bit {
	FOR_LIST = 1 << REPORT_LIST,
	FOR_SHOW = 1 << REPORT_SHOW,
	FOR_INF = 1 << REPORT_INF,
	FOR_CHECK = 1 << REPORT_CHECK,
	FOR_DIFF = 1 << REPORT_DIFF,
	FOR_EXPLAIN = 1 << REPORT_EXPLAIN,
	FOR_CAPTURE = 1 << REPORT_COMMANDS, /* reports nothing */
	FOR_CAPTURES = FOR_LIST | FOR_SHOW | FOR_CHECK,
	FOR_INFS = FOR_INF | FOR_CHECK | FOR_DIFF,
	FOR_ALL = FOR_CAPTURES | FOR_INF | FOR_DIFF | FOR_EXPLAIN,
};

/* A list of words from the command line. */
struct words {
	const char **items;
	unsigned count;
};

enum color_choice {
	COLOR_AUTO,
	COLOR_ALWAYS,
	COLOR_NEVER,
};

/* One of --report. */
struct wanted_report {
	const struct report_ops *format;
	const char *file;
};

struct options {
	enum command_bit command;
	struct words captures;   /* -F, and operands that are captures */
	struct words infs;       /* --inf, and operands that are INFs */
	struct words old_infs;   /* --old-inf, and OLD if it is an INF */
	struct words inf_paths;  /* --inf-path */
	struct words registries; /* --registry */
	struct words granted;    /* --granted */
	/* Of explain: rules; of check: until operands_sort(); of diff: OLD and NEW
	 * that are captures, or neither. */
	struct words operands;
	bool byte;      /* --slot was given */
	int64_t offset; /* of --offset; -1: not given */
	struct pcimsi_filter filter;
	bool filtered; /* -s or -d was given */
	const char *access_method;
	struct pcimsi_param *params;
	unsigned n_params;
	const char *pci_ids;
	unsigned numeric, verbose;
	bool domains, list, model, exit_zero, volatile_fields, no_policy, no_sandbox, help, version;
	struct pcimsi_target target;
	bool target_given, product_given, all_targets, unmatched, matrix, suggest, tree, advise;
	bool sort, notes, quiet;
	enum inf_stage stage;
	uint32_t cpus;
	bool what_if; /* --limit was given */
	struct pcimsi_reg what_if_limit;
	const struct report_ops *format;
	const char *output;
	struct wanted_report *reports; /* --report */
	unsigned n_reports;
	struct pcimsi_fail_on fail_on;
	enum color_choice color;
	struct words select, ignore;
	struct words policies;     /* --policy, and operands that are policies */
	const char *write_waivers; /* NULL: not given */
	struct words owned;        /* strings that were allocated while parsing */
};

/* The exit statuses. */
enum status {
	STATUS_OK = 0,
	STATUS_FINDINGS = 1,
	STATUS_NO_VERDICT = 2,
};

struct command {
	const char *name;
	enum command_bit bit;
	const char *operands;
	const char *help;
	int (*run)(const struct options *options);
};

extern const struct command commands[]; /* ends with a NULL name */

/*
 * Parses the words after the command's name. 0, or STATUS_NO_VERDICT after a
 * message on standard error. options_done() in any case.
 */
int options_parse(struct options *options, const struct command *command, int argc, char **argv);
void options_done(struct options *options);

void print_command_help(FILE *out, const struct command *command);
void print_help(FILE *out);
void print_version(FILE *out);
/* Machine-readable, for completion and tests: command, letter, long option; ... */
void print_option_table(FILE *out);
/* ... command, long option, the words that its argument is one of. */
void print_option_words(FILE *out);

#endif
