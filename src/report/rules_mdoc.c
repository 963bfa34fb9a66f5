/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/rules_page.h"

#include "base/str.h"

#include <string.h>

/* pcimsi-rules(7), in mdoc. */

/* Lines of the source are no longer where a blank allows it. */
#define COLUMNS 78

/*
 * A word of a line of text. A minus is what can be copied into a shell; a hyphen stands between
 * letters. A dot or an apostrophe in the first column would be a request.
 */
static size_t put_word(FILE *out, const char *word, size_t length)
{
	/* A name is not broken, and a path behind a backslash only. */
	if (memchr(word, '\\', length) || memchr(word, '_', length))
		fputs("\\%", out);
	for (size_t i = 0; i < length; i++) {
		bool hyphen = i && i + 1 < length && ascii_is_alnum(word[i - 1]) &&
			      ascii_is_alnum(word[i + 1]);

		if (!i && strchr(".'", word[i]))
			fputs("\\&", out);
		if (word[i] == '\\')
			fputs("\\e\\:", out);
		else if (word[i] == '-' && !hyphen)
			fputs("\\-", out);
		else
			fputc(word[i], out);
	}
	return length;
}

/* Each sentence begins a line, as mdoc wants it. */
static void put_text(FILE *out, const char *text)
{
	size_t column = 0;
	bool stop = false;

	while (*text) {
		size_t length = strcspn(text, " ");

		if (column)
			fputc(stop || column + length > COLUMNS ? '\n' : ' ', out);
		if (column && (stop || column + length > COLUMNS))
			column = 0;
		column += put_word(out, text, length) + 1;
		stop = length && strchr(".?!", text[length - 1]);
		text += length + strspn(text + length, " ");
	}
	fputc('\n', out);
}

static void begin(FILE *out)
{
	fputs(".\\\" SPDX-License-Identifier: GPL-2.0-or-later\n"
	      ".\\\" Made of the catalogue of rules by make.\n"
	      ".Dd November 28, 2026\n"
	      ".Dt PCIMSI-RULES 7\n"
	      ".Os\n"
	      ".Sh NAME\n"
	      ".Nm pcimsi-rules\n"
	      ".Nd the rules of pcimsi and its notes on inputs\n"
	      ".Sh DESCRIPTION\n"
	      "A rule of\n"
	      ".Xr pcimsi 1\n"
	      "looks at configuration space, at an INF, or at both.\n"
	      "What it finds has the id and the slug of the rule, which are for ever, and\n"
	      "a severity:\n"
	      ".Em error , warning\n"
	      "or\n"
	      ".Em note .\n"
	      "Below each rule stand its severity where a policy or the finding itself gives\n"
	      "no other, what it says of a setting, how sure that is, and the version that had\n"
	      "it first;\n"
	      "then what a finding says and advises, and why.\n"
	      "A rule that does not know what it needs to know is\n"
	      ".Em not evaluated ,\n"
	      "which is told with\n"
	      ".Fl v .\n"
	      ".Pp\n"
	      ".Ql pcimsi explain GRA703\n"
	      "says the same of one rule.\n"
	      ".Sh RULES\n",
	      out);
}

static void chapter(FILE *out, const char *title)
{
	fprintf(out, ".Ss %s\n.Bl -tag -width Ds\n", title);
}

static void rule(FILE *out, const struct pcimsi_rule *rule)
{
	fprintf(out, ".It Sy %s Pq Li %s\n", rule->id, rule->slug);
	put_text(out, rule->title);
	fprintf(out, ".br\n%s, %s; %s; since %s\n", pcimsi_severity_name(rule->severity),
		pcimsi_class_name(rule->class_), pcimsi_confidence_name(rule->confidence),
		rule->since);
}

static void note(FILE *out, const char *slug)
{
	fprintf(out, ".It Li %s\n", slug);
}

static void part(FILE *out, const char *label, const char *text)
{
	fprintf(out, ".Pp\n.Em \\&%s :\n", label);
	put_text(out, text);
}

static void item_end(FILE *out)
{
	(void)out;
}

static void chapter_end(FILE *out)
{
	fputs(".El\n", out);
}

static void end(FILE *out)
{
	fputs(".Sh SEE ALSO\n"
	      ".Xr pcimsi 1 ,\n"
	      ".Xr pcimsi-policy 5\n",
	      out);
}

const struct page_ops page_mdoc = {
	.name = "mdoc",
	.begin = begin,
	.chapter = chapter,
	.rule = rule,
	.note = note,
	.text = put_text,
	.part = part,
	.item_end = item_end,
	.chapter_end = chapter_end,
	.end = end,
};
