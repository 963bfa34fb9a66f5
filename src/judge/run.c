/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/judge_priv.h"

#include "judge/failures.h"
#include "judge/fingerprint.h"
#include "judge/groups.h"

#include <pcimsi/version.h>

#include <stdlib.h>
#include <string.h>

/* What a run has found, in the order in which it is told. */

/*
 * Findings on a function without a verdict are reported and do not count, unless
 * the user asked for that function or no INF matched anything.
 */
static bool counts(const struct pcimsi_check *check, const struct finding *finding)
{
	const struct pcimsi_judged_function *function = finding->pub.function;

	if (!check->verdicts.count)
		return true;
	if (function)
		return check->functions.items[function->order]->touched;
	if (finding->pub.inf || !finding->pub.capture)
		return true;
	for (uint32_t i = 0; i < check->functions.count; i++) {
		const struct judged_function *other = check->functions.items[i];

		if (other->touched && other->pub.capture == finding->pub.capture &&
		    (!finding->pub.member || strcmp(finding->pub.member, machine_name(other)) == 0))
			return true;
	}
	return false;
}

static uint32_t function_order(const struct finding *finding)
{
	return finding->pub.function ? finding->pub.function->order : UINT32_MAX;
}

static uint32_t inf_order(const struct finding *finding)
{
	return finding->pub.inf ? finding->pub.inf->order : 0;
}

static int by_subject(const void *a, const void *b)
{
	const struct finding *x = *(struct finding *const *)a, *y = *(struct finding *const *)b;

	if (function_order(x) != function_order(y))
		return function_order(x) < function_order(y) ? -1 : 1;
	if (inf_order(x) != inf_order(y))
		return inf_order(x) < inf_order(y) ? -1 : 1;
	return findings_by_catalogue(a, b);
}

static int list_not_evaluated(struct pcimsi_check *check)
{
	VEC(struct pcimsi_not_evaluated) list = { 0 };

	for (uint32_t i = 0; i < RULE_COUNT; i++) {
		for (uint32_t reason = 1; reason < PCIMSI_REASON_COUNT; reason++) {
			struct pcimsi_not_evaluated *row;

			if (!check->reasons[i][reason])
				continue;
			row = VEC_ADD(&check->arena, &list);
			if (!row)
				return PCIMSI_ERR_NOMEM;
			row->rule = &rule_table[i];
			row->reason = (enum pcimsi_reason)reason;
			row->count = check->reasons[i][reason];
		}
	}
	check->run.not_evaluated = list.items;
	check->run.n_not_evaluated = list.count;
	return 0;
}

static const struct pcimsi_finding *worst_of(const struct pcimsi_check *check)
{
	const struct pcimsi_finding *worst = NULL;

	for (uint32_t i = 0; i < check->findings.count; i++) {
		const struct pcimsi_finding *finding = &check->findings.items[i]->pub;

		if (finding->counts && !finding->waiver &&
		    (!worst || finding->severity > worst->severity))
			worst = finding;
	}
	return worst;
}

/* The way back from the lists of findings that verdicts have. */
static void link_verdicts(struct pcimsi_check *check)
{
	for (uint32_t i = 0; i < check->verdicts.count; i++) {
		const struct verdict *verdict = check->verdicts.items[i];

		for (uint32_t k = 0; k < verdict->findings.count; k++) {
			struct finding *finding = verdict->findings.items[k];
			const struct pcimsi_verdict **slot = VEC_ADD(&check->arena,
								     &finding->verdicts);

			if (!slot) {
				check->nomem = true;
				return;
			}
			*slot = &verdict->pub;
			finding->pub.verdicts = finding->verdicts.items;
			finding->pub.n_verdicts = finding->verdicts.count;
		}
	}
}

/* The public structs are the first members, so a list of ours is a list of theirs. */
static void fill_result(struct pcimsi_check *check)
{
	struct pcimsi_run *run = &check->run;

	run->functions = (const struct pcimsi_judged_function *const *)check->functions.items;
	run->n_functions = check->functions.count;
	run->infs = (const struct pcimsi_judged_inf *const *)check->infs.items;
	run->n_infs = check->infs.count;
	run->verdicts = (const struct pcimsi_verdict *const *)check->verdicts.items;
	run->n_verdicts = check->verdicts.count;
	run->findings = (const struct pcimsi_finding *const *)check->findings.items;
	run->n_findings = check->findings.count;
	run->budgets = check->budgets.items;
	run->n_budgets = check->budgets.count;
	run->waivers = check->waivers.uses.items;
	run->n_waivers = check->waivers.uses.count;
	run->version = PCIMSI_VERSION;
	run->options = &check->options;
	run->inputs = (const struct pcimsi_input *const *)check->inputs.items;
	run->n_inputs = check->inputs.count;
	run->notes = check->notes.items;
	run->n_notes = check->notes.count;
	run->evaluations = check->evaluations.items;
	run->n_evaluations = check->evaluations.count;
	run->worst = worst_of(check);
	run->n_misgiven = check->n_misgiven;
	run->matched = check->verdicts.count > 0;
	failures_settle(run);
}

void run_make(struct pcimsi_check *check)
{
	if (check->findings.count > 1)
		qsort(check->findings.items, check->findings.count, sizeof(*check->findings.items),
		      by_subject);
	for (uint32_t i = 0; i < check->findings.count; i++) {
		struct finding *finding = check->findings.items[i];

		check->n_misgiven += values_missing(finding);
		locations_settle(finding);
		finding->pub.number = i;
		finding->pub.counts = counts(check, finding);
	}
	check->nomem |= !fingerprints_make(check);
	link_verdicts(check);
	groups_make(check);
	check->nomem |= list_not_evaluated(check) != 0;
	if (!check->nomem)
		fill_result(check);
}
