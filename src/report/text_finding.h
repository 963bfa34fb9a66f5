/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_TEXT_FINDING_H
#define PCIMSI_REPORT_TEXT_FINDING_H

#include "report/text.h"

/* How many groups are told at once, of which the first finding of the first is told in full. */
struct text_alike {
	uint32_t lines;  /* that say the same of other lines: at least 1 */
	uint32_t others; /* behind these: of the same line, with other numbers */
};

void text_findings(struct report *report, const struct pcimsi_run *run,
		   const struct pcimsi_group *const *groups, struct text_alike alike);

/* One that is not told: who took it upon himself, and why. */
void text_waived(struct report *report, const struct pcimsi_finding *finding);

#endif
