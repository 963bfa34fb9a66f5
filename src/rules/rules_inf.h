/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_RULES_INF_H
#define PCIMSI_RULES_INF_H

#include "judge/rule.h"

/* A key-only line below Interrupt Management whose flags stand where the value name belongs. */
bool is_missing_comma(const struct pcimsi_effect *effect);

#endif
