/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html.h"

#include "base/str.h"
#include "report/message.h"
#include "report/text.h"

#include <stdlib.h>

/* Functions down, INFs and their Windows across: a verdict where they meet. */

/* A table of more cells is no picture any more; then each row names what it matches. */
#define CELLS_MAX 20000

/* Of more columns, cells are as short as can be. */
#define FEW 2

struct grid {
	struct html *html;
	const struct pcimsi_judged_inf **columns; /* those that match something */
	uint32_t n_columns;
	bool listed;           /* one column names those that match */
	uint32_t next_verdict; /* they are in the order of the functions */
};

static void put_column_heads(const struct grid *grid)
{
	FILE *out = grid->html->out;

	fputs("<tr><th scope=\"col\">Function</th><th scope=\"col\">Device</th>"
	      "<th class=\"has\" scope=\"col\">MSI-X</th><th class=\"has\" scope=\"col\">MSI</th>",
	      out);
	if (grid->listed)
		fputs("<th scope=\"col\">Verdicts, of all INFs that match</th>", out);
	for (uint32_t i = 0; i < grid->n_columns && !grid->listed; i++) {
		fputs("<th scope=\"col\">", out);
		html_name(out, grid->columns[i]->facts->name);
		fputs("<br><small>", out);
		html_windows(out, &grid->columns[i]->resolution->target);
		fputs("</small></th>", out);
	}
	fputs("</tr>\n", out);
}

/* "asks 64, gets 33 of 33", as short as a cell. */
static void put_numbers(FILE *out, const struct pcimsi_grant *grant)
{
	if (pcimsi_grant_asks(grant) == PCIMSI_ASKS_LIMIT)
		fprintf(out, "asks %u, ", grant->limit.value);
	if (grant->mode == PCIMSI_MODE_INTX)
		fputs("interrupt line", out);
	else if (grant->mode == PCIMSI_MODE_NONE)
		fputs("no interrupt", out);
	else if (grant->requested.known && grant->capacity.known)
		fprintf(out, "gets %u of %u", grant->requested.value, grant->capacity.value);
	else
		fputs("not known", out);
}

static void put_verdict(FILE *out, const struct pcimsi_verdict *verdict)
{
	html_verdict(out, verdict->word);
	fputs(" <span class=\"n\">", out);
	put_numbers(out, &verdict->grant);
	fputs("</span>", out);
}

/* The verdict of a function for an INF, if there is one, which is taken. */
static const struct pcimsi_verdict *take_verdict(struct grid *grid, uint32_t order,
						 const struct pcimsi_judged_inf *inf)
{
	const struct pcimsi_run *run = grid->html->run;
	const struct pcimsi_verdict *verdict;

	if (grid->next_verdict >= run->n_verdicts)
		return NULL;
	verdict = run->verdicts[grid->next_verdict];
	if (verdict->function->order != order || (inf && verdict->inf != inf))
		return NULL;
	grid->next_verdict++;
	return verdict;
}

/* How many of each word; the function itself names the INFs. */
static void put_list(struct grid *grid, uint32_t order)
{
	uint32_t counts[PCIMSI_VERDICT_FIT + 1] = { 0 };
	const struct pcimsi_verdict *verdict;
	FILE *out = grid->html->out;

	while ((verdict = take_verdict(grid, order, NULL)))
		counts[verdict->word]++;
	counts[PCIMSI_VERDICT_UNKNOWN] += grid->html->run->functions[order]->undecided;
	fputs("<td>", out);
	for (int i = 0; i <= PCIMSI_VERDICT_FIT; i++) {
		if (!counts[i])
			continue;
		fprintf(out, "%u ", counts[i]);
		html_verdict(out, (enum pcimsi_verdict_word)i);
		fputs(" ", out);
	}
	fputs("</td>", out);
}

