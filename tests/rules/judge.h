/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_TESTS_RULES_JUDGE_H
#define PCIMSI_TESTS_RULES_JUDGE_H

#include <pcimsi/pcimsi.h>

#include <stdbool.h>

#include "report/report.h"
#include "rules/cases.h"

/* `pcimsi check` without starting it: its options, its report, and a look at what it found. */

#define MAX_WORDS 32

struct words_of_check {
	const char *items[MAX_WORDS];
	int count;
};

struct look {
	/* Either may be NULL. What is given lives until they return. */
	void (*run)(void *user, const struct pcimsi_run *run);
	void (*suggest)(void *user, const struct pcimsi_suggest *suggest);
	void *user;
};

/*
 * Ends with the status of the program. The report of `format` goes to the file `out` of the
 * working directory, what is complained of to the file "err". The words are those after `check`.
 */
int judge(const struct words_of_check *words, const struct report_ops *format, const char *out,
	  const struct look *look);

/* Those of a case, in the working directory, without the capture. */
struct words_of_check case_words(const struct rule_case *c);
void add_check_word(struct words_of_check *words, const char *word);

#endif
