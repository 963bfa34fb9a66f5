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

int explain_model_json(FILE *out, bool color)
{
	json_t *rows = json_array(), *events = json_array(), *json;
	const struct pcimsi_grant_event *event;
	const struct pcimsi_grant_row *row;
	int err;

	(void)color;
	for (uint32_t i = 0; (row = pcimsi_grant_row(i)); i++)
		rows = json_listed(rows, record_model_row(row));
	for (uint32_t i = 0; (event = pcimsi_grant_event(i)); i++)
		events = json_listed(events, record_model_event(event));
	json = json_pack("{s:s, s:o, s:o}", "schema", "pcimsi/1", "model", rows, "events", events);
	err = json ? json_dumpf(json, out, JSON_INDENT(1)) : -1;
	fputc('\n', out);
	json_decref(json);
	return err ? PCIMSI_ERR_NOMEM : 0;
}
