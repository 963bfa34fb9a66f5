/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/outcomes.h"

/*
 * A byte for each rule of the kind of subject: functions and rules are many. 0: it was not
 * run; else its reason + 1, and a bit if it hit.
 */
#define HIT 0x80

/* The number of the rule among those of its subject. */
static uint32_t place_of(const struct pcimsi_rule *rule)
{
	uint32_t place = 0;

	for (const struct pcimsi_rule *other = rule_table; other < rule; other++)
		place += other->subject == rule->subject;
	return place;
}

uint8_t *outcomes_begin(const struct context *c, enum pcimsi_subject subject)
{
	struct pcimsi_evaluation *evaluation = VEC_ADD(&c->check->arena, &c->check->evaluations);
	uint32_t count = 0;
	uint8_t *outcomes;

	for (uint32_t i = 0; i < RULE_COUNT; i++)
		count += rule_table[i].subject == subject;
	outcomes = evaluation ? arena_alloc(&c->check->arena, count) : NULL;
	if (!outcomes) {
		c->check->nomem = true;
		return NULL;
	}
	*evaluation = (struct pcimsi_evaluation){
		.subject = subject,
		.function = c->function ? &c->function->pub : NULL,
		.inf = c->inf ? &c->inf->pub : NULL,
		.install = c->install,
		.verdict = c->verdict ? &c->verdict->pub : NULL,
		.outcomes = outcomes,
	};
	return outcomes;
}

void outcome_set(uint8_t *outcome, bool hit, enum pcimsi_reason reason)
{
	*outcome = (uint8_t)((reason + 1u) | (hit ? HIT : 0));
}

bool pcimsi_outcome(const struct pcimsi_evaluation *evaluation, const struct pcimsi_rule *rule,
		    struct pcimsi_outcome *ret)
{
	uint8_t outcome = rule->subject == evaluation->subject
				  ? evaluation->outcomes[place_of(rule)]
				  : 0;

	if (!outcome)
		return false;
	ret->hit = outcome & HIT;
	ret->reason = (enum pcimsi_reason)((outcome & ~HIT) - 1);
	return true;
}
