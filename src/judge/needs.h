/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_JUDGE_NEEDS_H
#define PCIMSI_JUDGE_NEEDS_H

#include "judge/judge_priv.h"

/* Why the first of these (enum pcimsi_need) is not met; REASON_NONE: all are. */
enum pcimsi_reason needs_unmet(const struct context *c, uint32_t needs);

#endif
