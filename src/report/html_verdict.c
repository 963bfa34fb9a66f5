/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html.h"

#include "report/granted_text.h"
#include "report/message.h"
#include "report/text.h"

#include <stdlib.h>

/* A verdict: what an INF makes of a function on one Windows. */

static void put_settings(FILE *out, const struct pcimsi_install *install)
{
	bool some = false;

	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++) {
		const struct pcimsi_effect *effect = install->settings[i];

		if (!effect)
			continue;
		fprintf(out, "%s%s ", some ? ", " : "",
			pcimsi_setting_name((enum pcimsi_setting)i));
		if (effect->number_known)
			fprintf(out, "%u", effect->number);
		else
			html_name(out, effect->unknown ? "not known" : effect->value_text);
		if (effect->file) {
			fputs(" of ", out);
			html_name(out, effect->file);
		}
		some = true;
	}
	if (!some)
		fputs("no MSI or affinity value", out);
}

static void put_match(FILE *out, const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_install *install = verdict->match.model->install;

	fputs("<p class=\"match\"><code>", out);
	html_name(out, verdict->match.id);
	fprintf(out, "</code> (%s match, rank 0x%04x%s) installs <code>[",
		verdict->match.from_hardware_list ? "hardware" : "compatible", verdict->match.rank,
		verdict->match.rank_known ? "" : " unless the subsystem is 0");
	html_name(out, install->section ? install->section : install->base);
	fputs("]</code>: ", out);
	put_settings(out, install);
	fputs("</p>\n", out);
}

/* The same silicon with another limit. */
static void put_what_if(struct html *html, const struct pcimsi_grant *grant)
{
	if (!grant)
		return;
	fputs("<p><b>What if</b> MSISupported were 1 and ", html->out);
	if (grant->limit_written)
		fprintf(html->out, "MessageNumberLimit %u: ", grant->limit.value);
	else
		fputs("there were no MessageNumberLimit: ", html->out);
	html_made(html, html->out, grant_sentence(grant));
	fprintf(html->out, ". <small>(%s)</small></p>\n",
		pcimsi_confidence_name(grant->confidence));
}

static void put_word(struct html *html, const struct pcimsi_verdict *verdict)
{
	FILE *out = html->out;

	fputs("<p class=\"word\">", out);
	html_verdict(out, verdict->word);
	if (!html->one_inf) {
		fputs(" ", out);
		html_name(out, verdict->inf->facts->name);
		fputs(" on ", out);
		html_windows(out, &verdict->inf->resolution->target);
	}
	if (verdict->word != PCIMSI_VERDICT_UNKNOWN)
		fprintf(out, " <small>(%s)</small>", pcimsi_confidence_name(verdict->confidence));
	fputs("</p>\n", out);
}

/* What the bars do not tell. */
static void put_sentence(struct html *html, const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_grant *grant = &verdict->grant;

	if (grant->mode == PCIMSI_MODE_UNKNOWN || grant->mode == PCIMSI_MODE_NONE ||
	    grant->fallback == PCIMSI_FALLBACK_ONE) {
		fputs("<p>", html->out);
		html_made(html, html->out, verdict_sentence(verdict));
		fputs("</p>\n", html->out);
	}
}

/* From all four sides. */
static void put_granted(struct html *html, const struct pcimsi_verdict *verdict)
{
	if (!granted_is_told(verdict->function))
		return;
	fputs("<p>", html->out);
	html_made(html, html->out,
		  granted_sentence(verdict->function, verdict, &verdict->inf->resolution->target));
	fputs(".</p>\n", html->out);
}

void html_verdict_part(struct html *html, const struct pcimsi_verdict *verdict)
{
	FILE *out = html->out;

	fputs("<div class=\"verdict\">\n", out);
	put_word(html, verdict);
	html_request(html, &verdict->grant);
	put_sentence(html, verdict);
	put_granted(html, verdict);
	put_match(out, verdict);
	html_registry(html, verdict->function, &verdict->inf->resolution->target);
	put_what_if(html, verdict->what_if);
	if (verdict->unwanted)
		fprintf(out,
			"<p><code>%s</code> %s decides this; what it found was not asked for.</p>\n",
			verdict->unwanted->id, verdict->unwanted->slug);
	fputs("</div>\n", out);
}
