/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html.h"

#include "report/memory_text.h"
#include "report/text.h"

/* Which limit to write: for each that is tried, what it makes of the functions that get it. */

#define LEFT 56   /* limits stand there */
#define WIDTH 300 /* of all functions */
#define ROW 18
#define ROWS_MAX 48
#define CHARTS_MAX 50 /* JSON has all of them */

/* Those that verdicts have, too, have their colors and marks. */
static const struct {
	const char *mark, *fill;
} effects[PCIMSI_LIMIT_EFFECTS] = {
	[PCIMSI_LIMIT_IMPOSSIBLE] = { "\u2715", "#b8400f" },
	[PCIMSI_LIMIT_CAPPED] = { "\u25be", "#3f6299" },
	[PCIMSI_LIMIT_WASTEFUL] = { "\u25d0", "#e0a100" },
	[PCIMSI_LIMIT_FIT] = { "\u2713", "#00695c" },
	[PCIMSI_LIMIT_UNKNOWN] = { "?", "#656d78" },
};

/* A part of the row, from the functions before it on. */
static void put_part(FILE *out, const struct pcimsi_advice *advice,
		     const struct pcimsi_advice_row *row, int effect, uint32_t before, unsigned y)
{
	uint32_t count = row->functions[effect];
	unsigned from = LEFT + (unsigned)((uint64_t)before * WIDTH / advice->n_verdicts);
	unsigned to = LEFT + (unsigned)((uint64_t)(before + count) * WIDTH / advice->n_verdicts);
	bool dark = effect == PCIMSI_LIMIT_WASTEFUL;

	if (!count)
		return;
	fprintf(out, "<path d=\"M%u %uh%uv15h-%uz\" fill=\"%s\"><title>%u %s</title></path>", from,
		y, to - from, to - from, effects[effect].fill, count,
		pcimsi_limit_effect_name((enum pcimsi_limit_effect)effect));
	if (to - from > 34)
		fprintf(out, "<text x=\"%u\" y=\"%u\" text-anchor=\"middle\" %s>%s %u</text>",
			(from + to) / 2, y + 12,
			dark ? "class=\"dark\" fill=\"#000\"" : "class=\"light\" fill=\"#fff\"",
			effects[effect].mark, count);
}

static const char *remark_of(const struct pcimsi_advice *advice,
			     const struct pcimsi_advice_row *row)
{
	if (row == advice->best)
		return row->is_own ? ": advised, and as it is" : ": advised";
	return row->is_own ? ": as it is" : "";
}

static void put_row(FILE *out, const struct pcimsi_advice *advice,
		    const struct pcimsi_advice_row *row, unsigned y)
{
	bool bold = row == advice->best || row->is_own;
	uint32_t before = 0;

	fprintf(out, "<text x=\"%d\" y=\"%u\" text-anchor=\"end\"%s>", LEFT - 6, y + 12,
		bold ? " font-weight=\"bold\"" : "");
	if (row->limit.known)
		fprintf(out, "%u</text>", row->limit.value);
	else
		fputs("none</text>", out);
	for (int i = 0; i < PCIMSI_LIMIT_EFFECTS; i++) {
		put_part(out, advice, row, i, before, y);
		before += row->functions[i];
	}
	fprintf(out, "<text x=\"%d\" y=\"%u\"%s>%llu%s</text>", LEFT + WIDTH + 8, y + 12,
		bold ? " font-weight=\"bold\"" : "", (unsigned long long)row->requested,
		remark_of(advice, row));
}

/* Of many limits those that somebody asks about, and the last ones. */
static bool is_drawn(const struct pcimsi_advice *advice, uint32_t at)
{
	const struct pcimsi_advice_row *row = &advice->rows[at];

	return advice->n_rows <= ROWS_MAX || at + ROWS_MAX / 2 >= advice->n_rows || row->is_own ||
	       row == advice->best || row == advice->enough;
}

