/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "catalogue/numbers.h"

#include "base/str.h"

#include <stddef.h>

const struct pcimsi_rule rule_table[RULE_COUNT] = {
#define RULE(name, ...) [RULE_##name] = { .id = #name, __VA_ARGS__ },
#include "catalogue/catalogue.def"
#undef RULE
};

const struct pcimsi_rule *pcimsi_rules(uint32_t *ret_count)
{
	*ret_count = RULE_COUNT;
	return rule_table;
}

const struct pcimsi_rule *pcimsi_rule_find(const char *id_or_slug)
{
	for (uint32_t i = 0; i < RULE_COUNT; i++)
		if (str_ieq(rule_table[i].id, id_or_slug) ||
		    str_ieq(rule_table[i].slug, id_or_slug))
			return &rule_table[i];
	return NULL;
}
