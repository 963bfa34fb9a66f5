/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_FAILURES_H
#define PCIMSI_REPORT_FAILURES_H

#include <pcimsi/pcimsi.h>

/* What the exit status 1 is for. */
struct fail_on {
	bool severities;                  /* false: no finding makes it */
	enum pcimsi_severity severity;    /* from this one on */
	enum pcimsi_verdict_word verdict; /* from WASTEFUL to IMPOSSIBLE on; FIT: none does */
	bool unknown;                     /* verdicts, too, that are unknown */
};

/* "error,impossible,unknown", or "never". */
#define FAIL_ON_TEXT 64
const char *fail_on_text(const struct fail_on *fail_on, char buffer[FAIL_ON_TEXT]);

/* Whether it counts, is not waived and is what the status is for. */
bool finding_fails(const struct pcimsi_finding *finding, const struct fail_on *fail_on);
bool verdict_fails(const struct pcimsi_verdict *verdict, const struct fail_on *fail_on);

/* How many there are of each kind. */
struct failures {
	uint32_t findings[PCIMSI_SEVERITY_ERROR + 1];
	uint32_t verdicts[PCIMSI_VERDICT_FIT + 1];
	uint32_t n_findings, n_verdicts; /* of all kinds */
};

void failures_count(const struct pcimsi_run *run, const struct fail_on *fail_on,
		    struct failures *ret);

#endif
