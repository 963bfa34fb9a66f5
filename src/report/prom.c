/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/escape.h"
#include "report/formats.h"
#include "report/message.h"

#include <pcimsi/version.h>

#include <stdlib.h>
#include <string.h>

/*
 * Metrics in the text format of Prometheus, for the textfile collector of its node exporter: a
 * machine, or a CI job, says what its INFs come to. There are no times in it; -o and --report
 * replace the file in one step, which the collector asks for.
 */

static void put_head(FILE *out, const char *name, const char *help)
{
	fprintf(out, "# HELP pcimsi_%s %s\n# TYPE pcimsi_%s gauge\n", name, help, name);
}

static bool put_label(FILE *out, const char *name, const char *untrusted)
{
	char *text = escape_text(untrusted ? untrusted : "");

	if (!text)
		return false;
	fprintf(out, "%s=\"", name);
	for (const char *at = text; *at; at++) {
		if (*at == '\\' || *at == '"')
			fputc('\\', out);
		fputc(*at, out);
	}
	fputc('"', out);
	free(text);
	return true;
}

/* ---- what there is of each kind -------------------------------------------------------------- */

static void put_inputs(FILE *out, const struct pcimsi_run *run)
{
	put_head(out, "build_info", "The program that judged.");
	fprintf(out, "pcimsi_build_info{version=\"%s\"} 1\n", PCIMSI_VERSION);
	put_head(out, "functions", "Functions that were read.");
	fprintf(out, "pcimsi_functions %u\n", run->n_functions);
}

static void put_verdicts(FILE *out, const struct pcimsi_run *run)
{
	put_head(out, "verdicts", "Verdicts on functions and INFs by their word.");
	for (int i = 0; i <= PCIMSI_VERDICT_FIT; i++)
		fprintf(out, "pcimsi_verdicts{verdict=\"%s\"} %u\n",
			pcimsi_verdict_name((enum pcimsi_verdict_word)i), run->totals.verdicts[i]);
}

static void put_severities(FILE *out, const struct pcimsi_run *run)
{
	put_head(out, "findings", "Findings that are not waived by their severity.");
	for (int i = PCIMSI_SEVERITY_NOTE; i <= PCIMSI_SEVERITY_ERROR; i++)
		fprintf(out, "pcimsi_findings{severity=\"%s\"} %u\n",
			pcimsi_severity_name((enum pcimsi_severity)i), run->totals.findings[i]);
	put_head(out, "waived_findings", "Findings that a waiver hides.");
	fprintf(out, "pcimsi_waived_findings %u\n", run->totals.n_waived);
}

/* Those that found something: of the others there is no series. */
static int put_rules(FILE *out, const struct pcimsi_run *run)
{
	uint32_t count;
	const struct pcimsi_rule *rules = pcimsi_rules(&count);
	uint32_t *found = calloc(count, sizeof(*found));

	if (!found)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < run->n_findings; i++)
		found[run->findings[i]->rule - rules] += !run->findings[i]->waiver;
	put_head(out, "rule_findings", "Findings that are not waived by their rule.");
	for (uint32_t i = 0; i < count; i++)
		if (found[i])
			fprintf(out, "pcimsi_rule_findings{rule=\"%s\",slug=\"%s\"} %u\n",
				rules[i].id, rules[i].slug, found[i]);
	free(found);
	return 0;
}

/* ---- what each function is expected to get --------------------------------------------------- */

struct row {
	const struct pcimsi_verdict *verdict;
	uint32_t number; /* of the verdict */
	uint32_t copy;   /* from 0: others before it have the same labels */
};

static int by_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int by_slot(struct pcimsi_slot a, struct pcimsi_slot b)
{
	char one[PCIMSI_SLOT_TEXT], other[PCIMSI_SLOT_TEXT];

	return strcmp(pcimsi_slot_text(a, one), pcimsi_slot_text(b, other));
}

static int by_target(const struct pcimsi_target *a, const struct pcimsi_target *b)
{
	char one[OS_TEXT], other[OS_TEXT];
	int order = strcmp(os_text(a, one), os_text(b, other));

	if (!order)
		order = (int)a->arch - (int)b->arch;
	return order ? order : (int)a->product - (int)b->product;
}

static int by_labels(const struct pcimsi_verdict *a, const struct pcimsi_verdict *b)
{
	int order = by_text(a->function->capture, b->function->capture);

	if (!order)
		order = by_text(a->function->function->raw.member,
				b->function->function->raw.member);
	if (!order)
		order = by_slot(a->function->function->raw.slot, b->function->function->raw.slot);
	if (!order)
		order = by_text(a->inf->facts->name, b->inf->facts->name);
	return order ? order : by_target(&a->inf->resolution->target, &b->inf->resolution->target);
}

