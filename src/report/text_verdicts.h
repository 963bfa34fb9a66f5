/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_TEXT_VERDICTS_H
#define PCIMSI_REPORT_TEXT_VERDICTS_H

#include "report/text.h"

/* A row for each verdict, what its words mean, and what has no room in a row. PCIMSI_ERR_NOMEM. */
int text_verdicts(struct report *report, const struct pcimsi_run *run);

#endif
