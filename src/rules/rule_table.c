/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/judge.h"

/* The function of each row of the catalogue: the engine does not know the rules. */

static rule_fn *const functions[RULE_COUNT] = {
#define RULE(id, ...) [RULE_##id] = rule_##id,
#include "catalogue/catalogue.def"
#undef RULE
};

struct pcimsi_check *pcimsi_check_new(const struct pcimsi_check_options *options)
{
	return check_new(options, functions);
}
