/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"

#include <string.h>

/* REG: the keys of an exported registry in which the values stand. */

/* The key, then the value in it. */
static void cite_value(struct finding *finding, const char *file,
		       const struct pcimsi_held_value *held)
{
	finding_file_line(finding, PCIMSI_INPUT_REGISTRY, file, held->key->place, held->key->text);
	finding_file_line(finding, PCIMSI_INPUT_REGISTRY, file, held->place, held->text);
}

/* More than the first bytes of a value are not kept. */
static bool is_same(const struct pcimsi_held_value *a, const struct pcimsi_held_value *b)
{
	return a->state == PCIMSI_HELD_VALUE && b->state == PCIMSI_HELD_VALUE &&
	       a->type == b->type && a->data_size == b->data_size &&
	       a->data_size <= sizeof(a->data) && memcmp(a->data, b->data, a->data_size) == 0;
}

static const char *cure(enum pcimsi_setting setting, bool same)
{
	if (same)
		return "delete";
	return setting <= PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT ? "move-messages" : "move-affinity";
}

/* `device` NULL: the export does not say whose it is. */
static void tell_misplaced(struct finding *finding, const char *file,
			   const struct pcimsi_registry_device *device,
			   const struct pcimsi_misplaced_value *value)
{
	bool same = device && is_same(&value->held, &device->settings[value->setting]);
	char held[PCIMSI_HELD_TEXT];

	finding_text(finding, "name", pcimsi_setting_name(value->setting));
	finding_text_or_none(finding, "instance", device ? device->instance : NULL);
	if (value->held.number_known)
		finding_number(finding, "held", value->held.number);
	else
		finding_text(finding, "held", pcimsi_held_text(&value->held, held));
	finding_text(finding, "key", value->subkey);
	finding_word(finding, "besides", same ? "same" : "nothing");
	finding_word(finding, "cure", cure(value->setting, same));
	if (same)
		finding_severity(finding, PCIMSI_SEVERITY_NOTE);
	cite_value(finding, file, &value->held);
}

enum pcimsi_reason rule_REG906(struct context *c)
{
	const struct pcimsi_judged_function *function = &c->function->pub;

	for (uint32_t i = 0; i < function->n_held; i++) {
		const struct pcimsi_registry_device *device = function->held[i];

		for (uint32_t k = 0; k < device->n_misplaced; k++) {
			const struct pcimsi_misplaced_value *value = &device->misplaced[k];
			struct finding *finding;

			if (value->software_key)
				continue;
			finding = finding_new(c);
			finding_word(finding, "held_in", *value->subkey ? "subkey" : "instance");
			tell_misplaced(finding, device->file, device, value);
		}
	}
	return PCIMSI_REASON_NONE;
}

static void judge_software(struct context *c, const struct judged_function *function)
{
	for (uint32_t i = 0; i < function->pub.n_held; i++) {
		const struct pcimsi_registry_device *device = function->pub.held[i];

		for (uint32_t k = 0; k < device->n_misplaced; k++)
			if (device->misplaced[k].software_key)
				tell_misplaced(finding_on(c, function), device->file, device,
					       &device->misplaced[k]);
	}
}

enum pcimsi_reason rule_REG907(struct context *c)
{
	uint32_t n_uses, count;
	const struct registry_use *uses = seen_registries(c, &n_uses);

	for (uint32_t i = 0; i < seen_functions(c); i++)
		judge_software(c, seen_function(c, i));
	for (uint32_t i = 0; i < n_uses; i++) {
		const struct pcimsi_registry *registry = uses[i].registry;
		const struct pcimsi_misplaced_value *values = pcimsi_registry_misplaced(registry,
											&count);

		for (uint32_t k = 0; k < count; k++)
			tell_misplaced(finding_new(c), pcimsi_registry_name(registry), NULL,
				       &values[k]);
	}
	return PCIMSI_REASON_NONE;
}

/* Once a key, though it holds several values. */
enum pcimsi_reason rule_REG908(struct context *c)
{
	const struct pcimsi_judged_function *function = &c->function->pub;

	for (uint32_t i = 0; i < function->n_held * PCIMSI_SETTING_COUNT; i++) {
		const struct pcimsi_registry_device *device =
			function->held[i / PCIMSI_SETTING_COUNT];
		const struct pcimsi_held_value *held = &device->settings[i % PCIMSI_SETTING_COUNT];
		struct finding *finding;

		if (!held->key || !held->key->superfluous ||
		    (i % PCIMSI_SETTING_COUNT && held[-1].key == held->key))
			continue;
		finding = finding_new(c);
		finding_text(finding, "name",
			     pcimsi_setting_name((enum pcimsi_setting)(i % PCIMSI_SETTING_COUNT)));
		finding_text(finding, "instance", device->instance);
		cite_value(finding, device->file, held);
	}
	return PCIMSI_REASON_NONE;
}
