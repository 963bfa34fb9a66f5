/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/markdown.h"

#include "report/escape.h"

#include <stdlib.h>
#include <string.h>

/* What pages of Markdown share. */

/* Looked for in the text that is shown: a name of somebody, a number of an issue, an address. */
static bool is_looked_for(const char *at)
{
	return *at == '@' || *at == '#' || (at[0] == ':' && at[1] == '/');
}

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	default:
		return NULL;
	}
}

void markdown_prose(FILE *out, const char *text)
{
	for (char before = ' '; *text; before = *text++) {
		if (entity(*text))
			fputs(entity(*text), out);
		else if (is_looked_for(text))
			fprintf(out, "`%c`", *text);
		else if (strchr("\\`*_{}[]|~$!", *text) || (*text == '.' && (before | 0x20) == 'w'))
			fprintf(out, "\\%c", *text);
		else
			fputc(*text, out);
	}
}

void markdown_html(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (entity(*text))
			fputs(entity(*text), out);
		else
			fprintf(out, is_looked_for(text) ? "<code>%c</code>" : "%c", *text);
	}
}

/* The longest run of backticks; a fence has one more. */
static size_t longest_run(const char *text)
{
	size_t longest = 0;

	for (text += strcspn(text, "`"); *text; text += strcspn(text, "`")) {
		size_t run = strspn(text, "`");

		longest = run > longest ? run : longest;
		text += run;
	}
	return longest;
}

static void put_fence(FILE *out, size_t length)
{
	while (length--)
		fputc('`', out);
}

/* Fit to be shown. A blank at both ends belongs to the fence. */
void markdown_shown(FILE *out, const char *text, bool cell)
{
	size_t fence = longest_run(text) + 1, length = strlen(text);
	const char *blank = !length || strchr("` ", text[0]) || strchr("` ", text[length - 1]) ? " "
											       : "";

	put_fence(out, fence);
	fputs(blank, out);
	for (; *text; text++)
		fprintf(out, cell && *text == '|' ? "\\|" : "%c", *text);
	fputs(blank, out);
	put_fence(out, fence);
}

bool markdown_code(FILE *out, const char *untrusted, bool cell)
{
	char *text = escape_text(untrusted);

	if (text)
		markdown_shown(out, text, cell);
	free(text);
	return text != NULL;
}

/* ---- what fits ------------------------------------------------------------------------------- */

bool markdown_piece(struct markdown *comment, char *text)
{
	size_t length = text ? strlen(text) : 0;
	bool fits = text && comment->used + length <= comment->room;

	if (!text)
		comment->report->lost = true;
	if (fits) {
		fputs(text, comment->report->out);
		comment->used += length;
	}
	free(text);
	return fits;
}

void markdown_left_out(struct markdown *comment, uint32_t count, const char *what)
{
	if (count)
		fprintf(comment->report->out,
			"\n%u more %s: a comment has no room for them; another format has all.\n",
			count, what);
}

/* ---- verdicts -------------------------------------------------------------------------------- */

static const char *symbol(enum pcimsi_verdict_word word)
{
	static const char *const symbols[] = {
		[PCIMSI_VERDICT_IMPOSSIBLE] = "\xf0\x9f\x94\xb4",  /* large red circle */
		[PCIMSI_VERDICT_INEFFECTIVE] = "\xf0\x9f\x9f\xa0", /* orange */
		[PCIMSI_VERDICT_WASTEFUL] = "\xf0\x9f\x9f\xa1",    /* yellow */
		[PCIMSI_VERDICT_UNKNOWN] = "\xe2\x9a\xaa",         /* white */
		[PCIMSI_VERDICT_FIT] = "\xf0\x9f\x9f\xa2",         /* green */
	};

	return symbols[word];
}

void markdown_verdict(FILE *out, enum pcimsi_verdict_word word)
{
	fprintf(out, "%s %s", symbol(word), pcimsi_verdict_name(word));
}
