/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/sarif.h"

#include "report/formats.h"
#include "report/memory_text.h"
#include "report/message.h"
#include "report/spots.h"
#include "report/text.h"

#include <stdlib.h>
#include <string.h>

/*
 * SARIF 2.1.0 (OASIS), for code scanning of GitHub and for editors: one run, with a result for each
 * group, the worst first. Written as it is made, so that memory does not grow with the results.
 */

/* GitHub rejects a run that has more. */
#define RESULTS_MAX 25000

struct sarif_state {
	struct jsonw writer;
	uint32_t left_out; /* groups */
};

/* Uploads of one category replace each other: each Windows has its own. */
static void put_automation(struct jsonw *w, const struct report *report)
{
	char os[OS_TEXT], id[OS_TEXT + 64];

	snprintf(id, sizeof(id), "pcimsi/%s-%s-%s/", os_text(&report->target, os),
		 pcimsi_arch_name(report->target.arch),
		 pcimsi_product_name(report->target.product));
	key_object(w, "automationDetails");
	key_word(w, "id", id);
	jsonw_object_end(w);
}

static int begin(struct report *report)
{
	struct sarif_state *state = calloc(1, sizeof(*state));
	struct jsonw *w;

	report->state = state;
	if (!state)
		return PCIMSI_ERR_NOMEM;
	w = &state->writer;
	jsonw_object(w);
	key_word(w, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	key_word(w, "version", "2.1.0");
	key_array(w, "runs");
	jsonw_object(w);
	sarif_tool(w);
	jsonw_next_line(w);
	put_automation(w, report);
	key_word(w, "columnKind", "unicodeCodePoints");
	jsonw_next_line(w);
	key_array(w, "results");
	return w->failed ? PCIMSI_ERR_NOMEM : 0;
}

/* ---- results --------------------------------------------------------------------------------- */

static bool is_of(const struct pcimsi_group *group, enum pcimsi_severity severity, bool waived)
{
	return group->findings[0]->severity == severity &&
	       (group->findings[0]->waiver != NULL) == waived;
}

static void put_results(struct report *report, const struct pcimsi_run *run,
			enum pcimsi_severity severity, bool waived, uint32_t *count)
{
	struct sarif_state *state = report->state;

	for (uint32_t i = 0; i < run->n_groups; i++) {
		if (!is_of(run->groups[i], severity, waived))
			continue;
		if (++*count > RESULTS_MAX) {
			state->left_out++;
			continue;
		}
		sarif_result(&state->writer, run, run->groups[i]);
		jsonw_spill(&state->writer, report->out);
	}
}

static int run(struct report *report, const struct pcimsi_run *run)
{
	const struct sarif_state *state = report->state;
	uint32_t count = 0;

	for (int waived = 0; waived <= 1; waived++)
		for (int severity = PCIMSI_SEVERITY_ERROR; severity >= PCIMSI_SEVERITY_NOTE;
		     severity--)
			put_results(report, run, (enum pcimsi_severity)severity, waived, &count);
	return state->writer.failed ? PCIMSI_ERR_NOMEM : 0;
}

/* ---- what was read --------------------------------------------------------------------------- */

static void put_artifact(struct jsonw *w, const struct pcimsi_input *input)
{
	bool judged = input->kind == PCIMSI_INPUT_CAPTURE || input->kind == PCIMSI_INPUT_INF;

	jsonw_next_line(w);
	jsonw_object(w);
	sarif_artifact_location(w, "location", input_path(input), -1);
	key_array(w, "roles");
	jsonw_word(w, judged ? "analysisTarget" : "referencedOnCommandLine");
	jsonw_array_end(w);
	if (input->charset)
		key_text(w, "encoding", input->charset);
	jsonw_object_end(w);
}

static void put_artifacts(struct jsonw *w, const struct pcimsi_run *run)
{
	key_array(w, "artifacts");
	for (uint32_t i = 0; run && i < run->n_inputs; i++)
		put_artifact(w, run->inputs[i]);
	jsonw_array_end(w);
}

/* ---- how it went ----------------------------------------------------------------------------- */

static char *note_text(const struct pcimsi_note *note)
{
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);

	if (!out)
		return NULL;
	put_note_text(out, note);
	return memory_text_close(out, &memory);
}

static void put_note_location(struct jsonw *w, const struct pcimsi_note *note)
{
	key_array(w, "locations");
	jsonw_object(w);
	key_object(w, "physicalLocation");
	sarif_artifact_location(w, "artifactLocation", strdup(note->input), -1);
	if (note->place.line) {
		key_object(w, "region");
		key_number(w, "startLine", note->place.line);
		if (note->place.column)
			key_number(w, "startColumn", note->place.column);
		jsonw_object_end(w);
	}
	jsonw_object_end(w);
	jsonw_object_end(w);
	jsonw_array_end(w);
}

static void put_note_notification(struct jsonw *w, const struct pcimsi_note *note)
{
	jsonw_next_line(w);
	jsonw_object(w);
	key_object(w, "descriptor");
	key_word(w, "id", pcimsi_note_slug(note->code));
	key_number(w, "index", note->code);
	jsonw_object_end(w);
	key_word(w, "level", pcimsi_note_is_error(note->code) ? "error" : "note");
	sarif_message(w, "message", note_text(note));
	if (note->input)
		put_note_location(w, note);
	jsonw_object_end(w);
}

static void put_left_out(struct jsonw *w, uint32_t left_out)
{
	char *text;

	if (!left_out)
		return;
	if (asprintf(
		    &text,
		    "%u results were left out, of the least severity: more than %u GitHub rejects.",
		    left_out, RESULTS_MAX) < 0)
		text = NULL;
	jsonw_object(w);
	key_word(w, "level", "warning");
	sarif_message(w, "message", text);
	jsonw_object_end(w);
}

static char *reason_text(const struct report *report)
{
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);

	if (!out)
		return NULL;
	put_status_reason(out, report);
	return memory_text_close(out, &memory);
}

static void put_invocation(struct jsonw *w, const struct report *report, int status)
{
	const struct sarif_state *state = report->state;
	const struct pcimsi_run *run = report->judged;

	key_array(w, "invocations");
	jsonw_object(w);
	key_bool(w, "executionSuccessful", status < 2);
	key_number(w, "exitCode", (unsigned)status);
	key_own(w, "exitCodeDescription", reason_text(report));
	key_array(w, "toolExecutionNotifications");
	put_left_out(w, state->left_out);
	for (uint32_t i = 0; run && i < run->n_notes; i++)
		put_note_notification(w, &run->notes[i]);
	jsonw_array_end(w);
	jsonw_object_end(w);
	jsonw_array_end(w);
}

static int end(struct report *report, int status)
{
	struct sarif_state *state = report->state;
	struct jsonw *w = &state->writer;

	jsonw_array_end(w);
	jsonw_next_line(w);
	put_artifacts(w, report->judged);
	jsonw_next_line(w);
	put_invocation(w, report, status);
	jsonw_object_end(w);
	jsonw_array_end(w);
	jsonw_object_end(w);
	return jsonw_end(w, report->out);
}

static void done(struct report *report)
{
	struct sarif_state *state = report->state;

	if (state)
		jsonw_done(&state->writer);
	free(state);
	report->state = NULL;
}

const struct report_ops report_sarif = {
	.name = "sarif",
	.commands = 1 << REPORT_CHECK,
	.begin = begin,
	.run = run,
	.end = end,
	.done = done,
};
