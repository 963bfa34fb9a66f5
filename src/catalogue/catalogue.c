/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "catalogue/numbers.h"

#include "base/nearest.h"
#include "base/str.h"

#include <stddef.h>
#include <string.h>

/* What a row is written with. */
#define PARAMS(...) ((const struct pcimsi_parameter[]){ __VA_ARGS__, { .name = NULL } })
#define NUMBER(id, ...)                                                \
	{                                                              \
		.name = (id), .kind = PCIMSI_PARAM_NUMBER, __VA_ARGS__ \
	}
#define COUNT(id, of, ...)                                                          \
	{                                                                           \
		.name = (id), .kind = PCIMSI_PARAM_COUNT, .noun = (of), __VA_ARGS__ \
	}
#define HEX(id, width, ...)                                                            \
	{                                                                              \
		.name = (id), .kind = PCIMSI_PARAM_HEX, .digits = (width), __VA_ARGS__ \
	}
#define BITS(id, width)                                                    \
	{                                                                  \
		.name = (id), .kind = PCIMSI_PARAM_BITS, .digits = (width) \
	}
#define WORD(id, ...)                                                                   \
	{                                                                               \
		.name = (id), .kind = PCIMSI_PARAM_WORD, .words = (const char *const[]) \
		{                                                                       \
			__VA_ARGS__, NULL                                               \
		}                                                                       \
	}
#define ASIDE_WORD(id, ...)                                             \
	{                                                               \
		.name = (id), .kind = PCIMSI_PARAM_WORD, .aside = true, \
		.words = (const char *const[])                          \
		{                                                       \
			__VA_ARGS__, NULL                               \
		}                                                       \
	}
#define TEXT(id, ...)                                                \
	{                                                            \
		.name = (id), .kind = PCIMSI_PARAM_TEXT, __VA_ARGS__ \
	}
#define WHERE(id)                                                      \
	{                                                              \
		.name = (id), .kind = PCIMSI_PARAM_TEXT, .where = true \
	}
#define PLACE(id)                                                       \
	{                                                               \
		.name = (id), .kind = PCIMSI_PARAM_PLACE, .aside = true \
	}
#define SLOT(id)                                                        \
	{                                                               \
		.name = (id), .kind = PCIMSI_PARAM_SLOTS, .aside = true \
	}
#define SLOTS(id, ...)                                                               \
	{                                                                            \
		.name = (id), .kind = PCIMSI_PARAM_SLOTS, .aside = true, __VA_ARGS__ \
	}
#define NEED(what) ((uint32_t)PCIMSI_NEED_##what)
#define VALUES(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define READS(...) ((const char *const[]){ __VA_ARGS__, NULL })

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

const char *pcimsi_rule_nearest(const char *word)
{
	struct nearest nearest = nearest_to(word);

	for (uint32_t i = 0; i < RULE_COUNT; i++) {
		nearest_try(&nearest, rule_table[i].id);
		nearest_try(&nearest, rule_table[i].slug);
	}
	return nearest.best;
}

bool pcimsi_rule_reads(const struct pcimsi_rule *rule, const char *field)
{
	for (const char *const *name = rule->reads; name && *name; name++)
		if (strcmp(*name, field) == 0)
			return true;
	return false;
}

const struct pcimsi_parameter *pcimsi_rule_parameter(const struct pcimsi_rule *rule,
						     const char *name)
{
	for (const struct pcimsi_parameter *param = rule->params; param && param->name; param++)
		if (strcmp(param->name, name) == 0)
			return param;
	return NULL;
}
