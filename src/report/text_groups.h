/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_TEXT_GROUPS_H
#define PCIMSI_REPORT_TEXT_GROUPS_H

#include "report/text.h"

/* *ret_quiet: notes that nobody asked for, which are not told. PCIMSI_ERR_NOMEM. */
int text_groups(struct report *report, const struct pcimsi_run *run, uint32_t *ret_quiet);

#endif
