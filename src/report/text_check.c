/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text.h"

#include "base/str.h"
#include "report/escape.h"
#include "report/message.h"
#include "report/text_finding.h"
#include "report/text_grant.h"
#include "report/text_registry.h"
#include "report/waivers.h"

#include <stdlib.h>
#include <string.h>

/* `pcimsi check`: per function and INF the verdict, a sentence, the evidence, the advice. */

struct check_text {
	struct report *report;
	const struct pcimsi_run *run;
	bool *printed;         /* by number of the finding */
	uint32_t next_verdict; /* both lists are in the order of the functions */
	uint32_t next_finding;
	uint32_t notes_left_out;
	bool folds;    /* there are so many undecided functions that they are told together */
	bool captures; /* name them with every function */
};

static enum text_style verdict_style(enum pcimsi_verdict_word word)
{
	static const enum text_style styles[] = {
		[PCIMSI_VERDICT_IMPOSSIBLE] = STYLE_RED,  [PCIMSI_VERDICT_INEFFECTIVE] = STYLE_RED,
		[PCIMSI_VERDICT_WASTEFUL] = STYLE_YELLOW, [PCIMSI_VERDICT_UNKNOWN] = STYLE_MAGENTA,
		[PCIMSI_VERDICT_FIT] = STYLE_GREEN,
	};

	return styles[word];
}

/* ---- findings ------------------------------------------------------------------------------ */

static bool says_the_same(const struct pcimsi_finding *a, const struct pcimsi_finding *b)
{
	if (a->rule != b->rule || a->severity != b->severity || a->confidence != b->confidence ||
	    a->function != b->function || a->inf != b->inf || a->waiver != b->waiver ||
	    a->counts != b->counts || a->n_values != b->n_values)
		return false;
	for (uint32_t i = 0; i < a->n_values; i++)
		if (!pcimsi_value_equal(&a->values[i], &b->values[i]))
			return false;
	return true;
}

/* How many of the findings say the same as the first: other lines, and no other word. */
static uint32_t count_alike(const struct check_text *text,
			    const struct pcimsi_finding *const *findings, uint32_t count)
{
	uint32_t n = 1;

	while (n < count && !text->printed[findings[n]->number] &&
	       says_the_same(findings[0], findings[n]))
		n++;
	return n;
}

/* `count` findings that say the same. */
static void put_findings(struct check_text *text, const struct pcimsi_finding *const *findings,
			 uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		text->printed[findings[i]->number] = true;
	text_findings(text->report, findings, count);
}

/* What is waived is for those who ask for it, and is counted at the end. */
static bool is_hidden(const struct check_text *text, const struct pcimsi_finding *finding)
{
	return finding->waiver && !text->report->verbose;
}

/*
 * A finding of an INF may concern many verdicts; it is told in full once, and of those told
 * before one line a rule. How many of the findings were dealt with.
 */
static uint32_t put_finding_once(struct check_text *text,
				 const struct pcimsi_finding *const *findings, uint32_t count)
{
	const struct pcimsi_rule *rule = findings[0]->rule;
	uint32_t n = 1;

	if (is_hidden(text, findings[0])) {
		if (rule->decides)
			text_waived(text->report, findings[0]);
		return 1;
	}
	if (!text->printed[findings[0]->number]) {
		n = count_alike(text, findings, count);
		put_findings(text, findings, n);
		return n;
	}
	while (n < count && text->printed[findings[n]->number] && findings[n]->rule == rule &&
	       findings[n]->severity == findings[0]->severity && !is_hidden(text, findings[n]))
		n++;
	text_finding_head(text->report, findings[0]);
	if (n == 1)
		text_wrap(text->report, 6, "As above.");
	else
		fprintf(text->report->out, "      As above, %u of them.\n", n);
	return n;
}

/* ---- verdicts ------------------------------------------------------------------------------ */

static void put_settings(struct report *report, const struct pcimsi_install *install)
{
	bool first = true;

	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++) {
		const struct pcimsi_effect *effect = install->settings[i];

		if (!effect)
			continue;
		fprintf(report->out, "%s%s ", first ? "" : ", ",
			pcimsi_setting_name((enum pcimsi_setting)i));
		if (effect->number_known)
			fprintf(report->out, "%u", effect->number);
		else
			put_text(report->out, effect->unknown ? "not known" : effect->value_text);
		if (effect->file) {
			fputs(" (of ", report->out);
			put_text(report->out, effect->file);
			fputc(')', report->out);
		}
		first = false;
	}
	fputs(first ? "no MSI or affinity value\n" : "\n", report->out);
}

