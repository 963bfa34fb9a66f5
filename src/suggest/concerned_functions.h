/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SUGGEST_CONCERNED_FUNCTIONS_H
#define PCIMSI_SUGGEST_CONCERNED_FUNCTIONS_H

#include <pcimsi/run.h>

#include "base/arena.h"

/* What of a result has to be judged again when the lines of one INF change. */
struct concerned_functions {
	const struct pcimsi_inf *inf;               /* as it is */
	VEC(const struct pcimsi_judged_inf *) infs; /* it and all that make its verdicts */
	VEC(const struct pcimsi_judged_function *) functions; /* that it matches or speaks of */
};

/* PCIMSI_ERR_NOMEM. */
int concerned_functions_find(struct arena *arena, const struct pcimsi_run *run,
			     const struct pcimsi_inf *inf, struct concerned_functions *ret);

#endif
