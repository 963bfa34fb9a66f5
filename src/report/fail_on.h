/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_FAIL_ON_H
#define PCIMSI_REPORT_FAIL_ON_H

#include <pcimsi/run.h>

/* As --fail-on takes it: "error,impossible,unknown", or "never". */
#define FAIL_ON_TEXT 64
const char *fail_on_text(const struct pcimsi_fail_on *fail_on, char buffer[FAIL_ON_TEXT]);

#endif
