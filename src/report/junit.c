/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/escape.h"
#include "report/formats.h"
#include "report/message.h"
#include "report/spots.h"
#include "report/text.h"

#include <stdlib.h>

/*
 * JUnit's XML, as Jenkins and GitLab read it: a suite for each INF and Windows with a test for each
 * verdict, one with a test for each finding that bears on no verdict, and one that says whether
 * the run itself went well. What fails is what makes the exit status, so that a report without a
 * failure and status 0 are the same. There are no times in it.
 */

enum outcome { OUTCOME_PASSED, OUTCOME_FAILED, OUTCOME_SKIPPED, OUTCOME_COUNT };

/* ---- elements -------------------------------------------------------------------------------- */

static void put_attribute(FILE *out, const char *name, const char *untrusted)
{
	fprintf(out, " %s=\"", name);
	put_markup(out, untrusted);
	fputc('"', out);
}

static void begin_suite(FILE *out, const char *name, const uint32_t counts[OUTCOME_COUNT])
{
	fputs("\t<testsuite", out);
	put_attribute(out, "name", name);
	fprintf(out, " tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"%u\">\n",
		counts[OUTCOME_PASSED] + counts[OUTCOME_FAILED] + counts[OUTCOME_SKIPPED],
		counts[OUTCOME_FAILED], counts[OUTCOME_SKIPPED]);
}

static void end_suite(FILE *out)
{
	fputs("\t</testsuite>\n", out);
}

/* A sentence that was made for it; NULL: out of memory. */
static void put_sentence(struct report *report, const char *before, char *sentence,
			 const char *behind)
{
	fputs(before, report->out);
	if (text_made(report, sentence))
		put_markup(report->out, sentence);
	fputs(behind, report->out);
	free(sentence);
}

/* ---- findings -------------------------------------------------------------------------------- */

static void put_spot(struct report *report, const struct pcimsi_run *run,
		     const struct pcimsi_finding *finding)
{
	struct spot spot = spot_of_finding(run, finding);
	char *path = spot.input ? text_made(report, input_path(spot.input)) : NULL;

	if (!path)
		return;
	put_markup(report->out, path);
	if (spot.from.line)
		fprintf(report->out, ":%u", spot.from.line);
	fputs(": ", report->out);
	free(path);
}

/* "demo.inf:68: warning GRA703: message advice" */
static void put_finding(struct report *report, const struct pcimsi_run *run,
			const struct pcimsi_finding *finding)
{
	put_spot(report, run, finding);
	fprintf(report->out, "%s%s %s: ", finding->waiver ? "waived " : "",
		pcimsi_severity_name(finding->severity), finding->rule->id);
	put_sentence(report, "", message_format(finding, finding->rule->message), " ");
	put_sentence(report, "", message_format(finding, finding->rule->advice), "");
	if (finding->waiver) {
		fputs(" Waived: ", report->out);
		put_markup(report->out, finding->waiver->reason);
	}
	fputc('\n', report->out);
}

/* ---- verdicts -------------------------------------------------------------------------------- */

static enum outcome outcome_of_verdict(const struct pcimsi_run *run,
				       const struct pcimsi_verdict *verdict)
{
	bool failed = pcimsi_verdict_fails(verdict, &run->fail_on);

	for (uint32_t i = 0; i < verdict->n_findings && !failed; i++)
		failed = pcimsi_finding_fails(verdict->findings[i], &run->fail_on);
	if (failed)
		return OUTCOME_FAILED;
	return verdict->word == PCIMSI_VERDICT_UNKNOWN ? OUTCOME_SKIPPED : OUTCOME_PASSED;
}

/* Hundreds of lines may be wrong for hundreds of functions. */
#define FINDINGS_SHOWN 16

static void put_findings(struct report *report, const struct pcimsi_run *run,
			 const struct pcimsi_verdict *verdict)
{
	put_sentence(report, "", verdict_sentence(verdict), "\n");
	for (uint32_t i = 0; i < verdict->n_findings && i < FINDINGS_SHOWN; i++)
		put_finding(report, run, verdict->findings[i]);
	if (verdict->n_findings > FINDINGS_SHOWN)
		fprintf(report->out, "%u more findings bear on it; another format has all.\n",
			verdict->n_findings - FINDINGS_SHOWN);
}