static int by_row(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int order = by_labels(x->verdict, y->verdict);

	return order ? order : (x->number > y->number) - (x->number < y->number);
}

/* A capture may hold a slot twice, and a collector refuses a file with two equal series. */
static struct row *make_rows(const struct pcimsi_run *run)
{
	struct row *rows = calloc(run->n_verdicts + 1, sizeof(*rows));

	for (uint32_t i = 0; rows && i < run->n_verdicts; i++)
		rows[i] = (struct row){ .verdict = run->verdicts[i], .number = i };
	if (!rows)
		return NULL;
	qsort(rows, run->n_verdicts, sizeof(*rows), by_row);
	for (uint32_t i = 1; i < run->n_verdicts; i++)
		if (by_labels(rows[i - 1].verdict, rows[i].verdict) == 0)
			rows[i].copy = rows[i - 1].copy + 1;
	return rows;
}

static bool put_labels(FILE *out, const struct row *row)
{
	const struct pcimsi_judged_function *function = row->verdict->function;
	const struct pcimsi_target *target = &row->verdict->inf->resolution->target;
	char slot[PCIMSI_SLOT_TEXT], os[OS_TEXT];
	bool made;

	fputc('{', out);
	made = put_label(out, "capture", function->capture);
	fputc(',', out);
	if (function->function->raw.member) {
		made &= put_label(out, "member", function->function->raw.member);
		fputc(',', out);
	}
	fprintf(out, "slot=\"%s\",", pcimsi_slot_text(function->function->raw.slot, slot));
	if (row->copy)
		fprintf(out, "copy=\"%u\",", row->copy + 1);
	made &= put_label(out, "inf", row->verdict->inf->facts->name);
	fprintf(out, ",os=\"%s\",arch=\"%s\",product=\"%s\"", os_text(target, os),
		pcimsi_arch_name(target->arch), pcimsi_product_name(target->product));
	return made;
}

static bool put_words(FILE *out, const struct row *rows, uint32_t count)
{
	bool made = true;

	put_head(out, "verdict", "The verdict on a function and an INF.");
	for (uint32_t i = 0; i < count; i++) {
		fputs("pcimsi_verdict", out);
		made &= put_labels(out, &rows[i]);
		fprintf(out, ",verdict=\"%s\"} 1\n", pcimsi_verdict_name(rows[i].verdict->word));
	}
	return made;
}

static struct pcimsi_reg capacity(const struct pcimsi_grant *grant)
{
	return grant->capacity;
}

static struct pcimsi_reg requested(const struct pcimsi_grant *grant)
{
	return grant->requested;
}

/* Of what is not known there is no sample. */
static bool put_messages(FILE *out, const char *name, const char *help, const struct row *rows,
			 uint32_t count, struct pcimsi_reg (*of)(const struct pcimsi_grant *))
{
	bool made = true;

	put_head(out, name, help);
	for (uint32_t i = 0; i < count; i++) {
		struct pcimsi_reg messages = of(&rows[i].verdict->grant);

		if (!messages.known)
			continue;
		fprintf(out, "pcimsi_%s", name);
		made &= put_labels(out, &rows[i]);
		fprintf(out, "} %u\n", messages.value);
	}
	return made;
}

static int put_functions(FILE *out, const struct pcimsi_run *run)
{
	struct row *rows = make_rows(run);
	bool made = rows != NULL;

	if (rows) {
		made &= put_words(out, rows, run->n_verdicts);
		made &= put_messages(
			out, "messages_advertised",
			"Messages that the function has, of the mechanism that Windows prefers.",
			rows, run->n_verdicts, capacity);
		made &= put_messages(out, "messages_requested",
				     "Messages that Windows is expected to request: a prediction.",
				     rows, run->n_verdicts, requested);
	}
	free(rows);
	return made ? 0 : PCIMSI_ERR_NOMEM;
}

static int run(struct report *report, const struct pcimsi_run *run)
{
	int err;

	put_inputs(report->out, run);
	put_verdicts(report->out, run);
	put_severities(report->out, run);
	err = put_rules(report->out, run);
	return err ? err : put_functions(report->out, run);
}

static int end(struct report *report, int status)
{
	put_head(report->out, "status",
		 "Exit status: 0, 1 (something of --fail-on) or 2 (not all could be done).");
	fprintf(report->out, "pcimsi_status %d\n", status);
	return 0;
}

const struct report_ops report_prom = {
	.name = "prom",
	.commands = 1 << REPORT_CHECK,
	.run = run,
	.end = end,
};
