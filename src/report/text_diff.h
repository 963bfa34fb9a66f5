/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_TEXT_DIFF_H
#define PCIMSI_REPORT_TEXT_DIFF_H

#include "report/text.h"

/*
 * What is suggested for one INF, as a unified diff: on a terminal the lines decoded and escaped,
 * else the bytes of the file as they are, so that `patch` can apply it. PCIMSI_ERR_NOMEM.
 */
int text_diff(struct report *report, const struct pcimsi_suggested_inf *inf);

/* A line of the INF, decoded, without line end; not escaped. free() it; NULL: out of memory. */
char *diff_line_text(const struct pcimsi_suggested_inf *inf, const uint8_t *bytes, size_t size);

#endif
