/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html_cited.h"

/* What is said once for the whole page. */

static const char *const meanings[] = {
	[PCIMSI_VERDICT_IMPOSSIBLE] = "What is asked for cannot be had: the function has less, or "
				      "plain MSI has no such number. Windows is expected to "
				      "make do with what there is.",
	[PCIMSI_VERDICT_INEFFECTIVE] = "What is written does not do what it is there for.",
	[PCIMSI_VERDICT_WASTEFUL] = "Less is asked for than the function has.",
	[PCIMSI_VERDICT_UNKNOWN] = "The inputs do not hold what would tell.",
	[PCIMSI_VERDICT_FIT] = "Nothing speaks against what is asked for.",
};

void html_map_legend(FILE *out)
{
	static const char *const colors[] = {
		[HTML_HEADER] = "header",
		[HTML_POWER] = "Power Management",
		[HTML_MSI] = "MSI",
		[HTML_MSIX] = "MSI-X",
		[HTML_EXPRESS] = "Express",
		[HTML_VENDOR] = "vendor specific",
		[HTML_OTHER] = "another capability",
		[HTML_NONE] = "of no capability: device specific",
		[HTML_UNKNOWN] = "not captured",
	};

	fputs("<p>Maps of configuration space: each shape is a field, or what is of one owner; "
	      "point at it and it says what it is. A thick frame is what a finding is about.</p>\n"
	      "<ul class=\"key\">",
	      out);
	for (int i = 0; i <= HTML_UNKNOWN; i++) {
		fputs("<li>", out);
		html_swatch(out, i);
		fprintf(out, "%s</li>", colors[i]);
	}
	fputs("</ul>\n", out);
}

void html_legend(FILE *out)
{
	fputs("<section aria-labelledby=\"legend\">\n<h2 id=\"legend\">How to read this</h2>\n"
	      "<dl class=\"legend\">\n",
	      out);
	for (int i = 0; i <= PCIMSI_VERDICT_FIT; i++) {
		fputs("<dt>", out);
		html_verdict(out, (enum pcimsi_verdict_word)i);
		fprintf(out, "</dt><dd>%s</dd>\n", meanings[i]);
	}
	fputs("</dl>\n<p>Nothing here was seen on a running Windows: requests are expectations. "
	      "A shortage of vectors, a driver that filters its resources and extension INFs that "
	      "were not given change them. In a shortage Windows gives one message, at worst the "
	      "interrupt line. <b>Documented</b>: the documentation says so; <b>observed</b>: "
	      "machines, drivers or reports show it; <b>inferred</b>: a conclusion that no source "
	      "states.</p>\n",
	      out);
	html_map_legend(out);
	fputs("</section>\n", out);
}
