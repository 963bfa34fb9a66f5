/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html.h"

#include "report/phrases.h"
#include "report/text.h"

/* What the ids of the INFs cover, whatever is written for them. */

/* Nobody reads more; JSON has them all. */
#define ROWS_MAX 1000
#define FUNCTIONS_MAX 6

static void put_functions(struct html *html, const struct pcimsi_matrix_row *row)
{
	FILE *out = html->out;

	for (uint32_t i = 0; i < row->n_cells && i < FUNCTIONS_MAX; i++) {
		const struct pcimsi_judged_function *function = row->cells[i].function;
		char slot[PCIMSI_SLOT_TEXT];

		fprintf(out, "%s<a href=\"#f%u\">%s</a>%s", i ? ", " : "", function->order,
			text_slot(html->report, function->function->raw.slot, slot),
			row->cells[i].best ? "" : " (shadowed)");
	}
	if (row->n_cells > FUNCTIONS_MAX)
		fprintf(out, " and %u more", row->n_cells - FUNCTIONS_MAX);
	if (row->fault)
		html_name(out, phrase_of_word("reason", row->fault));
}

static void put_row(struct html *html, const struct pcimsi_matrix_row *row)
{
	const struct pcimsi_install *install = row->model->install;
	FILE *out = html->out;

	fputs("<tr><td>", out);
	html_name(out, row->inf->facts->name);
	fprintf(out, ":%u</td><td><code>", row->model->place.line);
	html_name(out, row->id);
	fputs("</code></td><td><code>", out);
	html_name(out, install->section ? install->section : install->base);
	fprintf(out, "</code></td><td>%s</td><td>",
		row->fault ? "impossible" : pcimsi_coverage_name(row->coverage));
	put_functions(html, row);
	fputs("</td></tr>\n", out);
}

void html_coverage(struct html *html)
{
	const struct pcimsi_matrix *matrix = html->run->matrix;
	FILE *out = html->out;

	if (!matrix || !matrix->n_rows)
		return;
	fprintf(out,
		"<details class=\"more\"><summary>What the %u PCI ids of the INFs cover</summary>\n"
		"<table class=\"cover\">\n<thead><tr><th scope=\"col\">Line</th>"
		"<th scope=\"col\">Id</th><th scope=\"col\">Section</th>"
		"<th scope=\"col\">Coverage</th><th scope=\"col\">Functions</th></tr></thead>\n<tbody>\n",
		matrix->n_rows);
	for (uint32_t i = 0; i < matrix->n_rows && i < ROWS_MAX; i++)
		put_row(html, &matrix->rows[i]);
	fputs("</tbody>\n</table>\n", out);
	if (matrix->n_rows > ROWS_MAX)
		fprintf(out, "<p>And %u more, which <code>--matrix</code> tells.</p>\n",
			matrix->n_rows - ROWS_MAX);
	fputs("</details>\n", out);
}
