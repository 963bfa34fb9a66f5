/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html.h"

#include "report/formats.h"
#include "report/memory_text.h"
#include "report/text.h"

#include <stdlib.h>

/* Pages of check, show and diff. */

/* Of more functions, what nothing is about is drawn as one. */
#define FINE_MAX 64

static int begin(struct report *report)
{
	struct html *html = calloc(1, sizeof(*html));

	if (!html)
		return PCIMSI_ERR_NOMEM;
	*html = (struct html){ .report = report, .out = report->out };
	report->state = html;
	return 0;
}

static void done(struct report *report)
{
	struct html *html = report->state;

	if (html) {
		html_pictures_done(&html->pictures);
		free(html->told);
	}
	free(html);
	report->state = NULL;
}

/* ---- the head -------------------------------------------------------------------------------- */

static void put_title(FILE *out, const struct pcimsi_run *run)
{
	uint32_t counts[PCIMSI_VERDICT_FIT + 1] = { 0 };
	const char *before = ": ";

	for (uint32_t i = 0; i < run->n_verdicts; i++)
		counts[run->verdicts[i]->word]++;
	fputs("pcimsi check", out);
	for (int i = 0; i <= PCIMSI_VERDICT_FIT; i++) {
		if (!counts[i])
			continue;
		fprintf(out, "%s%u %s", before, counts[i],
			pcimsi_verdict_name((enum pcimsi_verdict_word)i));
		before = ", ";
	}
}

static const char *title_of(enum report_command command)
{
	if (command == REPORT_DIFF)
		return "pcimsi diff";
	return command == REPORT_SHOW ? "pcimsi show" : "pcimsi check";
}

static void put_head(struct html *html)
{
	struct report *report = html->report;
	struct memory_text memory = { 0 };
	FILE *text = memory_text_open(&memory);
	char *title;

	if (text && html->run)
		put_title(text, html->run);
	else if (text)
		fputs(title_of(report->command), text);
	title = text_made(report, text ? memory_text_close(text, &memory) : NULL);
	html_head(html->out, title ? title : "");
	free(title);
	html->begun = true;
}

/* ---- check ----------------------------------------------------------------------------------- */

static int run(struct report *report, const struct pcimsi_run *run)
{
	struct html *html = report->state;

	html->run = run;
	html->captures = text_several_captures(run);
	html->one_inf = run->n_infs == 1;
	html->coarse = run->n_functions > FINE_MAX;
	html->told = calloc(run->n_groups + 1, sizeof(*html->told));
	if (!html->told)
		return PCIMSI_ERR_NOMEM;
	put_head(html);
	html_summary(html);
	fputs("<main>\n", html->out);
	html_matrix(html);
	html_todo(html);
	html_advice(html);
	html_functions(html);
	html_others(html);
	html_rest(html);
	html_legend(html->out);
	fputs("</main>\n", html->out);
	return 0;
}

/* ---- show ------------------------------------------------------------------------------------ */

/* check tells of them once it has judged. */
static int function(struct report *report, const struct pcimsi_function *function,
		    const char *capture)
{
	struct html *html = report->state;

	if (report->command != REPORT_SHOW)
		return 0;
	if (!html->begun) {
		put_head(html);
		fputs("<main>\n<h1>Configuration space</h1>\n", html->out);
	}
	html->coarse = html->n_shown >= FINE_MAX;
	html_show(html, function, capture);
	return 0;
}

/* ---- diff ------------------------------------------------------------------------------------ */

static int diff(struct report *report, const struct pcimsi_diff *d)
{
	struct html *html = report->state;

	html->captures = text_several_captures(d->runs[PCIMSI_SIDE_OLD]) ||
			 text_several_captures(d->runs[PCIMSI_SIDE_NEW]);
	put_head(html);
	html_diff(html, d);
	return 0;
}

/* Inputs that cannot be read may leave nothing to tell. */
static void put_nothing(struct html *html)
{
	put_head(html);
	fputs("<main>\n<h1>Nothing to tell</h1>\n<p>", html->out);
	html_reason(html);
	fputs("</p>\n</main>\n", html->out);
}

static int end(struct report *report, int status)
{
	struct html *html = report->state;

	if (!html->begun)
		put_nothing(html);
	if (html->n_shown) {
		html_map_legend(html->out);
		fputs("</main>\n", html->out);
	}
	html_foot(html->out, status);
	return 0;
}

const struct report_ops report_html = {
	.name = "html",
	.commands = 1u << REPORT_CHECK | 1u << REPORT_SHOW | 1u << REPORT_DIFF,
	.begin = begin,
	.function = function,
	.run = run,
	.has_matrix = true,
	.diff = diff,
	.has_advice = true,
	.end = end,
	.done = done,
};
