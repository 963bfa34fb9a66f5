/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_TEXT_DETAILS_H
#define PCIMSI_REPORT_TEXT_DETAILS_H

#include "report/text.h"

/* One of so many undecided functions that they have no rows of their own. */
bool text_is_folded(const struct report *report, const struct pcimsi_run *run,
		    const struct pcimsi_judged_function *function);

/*
 * What no row has room for: why a verdict is unknown, what a registry holds, what would be if;
 * and with -v all that the verdict rests on.
 */
void text_details(struct report *report, const struct pcimsi_run *run);

#endif
