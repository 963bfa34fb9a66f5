/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_FACT_VALUE_H
#define PCIMSI_REPORT_FACT_VALUE_H

#include <pcimsi/diff.h>

#include <stdio.h>

/*
 * One side of a change for people: "33", "0x2000", "8086", "present", "none", "unknown". Untrusted
 * where the value is a text. The buffer is used if need be.
 */
#define FACT_VALUE_CHARS 32
const char *fact_value_text(const struct pcimsi_fact *fact, const struct pcimsi_fact_value *value,
			    char buffer[FACT_VALUE_CHARS]);

/* What is on that side, or on the other if there is nothing: one of them has it. */
const struct pcimsi_judged_function *
side_function(const struct pcimsi_judged_function *const functions[PCIMSI_SIDES],
	      enum pcimsi_side side);
const struct pcimsi_judged_inf *side_inf(const struct pcimsi_judged_inf *const infs[PCIMSI_SIDES],
					 enum pcimsi_side side);
const struct pcimsi_model *side_model(const struct pcimsi_model *const models[PCIMSI_SIDES],
				      enum pcimsi_side side);
const struct pcimsi_finding *side_finding(const struct pcimsi_finding *const findings[PCIMSI_SIDES],
					  enum pcimsi_side side);

/* What became of a function: "moved", "only in OLD" ...; "": it is in its place. */
const char *pairing_text(enum pcimsi_pairing pairing);

/* "OLD" and "NEW". */
const char *side_text(enum pcimsi_side side);

/* "IMPOSSIBLE", "no INF matches" ..., of one that has a function on that side. */
const char *verdict_side_text(const struct pcimsi_verdict_diff *diff, enum pcimsi_side side);

/* "came", "gone", "now" (it says something else), "?" (its rule was not evaluated). */
const char *finding_diff_text(const struct pcimsi_finding_diff *diff);
/* The same for machines: "came", "gone", "changed", "unknown". */
const char *finding_diff_name(const struct pcimsi_finding_diff *diff);

/* No function differs as far as both sides tell. */
bool function_diff_is_unknown(const struct pcimsi_function_diff *diff);

/* "functions: 1 differs, 3 the same; verdicts: 2 flip" */
void put_diff_summary(FILE *out, const struct pcimsi_diff *diff);

#endif
