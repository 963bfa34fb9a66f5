/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/failures.h"

/* What makes the exit status of a judgement, and what there is of that. */

const struct pcimsi_fail_on pcimsi_fail_on_default = {
	.severities = true,
	.severity = PCIMSI_SEVERITY_WARNING,
	.verdict = PCIMSI_VERDICT_FIT,
};

bool pcimsi_finding_fails(const struct pcimsi_finding *finding,
			  const struct pcimsi_fail_on *fail_on)
{
	return fail_on->severities && finding->counts && !finding->waiver &&
	       finding->severity >= fail_on->severity;
}

/* The words are in the order of how bad they are, but for UNKNOWN, which is a thing apart. */
bool pcimsi_verdict_fails(const struct pcimsi_verdict *verdict,
			  const struct pcimsi_fail_on *fail_on)
{
	if (verdict->counts_as == PCIMSI_VERDICT_UNKNOWN)
		return fail_on->unknown;
	return fail_on->verdict < PCIMSI_VERDICT_UNKNOWN && verdict->counts_as <= fail_on->verdict;
}

void pcimsi_failures_count(const struct pcimsi_run *run, const struct pcimsi_fail_on *fail_on,
			   struct pcimsi_failures *ret)
{
	*ret = (struct pcimsi_failures){ 0 };
	for (uint32_t i = 0; i < run->n_findings; i++) {
		if (!pcimsi_finding_fails(run->findings[i], fail_on))
			continue;
		ret->findings[run->findings[i]->severity]++;
		ret->n_findings++;
	}
	for (uint32_t i = 0; i < run->n_verdicts; i++) {
		if (!pcimsi_verdict_fails(run->verdicts[i], fail_on))
			continue;
		ret->verdicts[run->verdicts[i]->counts_as]++;
		ret->n_verdicts++;
	}
	if (fail_on->unknown) {
		ret->verdicts[PCIMSI_VERDICT_UNKNOWN] += run->n_undecided;
		ret->n_verdicts += run->n_undecided;
	}
}

static void count_all(const struct pcimsi_run *run, struct pcimsi_totals *totals)
{
	totals->n_verdicts = run->n_verdicts + run->n_undecided;
	totals->verdicts[PCIMSI_VERDICT_UNKNOWN] = run->n_undecided;
	for (uint32_t i = 0; i < run->n_verdicts; i++)
		totals->verdicts[run->verdicts[i]->word]++;
	for (uint32_t i = 0; i < run->n_findings; i++) {
		const struct pcimsi_finding *finding = run->findings[i];

		totals->n_waived += finding->waiver != NULL;
		totals->findings[finding->severity] += !finding->waiver;
		totals->n_uncounted += !finding->waiver && !finding->counts;
	}
}

/* Without an INF, what a registry holds is all that is told. */
static bool is_told(const struct pcimsi_run *run, const struct pcimsi_judged_function *function)
{
	struct pcimsi_grant grant;

	for (uint32_t i = 0; i < function->n_held; i++)
		if (pcimsi_held_predict(function->function, function->held[i], &run->target,
					&grant) &&
		    grant.mode != PCIMSI_MODE_UNKNOWN)
			return true;
	return false;
}

static bool has_judged(const struct pcimsi_run *run)
{
	for (uint32_t i = 0; i < run->n_functions; i++)
		if (run->functions[i]->has_verdict ||
		    (!run->n_infs && is_told(run, run->functions[i])))
			return true;
	return false;
}

void failures_settle(struct pcimsi_run *run)
{
	const struct pcimsi_failures *failures = &run->failures;

	count_all(run, &run->totals);
	pcimsi_failures_count(run, &run->fail_on, &run->failures);
	if (!has_judged(run)) {
		run->status = 2;
		run->status_reason = PCIMSI_STATUS_NOTHING_JUDGED;
	} else if (failures->n_findings || failures->n_verdicts) {
		run->status = 1;
		run->status_reason = failures->n_findings ? PCIMSI_STATUS_FINDINGS
							  : PCIMSI_STATUS_VERDICTS;
	}
}
