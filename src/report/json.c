/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/explain.h"
#include "report/formats.h"
#include "report/records.h"

#include <stdlib.h>

/*
 * Schema pcimsi/1, as one object and as a record a line. Records are made and
 * written one at a time, so memory does not grow with the number of functions.
 */

#define SCHEMA "pcimsi/1"

struct json_state {
	bool lines;        /* ndjson */
	const char *array; /* the array that is open; NULL: none */
	bool first;        /* its next element is its first */
	json_t *notes;     /* json: kept for the end */
	struct jsonw writer;
	unsigned functions, infs, verdicts;
	unsigned findings[3]; /* by severity, but for those that are waived: */
	unsigned waived;
};

static const char *command_name(enum report_command command)
{
	static const char *const names[] = {
		[REPORT_LIST] = "list",
		[REPORT_SHOW] = "show",
		[REPORT_INF] = "inf",
		[REPORT_CHECK] = "check",
	};

	return names[command];
}

static bool has_target(const struct report *report)
{
	return report->command == REPORT_INF || report->command == REPORT_CHECK;
}

static int take(const char *text, size_t length, void *writer)
{
	jsonw_raw(writer, text, length);
	return 0;
}

/*
 * Written whole: json_dumpf() would call the stream for every token. json_dumps()
 * leaves out a token that it has no memory for (jansson 2.14); the writer remembers.
 */
static int dump(struct report *report, json_t *json)
{
	struct json_state *state = report->state;
	int err = json ? json_dump_callback(json, take, &state->writer, JSON_COMPACT) : -1;

	json_decref(json);
	if (err)
		jsonw_drop(&state->writer);
	return err || jsonw_flush(&state->writer, report->out) ? PCIMSI_ERR_NOMEM : 0;
}

/* `json` with a first key "record". */
static int dump_line(struct report *report, const char *kind, json_t *json)
{
	json_t *line = json ? json_pack("{s:s}", "record", kind) : NULL;
	int err;

	if (line && json_object_update(line, json) != 0) {
		json_decref(line);
		line = NULL;
	}
	json_decref(json);
	err = dump(report, line);
	fputc('\n', report->out);
	return err;
}

static void close_array(struct report *report)
{
	struct json_state *state = report->state;

	if (state->array)
		fputs(state->first ? "]" : "\n]", report->out);
	state->array = NULL;
}

static void open_array(struct report *report, const char *array)
{
	struct json_state *state = report->state;

	close_array(report);
	fprintf(report->out, ",\n\"%s\":[", array);
	state->array = array;
	state->first = true;
}

static void next_element(struct report *report)
{
	struct json_state *state = report->state;

	fputs(state->first ? "\n" : ",\n", report->out);
	state->first = false;
}

static int add(struct report *report, const char *kind, json_t *json)
{
	struct json_state *state = report->state;

	if (state->lines)
		return dump_line(report, kind, json);
	next_element(report);
	return dump(report, json);
}

static int begin(struct report *report, bool lines)
{
	struct json_state *state = calloc(1, sizeof(*state));
	json_t *target = has_target(report) ? record_target(&report->target) : json_null();

	report->state = state;
	if (!state || !target)
		return PCIMSI_ERR_NOMEM;
	state->lines = lines;
	state->notes = json_array();
	if (lines)
		return dump_line(report, "run",
				 json_pack("{s:s, s:s, s:o}", "schema", SCHEMA, "command",
					   command_name(report->command), "target", target));
	fprintf(report->out, "{\"schema\":\"" SCHEMA "\"");
	if (has_target(report))
		fputs(",\n\"target\":", report->out);
	if (has_target(report) && dump(report, json_incref(target))) {
		json_decref(target);
		return PCIMSI_ERR_NOMEM;
	}
	json_decref(target);
	open_array(report, report->command == REPORT_INF ? "infs" : "functions");
	return 0;
}

static int begin_json(struct report *report)
{
	return begin(report, false);
}

static int begin_ndjson(struct report *report)
{
	return begin(report, true);
}

static int function(struct report *report, const struct pcimsi_function *fn, const char *capture)
{
	struct json_state *state = report->state;
	int err;

	state->functions++;
	if (!state->lines)
		next_element(report);
	record_function(&state->writer, state->lines, report, fn, capture);
	err = jsonw_flush(&state->writer, report->out);
	if (state->lines)
		fputc('\n', report->out);
	return err ? PCIMSI_ERR_NOMEM : 0;
}

static int inf(struct report *report, const struct pcimsi_inf_facts *facts,
	       const struct pcimsi_resolution *resolution)
{
	struct json_state *state = report->state;
	int err;

	state->infs++;
	if (!state->lines)
		next_element(report);
	record_inf(&state->writer, state->lines, facts, resolution, report->out);
	err = jsonw_flush(&state->writer, report->out);
	if (state->lines)
		fputc('\n', report->out);
	return err ? PCIMSI_ERR_NOMEM : 0;
}

