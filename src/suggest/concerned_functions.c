/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suggest/concerned_functions.h"

#include <pcimsi/error.h>

/* By order. */
struct marks {
	bool *functions, *infs;
};

static bool makes_verdict(const struct pcimsi_verdict *verdict, const struct pcimsi_inf *inf)
{
	bool makes = verdict->inf->inf == inf;

	for (uint32_t i = 0; i < verdict->n_extensions; i++)
		makes = makes || verdict->extensions[i]->inf == inf;
	return makes;
}

static void mark(const struct pcimsi_run *run, const struct pcimsi_inf *inf, struct marks *marks)
{
	for (uint32_t i = 0; i < run->n_infs; i++)
		marks->infs[i] = run->infs[i]->inf == inf;
	for (uint32_t i = 0; i < run->n_verdicts; i++) {
		const struct pcimsi_verdict *verdict = run->verdicts[i];

		if (!makes_verdict(verdict, inf))
			continue;
		marks->functions[verdict->function->order] = true;
		marks->infs[verdict->inf->order] = true;
		for (uint32_t k = 0; k < verdict->n_extensions; k++)
			marks->infs[verdict->extensions[k]->order] = true;
	}
	for (uint32_t i = 0; i < run->n_findings; i++) {
		const struct pcimsi_finding *finding = run->findings[i];

		if (finding->function && finding->inf && finding->inf->inf == inf)
			marks->functions[finding->function->order] = true;
	}
}

int concerned_functions_find(struct arena *arena, const struct pcimsi_run *run,
			     const struct pcimsi_inf *inf, struct concerned_functions *ret)
{
	struct marks marks = {
		.functions = arena_array(arena, run->n_functions, sizeof(bool)),
		.infs = arena_array(arena, run->n_infs, sizeof(bool)),
	};

	*ret = (struct concerned_functions){ .inf = inf };
	if (!marks.functions || !marks.infs)
		return PCIMSI_ERR_NOMEM;
	mark(run, inf, &marks);
	for (uint32_t i = 0; i < run->n_infs; i++) {
		const struct pcimsi_judged_inf **slot;

		if (!marks.infs[i])
			continue;
		slot = VEC_ADD(arena, &ret->infs);
		if (!slot)
			return PCIMSI_ERR_NOMEM;
		*slot = run->infs[i];
	}
	for (uint32_t i = 0; i < run->n_functions; i++) {
		const struct pcimsi_judged_function **slot;

		if (!marks.functions[i])
			continue;
		slot = VEC_ADD(arena, &ret->functions);
		if (!slot)
			return PCIMSI_ERR_NOMEM;
		*slot = run->functions[i];
	}
	return 0;
}
