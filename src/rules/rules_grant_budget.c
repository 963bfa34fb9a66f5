/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"
#include "rules/cite.h"

#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* GRA714, GRA715: what is asked for against what processors and queues make of it. */

#define NAMED_CONSUMERS 3

static void report_budget(struct context *c, const struct pcimsi_budget *budget)
{
	struct finding *finding = finding_new(c);
	struct pcimsi_slot_number top[NAMED_CONSUMERS];
	uint32_t named = 0;

	for (uint32_t i = 0; i < NAMED_CONSUMERS && i < budget->n_top; i++) {
		const struct pcimsi_consumer *consumer = &budget->top[i];

		top[named++] = (struct pcimsi_slot_number){
			.slot = consumer->verdict->function->function->raw.slot,
			.number = consumer->requested,
		};
	}
	finding_of_machine(finding, budget->capture, budget->member);
	finding_number(finding, "sum", budget->requested);
	finding_number(finding, "cpus", budget->cpus);
	finding_number(finding, "supply", budget->supply);
	finding_slots(finding, "top", top, named, named);
	finding_text(finding, "capture", budget->member ? budget->member : budget->capture);
}

enum pcimsi_reason rule_GRA714(struct context *c)
{
	uint32_t count;
	const struct pcimsi_budget *budgets = seen_budgets(c, &count);

	for (uint32_t i = 0; i < count; i++)
		if (budgets[i].requested > budgets[i].supply)
			report_budget(c, &budgets[i]);
	return PCIMSI_REASON_NONE;
}

/* The default of the keyword *NumRSSQueues, below Ndi\params or as a value of its own. */
static const struct pcimsi_effect *rss_queues(const struct pcimsi_install *install)
{
	for (uint32_t i = 0; i < install->n_software_effects; i++) {
		const struct pcimsi_effect *effect = &install->software_effects[i];

		if (effect->op != PCIMSI_EFFECT_SET || effect->root != PCIMSI_ROOT_HKR)
			continue;
		if ((str_ieq(effect->subkey, "Ndi\\params\\*NumRSSQueues") &&
		     str_ieq(effect->name, "Default")) ||
		    (!*effect->subkey && str_ieq(effect->name, "*NumRSSQueues")))
			return effect;
	}
	return NULL;
}

static bool is_network(const struct context *c)
{
	const char *class_name = c->inf->pub.facts->class_name;

	return class_name && str_ieq(class_name, "Net");
}

/* One message of plain MSI serves all queues, as it always did. */
enum pcimsi_reason rule_GRA715(struct context *c)
{
	const struct pcimsi_grant *grant = &c->verdict->pub.grant;
	const struct pcimsi_effect *queues = rss_queues(c->install);
	struct finding *finding;
	unsigned long count;

	if (!queues || !is_network(c) || grant->mode != PCIMSI_MODE_MSIX)
		return PCIMSI_REASON_NONE;
	count = queues->number_known ? queues->number : strtoul(queues->value_text, NULL, 10);
	if (!count || count > 4096)
		return PCIMSI_REASON_NO_NUMBER;
	if (!grant->requested.known)
		return PCIMSI_REASON_NOT_CAPTURED;
	if (grant->requested.value >= count)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number(finding, "messages", grant->requested.value);
	finding_number(finding, "queues", count);
	cite_msix(finding, c);
	finding_effect(finding, c->inf, queues);
	finding_effect(finding, c->inf, c->install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT]);
	return PCIMSI_REASON_NONE;
}