static void next_array(struct report *report, const char *array)
{
	struct json_state *state = report->state;

	if (!state->lines)
		open_array(report, array);
}

static int result(struct report *report, const struct pcimsi_result *res)
{
	struct json_state *state = report->state;
	int err = 0;

	next_array(report, "infs");
	for (uint32_t i = 0; !err && i < res->n_infs; i++)
		err = inf(report, res->infs[i]->facts, res->infs[i]->resolution);
	next_array(report, "verdicts");
	for (uint32_t i = 0; !err && i < res->n_verdicts; i++)
		err = add(report, "verdict", record_verdict(res->verdicts[i]));
	next_array(report, "findings");
	for (uint32_t i = 0; !err && i < res->n_findings; i++) {
		if (res->findings[i]->waiver)
			state->waived++;
		else
			state->findings[res->findings[i]->severity]++;
		err = add(report, "finding", record_finding(res->findings[i]));
	}
	next_array(report, "not_evaluated");
	for (uint32_t i = 0; !err && i < res->n_not_evaluated; i++)
		err = add(report, "not_evaluated", record_not_evaluated(&res->not_evaluated[i]));
	next_array(report, "budget");
	for (uint32_t i = 0; !err && i < res->n_budgets; i++)
		err = add(report, "budget", record_budget(&res->budgets[i]));
	state->verdicts = res->n_verdicts;
	return err;
}

static int matrix(struct report *report, const struct pcimsi_result *res,
		  const struct pcimsi_matrix *m)
{
	int err = 0;

	(void)res;
	next_array(report, "matrix");
	for (uint32_t i = 0; !err && i < m->n_rows; i++)
		err = add(report, "coverage", record_coverage(&m->rows[i]));
	next_array(report, "uncovered");
	for (uint32_t i = 0; !err && i < m->n_uncovered; i++)
		err = add(report, "uncovered", record_uncovered(m->uncovered[i]));
	return err;
}

static int suggest(struct report *report, const struct pcimsi_suggest *suggestions)
{
	const struct pcimsi_suggested_inf *infs;
	uint32_t count;
	int err = 0;

	infs = pcimsi_suggest_infs(suggestions, &count);
	next_array(report, "suggestions");
	for (uint32_t i = 0; !err && i < count; i++)
		err = add(report, "suggestions", record_suggestions(&infs[i]));
	return err;
}

static int note(struct report *report, const struct pcimsi_note *n)
{
	struct json_state *state = report->state;

	if (state->lines)
		return dump_line(report, "note", record_note(n));
	return json_array_append_new(state->notes, record_note(n)) ? PCIMSI_ERR_NOMEM : 0;
}

static int end(struct report *report, int status)
{
	struct json_state *state = report->state;
	int err = 0;
	json_t *kept;
	size_t i;

	if (state->lines)
		return dump_line(report, "end",
				 json_pack("{s:i, s:i, s:i, s:{s:i, s:i, s:i, s:i}, s:i}",
					   "functions", state->functions, "infs", state->infs,
					   "verdicts", state->verdicts, "findings", "error",
					   state->findings[PCIMSI_ERROR], "warning",
					   state->findings[PCIMSI_WARNING], "note",
					   state->findings[PCIMSI_NOTE], "waived", state->waived,
					   "status", status));
	open_array(report, "notes");
	json_array_foreach(state->notes, i, kept) if (!err)
		err = add(report, "note", json_incref(kept));
	close_array(report);
	fputs("}\n", report->out);
	return err;
}

static void done(struct report *report)
{
	struct json_state *state = report->state;

	if (state) {
		json_decref(state->notes);
		jsonw_done(&state->writer);
	}
	free(state);
	report->state = NULL;
}

const struct report_ops report_json = {
	.name = "json",
	.commands = REPORT_SERVES_ALL,
	.begin = begin_json,
	.function = function,
	.inf = inf,
	.result = result,
	.matrix = matrix,
	.suggest = suggest,
	.note = note,
	.end = end,
	.done = done,
	.rule = explain_json,
	.model = explain_model_json,
	.byte = explain_byte_json,
};

const struct report_ops report_ndjson = {
	.name = "ndjson",
	.commands = REPORT_SERVES_ALL,
	.begin = begin_ndjson,
	.function = function,
	.inf = inf,
	.result = result,
	.matrix = matrix,
	.suggest = suggest,
	.note = note,
	.end = end,
	.done = done,
	.rule = explain_json,
	.model = explain_model_json,
	.byte = explain_byte_json,
};
