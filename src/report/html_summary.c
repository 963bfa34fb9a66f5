/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html.h"

#include "base/str.h"
#include "report/memory_text.h"
#include "report/text.h"

#include <string.h>

/* The top of the page: what was judged, and what came out. */

static uint32_t count_verdicts(const struct pcimsi_run *run, uint32_t ret[PCIMSI_VERDICT_FIT + 1])
{
	for (uint32_t i = 0; i < run->n_verdicts; i++)
		ret[run->verdicts[i]->word]++;
	ret[PCIMSI_VERDICT_UNKNOWN] += run->n_undecided;
	return run->n_verdicts + run->n_undecided;
}

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

static void put_input_name(FILE *out, const struct pcimsi_input *input)
{
	html_name(out, input->name);
	if (!input->member)
		return;
	fputs(", ", out);
	html_name(out, input->member);
}

/* Nobody reads more. */
#define CAPTURES_MAX 100

/* Functions are in the order of their captures, from *next on. */
static void put_capture(struct html *html, const struct pcimsi_input *input, uint32_t *next)
{
	const struct pcimsi_run *run = html->run;
	uint32_t from = *next;

	while (*next < run->n_functions && run->functions[*next]->input == input)
		++*next;
	fputs("<tr><th scope=\"row\">Capture</th><td>", html->out);
	put_input_name(html->out, input);
	fprintf(html->out, "</td><td>%u function%s</td></tr>\n", *next - from,
		str_plural(*next - from));
}

static void put_captures(struct html *html)
{
	const struct pcimsi_run *run = html->run;
	uint32_t count = 0, next = 0;

	for (uint32_t i = 0; i < run->n_inputs; i++)
		if (run->inputs[i]->kind == PCIMSI_INPUT_CAPTURE && count++ < CAPTURES_MAX)
			put_capture(html, run->inputs[i], &next);
	if (count > CAPTURES_MAX)
		fprintf(html->out,
			"<tr><th scope=\"row\">Captures</th><td>%u more</td>"
			"<td>%u functions in all</td></tr>\n",
			count - CAPTURES_MAX, run->n_functions);
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

static void put_inputs(struct html *html)
{
	static const char *const kinds[PCIMSI_INPUT_GRANTED + 1] = {
		[PCIMSI_INPUT_REGISTRY] = "Registry",
		[PCIMSI_INPUT_POLICY] = "Policy",
		[PCIMSI_INPUT_GRANTED] = "Granted",
	};
	const struct pcimsi_run *run = html->run;

	fputs("<section aria-labelledby=\"judged\">\n<h2 id=\"judged\">What was judged</h2>\n"
	      "<table class=\"inputs\">\n",
	      html->out);
	put_captures(html);
	for (uint32_t i = 0; i < run->n_infs;)
		i += put_inf(html, i);
	for (uint32_t i = 0; i < run->n_inputs; i++) {
		const struct pcimsi_input *input = run->inputs[i];

		if (!kinds[input->kind])
			continue;
		fprintf(html->out, "<tr><th scope=\"row\">%s</th><td>", kinds[input->kind]);
		put_input_name(html->out, input);
		fputs("</td></tr>\n", html->out);
	}
	fputs("</table>\n</section>\n", html->out);
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
	uint32_t counts[PCIMSI_VERDICT_FIT + 1] = { 0 };
	uint32_t total = count_verdicts(html->run, counts);

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
