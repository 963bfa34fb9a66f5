/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/undecided.h"

#include <pcimsi/match.h>

static bool has_possible_id(const struct pcimsi_possible_ids *ids, const struct judged_inf *inf,
			    uint32_t *left)
{
	const struct pcimsi_resolution *resolution = inf->pub.resolution;

	for (uint32_t i = 0; i < resolution->n_models; i++) {
		const struct pcimsi_model *model = &resolution->models[i];

		if (*left <= model->n_compatible_ids)
			return true;
		*left -= model->n_compatible_ids + 1;
		if (model->hardware_id && pcimsi_id_is_possible(ids, model->hardware_id))
			return true;
		for (uint32_t k = 0; k < model->n_compatible_ids; k++)
			if (pcimsi_id_is_possible(ids, model->compatible_ids[k]))
				return true;
	}
	return false;
}

bool may_match(const struct judged_function *function, const struct judged_inf *inf, uint32_t *left)
{
	struct pcimsi_possible_ids ids;

	pcimsi_possible_ids(function->pub.function, &ids);
	return ids.count && has_possible_id(&ids, inf, left);
}

void undecided_mark(struct pcimsi_check *check)
{
	uint32_t left = MAY_MATCH_MAX;

	for (uint32_t i = 0; i < check->functions.count; i++) {
		struct judged_function *function = check->functions.items[i];

		for (uint32_t k = 0;
		     !function->pub.n_verdicts && !function->pub.undecided && k < check->infs.count;
		     k++)
			function->pub.undecided = may_match(function, check->infs.items[k], &left);
		check->run.n_undecided += function->pub.undecided;
	}
}
