/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html.h"

#include "report/fact_value.h"
#include "report/message.h"
#include "report/rules_page.h"
#include "report/text.h"

#include <string.h>

/* What differs, as a page: the verdicts, the facts that they come of, the findings. */

#define ARROW " \xe2\x86\x92 "

/* ---- cells ----------------------------------------------------------------------------------- */

static void put_two(FILE *out, const char *old_text, const char *new_text)
{
	html_name(out, old_text);
	if (strcmp(old_text, new_text) == 0)
		return;
	fputs(ARROW, out);
	html_name(out, new_text);
}

static void put_function(struct html *html,
			 const struct pcimsi_judged_function *const functions[PCIMSI_SIDES])
{
	const struct pcimsi_function *first = side_function(functions, PCIMSI_SIDE_OLD)->function;
	const struct pcimsi_function *last = side_function(functions, PCIMSI_SIDE_NEW)->function;
	char slots[PCIMSI_SIDES][PCIMSI_SLOT_TEXT], ids[PCIMSI_SIDES][TEXT_IDS];

	put_two(html->out, text_slot(html->report, first->raw.slot, slots[PCIMSI_SIDE_OLD]),
		text_slot(html->report, last->raw.slot, slots[PCIMSI_SIDE_NEW]));
	fputs(" <code>", html->out);
	put_two(html->out, text_ids(first, ids[PCIMSI_SIDE_OLD]),
		text_ids(last, ids[PCIMSI_SIDE_NEW]));
	fputs("</code> <small>", html->out);
	html_device(html, last);
	fputs("</small>", html->out);
}

static void put_value(FILE *out, const struct pcimsi_change *change, enum pcimsi_side side)
{
	const struct pcimsi_fact_value *value = &change->values[side];
	char buffer[FACT_VALUE_CHARS];
	bool is_dim = value->kind == PCIMSI_VALUE_UNKNOWN || value->kind == PCIMSI_VALUE_NONE;

	fputs(is_dim ? "<td class=\"none\">" : "<td>", out);
	html_name(out, fact_value_text(change->fact, value, buffer));
	fputs("</td>", out);
}

/* The cells behind the first one of a row, and its end. */
static void put_change(FILE *out, const struct pcimsi_change *change)
{
	fprintf(out, "<td>%s</td>", change->fact->title);
	put_value(out, change, PCIMSI_SIDE_OLD);
	put_value(out, change, PCIMSI_SIDE_NEW);
	fputs("</tr>\n", out);
}

/* A row for each change, below one head; without any `what` says all. */
static void begin_rows(FILE *out, uint32_t n_changes)
{
	fprintf(out, "<tbody><tr><th scope=\"rowgroup\" rowspan=\"%u\">",
		n_changes ? n_changes : 1);
}

static void end_rows(FILE *out, const struct pcimsi_change *changes, uint32_t n_changes,
		     const char *what)
{
	fputs("</th>", out);
	if (!n_changes)
		fprintf(out, "<td colspan=\"3\">%s</td></tr>\n", what);
	for (uint32_t i = 0; i < n_changes; i++) {
		if (i)
			fputs("<tr>", out);
		put_change(out, &changes[i]);
	}
	fputs("</tbody>\n", out);
}

