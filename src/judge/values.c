/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/judge_priv.h"

#include "base/str.h"

#include <stdio.h>
#include <string.h>

/* The values of a finding, in the order of its rule's parameters. */

void values_prepare(struct finding *finding)
{
	const struct pcimsi_parameter *params = finding->pub.rule->params;
	uint32_t count = 0;

	while (params && params[count].name)
		count++;
	finding->values = arena_array(&finding->check->arena, count, sizeof(*finding->values));
	if (!finding->values) {
		finding->check->nomem = true;
		return;
	}
	for (uint32_t i = 0; i < count; i++)
		finding->values[i].param = &params[i];
	finding->pub.values = finding->values;
	finding->pub.n_values = count;
}

uint32_t values_missing(const struct finding *finding)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < finding->pub.n_values; i++)
		count += finding->values[i].kind == PCIMSI_VALUE_NOT_GIVEN;
	return count;
}

/* Of one that is a value of that kind. */
static bool takes_kind(const struct pcimsi_parameter *param, enum pcimsi_value_kind kind)
{
	switch (kind) {
	case PCIMSI_VALUE_NUMBER:
		return param->kind <= PCIMSI_PARAM_BITS;
	case PCIMSI_VALUE_WORD:
		return param->kind == PCIMSI_PARAM_WORD;
	case PCIMSI_VALUE_SLOTS:
		return param->kind == PCIMSI_PARAM_SLOTS;
	default:
		return true;
	}
}

/* The place of the value, which is given once; NULL: the rule's row has none. */
static struct pcimsi_value *give(struct finding *finding, const char *name,
				 enum pcimsi_value_kind kind)
{
	for (uint32_t i = 0; finding && i < finding->pub.n_values; i++) {
		struct pcimsi_value *value = &finding->values[i];

		if (strcmp(value->param->name, name) != 0)
			continue;
		if (value->kind != PCIMSI_VALUE_NOT_GIVEN || !takes_kind(value->param, kind))
			break;
		value->kind = kind;
		return value;
	}
	if (finding)
		finding->check->n_misgiven++;
	return NULL;
}

void finding_number(struct finding *finding, const char *name, uint64_t number)
{
	struct pcimsi_value *value = give(finding, name, PCIMSI_VALUE_NUMBER);

	if (value)
		value->number = number;
}

void finding_word(struct finding *finding, const char *name, const char *word)
{
	struct pcimsi_value *value = give(finding, name, PCIMSI_VALUE_WORD);
	const char *const *words = value ? value->param->words : NULL;

	while (words && *words && strcmp(*words, word) != 0)
		words++;
	if (words && *words)
		value->text = *words;
	else if (value)
		value->kind = PCIMSI_VALUE_NOT_GIVEN;
}

void finding_text(struct finding *finding, const char *name, const char *text)
{
	struct pcimsi_value *value = give(finding, name, PCIMSI_VALUE_TEXT);

	if (value)
		value->text = check_text(finding->check, text);
}

void finding_slots(struct finding *finding, const char *name,
		   const struct pcimsi_slot_number *slots, uint32_t count, uint32_t total)
{
	struct pcimsi_value *value = give(finding, name, PCIMSI_VALUE_SLOTS);
	struct pcimsi_slot_number *copy =
		value ? arena_array(&finding->check->arena, count, sizeof(*copy)) : NULL;

	if (value && !copy)
		finding->check->nomem = true;
	if (!copy)
		return;
	if (count)
		memcpy(copy, slots, count * sizeof(*copy));
	value->slots = copy;
	value->n_slots = count;
	value->number = total;
}

void finding_slot(struct finding *finding, const char *name, struct pcimsi_slot slot)
{
	const struct pcimsi_slot_number one = { .slot = slot };

	finding_slots(finding, name, &one, 1, 1);
}

void finding_none(struct finding *finding, const char *name)
{
	give(finding, name, PCIMSI_VALUE_NONE);
}

void finding_unknown(struct finding *finding, const char *name)
{
	give(finding, name, PCIMSI_VALUE_UNKNOWN);
}

void finding_text_or_none(struct finding *finding, const char *name, const char *text)
{
	if (text)
		finding_text(finding, name, text);
	else
		finding_none(finding, name);
}

