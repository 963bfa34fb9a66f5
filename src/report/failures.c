/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/failures.h"

#include <stdio.h>

static size_t put_word(char buffer[FAIL_ON_TEXT], size_t used, const char *word)
{
	return used +
	       (size_t)snprintf(buffer + used, FAIL_ON_TEXT - used, "%s%s", used ? "," : "", word);
}

const char *fail_on_text(const struct fail_on *fail_on, char buffer[FAIL_ON_TEXT])
{
	size_t used = 0;

	if (fail_on->severities)
		used = put_word(buffer, used, pcimsi_severity_name(fail_on->severity));
	if (fail_on->verdict < PCIMSI_VERDICT_UNKNOWN)
		used = put_word(buffer, used, pcimsi_verdict_name(fail_on->verdict));
	if (fail_on->unknown)
		used = put_word(buffer, used, pcimsi_verdict_name(PCIMSI_VERDICT_UNKNOWN));
	if (!used)
		put_word(buffer, used, "never");
	return buffer;
}

bool finding_fails(const struct pcimsi_finding *finding, const struct fail_on *fail_on)
{
	return fail_on->severities && finding->counts && !finding->waiver &&
	       finding->severity >= fail_on->severity;
}

/* The words are in the order of how bad they are, but for UNKNOWN, which is a thing apart. */
bool verdict_fails(const struct pcimsi_verdict *verdict, const struct fail_on *fail_on)
{
	if (verdict->counts_as == PCIMSI_VERDICT_UNKNOWN)
		return fail_on->unknown;
	return fail_on->verdict < PCIMSI_VERDICT_UNKNOWN && verdict->counts_as <= fail_on->verdict;
}

void failures_count(const struct pcimsi_run *run, const struct fail_on *fail_on,
		    struct failures *ret)
{
	*ret = (struct failures){ 0 };
	for (uint32_t i = 0; i < run->n_findings; i++) {
		if (!finding_fails(run->findings[i], fail_on))
			continue;
		ret->findings[run->findings[i]->severity]++;
		ret->n_findings++;
	}
	for (uint32_t i = 0; i < run->n_verdicts; i++) {
		if (!verdict_fails(run->verdicts[i], fail_on))
			continue;
		ret->verdicts[run->verdicts[i]->counts_as]++;
		ret->n_verdicts++;
	}
	if (fail_on->unknown) {
		ret->verdicts[PCIMSI_VERDICT_UNKNOWN] += run->n_undecided;
		ret->n_verdicts += run->n_undecided;
	}
}