/* What fails it; of the word alone, what is expected. */
static char *failure_sentence(const struct pcimsi_run *run, const struct pcimsi_verdict *verdict)
{
	for (uint32_t i = 0; i < verdict->n_findings; i++) {
		const struct pcimsi_finding *finding = verdict->findings[i];

		if (pcimsi_finding_fails(finding, &run->fail_on))
			return message_format(finding, finding->rule->message);
	}
	return verdict_sentence(verdict);
}

static void put_outcome(struct report *report, const struct pcimsi_run *run,
			const struct pcimsi_verdict *verdict)
{
	FILE *out = report->out;

	switch (outcome_of_verdict(run, verdict)) {
	case OUTCOME_FAILED:
		fprintf(out, "\t\t\t<failure type=\"%s\"", pcimsi_verdict_name(verdict->word));
		put_sentence(report, " message=\"", failure_sentence(run, verdict), "\">");
		put_findings(report, run, verdict);
		fputs("</failure>\n", out);
		break;
	case OUTCOME_SKIPPED:
		put_sentence(report, "\t\t\t<skipped message=\"", verdict_sentence(verdict),
			     "\"/>\n");
		break;
	default:
		fputs("\t\t\t<system-out>", out);
		put_findings(report, run, verdict);
		fputs("</system-out>\n", out);
		break;
	}
}

/* "0000:00:02.2 1b36:0010 in demo.txt [Storage.NT]": from one run to the next it is one test. */
static void put_verdict(struct report *report, const struct pcimsi_run *run,
			const struct pcimsi_verdict *verdict, const char *suite)
{
	const struct pcimsi_install *install = verdict->match.model->install;
	const struct pcimsi_function *function = verdict->function->function;
	char *capture = text_made(report, text_capture(verdict->function));
	char slot[PCIMSI_SLOT_TEXT], ids[TEXT_IDS];
	FILE *out = report->out;

	fputs("\t\t<testcase", out);
	put_attribute(out, "classname", suite);
	fprintf(out, " name=\"%s %s in ", pcimsi_slot_text(function->raw.slot, slot),
		text_ids(function, ids));
	put_markup(out, capture ? capture : "");
	free(capture);
	fputs(" [", out);
	put_markup(out, install->section ? install->section : install->base);
	fputs("]\">\n", out);
	put_outcome(report, run, verdict);
	fputs("\t\t</testcase>\n", out);
}

/* ---- suites ---------------------------------------------------------------------------------- */

/* By the INF and Windows, each in the order of the functions. */
static int by_inf(const void *a, const void *b)
{
	const struct pcimsi_verdict *x = *(const struct pcimsi_verdict *const *)a;
	const struct pcimsi_verdict *y = *(const struct pcimsi_verdict *const *)b;

	if (x->inf->order != y->inf->order)
		return x->inf->order < y->inf->order ? -1 : 1;
	return x->function->order < y->function->order ? -1
						       : x->function->order > y->function->order;
}

static char *suite_name(const struct pcimsi_judged_inf *inf)
{
	const struct pcimsi_target *target = &inf->resolution->target;
	char os[OS_TEXT], *name;
	int length = asprintf(&name, "%s (Windows %s %s %s)", inf->facts->name, os_text(target, os),
			      pcimsi_arch_name(target->arch), pcimsi_product_name(target->product));

	return length < 0 ? NULL : name;
}

/* Those of one INF and Windows; how many they are. */
static uint32_t put_suite(struct report *report, const struct pcimsi_run *run,
			  const struct pcimsi_verdict *const *verdicts, uint32_t most)
{
	uint32_t counts[OUTCOME_COUNT] = { 0 }, n = 0;
	char *name = text_made(report, suite_name(verdicts[0]->inf));

	while (n < most && verdicts[n]->inf == verdicts[0]->inf)
		counts[outcome_of_verdict(run, verdicts[n++])]++;
	if (name) {
		begin_suite(report->out, name, counts);
		for (uint32_t i = 0; i < n; i++)
			put_verdict(report, run, verdicts[i], name);
		end_suite(report->out);
	}
	free(name);
	return n;
}