static void put_cells(struct grid *grid, uint32_t order)
{
	FILE *out = grid->html->out;

	for (uint32_t i = 0; i < grid->n_columns; i++) {
		const struct pcimsi_verdict *verdict = take_verdict(grid, order, grid->columns[i]);

		fputs(verdict ? "<td>" : "<td class=\"none\">", out);
		if (verdict)
			put_verdict(out, verdict);
		else if (grid->html->run->functions[order]->undecided)
			html_verdict(out, PCIMSI_VERDICT_UNKNOWN);
		else
			fputs(grid->n_columns > FEW ? "\u2013" : "no match", out);
		fputs("</td>", out);
	}
}

static void put_function(struct grid *grid, uint32_t order)
{
	const struct pcimsi_judged_function *judged = grid->html->run->functions[order];
	char slot[PCIMSI_SLOT_TEXT], ids[TEXT_IDS], msi[TEXT_CELL], msix[TEXT_CELL];
	FILE *out = grid->html->out;

	fprintf(out, "<tr><th scope=\"row\"><a href=\"#f%u\">%s</a>", order,
		text_slot(grid->html->report, judged->function->raw.slot, slot));
	if (grid->html->captures) {
		fputs(" <small><bdi>", out);
		html_made(grid->html, out, text_capture(judged));
		fputs("</bdi></small>", out);
	}
	fprintf(out, "</th><td><code>%s</code> ", text_ids(judged->function, ids));
	html_device(grid->html, judged->function);
	fprintf(out, "</td><td class=\"has\">%s</td><td class=\"has\">%s</td>",
		text_msix(&judged->function->msix, msix), text_msi(&judged->function->msi, msi));
	if (grid->listed)
		put_list(grid, order);
	else
		put_cells(grid, order);
	fputs("</tr>\n", out);
}

static bool is_row(const struct pcimsi_judged_function *function)
{
	return function->n_verdicts || function->undecided;
}

static void put_table(struct grid *grid)
{
	const struct pcimsi_run *run = grid->html->run;
	FILE *out = grid->html->out;

	fprintf(out,
		"<div class=\"wide\" tabindex=\"0\" role=\"region\" "
		"aria-label=\"Matrix of verdicts\"><table class=\"matrix%s\">\n<thead>\n",
		grid->n_columns > FEW && !grid->listed ? " many" : "");
	put_column_heads(grid);
	fputs("</thead>\n<tbody>\n", out);
	for (uint32_t i = 0; i < run->n_functions; i++)
		if (is_row(run->functions[i]))
			put_function(grid, i);
	fputs("</tbody>\n</table></div>\n", out);
	if (grid->n_columns > FEW && !grid->listed)
		fputs("<p><small>\u2013: no id of the INF is one of the function.</small></p>\n",
		      out);
}

static void count_unmatched(struct html *html)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < html->run->n_functions; i++)
		count += !is_row(html->run->functions[i]);
	if (count)
		fprintf(html->out, "<p>%u of %u function%s match%s no INF.</p>\n", count,
			html->run->n_functions, str_plural(html->run->n_functions),
			count == 1 ? "es" : "");
}

void html_matrix(struct html *html)
{
	const struct pcimsi_run *run = html->run;
	struct grid grid = { .html = html };

	if (!run->n_functions)
		return;
	grid.columns = calloc(run->n_infs + 1, sizeof(*grid.columns));
	if (!grid.columns) {
		html->report->lost = true;
		return;
	}
	for (uint32_t i = 0; i < run->n_infs; i++)
		if (run->infs[i]->n_matched)
			grid.columns[grid.n_columns++] = run->infs[i];
	grid.listed = (uint64_t)grid.n_columns * run->n_functions > CELLS_MAX;
	fputs("<section aria-labelledby=\"matrix\">\n<h2 id=\"matrix\">Functions, INFs and "
	      "Windows</h2>\n",
	      html->out);
	if (run->n_verdicts || run->n_undecided)
		put_table(&grid);
	count_unmatched(html);
	fputs("</section>\n", html->out);
	free(grid.columns);
}
