/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html.h"

#include "base/str.h"
#include "report/memory_text.h"
#include "report/text.h"

#include <string.h>

/* The top of the page: what was judged, and what came out. */

/* ---- the bar --------------------------------------------------------------------------------- */

#define BAR_WIDTH 640u
#define BAR_HEIGHT 30u

static void put_segment(FILE *out, enum pcimsi_verdict_word word, uint32_t count, uint32_t from,
			uint32_t to)
{
	fprintf(out,
		"<g><title>%u %s</title><rect x=\"%u\" width=\"%u\" height=\"%u\" fill=\"%s\"/>",
		count, pcimsi_verdict_name(word), from, to - from, BAR_HEIGHT,
		html_verdict_fill(word));
	if (to - from >= (count < 10 ? 34u : 54u))
		fprintf(out,
			"<text x=\"%u\" y=\"20\" text-anchor=\"middle\" font-size=\"15\" %s>"
			"%s %u</text>",
			(from + to) / 2,
			word == PCIMSI_VERDICT_WASTEFUL ? "class=\"dark\" fill=\"#000\""
							: "fill=\"#fff\"",
			html_verdict_mark(word), count);
	fputs("</g>", out);
}

static void put_bar(FILE *out, const uint32_t counts[PCIMSI_VERDICT_FIT + 1], uint32_t total)
{
	uint64_t before = 0;

	fprintf(out,
		"<svg class=\"counts\" width=\"%u\" height=\"%u\" viewBox=\"0 0 %u %u\" "
		"role=\"img\" aria-label=\"Verdicts\">",
		BAR_WIDTH, BAR_HEIGHT, BAR_WIDTH, BAR_HEIGHT);
	for (int i = 0; i <= PCIMSI_VERDICT_FIT; i++) {
		if (counts[i])
			put_segment(out, (enum pcimsi_verdict_word)i, counts[i],
				    (uint32_t)(before * BAR_WIDTH / total),
				    (uint32_t)((before + counts[i]) * BAR_WIDTH / total));
		before += counts[i];
	}
	fputs("</svg>\n", out);
}

static void put_counts(FILE *out, const uint32_t counts[PCIMSI_VERDICT_FIT + 1])
{
	fputs("<ul class=\"tally\">", out);
	for (int i = 0; i <= PCIMSI_VERDICT_FIT; i++) {
		if (!counts[i])
			continue;
		fprintf(out, "<li><span class=\"n\">%u</span> ", counts[i]);
		html_verdict(out, (enum pcimsi_verdict_word)i);
		fputs("</li>", out);
	}
	fputs("</ul>\n", out);
}

/* ---- inputs ---------------------------------------------------------------------------------- */

static bool same_container(const struct pcimsi_input *a, const struct pcimsi_input *b)
{
	return a->kind == b->kind && strcmp(a->name, b->name) == 0;
}

/* A capture, or all of a folder or archive; returns how many. Functions are in their order. */
static uint32_t put_capture(struct html *html, uint32_t at, uint32_t *next)
{
	const struct pcimsi_run *run = html->run;
	uint32_t n = 0, from = *next;

	for (; n == 0 ||
	       (at + n < run->n_inputs && same_container(run->inputs[at], run->inputs[at + n]));
	     n++)
		while (*next < run->n_functions &&
		       run->functions[*next]->input == run->inputs[at + n])
			++*next;
	fputs("<tr><th scope=\"row\">Capture</th><td>", html->out);
	html_name(html->out, run->inputs[at]->name);
	if (n == 1 && run->inputs[at]->member) {
		fputs(", ", html->out);
		html_name(html->out, run->inputs[at]->member);
	}
	fputs("</td><td>", html->out);
	if (n > 1)
		fprintf(html->out, "%u captures, ", n);
	fprintf(html->out, "%u function%s</td><td></td></tr>\n", *next - from,
		str_plural(*next - from));
	return n;
}

static void put_captures(struct html *html)
{
	const struct pcimsi_run *run = html->run;
	uint32_t next = 0;

	for (uint32_t i = 0; i < run->n_inputs;)
		i += run->inputs[i]->kind == PCIMSI_INPUT_CAPTURE ? put_capture(html, i, &next) : 1;
}

