/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_grant.h"

#include "base/str.h"
#include "report/escape.h"
#include "report/granted_text.h"
#include "report/message.h"

#include <stdarg.h>
#include <stdlib.h>

/* A paragraph behind a label; lines that follow stand below its beginning. */
static void put_labelled(struct report *report, const char *label, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void put_labelled(struct report *report, const char *label, const char *format, ...)
{
	va_list args;
	char *text;
	int size;

	va_start(args, format);
	size = vasprintf(&text, format, args);
	va_end(args);
	if (!text_made(report, size < 0 ? NULL : text))
		return;
	fprintf(report->out, "    %s%-7s%s ", text_style(report, STYLE_BOLD), label,
		text_reset(report));
	text_wrap_from(report, 12, 12, text);
	free(text);
}

void text_what_if(struct report *report, const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_grant *grant = verdict->what_if;
	char limit[48] = "no MessageNumberLimit", unused[32] = "";
	char *sentence = grant ? grant_sentence(grant) : NULL;

	if (!grant || !text_made(report, sentence))
		return;
	if (grant->limit_written)
		snprintf(limit, sizeof(limit), "MessageNumberLimit %u", grant->limit.value);
	if (grant->unused.known && grant->unused.value)
		snprintf(unused, sizeof(unused), " %u left unused.", grant->unused.value);
	put_labelled(report, "what if", "MSISupported 1 and %s: %s.%s (%s)", limit, sentence,
		     unused, pcimsi_confidence_name(grant->confidence));
	free(sentence);
}

void text_granted(struct report *report, const struct pcimsi_judged_function *function,
		  const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_target *windows = verdict ? &verdict->inf->resolution->target
						      : &report->target;
	char *sentence;

	if (!granted_is_told(function))
		return;
	sentence = granted_sentence(function, verdict, windows);
	if (text_made(report, sentence))
		text_wrap(report, 4, sentence);
	free(sentence);
}

void text_model_row(struct report *report, const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_grant_row *row = verdict->grant.row;

	put_labelled(report, "model", "%s: %s: %s. Source: %s. (%s)", row->id, row->when,
		     row->expected, row->source, pcimsi_confidence_name(row->confidence));
}

/* ---- vectors ------------------------------------------------------------------------------- */

static void put_consumers(struct report *report, const struct pcimsi_budget *budget)
{
	char slot[PCIMSI_SLOT_TEXT];

	if (!budget->n_top)
		return;
	fprintf(report->out, "    %smost%s    ", text_style(report, STYLE_BOLD),
		text_reset(report));
	for (uint32_t i = 0; i < budget->n_top; i++) {
		const struct pcimsi_verdict *verdict = budget->top[i].verdict;

		fprintf(report->out, "%s%s %u (", i ? ", " : "",
			text_slot(report, verdict->function->function->raw.slot, slot),
			budget->top[i].requested);
		put_text(report->out, verdict->inf->facts->name);
		fputc(')', report->out);
	}
	fputc('\n', report->out);
}

static void put_budget(struct report *report, const struct pcimsi_budget *budget)
{
	FILE *out = report->out;

	fprintf(out, "%sVectors%s  ", text_style(report, STYLE_BLUE), text_reset(report));
	put_text(out, budget->member ? budget->member : budget->capture);
	fprintf(out, "  with %u processor%s\n", budget->cpus, str_plural(budget->cpus));
	put_labelled(report, "have", "%u function%s, which advertise %llu message%s",
		     budget->n_functions, str_plural(budget->n_functions),
		     (unsigned long long)budget->advertised, str_plural(budget->advertised));
	put_labelled(report, "ask",
		     "%llu message%s by the %u that an INF gives a known request; %llu of use, "
		     "counting no more than one for each processor of a function",
		     (unsigned long long)budget->requested, str_plural(budget->requested),
		     budget->n_judged, (unsigned long long)budget->useful);
	put_consumers(report, budget);
	if (budget->what_if_given)
		put_labelled(report, "what if", "%llu message%s, with that limit for each of them",
			     (unsigned long long)budget->what_if, str_plural(budget->what_if));
	put_labelled(report, "of",
		     "about %llu vectors, an estimate of %u for each processor (inferred)",
		     (unsigned long long)budget->supply, PCIMSI_VECTORS_PER_CPU);
	fputc('\n', out);
}

void text_budgets(struct report *report, const struct pcimsi_run *run)
{
	for (uint32_t i = 0; i < run->n_budgets; i++)
		put_budget(report, &run->budgets[i]);
}
