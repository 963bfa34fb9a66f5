/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_TESTS_RULES_SUBJECTS_H
#define PCIMSI_TESTS_RULES_SUBJECTS_H

#include <stdbool.h>
#include <stddef.h>

#include "rules/requests.h"
#include "support/files.h"

/* The INFs for which something is suggested: all that ship, in two forms, and those of the cases.
 */

#define MAX_CAPTURES 4

struct subject {
	char *name, *folder;
	struct text_lines words;    /* of pcimsi check, but for the capture */
	struct text_lines captures; /* one a round */
	/* Of this round: "RULE SLOT" of findings, RULE of suggestions that are no refusals, and of
	 * notes that they bring. */
	struct text_lines before, after, promised, announced;
	struct requests requested, requested_after;
	bool changed; /* there is a diff */
};

struct subjects {
	struct subject *items;
	size_t count;
};

/* Writes the files into folders of the working directory, which `folder` and the words name. */
void subjects_collect(struct subjects *subjects);
void subjects_free(struct subjects *subjects);

#endif
