/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compare/compare.h"

#include <pcimsi/error.h>

#include <string.h>

/* Values of facts, and whether they differ. */

struct pcimsi_fact_value fact_none(void)
{
	return (struct pcimsi_fact_value){ .kind = PCIMSI_VALUE_NONE };
}

struct pcimsi_fact_value fact_unknown(void)
{
	return (struct pcimsi_fact_value){ .kind = PCIMSI_VALUE_UNKNOWN };
}

struct pcimsi_fact_value fact_number(uint64_t number)
{
	return (struct pcimsi_fact_value){ .kind = PCIMSI_VALUE_NUMBER, .number = number };
}

struct pcimsi_fact_value fact_word(const char *word)
{
	return (struct pcimsi_fact_value){ .kind = PCIMSI_VALUE_WORD, .text = word };
}

struct pcimsi_fact_value fact_text(const char *text)
{
	if (!text)
		return fact_none();
	return (struct pcimsi_fact_value){ .kind = PCIMSI_VALUE_TEXT, .text = text };
}

struct pcimsi_fact_value fact_reg(struct pcimsi_reg reg)
{
	return reg.known ? fact_number(reg.value) : fact_unknown();
}

static bool is_same(const struct pcimsi_fact_value *a, const struct pcimsi_fact_value *b)
{
	if (a->kind != b->kind || a->number != b->number)
		return false;
	return a->text == b->text || (a->text && b->text && strcmp(a->text, b->text) == 0);
}

int change_add(struct comparison *c, change_list *list, const struct pcimsi_fact *fact,
	       const struct pcimsi_fact_value *old_value, const struct pcimsi_fact_value *new_value)
{
	struct pcimsi_change *change;

	if (is_same(old_value, new_value))
		return 0;
	change = VEC_ADD(&c->arena, list);
	if (!change)
		return PCIMSI_ERR_NOMEM;
	change->fact = fact;
	change->values[PCIMSI_SIDE_OLD] = *old_value;
	change->values[PCIMSI_SIDE_NEW] = *new_value;
	change->unknown = old_value->kind == PCIMSI_VALUE_UNKNOWN ||
			  new_value->kind == PCIMSI_VALUE_UNKNOWN;
	if (change->unknown)
		c->pub.n_unknown++;
	else
		c->pub.n_changes++;
	return 0;
}
