/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/rule_choice.h"

#include "base/str.h"

/* A rule is named by id or slug, a group of them by the letters ids begin with. */
static bool names_rule(const char *word, const struct pcimsi_rule *rule)
{
	return str_ieq(word, rule->slug) || (*word && str_istarts(rule->id, word));
}

bool names_any_rule(const char *word)
{
	const struct pcimsi_rule *rules;
	uint32_t count;

	rules = pcimsi_rules(&count);
	for (uint32_t i = 0; i < count; i++)
		if (names_rule(word, &rules[i]))
			return true;
	return false;
}

static bool listed(const struct words *words, const struct pcimsi_rule *rule)
{
	for (unsigned i = 0; i < words->count; i++)
		if (names_rule(words->items[i], rule))
			return true;
	return false;
}

bool options_want_rule(void *user, const struct pcimsi_rule *rule)
{
	const struct options *options = user;

	if (options->select.count && !listed(&options->select, rule))
		return false;
	return !listed(&options->ignore, rule);
}
