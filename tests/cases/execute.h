/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_TESTS_CASES_EXECUTE_H
#define PCIMSI_TESTS_CASES_EXECUTE_H

#include <stdbool.h>
#include <stddef.h>

/* Shell lines of golden cases, in one of two environments. */

enum environment {
	PLAIN,
	OTHER,
};

struct bytes {
	char *data; /* NULL: no such file */
	size_t size;
};

struct outcome {
	int status; /* as a shell tells it: 128 and the signal */
	bool late;  /* it had to be ended */
	struct bytes out, err;
};

/*
 * What the lines may use: PCIMSI, DUMPS, CASES, DATA and TMP are set. NULL: there is no program,
 * else what its --version writes. The caller frees it.
 */
char *execute_begin(void);

/* The line in the folder, which may hold a file "stdin". outcome_free() it. */
struct outcome execute(const char *folder, const char *line, enum environment environment);
void outcome_free(struct outcome *outcome);

/* LC_ALL of the other environment. */
const char *execute_locale(void);

struct bytes read_bytes(const char *folder, const char *name);

#endif