static void put_driver_ver(FILE *out, const struct pcimsi_driver_ver *ver)
{
	if (!ver->date_known && !ver->version_known) {
		fputs("no DriverVer", out);
		return;
	}
	fputs("DriverVer", out);
	if (ver->date_known)
		fprintf(out, " %04u-%02u-%02u", ver->date / 10000, ver->date / 100 % 100,
			ver->date % 100);
	if (ver->version_known)
		fprintf(out, " %u.%u.%u.%u", (unsigned)(ver->version >> 48 & 0xffff),
			(unsigned)(ver->version >> 32 & 0xffff),
			(unsigned)(ver->version >> 16 & 0xffff), (unsigned)(ver->version & 0xffff));
}

/* Once for all its targets, which follow each other. */
static uint32_t put_inf(struct html *html, uint32_t at)
{
	const struct pcimsi_judged_inf *const *infs = html->run->infs;
	const struct pcimsi_inf_facts *facts = infs[at]->facts;
	uint32_t n = 0;

	fprintf(html->out, "<tr><th scope=\"row\">%s</th><td>",
		facts->extension ? "Extension INF" : "INF");
	html_name(html->out, facts->name);
	fputs("</td><td>", html->out);
	put_driver_ver(html->out, &facts->driver_ver);
	if (facts->class_name) {
		fputs(", class ", html->out);
		html_name(html->out, facts->class_name);
	}
	fputs("</td><td>", html->out);
	for (; at + n < html->run->n_infs && infs[at + n]->inf == infs[at]->inf; n++) {
		fputs(n ? "<br>" : "", html->out);
		html_windows(html->out, &infs[at + n]->resolution->target);
		if (infs[at + n]->fell_back)
			fputs(" (the newest that it serves)", html->out);
	}
	fputs("</td></tr>\n", html->out);
	return n;
}

/* More are folded away. */
#define INFS_SHOWN 20

static void put_infs(struct html *html)
{
	const struct pcimsi_run *run = html->run;
	uint32_t count = 0;

	for (uint32_t i = 0; i < run->n_infs; i++)
		count += !i || run->infs[i]->inf != run->infs[i - 1]->inf;
	if (!count)
		return;
	if (count > INFS_SHOWN)
		fprintf(html->out, "<details><summary>%u INFs</summary>\n", count);
	fputs("<table class=\"inputs\">\n", html->out);
	for (uint32_t i = 0; i < run->n_infs;)
		i += put_inf(html, i);
	fprintf(html->out, "</table>\n%s", count > INFS_SHOWN ? "</details>\n" : "");
}

static void put_inputs(struct html *html)
{
	const struct pcimsi_run *run = html->run;

	fputs("<section aria-labelledby=\"judged\">\n<h2 id=\"judged\">What was judged</h2>\n"
	      "<table class=\"inputs\">\n",
	      html->out);
	put_captures(html);
	for (uint32_t i = 0; i < run->n_inputs; i++) {
		const struct pcimsi_input *input = run->inputs[i];

		if (input->kind != PCIMSI_INPUT_REGISTRY && input->kind != PCIMSI_INPUT_POLICY)
			continue;
		fprintf(html->out, "<tr><th scope=\"row\">%s</th><td>",
			input->kind == PCIMSI_INPUT_REGISTRY ? "Registry" : "Policy");
		html_name(html->out, input->name);
		fputs("</td><td></td><td></td></tr>\n", html->out);
	}
	fputs("</table>\n", html->out);
	put_infs(html);
	fputs("</section>\n", html->out);
}

/* ---- the whole ------------------------------------------------------------------------------- */

void html_reason(struct html *html)
{
	struct memory_text memory = { 0 };
	FILE *text = memory_text_open(&memory);

	if (text)
		put_status_reason(text, html->report);
	html_made(html, html->out, text ? memory_text_close(text, &memory) : NULL);
}

void html_summary(struct html *html)
{
	const uint32_t *counts = html->run->totals.verdicts;
	uint32_t total = html->run->totals.n_verdicts;

	fputs("<header>\n<h1>Interrupt messages: the INF against the silicon</h1>\n", html->out);
	if (total) {
		put_bar(html->out, counts, total);
		put_counts(html->out, counts);
	} else {
		fputs("<p>No verdict: no INF matches a function that was read.</p>\n", html->out);
	}
	fputs("<p class=\"status\">", html->out);
	html_reason(html);
	fputs("</p>\n", html->out);
	fputs("</header>\n", html->out);
	put_inputs(html);
}
