/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html_cited.h"

#include "report/message.h"
#include "report/text.h"

#include <stdlib.h>

/* A function: its verdicts, what was found, and its silicon in pictures. */

struct telling {
	struct html *html;
	uint32_t next_verdict, next_finding; /* both lists are in the order of the functions */
	/* What concerns the function at hand. */
	const struct pcimsi_verdict *const *verdicts;
	uint32_t n_verdicts;
	const struct pcimsi_finding **findings;
	uint32_t n_findings;
	uint32_t *taken_at; /* by number of the finding: when it was taken last */
	uint32_t now;       /* counts what is told */
};

/* ---- what concerns a function ---------------------------------------------------------------- */

static void take(struct telling *telling, const struct pcimsi_finding *finding)
{
	if (telling->taken_at[finding->number] == telling->now)
		return;
	telling->taken_at[finding->number] = telling->now;
	telling->findings[telling->n_findings++] = finding;
}

static int by_weight(const void *a, const void *b)
{
	const struct pcimsi_finding *const *x = a, *const *y = b;

	if ((*x)->severity != (*y)->severity)
		return (*x)->severity > (*y)->severity ? -1 : 1;
	return (*x)->number < (*y)->number ? -1 : 1;
}

static void take_all(struct telling *telling, uint32_t order)
{
	const struct pcimsi_run *run = telling->html->run;

	telling->now++;
	telling->n_verdicts = telling->n_findings = 0;
	telling->verdicts = run->verdicts ? run->verdicts + telling->next_verdict : NULL;
	while (telling->next_verdict < run->n_verdicts &&
	       run->verdicts[telling->next_verdict]->function->order == order) {
		const struct pcimsi_verdict *verdict = run->verdicts[telling->next_verdict++];

		telling->n_verdicts++;
		for (uint32_t i = 0; i < verdict->n_findings; i++)
			take(telling, verdict->findings[i]);
	}
	while (telling->next_finding < run->n_findings) {
		const struct pcimsi_finding *finding = run->findings[telling->next_finding];

		if (!finding->function || finding->function->order != order)
			break;
		take(telling, finding);
		telling->next_finding++;
	}
	qsort(telling->findings, telling->n_findings, sizeof(*telling->findings), by_weight);
}

/* ---- telling it ------------------------------------------------------------------------------ */

static void put_facts(struct html *html, const struct pcimsi_judged_function *judged)
{
	char *capture = html->captures ? text_made(html->report, text_capture(judged)) : NULL;

	html_facts(html, judged->function, capture);
	free(capture);
}

static void put_undecided(FILE *out, const struct pcimsi_judged_function *judged)
{
	fputs("<div class=\"verdict\"><p class=\"word\">", out);
	html_verdict(out, PCIMSI_VERDICT_UNKNOWN);
	fprintf(out, "</p>\n<p>Whether an INF matches cannot be said: %s.</p></div>\n",
		undecided_text(judged->function));
}

static void put_silicon(struct telling *telling, const struct pcimsi_function *function, bool open)
{
	struct html_cited cited = { 0 };

	if (!function->bytes_captured)
		return;
	for (uint32_t i = 0; i < telling->n_findings; i++)
		html_cite(&cited, function, telling->findings[i]);
	fprintf(telling->html->out,
		"<details class=\"silicon\"%s><summary>Silicon: %u bytes captured</summary>\n",
		open ? " open" : "", function->bytes_captured);
	html_silicon(telling->html, function, &cited);
	fputs("</details>\n", telling->html->out);
}

/* The worst word; those of the script's filter are this one's. */
static enum pcimsi_verdict_word worst_of(const struct telling *telling)
{
	enum pcimsi_verdict_word worst = PCIMSI_VERDICT_FIT;

	for (uint32_t i = 0; i < telling->n_verdicts; i++)
		if (telling->verdicts[i]->word < worst)
			worst = telling->verdicts[i]->word;
	return telling->n_verdicts ? worst : PCIMSI_VERDICT_UNKNOWN;
}