static void put_match(struct report *report, const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_target *target = &verdict->inf->resolution->target;
	const struct pcimsi_install *install = verdict->match.model->install;
	FILE *out = report->out;
	char os[OS_TEXT];

	fputs("    ", out);
	put_text(out, verdict->match.id);
	fprintf(out, " (%s match, rank 0x%04x%s) on Windows %s %s %s\n",
		verdict->match.from_hardware_list ? "hardware" : "compatible", verdict->match.rank,
		verdict->match.rank_known ? "" : " unless the subsystem is 0", os_text(target, os),
		pcimsi_arch_name(target->arch), pcimsi_product_name(target->product));
	fputs("    [", out);
	put_text(out, install->section ? install->section : install->base);
	fputs("]: ", out);
	put_settings(report, install);
}

static void put_verdict(struct check_text *text, const struct pcimsi_verdict *verdict)
{
	static const char *const words[] = {
		[PCIMSI_VERDICT_IMPOSSIBLE] = "IMPOSSIBLE",
		[PCIMSI_VERDICT_INEFFECTIVE] = "INEFFECTIVE",
		[PCIMSI_VERDICT_WASTEFUL] = "WASTEFUL",
		[PCIMSI_VERDICT_UNKNOWN] = "UNKNOWN",
		[PCIMSI_VERDICT_FIT] = "FIT",
	};
	struct report *report = text->report;
	FILE *out = report->out;

	fprintf(out, "  %s%s%s  ", text_style(report, verdict_style(verdict->word)),
		words[verdict->word], text_reset(report));
	put_text(out, verdict->inf->facts->name);
	if (verdict->word != PCIMSI_VERDICT_UNKNOWN)
		fprintf(out, "  %s(%s)%s", text_style(report, STYLE_DIM),
			pcimsi_confidence_name(verdict->confidence), text_reset(report));
	fputc('\n', out);
	text_paragraph(report, 4, verdict_sentence(verdict));
	put_match(report, verdict);
	text_registry(report, verdict);
	text_what_if(report, verdict);
	if (report->verbose)
		text_model_row(report, verdict);
	if (verdict->unwanted)
		fprintf(out, "    %s %s decides this; what it found was not asked for.\n",
			verdict->unwanted->id, verdict->unwanted->slug);
	for (uint32_t i = 0; i < verdict->n_findings;)
		i += put_finding_once(text, verdict->findings + i, verdict->n_findings - i);
}

/* Of a function of which it cannot be said whether an INF matches. */
static void put_undecided(struct report *report, const struct pcimsi_judged_function *function)
{
	char text[128];

	fprintf(report->out, "  %sUNKNOWN%s\n",
		text_style(report, verdict_style(PCIMSI_VERDICT_UNKNOWN)), text_reset(report));
	snprintf(text, sizeof(text), "Whether an INF matches cannot be said: %s.",
		 undecided_text(function->function));
	text_wrap(report, 4, text);
}

/* ---- functions ----------------------------------------------------------------------------- */

static void put_function(struct report *report, const struct pcimsi_judged_function *judged,
			 bool name_capture)
{
	const struct pcimsi_function *function = judged->function;
	char slot[PCIMSI_SLOT_TEXT], ids[TEXT_IDS], msi[TEXT_CELL], msix[TEXT_CELL];
	char *name = text_name(report, function);
	FILE *out = report->out;

	fprintf(out, "%s%s%s  %s  %s", text_style(report, STYLE_BLUE),
		text_slot(report, function->raw.slot, slot), text_reset(report),
		text_ids(function, ids), name ? name : "");
	if (name_capture) {
		fputs("  in ", out);
		put_text(out, text_capture(judged));
	}
	fputc('\n', out);
	free(name);
	fprintf(out, "  MSI-X %s, MSI %s, pin %s\n", text_msix(&function->msix, msix),
		text_msi(&function->msi, msi), text_pin(function));
}

/* A note on a function that no INF matches is for those who ask for it. */
static bool is_wanted(const struct check_text *text, const struct pcimsi_finding *finding)
{
	if (is_hidden(text, finding))
		return false;
	return finding->severity > PCIMSI_SEVERITY_NOTE || text->report->verbose ||
	       finding->function->n_verdicts || finding->function->selected;
}

static bool is_folded(const struct check_text *text, const struct pcimsi_judged_function *function)
{
	return text->folds && function->undecided && !function->selected;
}

