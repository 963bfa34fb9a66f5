/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_JUDGE_GROUPS_H
#define PCIMSI_JUDGE_GROUPS_H

#include "judge/judge_priv.h"

/* Once the findings are ordered and their evidence is settled; check->nomem if that failed. */
void groups_make(struct pcimsi_check *check);

#endif
