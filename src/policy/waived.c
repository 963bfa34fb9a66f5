/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/policy_priv.h"

#include "policy/old_values.h"

#include <string.h>

/* The values that a waiver names, held against the parameters of its rule. */

/* One of the words, or what any value can be. */
static bool is_word(const struct pcimsi_parameter *param, const char *text)
{
	if (strcmp(text, "none") == 0 || strcmp(text, "unknown") == 0)
		return true;
	for (const char *const *word = param->words; *word; word++)
		if (strcmp(*word, text) == 0)
			return true;
	return false;
}

static const char *check_value(struct pcimsi_policy *policy, const struct pcimsi_rule *rule,
			       const struct pcimsi_waived_value *value)
{
	const struct pcimsi_parameter *param = pcimsi_rule_parameter(rule, value->name);
	const char *wrong = NULL;

	if (!param || param->aside)
		wrong = arena_printf(&policy->arena, "value: findings of %s have no %s", rule->id,
				     value->name);
	else if (param->kind == PCIMSI_PARAM_WORD && !is_word(param, value->text))
		wrong = arena_printf(&policy->arena, "value: %s of %s is never %s", value->name,
				     rule->id, value->text);
	else
		return NULL;
	policy->nomem |= !wrong;
	return wrong;
}

const char *waiver_check_values(struct pcimsi_policy *policy, struct pcimsi_waiver *waiver)
{
	const char *wrong = NULL;

	if (policy->value_is_old && !old_values_translate(&policy->arena, waiver)) {
		policy->nomem = true;
		return NULL;
	}
	if (policy->value_is_old && !waiver->n_values)
		return "value: it names nothing that tells a finding from another";
	for (uint32_t i = 0; i < waiver->n_values && !wrong && !policy->nomem; i++)
		wrong = check_value(policy, waiver->rule, &waiver->values[i]);
	return wrong;
}
