/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html.h"

#include "report/escape.h"
#include "report/message.h"
#include "report/text.h"

#include <stdlib.h>
#include <string.h>

/* Nobody reads a longer one, and a page of them would not open. */
#define NAME_MAX_BYTES 200

/* Not in the middle of a character. */
static size_t whole_characters(const char *text, size_t size)
{
	while (size > NAME_MAX_BYTES - 4 && ((unsigned char)text[size] & 0xc0) == 0x80)
		size--;
	return size;
}

void html_name(FILE *out, const char *untrusted)
{
	size_t length = strlen(untrusted);

	fputs("<bdi>", out);
	if (length <= NAME_MAX_BYTES) {
		put_markup(out, untrusted);
	} else {
		put_markup_part(out, untrusted, whole_characters(untrusted, NAME_MAX_BYTES));
		fprintf(out, "\u2026 (%zu bytes)", length);
	}
	fputs("</bdi>", out);
}

void html_made(struct html *html, FILE *out, char *text)
{
	if (text_made(html->report, text))
		put_markup(out, text);
	free(text);
}

void html_device(struct html *html, const struct pcimsi_function *function)
{
	char name[512];
	const char *text = pcimsi_names_function(html->report->names, function, name, sizeof(name));

	if (text && *text)
		html_name(html->out, text);
}

void html_windows(FILE *out, const struct pcimsi_target *target)
{
	char os[OS_TEXT];

	fprintf(out, "Windows %s %s %s", os_text(target, os),
		*pcimsi_arch_name(target->arch) ? pcimsi_arch_name(target->arch) : "x86",
		pcimsi_product_name(target->product));
}

/* Colours that those tell apart, too, who see no red or no green; marks for everybody. */
static const struct {
	const char *mark, *fill;
} verdicts[] = {
	[PCIMSI_VERDICT_IMPOSSIBLE] = { "\u2715", "#b8400f" },
	[PCIMSI_VERDICT_INEFFECTIVE] = { "\u2298", "#7d2a68" },
	[PCIMSI_VERDICT_WASTEFUL] = { "\u25d0", "#e0a100" },
	[PCIMSI_VERDICT_UNKNOWN] = { "?", "#656d78" },
	[PCIMSI_VERDICT_FIT] = { "\u2713", "#00695c" },
};

const char *html_verdict_mark(enum pcimsi_verdict_word word)
{
	return verdicts[word].mark;
}

const char *html_verdict_fill(enum pcimsi_verdict_word word)
{
	return verdicts[word].fill;
}

void html_verdict(FILE *out, enum pcimsi_verdict_word word)
{
	const char *name = pcimsi_verdict_name(word);

	fprintf(out, "<b class=\"v %s\"><span aria-hidden=\"true\">%s</span> %s</b>", name,
		verdicts[word].mark, name);
}

void html_severity(FILE *out, enum pcimsi_severity severity)
{
	fprintf(out, "<b class=\"s %s\">%s</b>", pcimsi_severity_name(severity),
		pcimsi_severity_name(severity));
}
