/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_JUDGE_BUDGET_H
#define PCIMSI_JUDGE_BUDGET_H

#include "judge/judge_priv.h"

/* Fills check->budgets from its functions and verdicts, if the processors are known. */
void budgets_make(struct pcimsi_check *check);

#endif
