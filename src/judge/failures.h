/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_JUDGE_FAILURES_H
#define PCIMSI_JUDGE_FAILURES_H

#include <pcimsi/run.h>

/* Once all else is in the run: its totals, its failures, its status and the reason. */
void failures_settle(struct pcimsi_run *run);

#endif
