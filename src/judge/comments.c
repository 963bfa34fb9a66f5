/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/comments.h"

#include "judge/waive.h"

/* An INF that is judged for several targets says it once. */
static bool is_known(const struct pcimsi_check *check, const struct judged_inf *judged)
{
	for (uint32_t i = 0; i < judged->pub.order; i++)
		if (check->infs.items[i]->pub.inf == judged->pub.inf)
			return true;
	return false;
}

int comments_take(struct pcimsi_check *check, const struct judged_inf *judged)
{
	const struct pcimsi_policy_options options = {
		.size = sizeof(options),
		.notes = check->options.notes,
	};
	const struct pcimsi_annotation *annotations;
	struct pcimsi_policy_comment *comments;
	struct pcimsi_policy **slot;
	uint32_t count;

	annotations = pcimsi_inf_annotations(judged->pub.inf, &count);
	if (!count || check->options.without_comments || is_known(check, judged))
		return 0;
	comments = arena_array(&check->arena, count, sizeof(*comments));
	slot = comments ? VEC_ADD(&check->arena, &check->of_comments) : NULL;
	if (!slot)
		return PCIMSI_ERR_NOMEM;
	*slot = NULL;
	for (uint32_t i = 0; i < count; i++)
		comments[i] = (struct pcimsi_policy_comment){
			.words = annotations[i].words,
			.line = { .place = annotations[i].place, .text = annotations[i].text },
			.of_line = annotations[i].line,
		};
	if (pcimsi_policy_of_comments(judged->pub.facts->name, comments, count, &options, slot))
		return PCIMSI_ERR_NOMEM;
	return waivers_take(check, *slot);
}

void comments_done(struct pcimsi_check *check)
{
	for (uint32_t i = 0; i < check->of_comments.count; i++)
		pcimsi_policy_close(check->of_comments.items[i]);
}
