/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/rules_page.h"

#include <pcimsi/version.h>

/* The page of HTML: one file, no script, an anchor for each rule. */

static void put_html(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '<')
			fputs("&lt;", out);
		else if (*text == '>')
			fputs("&gt;", out);
		else if (*text == '&')
			fputs("&amp;", out);
		else if (*text == '"')
			fputs("&quot;", out);
		else
			fputc(*text, out);
	}
}

static void put_row(FILE *out, const struct pcimsi_rule *rule)
{
	fprintf(out,
		"<tr><td><a href=\"#%s\">%s</a></td><td class=\"%s\">%s</td><td>%s</td>"
		"<td>",
		rule->id, rule->id, pcimsi_severity_name(rule->severity),
		pcimsi_severity_name(rule->severity), pcimsi_class_name(rule->class_));
	put_html(out, rule->title);
	fputs("</td></tr>\n", out);
}

/* Titles are short: with id and slug they are what people look for. */
static void put_index(FILE *out)
{
	uint32_t count;
	const struct pcimsi_rule *rules = pcimsi_rules(&count);

	fputs("<table>\n<caption>All rules</caption>\n"
	      "<thead><tr><th scope=\"col\">Rule</th><th scope=\"col\">Severity</th>"
	      "<th scope=\"col\">Says that it is</th><th scope=\"col\">What</th></tr></thead>\n<tbody>\n",
	      out);
	for (uint32_t i = 0; i < count; i++)
		put_row(out, &rules[i]);
	fputs("</tbody>\n</table>\n", out);
}

static void begin(FILE *out)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	      "style-src 'unsafe-inline'\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	      "<title>The rules of pcimsi " PCIMSI_VERSION "</title>\n"
	      "<style>\n"
	      ":root { color-scheme: light dark; --ground: #fff; --text: #1b1f24; --link: #0a58ad; "
	      "--dim: #57606a; --line: #d0d7de; --error: #a8380b; --warning: #7a5200; }\n"
	      "@media (prefers-color-scheme: dark) { :root { --ground: #12161c; --text: #e6e9ee; "
	      "--link: #82b8ff; --dim: #a3adb9; --line: #363e49; --error: #ff9466; "
	      "--warning: #e8b64a; } }\n"
	      "body { max-width: 60rem; margin: 0 auto; padding: 1rem; font: 16px/1.5 sans-serif; "
	      "background: var(--ground); color: var(--text); overflow-wrap: anywhere; }\n"
	      "a { color: var(--link); }\n"
	      "table { border-collapse: collapse; width: 100%; }\n"
	      "caption { text-align: left; font-weight: bold; padding: .5rem 0; }\n"
	      "th, td { text-align: left; vertical-align: top; padding: .15rem .75rem .15rem 0; "
	      "border-bottom: 1px solid var(--line); }\n"
	      "th:not(:last-child), td:not(:last-child) { overflow-wrap: normal; width: 1%; }\n"
	      "@media (max-width: 40rem) { th:nth-child(3), td:nth-child(3) { display: none; } }\n"
	      "article { border-top: 1px solid var(--line); padding: .5rem 0; break-inside: avoid; }\n"
	      "article:target { outline: 3px solid currentcolor; outline-offset: .5rem; }\n"
	      "h3 { margin: .5rem 0 0; }\n"
	      "h3 code { font-weight: normal; }\n"
	      "dl { margin: .5rem 0; }\n"
	      "dt { font-weight: bold; }\n"
	      "dd { margin: 0 0 .5rem 1.5rem; }\n"
	      ".kind { color: var(--dim); margin: 0; }\n"
	      ".error { color: var(--error); font-weight: bold; }\n"
	      ".warning { color: var(--warning); font-weight: bold; }\n"
	      "</style>\n</head>\n<body>\n<main>\n<h1>The rules of pcimsi " PCIMSI_VERSION "</h1>\n"
	      "<p>A rule looks at configuration space, at an INF, or at both. What it finds has the id "
	      "and the slug of the rule, which are for ever, and a severity: error, warning or note. "
	      "<code>pcimsi explain GRA703</code> says the same of one rule.</p>\n",
	      out);
	put_index(out);
}

static void chapter(FILE *out, const char *title)
{
	fputs("<section>\n<h2>", out);
	put_html(out, title);
	fputs("</h2>\n", out);
}

static void rule(FILE *out, const struct pcimsi_rule *rule)
{
	fprintf(out, "<article id=\"%s\">\n<h3>%s <code>%s</code></h3>\n<p>", rule->id, rule->id,
		rule->slug);
	put_html(out, rule->title);
	fprintf(out,
		"</p>\n<p class=\"kind\"><span class=\"%s\">%s</span>, %s; %s; since %s</p>\n<dl>\n",
		pcimsi_severity_name(rule->severity), pcimsi_severity_name(rule->severity),
		pcimsi_class_name(rule->class_), pcimsi_confidence_name(rule->confidence),
		rule->since);
}

/* A rule may have the same slug. */
static void note(FILE *out, const char *slug)
{
	fprintf(out, "<article id=\"note-%s\">\n<h3><code>%s</code></h3>\n<dl>\n", slug, slug);
}

static void part(FILE *out, const char *label, const char *text)
{
	fprintf(out, "<dt>%s</dt><dd>", label);
	put_html(out, text);
	fputs("</dd>\n", out);
}

static void text(FILE *out, const char *text)
{
	part(out, "Means", text);
}

static void item_end(FILE *out)
{
	fputs("</dl>\n</article>\n", out);
}

static void chapter_end(FILE *out)
{
	fputs("</section>\n", out);
}

static void end(FILE *out)
{
	fputs("</main>\n</body>\n</html>\n", out);
}

const struct page_ops page_html = {
	.name = "html",
	.begin = begin,
	.chapter = chapter,
	.rule = rule,
	.note = note,
	.text = text,
	.part = part,
	.item_end = item_end,
	.chapter_end = chapter_end,
	.end = end,
};
