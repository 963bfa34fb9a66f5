/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text.h"

#include "base/str.h"
#include "report/text_grant.h"
#include "report/text_groups.h"
#include "report/text_verdicts.h"

/* `pcimsi check`: the verdicts as a table, what was found, and how much there is of both. */

struct check_text {
	struct report *report;
	const struct pcimsi_run *run;
	uint32_t quiet; /* notes that nobody asked for */
};

/* ---- the last lines ------------------------------------------------------------------------ */

/* What nobody gave is not: processors, a registry, what was granted, and sizes that text does not
 * hold. */
static bool is_missed(enum pcimsi_reason reason)
{
	switch (reason) {
	case PCIMSI_REASON_NO_CPUS:
	case PCIMSI_REASON_NO_SIZES:
	case PCIMSI_REASON_NO_LINUX:
	case PCIMSI_REASON_NO_REGISTRY:
	case PCIMSI_REASON_NOT_EXPORTED:
	case PCIMSI_REASON_NO_GRANTED:
	case PCIMSI_REASON_NOT_LISTED:
		return false;
	default:
		return true;
	}
}

static void put_not_evaluated(const struct check_text *text)
{
	const struct pcimsi_run *run = text->run;
	uint32_t total = 0;

	for (uint32_t i = 0; i < run->n_not_evaluated; i++) {
		const struct pcimsi_not_evaluated *row = &run->not_evaluated[i];

		if (is_missed(row->reason))
			total += row->count;
		if (text->report->verbose)
			fprintf(text->report->out, "  not evaluated: %s %s, %u time%s: %s\n",
				row->rule->id, row->rule->slug, row->count, str_plural(row->count),
				pcimsi_reason_text(row->reason));
	}
	if (total && !text->report->verbose)
		fprintf(text->report->out,
			"%u check%s could not be made for lack of input; -v tells which and why.\n",
			total, str_plural(total));
}

/* Who forgot to name a capture has to see whose functions they are. */
static bool is_live(const struct pcimsi_run *run)
{
	return run->n_functions && run->functions[0]->function->raw.source == PCIMSI_SOURCE_LIVE;
}

/* An INF is judged once for each target. */
static void put_inputs(const struct check_text *text)
{
	const struct pcimsi_run *run = text->run;
	uint32_t infs = 0;

	for (uint32_t i = 0; i < run->n_infs; i++)
		if (i == 0 || run->infs[i]->inf != run->infs[i - 1]->inf)
			infs++;
	fprintf(text->report->out, "%u function%s%s, %u INF%s", run->n_functions,
		str_plural(run->n_functions), is_live(run) ? " of this machine" : "", infs,
		str_plural(infs));
	if (infs != run->n_infs)
		fprintf(text->report->out, " for %u targets in all", run->n_infs);
}

static void put_totals(const struct check_text *text)
{
	const struct pcimsi_totals *totals = &text->run->totals;
	const uint32_t *words = totals->verdicts, *severities = totals->findings;
	FILE *out = text->report->out;

	if (text->quiet)
		fprintf(out, "%u note%s not told; --notes shows them.\n", text->quiet,
			str_plural(text->quiet));
	put_not_evaluated(text);
	put_inputs(text);
	fprintf(out, ", %u verdict%s", totals->n_verdicts, str_plural(totals->n_verdicts));
	for (int i = 0; i <= PCIMSI_VERDICT_FIT; i++)
		if (words[i])
			fprintf(out, ", %u %s", words[i],
				pcimsi_verdict_name((enum pcimsi_verdict_word)i));
	fprintf(out, "; %u error%s, %u warning%s, %u note%s", severities[PCIMSI_SEVERITY_ERROR],
		str_plural(severities[PCIMSI_SEVERITY_ERROR]), severities[PCIMSI_SEVERITY_WARNING],
		str_plural(severities[PCIMSI_SEVERITY_WARNING]), severities[PCIMSI_SEVERITY_NOTE],
		str_plural(severities[PCIMSI_SEVERITY_NOTE]));
	if (totals->n_waived)
		fprintf(out, ", %u waived", totals->n_waived);
	if (totals->n_uncounted)
		fprintf(out, "; %u %s not count", totals->n_uncounted,
			totals->n_uncounted == 1 ? "does" : "do");
	fputc('\n', out);
}

int text_check(struct report *report, const struct pcimsi_run *run)
{
	struct check_text text = { .report = report, .run = run };
	int err = text_verdicts(report, run);

	if (!err && !report->quiet)
		err = text_groups(report, run, &text.quiet);
	if (err || report->quiet)
		return err;
	fputc('\n', report->out);
	text_budgets(report, run);
	put_totals(&text);
	return 0;
}
