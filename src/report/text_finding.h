/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_TEXT_FINDING_H
#define PCIMSI_REPORT_TEXT_FINDING_H

#include "report/text.h"

/* `count` findings that say the same, told once. */
void text_findings(struct report *report, const struct pcimsi_finding *const *findings,
		   uint32_t count);

/* "error GRA703 limit-above-msix (inferred)". */
void text_finding_head(struct report *report, const struct pcimsi_finding *finding);

/* One that is not told: who took it upon himself, and why. */
void text_waived(struct report *report, const struct pcimsi_finding *finding);

#endif
