/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html.h"

#include "base/str.h"
#include "report/escape.h"
#include "report/memory_text.h"
#include "report/message.h"

#include <string.h>

/* What is no finding: notes on inputs, what could not be evaluated, vectors. */

/* Nobody reads more; they were told on standard error, and JSON has them. */
#define NOTES_MAX 200u

static void put_note_line(struct html *html, const struct pcimsi_note *note)
{
	struct memory_text memory = { 0 };
	FILE *text = memory_text_open(&memory);

	if (text)
		put_note(text, note);
	fputs("<li>", html->out);
	html_made(html, html->out, text ? memory_text_close(text, &memory) : NULL);
	fputs("</li>\n", html->out);
}

static void put_notes(struct html *html)
{
	const struct pcimsi_run *run = html->run;

	if (!run->n_notes)
		return;
	fprintf(html->out,
		"<details class=\"more\"><summary>%u note%s on what was read</summary>\n<ul>\n",
		run->n_notes, str_plural(run->n_notes));
	for (uint32_t i = 0; i < run->n_notes && i < NOTES_MAX; i++)
		put_note_line(html, &run->notes[i]);
	if (run->n_notes > NOTES_MAX)
		fprintf(html->out, "<li>and %u more</li>\n", run->n_notes - NOTES_MAX);
	fputs("</ul>\n</details>\n", html->out);
}

static void put_not_evaluated(struct html *html)
{
	const struct pcimsi_run *run = html->run;
	FILE *out = html->out;

	if (!run->n_not_evaluated)
		return;
	fputs("<details class=\"more\"><summary>What could not be evaluated</summary>\n<table>\n"
	      "<thead><tr><th scope=\"col\">Rule</th><th scope=\"col\">Times</th>"
	      "<th scope=\"col\">Why</th></tr></thead>\n<tbody>\n",
	      out);
	for (uint32_t i = 0; i < run->n_not_evaluated; i++) {
		const struct pcimsi_not_evaluated *row = &run->not_evaluated[i];

		fprintf(out, "<tr><td><code>%s</code> %s</td><td>%u</td><td>%s</td></tr>\n",
			row->rule->id, row->rule->slug, row->count,
			pcimsi_reason_text(row->reason));
	}
	fputs("</tbody>\n</table>\n</details>\n", out);
}

static void put_budget(FILE *out, const struct pcimsi_budget *budget)
{
	fputs("<tr><td>", out);
	html_name(out, budget->member ? budget->member : budget->capture);
	fprintf(out,
		"</td><td>%u</td><td>%llu</td><td>%llu of %u functions</td><td>%llu</td>"
		"<td>about %llu</td></tr>\n",
		budget->cpus, (unsigned long long)budget->advertised,
		(unsigned long long)budget->requested, budget->n_judged,
		(unsigned long long)budget->useful, (unsigned long long)budget->supply);
}

static void put_budgets(struct html *html)
{
	const struct pcimsi_run *run = html->run;

	if (!run->n_budgets)
		return;
	fputs("<h3>Vectors</h3>\n<table>\n<thead><tr><th scope=\"col\">Machine</th>"
	      "<th scope=\"col\">Processors</th><th scope=\"col\">Advertised</th>"
	      "<th scope=\"col\">Requested</th><th scope=\"col\">Of use</th>"
	      "<th scope=\"col\">Vectors</th></tr></thead>\n<tbody>\n",
	      html->out);
	for (uint32_t i = 0; i < run->n_budgets; i++)
		put_budget(html->out, &run->budgets[i]);
	fprintf(html->out,
		"</tbody>\n</table>\n<p><small>Of use: no more than one message of a function for each "
		"processor. Vectors: an estimate of %u for each processor (inferred).</small></p>\n",
		PCIMSI_VECTORS_PER_CPU);
}

void html_rest(struct html *html)
{
	const struct pcimsi_run *run = html->run;
	bool covers = run->matrix && run->matrix->n_rows;

	if (!run->n_notes && !run->n_not_evaluated && !run->n_budgets && !covers)
		return;
	fputs("<section aria-labelledby=\"more\">\n<h2 id=\"more\">What else there is</h2>\n",
	      html->out);
	put_budgets(html);
	html_coverage(html);
	put_not_evaluated(html);
	put_notes(html);
	fputs("</section>\n", html->out);
}
