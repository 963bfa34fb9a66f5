/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_JUDGE_UNDECIDED_H
#define PCIMSI_JUDGE_UNDECIDED_H

#include "judge/judge_priv.h"

/* Marks functions that no INF matches, and one may: not all of their ids were captured. */
void undecided_mark(struct pcimsi_check *check);

#endif
