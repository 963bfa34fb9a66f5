/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html.h"

#include "html_css.h"
#include "html_js.h"
#include "report/escape.h"

/* What is around the parts: no reader fetches anything, and only what is in here runs. */

/* What bytes are filled with that nobody read. */
static void put_patterns(FILE *out)
{
	fputs("<svg width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>"
	      "<pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
	      "patternTransform=\"rotate(45)\"><path d=\"M0 0v6\" stroke=\"#8b949e\" "
	      "stroke-width=\"3\"/></pattern></defs></svg>\n",
	      out);
}

void html_head(FILE *out, const char *title)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n", out);
	fprintf(out,
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		"style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'\">\n",
		html_css_hash, html_js_hash);
	fputs("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n"
	      "<meta name=\"referrer\" content=\"no-referrer\">\n"
	      "<meta name=\"generator\" content=\"pcimsi " PCIMSI_VERSION "\">\n<title>",
	      out);
	put_markup(out, title);
	fprintf(out, "</title>\n<style>%s</style>\n</head>\n<body>\n", html_css);
	put_patterns(out);
}

void html_foot(FILE *out, int status)
{
	fprintf(out, "<footer><p>pcimsi %s, exit status %d</p></footer>\n", PCIMSI_VERSION, status);
	fprintf(out, "<script>%s</script>\n</body>\n</html>\n", html_js);
}
