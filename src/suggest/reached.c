/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suggest/reached.h"

#include "base/str.h"

#include <pcimsi/grant.h>

/* The same Models line before and after the change. */
struct pair {
	const struct pcimsi_model *before, *after;
	const struct pcimsi_target *target;
};

static bool loses(const struct pair *pair, const struct pcimsi_function *function)
{
	struct pcimsi_grant before, after;

	pcimsi_grant_predict(function, pair->before->install, pair->target, &before);
	pcimsi_grant_predict(function, pair->after->install, pair->target, &after);
	return after.requested.value < before.requested.value;
}

/* ---- functions that nobody has seen -----------------------------------------------------------
 */

/* The request grows with what a function has, so the least and the most stand for the rest. */
static const struct {
	uint16_t entries; /* of MSI-X; 0: it has none */
	uint8_t messages; /* of plain MSI */
} unseen[] = {
	{ .entries = 1 },  { .entries = 2 },  { .entries = 33 },  { .entries = 2048 },
	{ .messages = 1 }, { .messages = 8 }, { .messages = 32 },
};

static bool unseen_loses(const struct pair *pair)
{
	for (unsigned i = 0; i < sizeof(unseen) / sizeof(unseen[0]); i++) {
		struct pcimsi_function function = {
			.responding = true,
			.interrupt_pin = { .value = 1, .known = true },
			.msix.state = unseen[i].entries ? PCIMSI_STATE_PRESENT
							: PCIMSI_STATE_ABSENT,
			.msix.table_size = unseen[i].entries,
			.msi.state = unseen[i].messages ? PCIMSI_STATE_PRESENT
							: PCIMSI_STATE_ABSENT,
			.msi.capable = unseen[i].messages,
		};

		if (loses(pair, &function))
			return true;
	}
	return false;
}

/* ---- those that were captured -----------------------------------------------------------------
 */

static bool names_board(const char *id)
{
	return !id || !str_istarts(id, "PCI\\") || str_ifind(id, "&SUBSYS_");
}

/* It names nothing but boards: what was captured of them stands for the others. */
static bool names_boards(const struct pcimsi_model *model)
{
	bool boards = names_board(model->hardware_id);

	for (uint32_t i = 0; boards && i < model->n_compatible_ids; i++)
		boards = names_board(model->compatible_ids[i]);
	return boards;
}

static bool captured_loses(const struct pair *pair, const struct trial *before, bool *ret_captured)
{
	const struct pcimsi_run *run = before->run;

	*ret_captured = false;
	for (uint32_t i = 0; i < run->n_verdicts; i++) {
		const struct pcimsi_verdict *verdict = run->verdicts[i];

		if (verdict->inf->inf != before->inf ||
		    verdict->match.model->place.line != pair->before->place.line)
			continue;
		*ret_captured = true;
		if (loses(pair, verdict->function->function))
			return true;
	}
	return false;
}

/* ---- all lines --------------------------------------------------------------------------------
 */

static bool same_setting(const struct pair *pair, enum pcimsi_setting setting)
{
	const struct pcimsi_effect *a = pair->before->install->settings[setting];
	const struct pcimsi_effect *b = pair->after->install->settings[setting];

	if (!a || !b)
		return a == b;
	return a->type == b->type && a->number_known == b->number_known && a->number == b->number;
}

static bool pair_loses(const struct pair *pair, const struct trial *before)
{
	bool captured;

	if (same_setting(pair, PCIMSI_SETTING_MSI_SUPPORTED) &&
	    same_setting(pair, PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT))
		return false;
	if (captured_loses(pair, before, &captured))
		return true;
	return !(captured && names_boards(pair->before)) && unseen_loses(pair);
}

static int look_at(const struct trial *before, const struct trial *after,
		   const struct pcimsi_target *target, const char **ret)
{
	const struct pcimsi_resolution *old, *new;
	int err = pcimsi_inf_resolve(before->inf, target, &old);

	if (!err)
		err = pcimsi_inf_resolve(after->inf, target, &new);
	for (uint32_t i = 0; !err && !*ret && i < old->n_models && i < new->n_models; i++) {
		const struct pair pair = { &old->models[i], &new->models[i], target };

		if (pair_loses(&pair, before))
			*ret = old->models[i].hardware_id ? old->models[i].hardware_id : "";
	}
	return err;
}

int reached_loses(const struct trial *before, const struct trial *after, const char **ret)
{
	struct pcimsi_target newest = pcimsi_target_default;
	const struct pcimsi_target *targets;
	uint32_t count;
	int err = pcimsi_inf_targets(before->inf, &newest, &targets, &count);

	*ret = NULL;
	for (uint32_t i = 0; !err && !*ret && i < count; i++) {
		err = look_at(before, after, &targets[i], ret);
		newest.arch = targets[i].arch;
		if (!err && !*ret)
			err = look_at(before, after, &newest, ret);
	}
	for (uint32_t i = 0; !err && !*ret && i < before->run->n_infs; i++)
		if (before->run->infs[i]->inf == before->inf)
			err = look_at(before, after, &before->run->infs[i]->resolution->target,
				      ret);
	return err;
}