static int put_verdicts(struct report *report, const struct pcimsi_run *run)
{
	const struct pcimsi_verdict **sorted = calloc(run->n_verdicts + 1, sizeof(*sorted));

	if (!sorted)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < run->n_verdicts; i++)
		sorted[i] = run->verdicts[i];
	qsort(sorted, run->n_verdicts, sizeof(*sorted), by_inf);
	for (uint32_t i = 0; i < run->n_verdicts;)
		i += put_suite(report, run, sorted + i, run->n_verdicts - i);
	free(sorted);
	return 0;
}

/* ---- what bears on no verdict ---------------------------------------------------------------- */

static bool has_verdict(const struct pcimsi_group *group)
{
	for (uint32_t i = 0; i < group->n_findings; i++)
		if (group->findings[i]->n_verdicts)
			return true;
	return false;
}

static enum outcome outcome_of_group(const struct pcimsi_run *run, const struct pcimsi_group *group)
{
	if (group->findings[0]->waiver)
		return OUTCOME_SKIPPED;
	for (uint32_t i = 0; i < group->n_findings; i++)
		if (pcimsi_finding_fails(group->findings[i], &run->fail_on))
			return OUTCOME_FAILED;
	return OUTCOME_PASSED;
}

static void put_group_outcome(struct report *report, const struct pcimsi_run *run,
			      const struct pcimsi_group *group)
{
	const struct pcimsi_finding *finding = group->findings[0];
	FILE *out = report->out;

	switch (outcome_of_group(run, group)) {
	case OUTCOME_FAILED:
		fprintf(out, "\t\t\t<failure type=\"%s\"", pcimsi_severity_name(finding->severity));
		put_sentence(report, " message=\"", message_format(finding, finding->rule->message),
			     "\">");
		put_finding(report, run, finding);
		fputs("</failure>\n", out);
		break;
	case OUTCOME_SKIPPED:
		fputs("\t\t\t<skipped message=\"", out);
		put_markup(out, finding->waiver->reason);
		fputs("\"/>\n", out);
		break;
	default:
		fputs("\t\t\t<system-out>", out);
		put_finding(report, run, finding);
		fputs("</system-out>\n", out);
		break;
	}
}

static void put_group(struct report *report, const struct pcimsi_run *run,
		      const struct pcimsi_group *group)
{
	const struct pcimsi_finding *finding = group->findings[0];

	fprintf(report->out, "\t\t<testcase classname=\"findings\" name=\"%s %s %016llx\">\n",
		finding->rule->id, finding->rule->slug, (unsigned long long)group->key);
	put_group_outcome(report, run, group);
	fputs("\t\t</testcase>\n", report->out);
}

static void put_groups(struct report *report, const struct pcimsi_run *run)
{
	uint32_t counts[OUTCOME_COUNT] = { 0 };

	for (uint32_t i = 0; i < run->n_groups; i++)
		if (!has_verdict(run->groups[i]))
			counts[outcome_of_group(run, run->groups[i])]++;
	begin_suite(report->out, "findings", counts);
	for (uint32_t i = 0; i < run->n_groups; i++)
		if (!has_verdict(run->groups[i]))
			put_group(report, run, run->groups[i]);
	end_suite(report->out);
}

/* ---- the run --------------------------------------------------------------------------------- */

static int begin(struct report *report)
{
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"pcimsi\">\n",
	      report->out);
	return 0;
}

static int run(struct report *report, const struct pcimsi_run *run)
{
	int err = put_verdicts(report, run);

	put_groups(report, run);
	return err;
}

/* Status 2 is an error of the run; a report without it would look as if all had been judged. */
static int end(struct report *report, int status)
{
	FILE *out = report->out;

	fprintf(out,
		"\t<testsuite name=\"run\" tests=\"1\" failures=\"0\" errors=\"%d\" "
		"skipped=\"0\">\n\t\t<testcase classname=\"run\" name=\"pcimsi check\">\n",
		status == 2);
	fputs(status == 2 ? "\t\t\t<error type=\"status 2\" message=\"" : "\t\t\t<system-out>",
	      out);
	put_status_reason(out, report);
	fputs(status == 2 ? "\"/>\n" : "</system-out>\n", out);
	fputs("\t\t</testcase>\n\t</testsuite>\n</testsuites>\n", out);
	return 0;
}

const struct report_ops report_junit = {
	.name = "junit",
	.commands = 1 << REPORT_CHECK,
	.begin = begin,
	.run = run,
	.end = end,
};
