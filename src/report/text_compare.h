/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_TEXT_COMPARE_H
#define PCIMSI_REPORT_TEXT_COMPARE_H

#include "report/text.h"

/* The parts of what `pcimsi diff` tells, each with an empty line behind it. */

void text_function_diffs(struct report *report, const struct pcimsi_diff *diff);
/* PCIMSI_ERR_NOMEM. */
int text_inf_diffs(struct report *report, const struct pcimsi_diff *diff);
int text_verdict_diffs(struct report *report, const struct pcimsi_diff *diff);

/* A fact on a line: "MSI-X Table Size   33 -> 17". */
void text_change(struct report *report, unsigned indent, const struct pcimsi_change *change);

/*
 * What that side does not tell, in one paragraph, with what the other says: it is no change. `why`
 * stands behind it.
 */
void text_unknown(struct report *report, unsigned indent, const struct pcimsi_change *changes,
		  uint32_t count, enum pcimsi_side side, const char *why);

/* "old.txt -> new.txt", or the one if they are the same. */
void put_two(FILE *out, const char *old_text, const char *new_text);

#endif
