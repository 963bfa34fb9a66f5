/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_RULES_INF_H
#define PCIMSI_RULES_INF_H

#include "judge/rule.h"

/* A key-only line below Interrupt Management whose flags stand where the value name belongs. */
bool is_missing_comma(const struct pcimsi_effect *effect);

/* Its value is none yet: a token of [Strings] is missing, or a build has to fill it in. */
static inline bool is_template(const struct pcimsi_effect *effect)
{
	return effect->placeholder || effect->undefined_token || effect->unknown;
}

#endif
