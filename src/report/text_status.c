/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text.h"

#include "base/str.h"
#include "report/escape.h"
#include "report/fail_on.h"

/* The last lines of a report: what was found by itself, and why the exit status is what it is. */

/* "2 impossible, 1 error, 3 warnings" */
static void put_failures(FILE *out, const struct pcimsi_failures *failures)
{
	const char *gap = "";

	for (int i = 0; i <= PCIMSI_VERDICT_FIT; i++) {
		if (!failures->verdicts[i])
			continue;
		fprintf(out, "%s%u %s", gap, failures->verdicts[i],
			pcimsi_verdict_name((enum pcimsi_verdict_word)i));
		gap = ", ";
	}
	for (int i = PCIMSI_SEVERITY_ERROR; i >= PCIMSI_SEVERITY_NOTE; i--) {
		if (!failures->findings[i])
			continue;
		fprintf(out, "%s%u %s%s", gap, failures->findings[i],
			pcimsi_severity_name((enum pcimsi_severity)i),
			str_plural(failures->findings[i]));
		gap = ", ";
	}
}

/* The option that leaves verdicts out; NULL: none does. */
static const char *instead_of_verdicts(const struct report *report)
{
	if (report->matrix)
		return "--matrix";
	if (report->suggest)
		return "--suggest";
	if (report->advise)
		return "--advise";
	return report->tree ? "--tree" : NULL;
}

/* What --fail-on makes of a check. */
static void put_judged(FILE *out, const struct report *report)
{
	const struct pcimsi_failures *failures = &report->judged->failures;
	uint32_t count = failures->n_findings + failures->n_verdicts;
	char words[FAIL_ON_TEXT];

	if (count)
		put_failures(out, failures);
	else
		fputs("nothing", out);
	fprintf(out, " %s for --fail-on=%s", count > 1 ? "count" : "counts",
		fail_on_text(&report->judged->fail_on, words));
	if (report->reason == REPORT_REASON_EXIT_ZERO)
		fputs(", but for --exit-zero", out);
	if (count && instead_of_verdicts(report))
		fprintf(out, "; check without %s tells them", instead_of_verdicts(report));
}

static const char *reason_text(enum report_reason reason)
{
	switch (reason) {
	case REPORT_REASON_DIFFERS:
		return "something differs, or one side does not tell whether it does";
	case REPORT_REASON_NOTHING_JUDGED:
		return "no function got a verdict, or none other than unknown";
	case REPORT_REASON_NOTHING_SELECTED:
		return "no function passes the filter";
	case REPORT_REASON_INPUT:
		return "an input could not be read whole, or holds nothing of its kind";
	case REPORT_REASON_POLICY:
		return "a policy, or a waiver in an INF, has an error";
	case REPORT_REASON_OUTPUT:
		return "a file could not be written";
	case REPORT_REASON_MEMORY:
		return "memory ran out";
	default:
		return NULL;
	}
}

/* Nobody named these. */
static void put_found(const struct report *report, const char *mark)
{
	for (unsigned i = 0; i < report->n_policies; i++) {
		if (!report->policies[i].found)
			continue;
		fprintf(report->out, "%spolicy: ", mark);
		put_text(report->out, report->policies[i].name);
		fputc('\n', report->out);
	}
}

void put_status_reason(FILE *out, const struct report *report)
{
	const char *why = reason_text(report->reason);

	if (why)
		fputs(why, out);
	else if (report->judged)
		put_judged(out, report);
}

void text_status(const struct report *report, int status)
{
	const char *mark = report->suggest ? "# " : ""; /* a diff goes to patch(1) */

	/* Of what only shows, that it could be shown needs no words. */
	if (!status && report->command != REPORT_CHECK)
		return;
	put_found(report, mark);
	fprintf(report->out, "%sstatus %d: ", mark, status);
	put_status_reason(report->out, report);
	fputc('\n', report->out);
}
