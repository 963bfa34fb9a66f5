/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_JUDGE_FINGERPRINT_H
#define PCIMSI_JUDGE_FINGERPRINT_H

#include "judge/judge_priv.h"

/* Once all findings are in their order and numbered. False: out of memory. */
bool fingerprints_make(struct pcimsi_check *check);

#endif