static bool has_something(const struct check_text *text, uint32_t order)
{
	const struct pcimsi_run *run = text->run;
	const struct pcimsi_judged_function *function = run->functions[order];

	if (function->n_verdicts || function->n_held ||
	    (function->undecided && !is_folded(text, function)))
		return true;
	for (uint32_t i = text->next_finding; i < run->n_findings; i++) {
		const struct pcimsi_finding *finding = run->findings[i];

		if (!finding->function || finding->function->order != order)
			return false;
		if (is_wanted(text, finding))
			return true;
	}
	return false;
}

static void put_rest(struct check_text *text, const struct pcimsi_finding *finding, bool shown)
{
	if (text->printed[finding->number] || is_hidden(text, finding))
		return;
	if (shown && is_wanted(text, finding))
		put_findings(text, &finding, 1);
	else
		text->notes_left_out++;
}

static void judge_function(struct check_text *text, uint32_t order)
{
	const struct pcimsi_run *run = text->run;
	bool shown = has_something(text, order);

	if (shown)
		put_function(text->report, run->functions[order], text->captures);
	if (run->functions[order]->undecided && !is_folded(text, run->functions[order]))
		put_undecided(text->report, run->functions[order]);
	if (!run->functions[order]->n_verdicts)
		text_registry_alone(text->report, run->functions[order]);
	while (text->next_verdict < run->n_verdicts &&
	       run->verdicts[text->next_verdict]->function->order == order)
		put_verdict(text, run->verdicts[text->next_verdict++]);
	while (text->next_finding < run->n_findings) {
		const struct pcimsi_finding *finding = run->findings[text->next_finding];

		if (!finding->function || finding->function->order != order)
			break;
		put_rest(text, finding, shown);
		text->next_finding++;
	}
	if (shown)
		fputc('\n', text->report->out);
}

#define SHOWN_UNDECIDED 4

/* Those of which the same keeps an INF from being matched, told as one. */
static void put_folded_alike(const struct check_text *text, const char *why)
{
	FILE *out = text->report->out;
	char slot[PCIMSI_SLOT_TEXT];
	uint32_t count = 0;

	for (uint32_t i = 0; i < text->run->n_functions; i++) {
		const struct pcimsi_judged_function *function = text->run->functions[i];

		if (!is_folded(text, function) || undecided_text(function->function) != why)
			continue;
		if (!count)
			fprintf(out, "%sUNKNOWN%s  whether an INF matches cannot be said: %s\n    ",
				text_style(text->report, verdict_style(PCIMSI_VERDICT_UNKNOWN)),
				text_reset(text->report), why);
		if (count++ < SHOWN_UNDECIDED)
			fprintf(out, "%s%s", count > 1 ? ", " : "",
				text_slot(text->report, function->function->raw.slot, slot));
	}
	if (count > SHOWN_UNDECIDED)
		fprintf(out, " and %u more; -v shows them", count - SHOWN_UNDECIDED);
	fputs(count ? "\n" : "", out);
}

static void put_folded(const struct check_text *text)
{
	const char *seen[2] = { NULL };

	for (uint32_t i = 0; i < text->run->n_functions && !seen[1]; i++) {
		const struct pcimsi_judged_function *function = text->run->functions[i];
		const char *why = undecided_text(function->function);

		if (!is_folded(text, function) || why == seen[0])
			continue;
		seen[seen[0] != NULL] = why;
		put_folded_alike(text, why);
	}
	fputs(seen[0] ? "\n" : "", text->report->out);
}

/* What a finding that no function shows is about. */
static const char *file_of(const struct pcimsi_finding *finding)
{
	if (finding->inf)
		return finding->inf->facts->name;
	if (finding->member)
		return finding->member;
	if (finding->capture)
		return finding->capture;
	return finding->n_locations ? finding->locations[0].file : "-";
}

/* What is left: findings on INFs, captures and registries that no verdict told. */
static void put_others(struct check_text *text)
{
	const char *last = NULL;

	for (uint32_t i = text->next_finding; i < text->run->n_findings; i++) {
		const struct pcimsi_finding *const *findings = text->run->findings + i;
		const struct pcimsi_finding *finding = findings[0];
		const char *file = file_of(finding);

		if (text->printed[i] || is_hidden(text, finding))
			continue;
		if (file != last) {
			fprintf(text->report->out, "%s%s", last ? "\n" : "",
				text_style(text->report, STYLE_BLUE));
			put_text(text->report->out, file);
			fprintf(text->report->out, "%s\n", text_reset(text->report));
		}
		last = file;
		put_findings(text, findings,
			     count_alike(text, findings, text->run->n_findings - i));
	}
	if (last)
		fputc('\n', text->report->out);
}

