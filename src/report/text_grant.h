/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_TEXT_GRANT_H
#define PCIMSI_REPORT_TEXT_GRANT_H

#include "report/text.h"

/* What `check` says of requests: the limit of --limit, the model, the vectors of a machine. */

void text_what_if(struct report *report, const struct pcimsi_verdict *verdict);
/* From all four sides, if it is told; without an INF `verdict` is NULL. */
void text_granted(struct report *report, const struct pcimsi_judged_function *function,
		  const struct pcimsi_verdict *verdict);
/* The row of the model that the request of the verdict rests on. */
void text_model_row(struct report *report, const struct pcimsi_verdict *verdict);
void text_budgets(struct report *report, const struct pcimsi_run *run);

#endif
