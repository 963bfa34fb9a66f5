/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_OPTION_TABLE_H
#define PCIMSI_CLI_OPTION_TABLE_H

/* Options without a letter get numbers above every character. */
enum long_only {
	OPTION_INF = 0x100,
	OPTION_OS,
	OPTION_ARCH,
	OPTION_PRODUCT,
	OPTION_CPUS,
	OPTION_FORMAT,
	OPTION_FAIL_ON,
	OPTION_EXIT_ZERO,
	OPTION_SELECT,
	OPTION_IGNORE,
	OPTION_COLOR,
	OPTION_LIST,
	OPTION_VERSION,
	OPTION_SLOT,
	OPTION_OFFSET,
	OPTION_ALL_TARGETS,
	OPTION_INF_PATH,
	OPTION_STAGE,
	OPTION_UNMATCHED,
	OPTION_LIMIT,
	OPTION_MATRIX,
	OPTION_MODEL,
	OPTION_SUGGEST,
	OPTION_REGISTRY,
	OPTION_POLICY,
	OPTION_WRITE_WAIVERS,
};

struct option_row {
	int key;
	const char *name;     /* long name; NULL: letter only */
	const char *argument; /* NULL: takes none */
	unsigned commands;
	const char *help;
};

#define N_OPTION_ROWS 37
extern const struct option_row option_rows[N_OPTION_ROWS];

#endif
