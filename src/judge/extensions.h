/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_JUDGE_EXTENSIONS_H
#define PCIMSI_JUDGE_EXTENSIONS_H

#include "judge/judge_priv.h"

/*
 * Extension INFs are applied after the base INF, to the same device ("Using an
 * Extension INF File"). Each adds what its best line writes; of values that both
 * write the later one stays. The order of several extension INFs is not known to be
 * fixed: they are taken in the order in which they were given.
 */

bool is_extension(const struct pcimsi_check *check, const struct pcimsi_match *match);

/* Makes the verdict's install that of the base with all extensions among the matches. */
int extend_verdict(struct pcimsi_check *check, struct verdict *verdict,
		   const struct pcimsi_match *matches, uint32_t count);

#endif