static void put_chart(FILE *out, const struct pcimsi_advice *advice)
{
	unsigned rows = 0, y = 18;

	for (uint32_t i = 0; i < advice->n_rows; i++)
		rows += is_drawn(advice, i);
	fprintf(out,
		"<svg class=\"limits\" width=\"560\" height=\"%u\" viewBox=\"0 0 560 %u\" "
		"font-size=\"12\"><text x=\"%d\" y=\"12\" text-anchor=\"end\">limit</text>"
		"<text x=\"%d\" y=\"12\">functions</text><text x=\"%d\" y=\"12\">messages</text>",
		y + rows * ROW, y + rows * ROW, LEFT - 6, LEFT, LEFT + WIDTH + 8);
	for (uint32_t i = 0; i < advice->n_rows; i++) {
		if (!is_drawn(advice, i))
			continue;
		put_row(out, advice, &advice->rows[i], y);
		y += ROW;
	}
	fputs("</svg>\n", out);
}

static void put_heading(struct html *html, const struct pcimsi_advice *advice)
{
	struct memory_text memory = { 0 };
	FILE *text = memory_text_open(&memory);

	fputs("<h3>", html->out);
	html_name(html->out, advice->file ? advice->file : advice->inf->facts->name);
	if (advice->place.line)
		fprintf(html->out, ":%u", advice->place.line);
	fputs(": ", html->out);
	if (text)
		put_advised_line(text, advice);
	html_made(html, html->out, text ? memory_text_close(text, &memory) : NULL);
	fputs("</h3>\n<p>", html->out);
}

static void put_one(struct html *html, const struct pcimsi_advice *advice)
{
	struct memory_text memory = { 0 };
	FILE *text;

	put_heading(html, advice);
	text = memory_text_open(&memory);
	if (text)
		put_advice(html->report, text, advice);
	html_made(html, html->out, text ? memory_text_close(text, &memory) : NULL);
	fprintf(html->out, "</p>\n<details%s><summary>What each limit does</summary>\n",
		html->coarse || advice->n_verdicts < 2 ? "" : " open");
	put_chart(html->out, advice);
	fputs("</details>\n", html->out);
}

static void put_key(FILE *out)
{
	static const char *const words[PCIMSI_LIMIT_EFFECTS] = {
		[PCIMSI_LIMIT_IMPOSSIBLE] = "impossible: none of them can reach it",
		[PCIMSI_LIMIT_CAPPED] = "capped: above what this one has, which gets all of that",
		[PCIMSI_LIMIT_WASTEFUL] = "wasteful: it takes messages from the function",
		[PCIMSI_LIMIT_FIT] = "fit: exactly what it has",
		[PCIMSI_LIMIT_UNKNOWN] = "unknown",
	};

	fputs("<ul class=\"key\">", out);
	for (int i = 0; i < PCIMSI_LIMIT_EFFECTS; i++)
		fprintf(out,
			"<li><svg width=\"14\" height=\"14\" aria-hidden=\"true\"><path "
			"d=\"M0 0h14v14H0z\" fill=\"%s\"/></svg> %s %s</li>",
			effects[i].fill, effects[i].mark, words[i]);
	fputs("</ul>\n", out);
}

void html_advice(struct html *html)
{
	const struct pcimsi_run *run = html->run;
	uint32_t shown = 0, left_out = 0;

	for (uint32_t i = 0; i < run->n_advice; i++) {
		if (!run->advice[i].n_verdicts)
			continue;
		if (shown == CHARTS_MAX) {
			left_out++;
			continue;
		}
		if (!shown++)
			fputs("<section aria-labelledby=\"advice\">\n"
			      "<h2 id=\"advice\">Which limit to write</h2>\n",
			      html->out);
		put_one(html, &run->advice[i]);
	}
	if (!shown)
		return;
	if (left_out)
		fprintf(html->out, "<p>And %u more, which <code>--advise</code> tells.</p>\n",
			left_out);
	put_key(html->out);
	fputs("</section>\n", html->out);
}
