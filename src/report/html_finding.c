/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html.h"

#include "report/escape.h"
#include "report/message.h"
#include "report/rules_page.h"
#include "report/text.h"

#include <stdlib.h>

/* A finding: what it says, what proves it, and what to do. */

static void put_head(FILE *out, const struct pcimsi_finding *finding)
{
	char url[RULES_PAGE_URL];

	fputs("<h4>", out);
	html_severity(out, finding->severity);
	fprintf(out, " <a href=\"%s\"><code>%s</code></a> %s", rules_page_url(finding->rule, url),
		finding->rule->id, finding->rule->slug);
	if (finding->confidence != PCIMSI_CONFIDENCE_DOCUMENTED)
		fprintf(out, " <small>(%s)</small>", pcimsi_confidence_name(finding->confidence));
	if (!finding->counts)
		fputs(" <small>(does not count)</small>", out);
	fputs("</h4>\n", out);
}

static void put_waiver(FILE *out, const struct pcimsi_waiver *waiver)
{
	const struct pcimsi_date *until = &waiver->until;

	fputs("<p class=\"waived\"><b>Waived</b> by ", out);
	html_name(out, waiver->name);
	fputs(" (", out);
	html_name(out, waiver->owner);
	if (until->year)
		fprintf(out, ", until %04u-%02u-%02u", until->year, until->month, until->day);
	fputs("): ", out);
	html_name(out, waiver->reason);
	fputs("</p>\n", out);
}

static void put_paragraph(struct html *html, const char *label, char *text)
{
	fputs("<p>", html->out);
	fputs(label, html->out);
	html_made(html, html->out, text);
	fputs("</p>\n", html->out);
}

/* For those who want to know more than what to do. */
static void put_why(FILE *out, const struct pcimsi_rule *rule)
{
	fputs("<details class=\"why\"><summary>Why</summary><p>", out);
	put_markup(out, rule->why);
	fputs("</p><p><small>Source: ", out);
	put_markup(out, rule->source);
	fputs("</small></p></details>\n", out);
}

static void put_finding(struct html *html, const struct pcimsi_finding *finding)
{
	FILE *out = html->out;

	html->told[finding->group->number] = true;
	fprintf(out, "<article class=\"finding %s\" id=\"g%u\">\n",
		pcimsi_severity_name(finding->severity), finding->group->number);
	put_head(out, finding);
	put_paragraph(html, "", message_format(finding, finding->rule->message));
	html_evidence(html, finding);
	if (finding->waiver)
		put_waiver(out, finding->waiver);
	put_paragraph(html, "<b>Do:</b> ", message_format(finding, finding->rule->advice));
	put_why(out, finding->rule);
	fputs("</article>\n", out);
}

/* A finding of an INF may be of each of its functions. */
#define AGAIN_MAX 8

static void put_again(struct html *html, const struct pcimsi_finding *finding)
{
	fputs("<p class=\"again\">", html->out);
	html_severity(html->out, finding->severity);
	fprintf(html->out, " <a href=\"#g%u\"><code>%s</code> %s, as told there</a></p>\n",
		finding->group->number, finding->rule->id, finding->rule->slug);
}

void html_findings(struct html *html, const struct pcimsi_finding *const *findings, uint32_t count)
{
	uint32_t again = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (!html->told[findings[i]->group->number])
			put_finding(html, findings[i]);
		else if (again++ < AGAIN_MAX)
			put_again(html, findings[i]);
	}
	if (again > AGAIN_MAX)
		fprintf(html->out, "<p class=\"again\">and %u more that are told elsewhere</p>\n",
			again - AGAIN_MAX);
}
