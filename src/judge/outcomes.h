/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_JUDGE_OUTCOMES_H
#define PCIMSI_JUDGE_OUTCOMES_H

#include "judge/judge_priv.h"

/* Room for what becomes of the rules on the subject of `c`, in their order; NULL: out of memory. */
uint8_t *outcomes_begin(const struct context *c, enum pcimsi_subject subject);

void outcome_set(uint8_t *outcome, bool hit, enum pcimsi_reason reason);

#endif
