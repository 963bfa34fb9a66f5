/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/example.h"

#include "base/array.h"
#include "report/message.h"

#include <stdlib.h>
#include <string.h>

/* Findings that nobody found: of the values that a row of the catalogue has as an example. */

struct example {
	struct pcimsi_finding finding;
	struct pcimsi_value values[12];
	struct pcimsi_slot_number slots[4]; /* of all values */
	uint32_t n_slots;
};

static const char *word_of(const struct pcimsi_parameter *param, const char *text)
{
	for (const char *const *word = param->words; word && *word; word++)
		if (strcmp(*word, text) == 0)
			return *word;
	return NULL;
}

static bool number_of(const struct pcimsi_parameter *param, const char *text, uint64_t *ret)
{
	char *end;

	if (param->kind > PCIMSI_PARAM_BITS)
		return false;
	*ret = strtoull(text, &end, param->kind == PCIMSI_PARAM_BITS ? 2 : 0);
	return end != text && !*end;
}

/* "0000:01:00.0 64,0000:02:00.0 32" */
static bool slots_of(struct example *example, struct pcimsi_value *value, const char *text)
{
	value->slots = &example->slots[example->n_slots];
	for (; text && example->n_slots < ARRAY_SIZE(example->slots); value->n_slots++) {
		struct pcimsi_slot_number *slot = &example->slots[example->n_slots++];

		if (sscanf(text, "%x:%hhx:%hhx.%hhx %u", &slot->slot.domain, &slot->slot.bus,
			   &slot->slot.device, &slot->slot.function, &slot->number) < 4)
			return false;
		text = strchr(text, ',');
		if (text)
			text++;
	}
	value->number = value->n_slots;
	return value->n_slots;
}

static void set_value(struct example *example, struct pcimsi_value *value, const char *text)
{
	const struct pcimsi_parameter *param = value->param;

	value->text = param->kind == PCIMSI_PARAM_WORD ? word_of(param, text) : text;
	if (param->kind == PCIMSI_PARAM_WORD && value->text)
		value->kind = PCIMSI_VALUE_WORD;
	else if (strcmp(text, "none") == 0)
		value->kind = PCIMSI_VALUE_NONE;
	else if (strcmp(text, "unknown") == 0)
		value->kind = PCIMSI_VALUE_UNKNOWN;
	else if (param->kind == PCIMSI_PARAM_SLOTS && slots_of(example, value, text))
		value->kind = PCIMSI_VALUE_SLOTS;
	else if (number_of(param, text, &value->number))
		value->kind = PCIMSI_VALUE_NUMBER;
	else
		value->kind = PCIMSI_VALUE_TEXT;
}

static void make_example(struct example *example, const struct pcimsi_rule *rule)
{
	uint32_t count = 0;

	*example = (struct example){ .finding = { .rule = rule } };
	while (rule->example && rule->example[count] && count < ARRAY_SIZE(example->values)) {
		struct pcimsi_value *value = &example->values[count];

		value->param = &rule->params[count];
		set_value(example, value, rule->example[count]);
		count++;
	}
	example->finding.values = example->values;
	example->finding.n_values = count;
}

char *example_message(const struct pcimsi_rule *rule)
{
	struct example example;

	make_example(&example, rule);
	return message_format(&example.finding, rule->message);
}

char *example_advice(const struct pcimsi_rule *rule)
{
	struct example example;

	make_example(&example, rule);
	return message_format(&example.finding, rule->advice);
}
