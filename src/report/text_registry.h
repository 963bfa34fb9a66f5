/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_TEXT_REGISTRY_H
#define PCIMSI_REPORT_TEXT_REGISTRY_H

#include "report/text.h"

/* Below the settings of the INF, what exported registries hold; nothing, if none were given. */
void text_registry(struct report *report, const struct pcimsi_verdict *verdict);
/* Of a function that no INF matches. */
void text_registry_alone(struct report *report, const struct pcimsi_judged_function *function);

#endif
