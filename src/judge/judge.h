/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_JUDGE_JUDGE_H
#define PCIMSI_JUDGE_JUDGE_H

#include "judge/rule.h"

/*
 * A check that runs these functions, one for each row of the catalogue. That they are handed
 * in keeps the engine from knowing any rule. NULL: out of memory.
 */
struct pcimsi_check *check_new(const struct pcimsi_check_options *options,
			       rule_fn *const rules[RULE_COUNT]);

#endif
