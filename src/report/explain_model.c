/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/explain.h"
#include "report/records.h"
#include "report/text.h"

#include <stdlib.h>

/* `pcimsi explain --model`: what Windows is expected to request, row by row. */

static void put_row(struct report *report, const char *id, enum pcimsi_confidence confidence,
		    const char *text, const char *then, const char *source)
{
	fprintf(report->out, "%s%s%s (%s)\n", text_style(report, STYLE_BOLD), id,
		text_reset(report), pcimsi_confidence_name(confidence));
	text_wrap(report, 2, text);
	if (then) {
		fputs("  -> ", report->out);
		text_wrap_from(report, 5, 5, then);
	}
	fprintf(report->out, "  %sSource:%s ", text_style(report, STYLE_DIM), text_reset(report));
	text_wrap_from(report, 10, 10, source);
}

int explain_model_text(FILE *out, bool color)
{
	struct report report = { .out = out, .color = color };
	const struct pcimsi_grant_event *event;
	const struct pcimsi_grant_row *row;

	text_wrap(&report, 0,
		  "What Windows is expected to request for a function. The first row that "
		  "holds is the one; `pcimsi check -v` names it with each verdict.");
	fputc('\n', out);
	for (uint32_t i = 0; (row = pcimsi_grant_row(i)); i++)
		put_row(&report, row->id, row->confidence, row->when, row->expected, row->source);
	fputc('\n', out);
	text_wrap(&report, 0, "What no capture and no INF tells:");
	fputc('\n', out);
	for (uint32_t i = 0; (event = pcimsi_grant_event(i)); i++)
		put_row(&report, event->id, event->confidence, event->text, NULL, event->source);
	return 0;
}

static void put_rows(struct jsonw *w)
{
	const struct pcimsi_grant_row *row;

	for (uint32_t i = 0; (row = pcimsi_grant_row(i)); i++) {
		jsonw_next_line(w);
		jsonw_object(w);
		record_model_row(w, row);
		jsonw_object_end(w);
	}
}

static void put_events(struct jsonw *w)
{
	const struct pcimsi_grant_event *event;

	for (uint32_t i = 0; (event = pcimsi_grant_event(i)); i++) {
		jsonw_next_line(w);
		jsonw_object(w);
		record_model_event(w, event);
		jsonw_object_end(w);
	}
}

int explain_model_json(FILE *out, bool color)
{
	struct jsonw w = { 0 };

	(void)color;
	jsonw_object(&w);
	key_word(&w, "schema", JSON_SCHEMA);
	key_array(&w, "model_rows");
	put_rows(&w);
	jsonw_array_end(&w);
	key_array(&w, "events");
	put_events(&w);
	jsonw_array_end(&w);
	jsonw_object_end(&w);
	return jsonw_end(&w, out);
}
