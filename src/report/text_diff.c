/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_diff.h"

#include "base/utf.h"
#include "inf/encoding.h"
#include "report/escape.h"
#include "suggest/udiff.h"

#include <pcimsi/error.h>

#include <stdlib.h>
#include <string.h>

/* What is suggested for one INF, on a terminal or for `patch`. */

#define BYTE_ORDER_MARK 0xfeff

char *diff_line_text(const struct pcimsi_suggested_inf *inf, const uint8_t *bytes, size_t size)
{
	enum charset charset = inf_charset(inf->encoding);
	const uint8_t *at = bytes, *end = bytes + size;
	char *text = calloc(size + 1, 3), *out = text;

	while (text && at < end) {
		uint32_t c = charset_next(charset, &at, end);

		if (c == '\r' || c == '\n' || c == BYTE_ORDER_MARK)
			continue;
		out += utf8_put(out, c == UTF_NO_CHARACTER || !c ? UTF_REPLACEMENT : c);
	}
	return text;
}

static void put_for_reader(struct report *report, const struct pcimsi_suggested_inf *inf,
			   const struct udiff_line *line)
{
	char *text = diff_line_text(inf, line->bytes, line->size);
	FILE *out = report->out;

	if (!text)
		report->lost = true;
	if (line->tag != ' ')
		fputs(text_style(report, line->tag == '-' ? STYLE_RED : STYLE_GREEN), out);
	fputc(line->tag, out);
	if (text)
		put_text(out, text);
	fputs(line->tag == ' ' ? "" : text_reset(report), out);
	fputc('\n', out);
	free(text);
}

static void put_for_patch(FILE *out, const struct udiff_line *line)
{
	fputc(line->tag, out);
	fwrite(line->bytes, 1, line->size, out);
	if (line->bytes[line->size - 1] != '\n')
		fputs("\n\\ No newline at end of file\n", out);
}

static void put_hunk(struct report *report, const struct pcimsi_suggested_inf *inf,
		     const struct udiff_hunk *hunk)
{
	bool terminal = report->width;

	fprintf(report->out, "%s@@ -%u,%u +%u,%u @@%s\n",
		terminal ? text_style(report, STYLE_BLUE) : "", hunk->first[0], hunk->count[0],
		hunk->first[1], hunk->count[1], terminal ? text_reset(report) : "");
	for (uint32_t i = 0; i < hunk->n_lines; i++)
		if (terminal)
			put_for_reader(report, inf, &hunk->lines[i]);
		else
			put_for_patch(report->out, &hunk->lines[i]);
}

/* A name with blanks ends with a tab, as git writes it. */
static void put_name(FILE *out, const char *which, const char *name)
{
	fputs(which, out);
	put_text(out, name);
	fputs(strchr(name, ' ') ? "\t\n" : "\n", out);
}

int text_diff(struct report *report, const struct pcimsi_suggested_inf *inf)
{
	struct udiff diff;
	int err = udiff_make(&diff, inf, report->width ? UDIFF_OF_TEXT : UDIFF_OF_BYTES);

	if (!err && diff.n_hunks) {
		put_name(report->out, "--- ", inf->inf->facts->name);
		put_name(report->out, "+++ ", inf->inf->facts->name);
	}
	for (uint32_t i = 0; !err && i < diff.n_hunks; i++)
		put_hunk(report, inf, &diff.hunks[i]);
	udiff_done(&diff);
	return err;
}
