/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html.h"

#include "base/str.h"
#include "report/message.h"
#include "report/text.h"

/*
 * What to do: what was found, the worst first. What has the same cause is one row, whatever the
 * silicon of each function has instead.
 */

/* Nobody reads more; they are all told below. */
#define ROWS_MAX 200

struct row {
	const struct pcimsi_group *group;
	uint32_t more; /* groups of the same cause */
	uint32_t places;
};

struct rows {
	struct row items[ROWS_MAX];
	uint32_t count, left_out;
};

/* ---- rows ------------------------------------------------------------------------------------ */

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

static bool same_cause(const struct pcimsi_group *a, const struct pcimsi_group *b)
{
	const struct pcimsi_location *one = pcimsi_finding_cause(a->findings[0]);
	const struct pcimsi_location *other = pcimsi_finding_cause(b->findings[0]);

	return a->findings[0]->rule == b->findings[0]->rule && one && other &&
	       one->kind != PCIMSI_INPUT_CAPTURE && one->input == other->input &&
	       one->place.line == other->place.line;
}

static void add(struct rows *rows, const struct pcimsi_group *group)
{
	struct row *row = rows->items;

	while (row < rows->items + rows->count && !same_cause(row->group, group))
		row++;
	if (row == rows->items + ROWS_MAX) {
		rows->left_out++;
		return;
	}
	if (row == rows->items + rows->count)
		rows->items[rows->count++] = (struct row){ .group = group };
	else
		row->more++;
	row->places += count_places(group);
}

/* How many notes there are, which are no rows. */
static uint32_t find_rows(const struct pcimsi_run *run, struct rows *rows)
{
	uint32_t notes = 0;

	rows->count = rows->left_out = 0;
	for (int severity = PCIMSI_SEVERITY_ERROR; severity >= PCIMSI_SEVERITY_NOTE; severity--)
		for (uint32_t i = 0; i < run->n_groups; i++) {
			const struct pcimsi_finding *first = run->groups[i]->findings[0];

			if ((int)first->severity != severity || first->waiver)
				continue;
			if (severity == PCIMSI_SEVERITY_NOTE)
				notes++;
			else
				add(rows, run->groups[i]);
		}
	return notes;
}

/* ---- cells ----------------------------------------------------------------------------------- */

static void put_place(struct html *html, const struct row *row)
{
	const struct pcimsi_judged_function *function = place_of(row->group);
	char slot[PCIMSI_SLOT_TEXT];

	if (!function)
		return;
	fprintf(html->out, "<a href=\"#f%u\">%s</a>", function->order,
		text_slot(html->report, function->function->raw.slot, slot));
	if (row->places > 1)
		fprintf(html->out, " and %u more", row->places - 1);
}

/* The line to change. */
static void put_cause(FILE *out, const struct pcimsi_location *cause)
{
	if (!cause || cause->kind == PCIMSI_INPUT_CAPTURE)
		return;
	fputs(" <small>", out);
	html_name(out, cause->file);
	fprintf(out, ":%u</small>", cause->place.line);
}

static void put_row(struct html *html, const struct row *row)
{
	const struct pcimsi_finding *finding = row->group->findings[0];
	FILE *out = html->out;

	fputs("<tr><td>", out);
	html_severity(out, finding->severity);
	fprintf(out, "</td><td><a href=\"#g%u\"><code>%s</code></a></td><td>", row->group->number,
		finding->rule->id);
	html_made(html, out, message_format(finding, finding->rule->message));
	if (row->more)
		fprintf(out,
			" The same line has %u more finding%s of this rule, with other numbers.",
			row->more, str_plural(row->more));
	fputs(" <b>Do:</b> ", out);
	html_made(html, out, message_format(finding, finding->rule->advice));
	put_cause(out, pcimsi_finding_cause(finding));
	fputs("</td><td>", out);
	put_place(html, row);
	fputs("</td></tr>\n", out);
}

static void put_table(struct html *html, const struct rows *rows)
{
	fputs("<table class=\"todo\">\n<thead><tr><th scope=\"col\">Severity</th>"
	      "<th scope=\"col\">Rule</th><th scope=\"col\">Finding</th>"
	      "<th scope=\"col\">Function</th></tr></thead>\n<tbody>\n",
	      html->out);
	for (uint32_t i = 0; i < rows->count; i++)
		put_row(html, &rows->items[i]);
	fputs("</tbody>\n</table>\n", html->out);
}

void html_todo(struct html *html)
{
	struct rows rows;
	uint32_t notes = find_rows(html->run, &rows);

	if (!html->run->n_groups)
		return;
	fputs("<section aria-labelledby=\"todo\">\n<h2 id=\"todo\">What to do</h2>\n", html->out);
	if (rows.count)
		put_table(html, &rows);
	else
		fputs("<p>Nothing: there is no error and no warning that is not waived.</p>\n",
		      html->out);
	if (rows.left_out)
		fprintf(html->out, "<p>And %u more, told below.</p>\n", rows.left_out);
	if (notes)
		fprintf(html->out, "<p>%u note%s told below.</p>\n", notes,
			notes == 1 ? " is" : "s are");
	fputs("</section>\n", html->out);
}