void finding_number_or_unknown(struct finding *finding, const char *name, uint32_t number)
{
	if (number)
		finding_number(finding, name, number);
	else
		finding_unknown(finding, name);
}

/* ---- what they are ----------------------------------------------------------------------------
 */

static uint64_t hash_values(const struct pcimsi_finding *finding, bool where)
{
	uint64_t hash = STR_FNV64;

	for (uint32_t i = 0; i < finding->n_values; i++) {
		const struct pcimsi_value *value = &finding->values[i];
		char buffer[PCIMSI_VALUE_CHARS];
		const char *text;

		if (value->param->aside || (value->param->where && !where))
			continue;
		text = pcimsi_value_text(value, buffer);
		hash = str_fnv64(hash, value->param->name, strlen(value->param->name) + 1);
		hash = str_fnv64(hash, text, strlen(text) + 1);
	}
	return hash;
}

uint64_t values_hash(const struct finding *finding)
{
	return hash_values(&finding->pub, true);
}

uint64_t values_hash_of_group(const struct pcimsi_finding *finding)
{
	return str_fnv64(hash_values(finding, false), finding->rule->id, 6);
}

static bool same_slots(const struct pcimsi_value *a, const struct pcimsi_value *b)
{
	if (a->n_slots != b->n_slots)
		return false;
	for (uint32_t i = 0; i < a->n_slots; i++) {
		char one[PCIMSI_SLOT_TEXT], other[PCIMSI_SLOT_TEXT];

		if (a->slots[i].number != b->slots[i].number ||
		    strcmp(pcimsi_slot_text(a->slots[i].slot, one),
			   pcimsi_slot_text(b->slots[i].slot, other)) != 0)
			return false;
	}
	return true;
}

bool pcimsi_value_equal(const struct pcimsi_value *a, const struct pcimsi_value *b)
{
	if (a->param != b->param || a->kind != b->kind || a->number != b->number)
		return false;
	if (a->kind == PCIMSI_VALUE_WORD || a->kind == PCIMSI_VALUE_TEXT)
		return strcmp(a->text, b->text) == 0;
	return same_slots(a, b);
}

bool values_same(const struct finding *a, const struct finding *b)
{
	for (uint32_t i = 0; i < a->pub.n_values; i++)
		if (!pcimsi_value_equal(&a->values[i], &b->values[i]))
			return false;
	return true;
}

const struct pcimsi_value *pcimsi_finding_value(const struct pcimsi_finding *finding,
						const char *name)
{
	for (uint32_t i = 0; i < finding->n_values; i++)
		if (strcmp(finding->values[i].param->name, name) == 0)
			return &finding->values[i];
	return NULL;
}

static void write_bits(uint64_t number, uint8_t digits, char buffer[PCIMSI_VALUE_CHARS])
{
	for (uint8_t i = 0; i < digits; i++)
		buffer[i] = number >> (digits - 1 - i) & 1 ? '1' : '0';
	buffer[digits] = '\0';
}

static void write_number(const struct pcimsi_value *value, char buffer[PCIMSI_VALUE_CHARS])
{
	unsigned long long number = value->number;

	if (value->param->kind == PCIMSI_PARAM_HEX)
		snprintf(buffer, PCIMSI_VALUE_CHARS, "0x%0*llx", value->param->digits, number);
	else if (value->param->kind == PCIMSI_PARAM_BITS)
		write_bits(number, value->param->digits, buffer);
	else
		snprintf(buffer, PCIMSI_VALUE_CHARS, "%llu", number);
}

const char *pcimsi_value_text(const struct pcimsi_value *value, char buffer[PCIMSI_VALUE_CHARS])
{
	switch (value->kind) {
	case PCIMSI_VALUE_NUMBER:
		write_number(value, buffer);
		return buffer;
	case PCIMSI_VALUE_WORD:
	case PCIMSI_VALUE_TEXT:
		return value->text;
	case PCIMSI_VALUE_SLOTS:
		if (value->n_slots)
			return pcimsi_slot_text(value->slots[0].slot, buffer);
		return "none";
	case PCIMSI_VALUE_UNKNOWN:
		return "unknown";
	default:
		return "none";
	}
}
