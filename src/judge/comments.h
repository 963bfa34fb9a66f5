/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_JUDGE_COMMENTS_H
#define PCIMSI_JUDGE_COMMENTS_H

#include "judge/judge_priv.h"

/* Takes the waivers that stand in comments of the INF. PCIMSI_ERR_NOMEM. */
int comments_take(struct pcimsi_check *check, const struct judged_inf *judged);
void comments_done(struct pcimsi_check *check);

#endif