static void put_judged(struct telling *telling, const struct pcimsi_judged_function *judged)
{
	enum pcimsi_verdict_word worst = worst_of(telling);
	FILE *out = telling->html->out;

	fprintf(out, "<section class=\"fn\" id=\"f%u\" data-word=\"%s\">\n<h3>", judged->order,
		pcimsi_verdict_name(worst));
	html_title(telling->html, judged->function, judged->order, true);
	fputs("</h3>\n", out);
	put_facts(telling->html, judged);
	if (judged->undecided)
		put_undecided(out, judged);
	for (uint32_t i = 0; i < telling->n_verdicts; i++)
		html_verdict_part(telling->html, telling->verdicts[i]);
	html_findings(telling->html, telling->findings, telling->n_findings);
	put_silicon(telling, judged->function,
		    worst < PCIMSI_VERDICT_UNKNOWN && !telling->html->coarse);
	fputs("</section>\n", out);
}

/* One that no INF matches is folded away. */
static void put_unmatched(struct telling *telling, const struct pcimsi_judged_function *judged)
{
	FILE *out = telling->html->out;

	bool open = telling->n_findings && telling->findings[0]->severity > PCIMSI_SEVERITY_NOTE &&
		    !telling->html->coarse;

	fprintf(out, "<details class=\"fn\" id=\"f%u\"%s><summary>", judged->order,
		open ? " open" : "");
	html_title(telling->html, judged->function, judged->order, false);
	fputs("</summary>\n", out);
	put_facts(telling->html, judged);
	if (judged->n_held)
		html_registry(telling->html, judged, &telling->html->run->target);
	html_findings(telling->html, telling->findings, telling->n_findings);
	put_silicon(telling, judged->function, true);
	fputs("</details>\n", out);
}

static bool is_judged(const struct pcimsi_judged_function *function)
{
	return function->n_verdicts || function->undecided;
}

/* Those that an INF matches, or the others; how many they are. */
static uint32_t put_some(struct telling *telling, bool judged)
{
	const struct pcimsi_run *run = telling->html->run;
	uint32_t count = 0;

	telling->next_verdict = telling->next_finding = 0;
	for (uint32_t i = 0; i < run->n_functions; i++) {
		take_all(telling, i);
		if (is_judged(run->functions[i]) != judged)
			continue;
		if (!count++)
			fputs(judged ? "<section aria-labelledby=\"functions\">\n"
				       "<h2 id=\"functions\">Function by function</h2>\n"
				     : "<section aria-labelledby=\"rest\">\n"
				       "<h2 id=\"rest\">Functions that no INF matches</h2>\n",
			      telling->html->out);
		if (judged)
			put_judged(telling, run->functions[i]);
		else
			put_unmatched(telling, run->functions[i]);
	}
	fputs(count ? "</section>\n" : "", telling->html->out);
	return count;
}

void html_functions(struct html *html)
{
	uint32_t n = html->run->n_findings + 1;
	struct telling telling = {
		.html = html,
		.findings = calloc(n, sizeof(*telling.findings)),
		.taken_at = calloc(n, sizeof(*telling.taken_at)),
	};

	if (telling.findings && telling.taken_at) {
		put_some(&telling, true);
		put_some(&telling, false);
	} else {
		html->report->lost = true;
	}
	free(telling.findings);
	free(telling.taken_at);
}

void html_others(struct html *html)
{
	const struct pcimsi_run *run = html->run;
	bool some = false;

	for (uint32_t i = 0; i < run->n_groups; i++) {
		if (html->told[i])
			continue;
		if (!some)
			fputs("<section aria-labelledby=\"others\">\n"
			      "<h2 id=\"others\">Beside the functions</h2>\n",
			      html->out);
		some = true;
		html_findings(html, run->groups[i]->findings, 1);
	}
	fputs(some ? "</section>\n" : "", html->out);
}
