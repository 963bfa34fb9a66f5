/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_TESTS_RULES_CASES_H
#define PCIMSI_TESTS_RULES_CASES_H

#include <stdbool.h>
#include <stddef.h>

#include "support/files.h"

/* The cases of a rule, as README.md beside this file describes them. */

enum case_kind {
	CASE_HIT,
	CASE_MISS,
	CASE_UNKNOWN,
};

struct rule_case {
	char *expect; /* its first line */
	const char *why;
	enum case_kind kind;
	char severity[16]; /* "" but for a hit */
	char verdict[16];  /* "": any */
	/* Files; NULL: not given. */
	char *capture, *inf, *extension, *policy, *registry, *granted;
	/* The function's bytes and what Linux gave it; no state: the capture is a text. */
	char *config;
	size_t config_size;
	char *linux_state;      /* "MODE VECTORS [MSI_BUS]" */
	struct text_lines args; /* of pcimsi check */
	/* Of a hit: what a finding of the rule has to say and to prove. */
	struct text_lines says, proves;
};

struct case_file {
	char *seen; /* where a public input is told that the rule fires on; NULL: not told */
	struct rule_case *cases;
	size_t count;
};

/* False after a message on `complaints`; cases_free() in any case. */
bool cases_read(const char *path, struct case_file *file);
void cases_free(struct case_file *file);

/* Writes the files of a case into the folder, which is made. False after a message. */
bool case_write(const struct rule_case *c, const char *folder);

#endif
