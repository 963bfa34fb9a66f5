/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SUGGEST_TRIAL_H
#define PCIMSI_SUGGEST_TRIAL_H

#include <pcimsi/suggest.h>

#include "suggest/concerned_functions.h"
#include "suggest/document.h"

/* A text of an INF, and what is to be said of it. Zero-initialise. */
struct trial {
	struct document document;
	struct pcimsi_inf *inf;
	struct pcimsi_check *check;
	const struct pcimsi_run *run;
};

/* Judges the text as it is now, with everything else as it was. PCIMSI_ERR_NOMEM. */
int trial_judge(struct trial *state, const struct concerned_functions *concern,
		const struct pcimsi_suggest_options *options);
void trial_done(struct trial *state);

/* The number in the file of a line of the text as it is now; 0: it is not of the file. */
uint32_t trial_origin(struct trial *state, uint32_t number);

/* Whether the finding is about the INF itself. */
bool trial_is_about(const struct trial *state, const struct pcimsi_finding *finding);
/* The order of its function; UINT32_MAX: it is not about one. */
uint32_t finding_function(const struct pcimsi_finding *finding);

/* Findings of the rule on the function of that order, or on all of them. */
#define EVERY_FUNCTION (UINT32_MAX - 1)
uint32_t trial_count(const struct trial *state, const struct pcimsi_rule *rule, uint32_t function);

/*
 * The first finding of `after` that `before` does not have, but for the note that ids reach
 * others, too; NULL: none. PCIMSI_ERR_NOMEM.
 */
int trial_find_new(const struct trial *before, const struct trial *after,
		   const struct pcimsi_finding **ret);
/* The rule of that note, if it came; NULL: it did not. */
const struct pcimsi_rule *trial_reach_note(const struct trial *before, const struct trial *after);
/* Whether every function is expected to get what it got. */
bool trial_is_safe(const struct trial *before, const struct trial *after);

#endif
