/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_EFFECT_LIST_H
#define PCIMSI_INF_EFFECT_LIST_H

#include "inf/inf_priv.h"

#define INF_EFFECTS_LEAST (1u << 14)
#define INF_EFFECTS_MAX (1u << 19) /* in all effect lists of one INF */

/* A section of registry lines, as it is applied. */
struct inf_step {
	struct pcimsi_inf *inf; /* that the section stands in */
	struct inf_section *section;
	enum pcimsi_directive directive;
};

/* Effects of a list of steps: many install sections share one. */
struct inf_effect_list {
	const struct inf_step *steps;
	uint32_t n_steps;
	const struct pcimsi_effect *effects;
	uint32_t n_effects;
	bool cut; /* there was no room for all */
};

/*
 * The effects of the steps in order, at most as many as make `max` in all lists of the
 * INF. The steps have to live as long as the INF. NULL: out of memory.
 */
const struct inf_effect_list *inf_effect_list(struct pcimsi_inf *inf, const struct inf_step *steps,
					      uint32_t n_steps, uint32_t max);

#endif
