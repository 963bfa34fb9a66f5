/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"

/* GRA714: what is asked for against what processors make of it. */

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
