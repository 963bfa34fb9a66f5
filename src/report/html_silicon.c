/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html_cited.h"

#include "report/html_pictures.h"
#include "report/text.h"

/* A function of a capture, without a judgement. */

void html_title(struct html *html, const struct pcimsi_function *function, uint32_t order,
		bool link)
{
	char slot[PCIMSI_SLOT_TEXT], ids[TEXT_IDS];
	FILE *out = html->out;

	if (link)
		fprintf(out, "<a href=\"#f%u\">", order);
	fputs(text_slot(html->report, function->raw.slot, slot), out);
	fprintf(out, "%s <code>%s</code> ", link ? "</a>" : "", text_ids(function, ids));
	html_device(html, function);
}

void html_facts(struct html *html, const struct pcimsi_function *function, const char *capture)
{
	char msi[TEXT_CELL], msix[TEXT_CELL];
	FILE *out = html->out;

	fprintf(out, "<p class=\"facts\">MSI-X %s, MSI %s, pin %s",
		text_msix(&function->msix, msix), text_msi(&function->msi, msi),
		text_pin(function));
	if (capture) {
		fputs(", in ", out);
		html_name(out, capture);
	}
	fputs("</p>\n", out);
}

void html_silicon(struct html *html, const struct pcimsi_function *function,
		  const struct html_cited *cited)
{
	fputs("<div class=\"columns\">\n", html->out);
	html_map(html, function, cited);
	fputs("<div>\n", html->out);
	html_registers(html, function, cited);
	html_bars(html, function);
	fputs("</div>\n</div>\n", html->out);
}

void html_show(struct html *html, const struct pcimsi_function *function, const char *capture)
{
	static const struct html_cited none;

	fprintf(html->out, "<section class=\"fn\" id=\"f%u\">\n<h2>", html->n_shown);
	html_title(html, function, html->n_shown, true);
	fputs("</h2>\n", html->out);
	html_facts(html, function, function->raw.member ? function->raw.member : capture);
	if (function->bytes_captured)
		html_silicon(html, function, &none);
	fputs("</section>\n", html->out);
	html->n_shown++;
}
