/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/judge_priv.h"
#include "judge/waive.h"

/* What the rules of a run get to see of it. */

const struct pcimsi_check_options *seen_options(const struct context *c)
{
	return &c->check->options;
}

uint32_t seen_functions(const struct context *c)
{
	return c->check->functions.count;
}

const struct judged_function *seen_function(const struct context *c, uint32_t order)
{
	return c->check->functions.items[order];
}

bool seen_all_ids(const struct context *c)
{
	for (uint32_t i = 0; i < seen_functions(c); i++) {
		const struct pcimsi_function *function = seen_function(c, i)->pub.function;

		if (!function->vendor_id.known || !function->device_id.known)
			return false;
	}
	return true;
}

uint32_t seen_infs(const struct context *c)
{
	return c->check->infs.count;
}

struct judged_inf *seen_inf(const struct context *c, uint32_t order)
{
	return c->check->infs.items[order];
}

uint32_t seen_verdicts(const struct context *c)
{
	return c->check->verdicts.count;
}

struct verdict *seen_verdict(const struct context *c, uint32_t number)
{
	return c->check->verdicts.items[number];
}

const struct pcimsi_budget *seen_budgets(const struct context *c, uint32_t *ret_count)
{
	*ret_count = c->check->budgets.count;
	return c->check->budgets.items;
}

const struct pcimsi_waiver_use *seen_waivers(const struct context *c, uint32_t *ret_count)
{
	*ret_count = c->check->waivers.uses.count;
	return c->check->waivers.uses.items;
}

const struct registry_use *seen_registries(const struct context *c, uint32_t *ret_count)
{
	*ret_count = c->check->registries.uses.count;
	return c->check->registries.uses.items;
}

const struct granted_use *seen_granted(const struct context *c, uint32_t *ret_count)
{
	*ret_count = c->check->granted.uses.count;
	return c->check->granted.uses.items;
}

uint32_t seen_matches(struct context *c, const struct pcimsi_function *function,
		      const struct pcimsi_match **ret)
{
	int count = pcimsi_match_index_find(c->check->index, function, ret);

	if (count < 0)
		rule_nomem(c);
	return count < 0 ? 0 : (uint32_t)count;
}

struct arena *rule_arena(const struct context *c)
{
	return &c->check->arena;
}

void rule_nomem(struct context *c)
{
	c->check->nomem = true;
}

bool rule_is_wanted(const struct context *c, uint32_t number)
{
	return policies_want(c->check, &rule_table[number]);
}

void rule_not_evaluated(struct context *c, enum pcimsi_reason reason)
{
	c->check->reasons[c->rule - rule_table][reason]++;
}

void turn_to(struct context *c, struct judged_inf *inf)
{
	c->inf = inf;
	c->install = NULL;
}
