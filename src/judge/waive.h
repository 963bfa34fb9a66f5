/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_JUDGE_WAIVE_H
#define PCIMSI_JUDGE_WAIVE_H

#include "judge/judge_priv.h"

/* What the policies of the options say. PCIMSI_ERR_NOMEM. */
int policies_prepare(struct pcimsi_check *check);

/* Adds the waivers of a policy. PCIMSI_ERR_NOMEM. */
int waivers_take(struct pcimsi_check *check, const struct pcimsi_policy *policy);

/* Whether options and policies want the rule to be run. */
bool policies_want(const struct pcimsi_check *check, const struct pcimsi_rule *rule);

/* Gives findings of the rule, from number `first` on, the severity of the policies. */
void policies_grade(struct pcimsi_check *check, const struct pcimsi_rule *rule, uint32_t first);

/* Finds the waivers of all findings so far. */
void policies_waive(struct pcimsi_check *check);

#endif