/* ---- the last lines ------------------------------------------------------------------------ */

/* What nobody gave is not: processors, a registry, and sizes that text does not hold. */
static bool is_missed(enum pcimsi_reason reason)
{
	switch (reason) {
	case PCIMSI_REASON_NO_CPUS:
	case PCIMSI_REASON_NO_SIZES:
	case PCIMSI_REASON_NO_LINUX:
	case PCIMSI_REASON_NO_REGISTRY:
	case PCIMSI_REASON_NOT_EXPORTED:
		return false;
	default:
		return true;
	}
}

static void put_not_evaluated(struct check_text *text)
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
			"%u evaluation%s of a rule not possible; -v tells which and why.\n", total,
			str_plural(total));
}

/* The events of the model, which no verdict can name. */
static void put_caveat(struct check_text *text)
{
	for (uint32_t i = 0; i < text->run->n_verdicts; i++) {
		if (text->run->verdicts[i]->grant.mode == PCIMSI_MODE_UNKNOWN)
			continue;
		text_wrap(text->report, 0,
			  "Requests are expectations: a shortage of vectors, a driver that filters "
			  "its resources and extension INFs not given change them; pcimsi explain "
			  "--model.");
		return;
	}
}

/* An INF is judged once for each target. */
static void put_inputs(const struct check_text *text)
{
	const struct pcimsi_run *run = text->run;
	uint32_t infs = 0;

	for (uint32_t i = 0; i < run->n_infs; i++)
		if (i == 0 || run->infs[i]->inf != run->infs[i - 1]->inf)
			infs++;
	fprintf(text->report->out, "%u function%s, %u INF%s", run->n_functions,
		str_plural(run->n_functions), infs, str_plural(infs));
	if (infs != run->n_infs)
		fprintf(text->report->out, " for %u targets in all", run->n_infs);
}

static void put_totals(struct check_text *text)
{
	const struct pcimsi_run *run = text->run;
	uint32_t words[PCIMSI_VERDICT_FIT + 1] = { 0 },
					    severities[PCIMSI_SEVERITY_ERROR + 1] = { 0 };
	uint32_t n_verdicts = run->n_verdicts + run->n_undecided, waived = 0, uncounted = 0;
	FILE *out = text->report->out;

	for (uint32_t i = 0; i < run->n_verdicts; i++)
		words[run->verdicts[i]->word]++;
	words[PCIMSI_VERDICT_UNKNOWN] += run->n_undecided;
	for (uint32_t i = 0; i < run->n_findings; i++) {
		waived += run->findings[i]->waiver != NULL;
		uncounted += !run->findings[i]->waiver && !run->findings[i]->counts;
		severities[run->findings[i]->severity] += !run->findings[i]->waiver;
	}
	if (text->notes_left_out)
		fprintf(out, "%u note%s on functions that no INF matches; -v shows them.\n",
			text->notes_left_out, str_plural(text->notes_left_out));
	put_not_evaluated(text);
	put_caveat(text);
	put_inputs(text);
	fprintf(out, ", %u verdict%s", n_verdicts, str_plural(n_verdicts));
	for (int i = 0; i <= PCIMSI_VERDICT_FIT; i++)
		if (words[i])
			fprintf(out, ", %u %s", words[i],
				pcimsi_verdict_name((enum pcimsi_verdict_word)i));
	fprintf(out, "; %u error%s, %u warning%s, %u note%s", severities[PCIMSI_SEVERITY_ERROR],
		str_plural(severities[PCIMSI_SEVERITY_ERROR]), severities[PCIMSI_SEVERITY_WARNING],
		str_plural(severities[PCIMSI_SEVERITY_WARNING]), severities[PCIMSI_SEVERITY_NOTE],
		str_plural(severities[PCIMSI_SEVERITY_NOTE]));
	if (waived)
		fprintf(out, ", %u waived", waived);
	if (uncounted)
		fprintf(out, "; %u %s not count", uncounted, uncounted == 1 ? "does" : "do");
	fputc('\n', out);
}

int text_check(struct report *report, const struct pcimsi_run *run)
{
	struct check_text text = {
		.report = report,
		.run = run,
		.captures = text_several_captures(run),
		.folds = run->n_undecided > SHOWN_UNDECIDED && !report->verbose,
	};

	text.printed = calloc(run->n_findings + 1, sizeof(*text.printed));
	if (!text.printed)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < run->n_functions; i++)
		judge_function(&text, i);
	put_folded(&text);
	put_others(&text);
	text_budgets(report, run);
	put_totals(&text);
	free(text.printed);
	return 0;
}
