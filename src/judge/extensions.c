/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/extensions.h"

#include "inf/registry_lines.h"

#include <string.h>

bool is_extension(const struct pcimsi_check *check, const struct pcimsi_match *match)
{
	return check->infs.items[match->inf]->pub.facts->extension;
}

/* The first match of an INF is its best. */
static bool is_best(const struct pcimsi_match *matches, uint32_t i)
{
	return i == 0 || matches[i].inf != matches[i - 1].inf;
}

/* Appends copies of the effects, which then name the file they come from. */
static void append(struct pcimsi_effect *all, uint32_t *n, const struct pcimsi_install *install,
		   const char *file)
{
	for (uint32_t i = 0; i < install->n_effects; i++) {
		all[*n] = install->effects[i];
		if (!all[*n].file)
			all[*n].file = file;
		(*n)++;
	}
}

static struct pcimsi_install *merge(struct pcimsi_check *check, const struct pcimsi_install *base,
				    const struct pcimsi_match *matches, uint32_t count)
{
	struct pcimsi_install *merged = arena_alloc(&check->arena, sizeof(*merged));
	uint32_t total = base->n_effects, n = 0;
	struct pcimsi_effect *all;

	for (uint32_t i = 0; i < count; i++)
		if (is_best(matches, i) && is_extension(check, &matches[i]))
			total += matches[i].model->install->n_effects;
	all = arena_array(&check->arena, total, sizeof(*all));
	if (!merged || !all)
		return NULL;
	*merged = *base;
	merged->base_install = base;
	append(all, &n, base, NULL);
	for (uint32_t i = 0; i < count; i++) {
		const struct pcimsi_install *install = matches[i].model->install;

		if (!is_best(matches, i) || !is_extension(check, &matches[i]))
			continue;
		append(all, &n, install, check->infs.items[matches[i].inf]->pub.facts->name);
		merged->complete = merged->complete && install->complete;
	}
	merged->effects = all;
	merged->n_effects = n;
	return inf_settings(&check->arena, all, n, merged->settings) < 0 ? NULL : merged;
}

static int list_extensions(struct pcimsi_check *check, struct verdict *verdict,
			   const struct pcimsi_match *matches, uint32_t count)
{
	VEC(const struct pcimsi_judged_inf *) list = { 0 };

	for (uint32_t i = 0; i < count; i++) {
		const struct pcimsi_judged_inf **slot;

		if (!is_best(matches, i) || !is_extension(check, &matches[i]))
			continue;
		slot = VEC_ADD(&check->arena, &list);
		if (!slot)
			return PCIMSI_ERR_NOMEM;
		*slot = &check->infs.items[matches[i].inf]->pub;
		check->infs.items[matches[i].inf]->pub.n_matched++;
	}
	verdict->pub.extensions = list.items;
	verdict->pub.n_extensions = list.count;
	return 0;
}

int extend_verdict(struct pcimsi_check *check, struct verdict *verdict,
		   const struct pcimsi_match *matches, uint32_t count)
{
	struct pcimsi_model *model;

	if (list_extensions(check, verdict, matches, count) < 0)
		return PCIMSI_ERR_NOMEM;
	if (!verdict->pub.n_extensions)
		return 0;
	model = arena_alloc(&check->arena, sizeof(*model));
	if (!model)
		return PCIMSI_ERR_NOMEM;
	*model = *verdict->pub.match.model;
	model->install = merge(check, model->install, matches, count);
	if (!model->install)
		return PCIMSI_ERR_NOMEM;
	verdict->pub.match.model = model;
	return 0;
}
