/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html.h"

#include "report/formats.h"
#include "report/memory_text.h"
#include "report/text.h"

#include <stdlib.h>

/* `pcimsi check --format html`. */

/* Of more functions, what nothing is about is drawn as one. */
#define FINE_MAX 64

struct html_state {
	bool begun;
};

static int begin(struct report *report)
{
	report->state = calloc(1, sizeof(struct html_state));
	return report->state ? 0 : PCIMSI_ERR_NOMEM;
}

static void done(struct report *report)
{
	free(report->state);
	report->state = NULL;
}

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

static void put_head(struct report *report, const struct pcimsi_run *run)
{
	struct html_state *state = report->state;
	struct memory_text memory = { 0 };
	FILE *text = memory_text_open(&memory);
	char *title;

	if (text && run)
		put_title(text, run);
	else if (text)
		fputs("pcimsi check", text);
	title = text_made(report, text ? memory_text_close(text, &memory) : NULL);
	html_head(report->out, title ? title : "");
	free(title);
	state->begun = true;
}

static int run(struct report *report, const struct pcimsi_run *run)
{
	struct html html = {
		.report = report,
		.out = report->out,
		.run = run,
		.captures = text_several_captures(run),
		.one_inf = run->n_infs == 1,
		.coarse = run->n_functions > FINE_MAX,
		.told = calloc(run->n_groups + 1, sizeof(*html.told)),
	};

	if (!html.told)
		return PCIMSI_ERR_NOMEM;
	put_head(report, run);
	html_summary(&html);
	fputs("<main>\n", report->out);
	html_matrix(&html);
	html_todo(&html);
	html_functions(&html);
	html_others(&html);
	html_rest(&html);
	html_legend(report->out);
	fputs("</main>\n", report->out);
	free(html.told);
	html_pictures_done(&html.pictures);
	return 0;
}

static int end(struct report *report, int status)
{
	const struct html_state *state = report->state;

	if (!state->begun)
		put_head(report, NULL);
	html_foot(report, status);
	return 0;
}

const struct report_ops report_html = {
	.name = "html",
	.commands = 1u << REPORT_CHECK,
	.begin = begin,
	.run = run,
	.has_matrix = true,
	.end = end,
	.done = done,
};
