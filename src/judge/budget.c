/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/budget.h"

/* What the messages of a machine come to, against the vectors of its processors. */

static uint32_t most(uint32_t a, uint32_t b)
{
	return a > b ? a : b;
}

static uint32_t advertised(const struct pcimsi_function *function)
{
	if (function->msix.table_size)
		return function->msix.table_size;
	if (function->msi.capable)
		return function->msi.capable;
	return function->interrupt_pin.known && function->interrupt_pin.value;
}

/* Keeps the largest, the earlier one first where they are equal. */
static void keep_top(struct pcimsi_budget *budget, struct pcimsi_consumer one)
{
	for (uint32_t i = 0; i < budget->n_top; i++) {
		struct pcimsi_consumer other = budget->top[i];

		if (one.requested <= other.requested)
			continue;
		budget->top[i] = one;
		one = other;
	}
	if (budget->n_top < PCIMSI_TOP_CONSUMERS)
		budget->top[budget->n_top++] = one;
}

/* What the verdicts of one function come to: one INF drives it, so they are no sum. */
struct demand {
	struct pcimsi_consumer most;
	uint32_t what_if;
	bool judged;
};

static struct demand demand_of(const struct pcimsi_check *check, uint32_t *verdict, uint32_t order)
{
	struct demand demand = { 0 };

	for (; *verdict < check->verdicts.count; ++*verdict) {
		const struct pcimsi_verdict *one = &check->verdicts.items[*verdict]->pub;

		if (one->function->order != order)
			break;
		demand.judged |= one->grant.requested.known;
		if (one->grant.requested.value > demand.most.requested)
			demand.most = (struct pcimsi_consumer){
				.verdict = one,
				.requested = one->grant.requested.value,
			};
		if (one->what_if)
			demand.what_if = most(demand.what_if, one->what_if->requested.value);
	}
	return demand;
}

static void add_function(struct pcimsi_budget *budget, const struct pcimsi_function *function,
			 const struct demand *demand)
{
	uint32_t requested = demand->most.requested;

	budget->n_functions++;
	budget->advertised += advertised(function);
	budget->n_judged += demand->judged;
	budget->requested += requested;
	budget->useful += requested < budget->cpus ? requested : budget->cpus;
	budget->what_if += demand->what_if;
	if (requested)
		keep_top(budget, demand->most);
}

static struct pcimsi_budget *next_budget(struct pcimsi_check *check,
					 const struct judged_function *first)
{
	struct pcimsi_budget *budget = VEC_ADD(&check->arena, &check->budgets);

	if (!budget) {
		check->nomem = true;
		return NULL;
	}
	*budget = (struct pcimsi_budget){
		.capture = first->pub.capture,
		.member = machine_member(first),
		.cpus = check->options.cpus,
		.supply = (uint64_t)check->options.cpus * PCIMSI_VECTORS_PER_CPU,
		.what_if_given = check->options.what_if,
	};
	return budget;
}

void budgets_make(struct pcimsi_check *check)
{
	const struct judged_function *last = NULL;
	struct pcimsi_budget *budget = NULL;
	uint32_t verdict = 0;

	/* Verdicts of one function follow each other, and functions of one machine. */
	for (uint32_t i = 0; check->options.cpus && i < check->functions.count; i++) {
		const struct judged_function *function = check->functions.items[i];
		struct demand demand = demand_of(check, &verdict, i);

		if (!last || !same_machine(last, function))
			budget = next_budget(check, function);
		if (!budget)
			return;
		last = function;
		add_function(budget, function->pub.function, &demand);
	}
}
