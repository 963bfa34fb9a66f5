/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_JUDGE_JUDGE_PRIV_H
#define PCIMSI_JUDGE_JUDGE_PRIV_H

#include "judge/granted_match.h"
#include "judge/judge.h"
#include "judge/registry_match.h"
#include "judge/rule.h"

/* The waivers of all policies, to be found by rule and ids. */
struct waivers {
	VEC(struct pcimsi_waiver_use) uses;
	struct table by_rule; /* of these, and by the device, if that is one */
};

/* A finding under construction, and later in the result. */
struct finding {
	struct pcimsi_finding pub;
	struct pcimsi_check *check;
	struct pcimsi_value *values;
	VEC(struct pcimsi_location) locations;
	VEC(const struct pcimsi_verdict *) verdicts;
	struct verdict *verdict;
	enum pcimsi_severity
		own;   /* before policies: what decides a verdict is no matter of taste */
	bool unwanted; /* it decides, and is not told */
	uint32_t sequence;
	const struct pcimsi_install *attached; /* whose finding it became last */
};

struct pcimsi_check {
	rule_fn *const *rules; /* of each row of the catalogue */
	struct pcimsi_check_options options;
	struct arena arena;
	struct pcimsi_match_index *index;
	struct registry_index registries;
	struct granted_index granted;
	VEC(struct judged_function *) functions;
	VEC(struct judged_inf *) infs;
	VEC(struct verdict *) verdicts;
	finding_list findings;
	uint32_t n_made; /* findings, also those that were taken for an earlier one */
	VEC(struct pcimsi_input *) inputs;
	VEC(struct pcimsi_note) notes;
	VEC(struct pcimsi_evaluation) evaluations;
	size_t kept_bytes; /* of configuration space */
	VEC(struct pcimsi_budget) budgets;
	uint32_t reasons[RULE_COUNT][PCIMSI_REASON_COUNT];
	struct table same; /* of findings of installs, by rule and place */
	bool has_run;
	uint32_t n_misgiven;
	bool nomem; /* something was lost: the run fails */
	/* Of the policies, NULL where they say nothing. */
	const struct pcimsi_severity_choice *choices[RULE_COUNT];
	struct waivers waivers;
	VEC(struct pcimsi_policy *) of_comments; /* in INFs */
	struct pcimsi_run run;
};

int served_count(struct pcimsi_check *check); /* once all verdicts are there; PCIMSI_ERR_NOMEM */
/* The value of that line; `file` NULL: of the INF itself. NULL: no captured function has it. */
struct served_value *served_find(struct judged_inf *first, const struct pcimsi_effect *limit,
				 const char *file);
/* Looks at all Models lines of the INF, for every target. PCIMSI_ERR_NOMEM. */
int served_see_ids(struct pcimsi_check *check, struct judged_inf *first);

/* Once all evidence is there: one of it is the cause. */
void locations_settle(struct finding *finding);

/* Room for the values of a new finding; then how many were not given. */
void values_prepare(struct finding *finding);
uint32_t values_missing(const struct finding *finding);
/* Of the values that tell the finding from others. */
uint64_t values_hash(const struct finding *finding);
/* And of the rule; not of those values that say where it holds. */
uint64_t values_hash_of_group(const struct pcimsi_finding *finding);
bool values_same(const struct finding *a, const struct finding *b);

/* All but the bytes, which stay those of the caller for now. NULL: no memory. */
struct judged_function *keep_function(struct pcimsi_check *check,
				      const struct pcimsi_function *function, const char *capture,
				      bool selected);
/* A copy, of NULL none; false: no memory. */
bool keep_text(struct pcimsi_check *check, const char **text);
/* Copies; false: no memory. The rows are those of the bytes that stay. */
bool keep_bytes(struct pcimsi_check *check, struct pcimsi_bytes *bytes);
bool keep_rows(struct pcimsi_check *check, struct pcimsi_raw_function *raw);

int findings_by_catalogue(const void *a, const void *b); /* for qsort(), of struct finding * */
/* Orders, numbers and links what was found; check->nomem if that failed. */
void run_make(struct pcimsi_check *check);

#endif