static void begin_table(FILE *out, const char *id, const char *title, const char *head)
{
	fprintf(out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n", id, id, title);
	fprintf(out,
		"<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"%s\">"
		"<table class=\"diff\">\n<thead><tr>%s<th scope=\"col\">OLD</th>"
		"<th scope=\"col\">NEW</th></tr></thead>\n",
		id, head);
}

static void end_table(FILE *out)
{
	fputs("</table></div>\n</section>\n", out);
}

/* ---- the parts ------------------------------------------------------------------------------- */

static void put_inputs(FILE *out, const struct pcimsi_diff *diff)
{
	fputs("<section aria-labelledby=\"sides\">\n<h2 id=\"sides\">What was compared</h2>\n"
	      "<table class=\"sides\">\n",
	      out);
	for (int side = 0; side < PCIMSI_SIDES; side++) {
		const struct pcimsi_run *run = diff->runs[side];

		fprintf(out, "<tr><th scope=\"row\">%s</th><td>",
			side_text((enum pcimsi_side)side));
		for (uint32_t i = 0; i < run->n_inputs; i++) {
			if (i && strcmp(run->inputs[i]->name, run->inputs[i - 1]->name) == 0)
				continue;
			fputs(i ? "<br>" : "", out);
			html_name(out, run->inputs[i]->name);
		}
		fputs("</td></tr>\n", out);
	}
	fputs("</table>\n</section>\n", out);
}

static void put_word(FILE *out, const struct pcimsi_verdict_diff *diff, enum pcimsi_side side)
{
	fputs("<td>", out);
	if (diff->verdicts[side])
		html_verdict(out, diff->verdicts[side]->word);
	else if (diff->functions[side] && diff->functions[side]->undecided)
		html_verdict(out, PCIMSI_VERDICT_UNKNOWN);
	else
		fprintf(out, "<span class=\"none\">%s</span>",
			diff->functions[side] ? "no match" : "no such function");
	fputs("</td>", out);
}

static void put_verdict(struct html *html, const struct pcimsi_verdict_diff *diff)
{
	const struct pcimsi_judged_inf *first = side_inf(diff->infs, PCIMSI_SIDE_OLD);
	FILE *out = html->out;

	fputs("<tr><th scope=\"row\">", out);
	put_function(html, diff->functions);
	fputs("</th><td>", out);
	if (first)
		put_two(out, first->facts->name,
			side_inf(diff->infs, PCIMSI_SIDE_NEW)->facts->name);
	fputs("</td>", out);
	put_word(out, diff, PCIMSI_SIDE_OLD);
	put_word(out, diff, PCIMSI_SIDE_NEW);
	fputs("</tr>\n", out);
}

/* Those that flip come first. */
static void put_verdicts(struct html *html, const struct pcimsi_diff *diff)
{
	if (!diff->n_verdicts)
		return;
	begin_table(html->out, "verdicts", "Verdicts",
		    "<th scope=\"col\">Function</th><th scope=\"col\">INF</th>");
	fputs("<tbody>\n", html->out);
	for (int flips = 1; flips >= 0; flips--)
		for (uint32_t i = 0; i < diff->n_verdicts; i++)
			if (diff->verdicts[i].flips == flips)
				put_verdict(html, &diff->verdicts[i]);
	fputs("</tbody>\n", html->out);
	end_table(html->out);
}

static void put_function_diff(struct html *html, const struct pcimsi_function_diff *diff)
{
	const char *pairing = pairing_text(diff->pairing);

	begin_rows(html->out, diff->n_changes);
	put_function(html, diff->functions);
	if (html->captures) {
		fputs(" <small>in ", html->out);
		html_made(html, html->out,
			  text_capture(side_function(diff->functions, PCIMSI_SIDE_OLD)));
		fputs("</small>", html->out);
	}
	if (*pairing && diff->n_changes)
		fprintf(html->out, "<br>%s", pairing);
	end_rows(html->out, diff->changes, diff->n_changes, pairing);
}

static void put_functions(struct html *html, const struct pcimsi_diff *diff)
{
	if (!diff->n_functions)
		return;
	begin_table(html->out, "functions", "Functions",
		    "<th scope=\"col\">Function</th><th scope=\"col\">Fact</th>");
	for (int unknown = 0; unknown <= 1; unknown++)
		for (uint32_t i = 0; i < diff->n_functions; i++)
			if (function_diff_is_unknown(&diff->functions[i]) == unknown)
				put_function_diff(html, &diff->functions[i]);
	end_table(html->out);
}

static const char *only_in(const void *old_one, const void *new_one)
{
	if (!old_one)
		return "only in NEW";
	return new_one ? "Models lines" : "only in OLD";
}

static void put_inf(struct html *html, const struct pcimsi_inf_diff *diff)
{
	const struct pcimsi_judged_inf *first = side_inf(diff->infs, PCIMSI_SIDE_OLD);
	const struct pcimsi_judged_inf *last = side_inf(diff->infs, PCIMSI_SIDE_NEW);

	begin_rows(html->out, diff->n_changes);
	put_two(html->out, first->facts->name, last->facts->name);
	fputs(" <small>for ", html->out);
	html_windows(html->out, &last->resolution->target);
	fputs("</small>", html->out);
	end_rows(html->out, diff->changes, diff->n_changes,
		 only_in(diff->infs[PCIMSI_SIDE_OLD], diff->infs[PCIMSI_SIDE_NEW]));
	for (uint32_t i = 0; i < diff->n_models; i++) {
		const struct pcimsi_model_diff *line = &diff->models[i];
		const struct pcimsi_model *model = side_model(line->models, PCIMSI_SIDE_OLD);

		begin_rows(html->out, line->n_changes);
		fputs("<code>", html->out);
		html_name(html->out,
			  model->hardware_id ? model->hardware_id : "(compatible ids only)");
		fputs("</code>", html->out);
		end_rows(html->out, line->changes, line->n_changes,
			 only_in(line->models[PCIMSI_SIDE_OLD], line->models[PCIMSI_SIDE_NEW]));
	}
}

static void put_infs(struct html *html, const struct pcimsi_diff *diff)
{
	if (!diff->n_infs)
		return;
	begin_table(html->out, "infs", "INFs",
		    "<th scope=\"col\">INF, or id of a Models line</th>"
		    "<th scope=\"col\">Fact</th>");
	for (uint32_t i = 0; i < diff->n_infs; i++)
		put_inf(html, &diff->infs[i]);
	end_table(html->out);
}

static void put_finding(struct html *html, const struct pcimsi_finding_diff *diff)
{
	const struct pcimsi_finding *finding = side_finding(diff->findings, PCIMSI_SIDE_NEW);
	FILE *out = html->out;
	char url[RULES_PAGE_URL];

	fprintf(out,
		"<article class=\"finding %s\">\n<h3>%s: ", pcimsi_severity_name(finding->severity),
		finding_diff_name(diff));
	html_severity(out, finding->severity);
	fprintf(out, " <a href=\"%s\"><code>%s</code></a> %s</h3>\n<p>",
		rules_page_url(finding->rule, url), finding->rule->id, finding->rule->slug);
	html_made(html, out, message_format(finding, finding->rule->message));
	fputs("</p>\n", out);
	html_evidence(html, finding);
	if (diff->reason)
		fprintf(out, "<p>Not evaluated on the other side: %s.</p>\n",
			pcimsi_reason_text(diff->reason));
	if (diff->findings[PCIMSI_SIDE_NEW]) {
		fputs("<p><b>Do:</b> ", out);
		html_made(html, out, message_format(finding, finding->rule->advice));
		fputs("</p>\n", out);
	}
	fputs("</article>\n", out);
}

static void put_findings(struct html *html, const struct pcimsi_diff *diff)
{
	if (!diff->n_findings)
		return;
	fputs("<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings that came and "
	      "went</h2>\n",
	      html->out);
	for (uint32_t i = 0; i < diff->n_findings; i++)
		put_finding(html, &diff->findings[i]);
	fputs("</section>\n", html->out);
}

void html_diff(struct html *html, const struct pcimsi_diff *diff)
{
	fputs("<header>\n<h1>What differs</h1>\n<p class=\"status\">", html->out);
	if (diff->differs)
		put_diff_summary(html->out, diff);
	else
		fputs("Nothing.", html->out);
	fputs("</p>\n</header>\n<main>\n", html->out);
	put_inputs(html->out, diff);
	put_verdicts(html, diff);
	put_functions(html, diff);
	put_infs(html, diff);
	put_findings(html, diff);
	fputs("</main>\n", html->out);
}
