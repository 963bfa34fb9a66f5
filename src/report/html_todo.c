/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html.h"

#include "base/str.h"
#include "report/message.h"
#include "report/text.h"

/* What to do: what was found, the worst first, each once for all the places where it holds. */

/* Findings of an install are of the functions that it is for. */
static const struct pcimsi_judged_function *place_of(const struct pcimsi_group *group)
{
	const struct pcimsi_finding *first = group->findings[0];

	if (first->function)
		return first->function;
	return first->n_verdicts ? first->verdicts[0]->function : NULL;
}

static uint32_t count_places(const struct pcimsi_group *group)
{
	const struct pcimsi_finding *first = group->findings[0];
	const struct pcimsi_judged_function *last = NULL;
	uint32_t count = 0;

	for (uint32_t i = 0; first->function && i < group->n_findings; i++) {
		count += group->findings[i]->function != last;
		last = group->findings[i]->function;
	}
	return first->function ? count : first->n_verdicts;
}

static void put_place(struct html *html, const struct pcimsi_group *group)
{
	const struct pcimsi_judged_function *function = place_of(group);
	uint32_t more = count_places(group);
	char slot[PCIMSI_SLOT_TEXT];

	if (!function)
		return;
	fprintf(html->out, "<a href=\"#f%u\">%s</a>", function->order,
		text_slot(html->report, function->function->raw.slot, slot));
	if (more > 1)
		fprintf(html->out, " and %u more", more - 1);
}

static void put_group(struct html *html, const struct pcimsi_group *group)
{
	const struct pcimsi_finding *finding = group->findings[0];
	FILE *out = html->out;

	fputs("<tr><td>", out);
	html_severity(out, finding->severity);
	fprintf(out, "</td><td><a href=\"#g%u\"><code>%s</code></a></td><td>", group->number,
		finding->rule->id);
	html_made(html, html->out, message_format(finding, finding->rule->message));
	fputs(" <b>Do:</b> ", out);
	html_made(html, html->out, message_format(finding, finding->rule->advice));
	fputs("</td><td>", out);
	put_place(html, group);
	fputs("</td></tr>\n", out);
}

/* Nobody reads more; they are all told below. */
#define SHOWN 200

static bool is_shown(const struct pcimsi_group *group, enum pcimsi_severity severity)
{
	return group->findings[0]->severity == severity && !group->findings[0]->waiver;
}

static uint32_t count_of(const struct pcimsi_run *run, enum pcimsi_severity severity)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < run->n_groups; i++)
		count += is_shown(run->groups[i], severity);
	return count;
}

static void put_rest(FILE *out, uint32_t left_out, uint32_t notes)
{
	if (left_out)
		fprintf(out, "<p>And %u more, told below.</p>\n", left_out);
	if (notes)
		fprintf(out, "<p>%u note%s told below.</p>\n", notes, notes == 1 ? " is" : "s are");
}

void html_todo(struct html *html)
{
	static const enum pcimsi_severity severities[] = { PCIMSI_SEVERITY_ERROR,
							   PCIMSI_SEVERITY_WARNING };
	uint32_t shown = 0, left_out = 0;
	FILE *out = html->out;

	if (!html->run->n_groups)
		return;
	fputs("<section aria-labelledby=\"todo\">\n<h2 id=\"todo\">What to do</h2>\n"
	      "<table class=\"todo\">\n<thead><tr><th scope=\"col\">Severity</th>"
	      "<th scope=\"col\">Rule</th><th scope=\"col\">Finding</th>"
	      "<th scope=\"col\">Function</th></tr></thead>\n<tbody>\n",
	      out);
	for (int i = 0; i < 2; i++)
		for (uint32_t k = 0; k < html->run->n_groups; k++) {
			if (!is_shown(html->run->groups[k], severities[i]))
				continue;
			if (shown++ < SHOWN)
				put_group(html, html->run->groups[k]);
			else
				left_out++;
		}
	fputs("</tbody>\n</table>\n", out);
	put_rest(out, left_out, count_of(html->run, PCIMSI_SEVERITY_NOTE));
	fputs("</section>\n", out);
}
