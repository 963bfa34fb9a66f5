/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/effect_list.h"

#include "base/str.h"
#include "inf/registry_lines.h"

#include <string.h>

#define LISTS 1024

/*
 * A place in a small cache of lists. Two lists that want the same place only
 * cost memory.
 */
static struct inf_effect_list **cache_slot(struct pcimsi_inf *inf, const struct inf_step *steps,
					   uint32_t n_steps)
{
	uint64_t hash = STR_FNV64;

	if (!inf->lists) {
		inf->lists = arena_array(&inf->arena, LISTS, sizeof(struct inf_effect_list *));
		if (!inf->lists)
			return NULL;
	}
	for (uint32_t i = 0; i < n_steps; i++) {
		uint32_t word = steps[i].section->number * INF_REGISTRY_DIRECTIVES +
				steps[i].directive;

		hash = str_fnv64(hash, &steps[i].inf, sizeof(struct pcimsi_inf *));
		hash = str_fnv64(hash, &word, sizeof(word));
	}
	return &inf->lists[hash % LISTS];
}

static bool same_steps(const struct inf_effect_list *list, const struct inf_step *steps,
		       uint32_t n_steps)
{
	if (!list || list->n_steps != n_steps)
		return false;
	for (uint32_t i = 0; i < n_steps; i++)
		if (list->steps[i].section != steps[i].section ||
		    list->steps[i].directive != steps[i].directive)
			return false;
	return true;
}

static int fill(struct pcimsi_inf *inf, struct inf_effect_list *list, uint32_t room)
{
	uint32_t n = 0, total = 0;
	struct pcimsi_effect *all;

	/* Cannot overflow: a sum that passes `room` ends the count. */
	for (uint32_t i = 0; i < list->n_steps && total <= room; i++)
		total += list->steps[i].section->n_lines;
	list->cut = total > room;
	total = total < room ? total : room;
	all = arena_array(&inf->arena, total, sizeof(*all));
	if (!all)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < list->n_steps && n < total; i++) {
		const struct inf_step *step = &list->steps[i];
		uint32_t lines = step->section->n_lines;
		uint32_t count = lines < total - n ? lines : total - n;
		const struct pcimsi_effect *effects = inf_section_effects(step->inf, step->section,
									  step->directive);

		if (!effects)
			return PCIMSI_ERR_NOMEM;
		memcpy(all + n, effects, count * sizeof(*all));
		for (uint32_t k = n; step->inf != inf && k < n + count; k++)
			all[k].file = step->inf->facts.name;
		n += count;
	}
	list->effects = all;
	list->n_effects = n;
	inf->n_effects += n;
	return 0;
}

const struct inf_effect_list *inf_effect_list(struct pcimsi_inf *inf, const struct inf_step *steps,
					      uint32_t n_steps, uint32_t max)
{
	struct inf_effect_list **slot = cache_slot(inf, steps, n_steps), *list;

	if (!slot)
		return NULL;
	if (same_steps(*slot, steps, n_steps))
		return *slot;
	list = arena_alloc(&inf->arena, sizeof(*list));
	if (!list)
		return NULL;
	list->steps = steps;
	list->n_steps = n_steps;
	if (fill(inf, list, max > inf->n_effects ? max - inf->n_effects : 0) < 0)
		return NULL;
	*slot = list;
	return list;
}
