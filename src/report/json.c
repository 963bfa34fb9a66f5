/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/explain.h"
#include "report/formats.h"
#include "report/records.h"

#include <pcimsi/version.h>

#include <stdlib.h>

/*
 * The schema, as one object and as a record a line. Records are made and
 * written one at a time, so memory does not grow with the number of functions.
 */

struct json_state {
	bool lines;         /* ndjson */
	const char *array;  /* the array that is open; NULL: none */
	bool first;         /* its next element is its first */
	struct jsonw notes; /* json: kept for the end */
	struct jsonw writer;
	unsigned functions, infs, notes_told;
	struct pcimsi_totals totals; /* of the run that was told, if one was */
};

static const char *command_name(enum report_command command)
{
	static const char *const names[] = {
		[REPORT_LIST] = "list",   [REPORT_SHOW] = "show", [REPORT_INF] = "inf",
		[REPORT_CHECK] = "check", [REPORT_DIFF] = "diff",
	};

	return names[command];
}

static bool has_target(const struct report *report)
{
	return report->command == REPORT_INF || report->command == REPORT_CHECK ||
	       report->command == REPORT_DIFF;
}

static void close_array(struct report *report)
{
	struct json_state *state = report->state;

	if (state->array)
		fputs(state->first ? "]" : "\n]", report->out);
	state->array = NULL;
}

static const char *first_array(enum report_command command)
{
	if (command == REPORT_DIFF)
		return "diff";
	return command == REPORT_INF ? "infs" : "functions";
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

/* Opens a record of that kind, with a first key "record" if it is a line of its own. */
static struct jsonw *start(struct report *report, const char *kind)
{
	struct json_state *state = report->state;

	if (!state->lines)
		next_element(report);
	jsonw_object(&state->writer);
	if (state->lines)
		key_word(&state->writer, "record", kind);
	return &state->writer;
}

/* Closes it. A record is written whole, or there is none. */
static int finish(struct report *report)
{
	struct json_state *state = report->state;
	int err;

	jsonw_object_end(&state->writer);
	err = jsonw_flush(&state->writer, report->out);
	if (state->lines)
		fputc('\n', report->out);
	return err ? PCIMSI_ERR_NOMEM : 0;
}

static void put_tool(struct jsonw *w)
{
	key_object(w, "tool");
	key_word(w, "name", "pcimsi");
	key_word(w, "version", PCIMSI_VERSION);
	jsonw_object_end(w);
}

static void put_run(struct jsonw *w, const struct report *report)
{
	key_word(w, "schema", JSON_SCHEMA);
	put_tool(w);
	key_word(w, "command", command_name(report->command));
	if (has_target(report))
		record_target(w, &report->target);
	else
		key_null(w, "target");
}

static int begin_lines(struct report *report)
{
	put_run(start(report, "run"), report);
	return finish(report);
}

static int begin_object(struct report *report)
{
	struct json_state *state = report->state;
	struct jsonw *w = &state->writer;
	int err;

	jsonw_object(w);
	key_word(w, "schema", JSON_SCHEMA);
	jsonw_next_line(w);
	put_tool(w);
	jsonw_next_line(w);
	key_word(w, "command", command_name(report->command));
	if (has_target(report)) {
		jsonw_next_line(w);
		record_target(w, &report->target);
	}
	err = jsonw_flush(w, report->out);
	open_array(report, first_array(report->command));
	return err ? PCIMSI_ERR_NOMEM : 0;
}

static int begin(struct report *report, bool lines)
{
	struct json_state *state = calloc(1, sizeof(*state));

	report->state = state;
	if (!state)
		return PCIMSI_ERR_NOMEM;
	state->lines = lines;
	return lines ? begin_lines(report) : begin_object(report);
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

	state->functions++;
	record_function(start(report, "function"), report, fn, capture);
	return finish(report);
}

static int inf(struct report *report, const struct pcimsi_inf_facts *facts,
	       const struct pcimsi_resolution *resolution)
{
	struct json_state *state = report->state;

	state->infs++;
	record_inf(start(report, "inf"), facts, resolution, report->out);
	return finish(report);
}

static void next_array(struct report *report, const char *array)
{
	struct json_state *state = report->state;

	if (!state->lines)
		open_array(report, array);
}

static int verdict(struct report *report, const struct pcimsi_verdict *verdict)
{
	record_verdict(start(report, "verdict"), verdict);
	return finish(report);
}

/* Of each function, also of one of which it cannot be said whether an INF matches. */
static int verdicts(struct report *report, const struct pcimsi_run *run)
{
	struct json_state *state = report->state;
	uint32_t next = 0;
	int err = 0;

	state->totals = run->totals;
	next_array(report, "verdicts");
	for (uint32_t i = 0; !err && i < run->n_functions; i++) {
		const struct pcimsi_judged_function *judged = run->functions[i];

		if (judged->undecided) {
			record_undecided(start(report, "verdict"), judged, &report->target);
			err = finish(report);
		}
		while (!err && next < run->n_verdicts && run->verdicts[next]->function == judged)
			err = verdict(report, run->verdicts[next++]);
	}
	return err;
}

/* Functions that an exported registry holds and no INF matches, as text tells them. */
static int held_functions(struct report *report, const struct pcimsi_run *run)
{
	bool any = false;
	int err = 0;

	for (uint32_t i = 0; !any && i < run->n_functions; i++)
		any = run->functions[i]->held != NULL;
	if (!any)
		return 0;
	next_array(report, "held_functions");
	for (uint32_t i = 0; !err && i < run->n_functions; i++) {
		const struct pcimsi_judged_function *held = run->functions[i];

		if (!held->n_held || held->n_verdicts || held->undecided)
			continue;
		record_held_function(start(report, "held_function"), held, &report->target);
		err = finish(report);
	}
	return err;
}

static int findings(struct report *report, const struct pcimsi_run *run)
{
	int err = 0;

	next_array(report, "findings");
	for (uint32_t i = 0; !err && i < run->n_findings; i++) {
		record_finding(start(report, "finding"), run->findings[i]);
		err = finish(report);
	}
	return err;
}

static int not_evaluated(struct report *report, const struct pcimsi_run *run)
{
	int err = 0;

	next_array(report, "not_evaluated");
	for (uint32_t i = 0; !err && i < run->n_not_evaluated; i++) {
		record_not_evaluated(start(report, "not_evaluated"), &run->not_evaluated[i]);
		err = finish(report);
	}
	return err;
}

static int budgets(struct report *report, const struct pcimsi_run *run)
{
	int err = 0;

	next_array(report, "budget");
	for (uint32_t i = 0; !err && i < run->n_budgets; i++) {
		record_budget(start(report, "budget"), &run->budgets[i]);
		err = finish(report);
	}
	return err;
}

static int run(struct report *report, const struct pcimsi_run *run)
{
	int err = 0;

	next_array(report, "infs");
	for (uint32_t i = 0; !err && i < run->n_infs; i++)
		err = inf(report, run->infs[i]->facts, run->infs[i]->resolution);
	err = err ? err : verdicts(report, run);
	err = err ? err : held_functions(report, run);
	err = err ? err : findings(report, run);
	err = err ? err : not_evaluated(report, run);
	return err ? err : budgets(report, run);
}

static int matrix(struct report *report, const struct pcimsi_run *run)
{
	const struct pcimsi_matrix *m = run->matrix;
	int err = 0;

	next_array(report, "matrix");
	for (uint32_t i = 0; !err && i < m->n_rows; i++) {
		record_coverage(start(report, "coverage"), &m->rows[i]);
		err = finish(report);
	}
	next_array(report, "uncovered");
	for (uint32_t i = 0; !err && i < m->n_uncovered; i++) {
		record_uncovered(start(report, "uncovered"), m->uncovered[i]);
		err = finish(report);
	}
	return err;
}

static int advise(struct report *report, const struct pcimsi_run *run)
{
	int err = 0;

	next_array(report, "advice_list");
	for (uint32_t i = 0; !err && i < run->n_advice; i++) {
		record_advice(start(report, "advice"), &run->advice[i]);
		err = finish(report);
	}
	return err;
}

static int suggest(struct report *report, const struct pcimsi_suggest *suggestions)
{
	const struct pcimsi_suggested_inf *infs;
	uint32_t count;
	int err = 0;

	infs = pcimsi_suggest_infs(suggestions, &count);
	next_array(report, "suggestions");
	for (uint32_t i = 0; !err && i < count; i++) {
		record_suggestions(start(report, "suggestions"), &infs[i]);
		err = finish(report);
	}
	return err;
}

static int model_diffs(struct report *report, const struct pcimsi_inf_diff *inf)
{
	int err = 0;

	for (uint32_t i = 0; !err && i < inf->n_models; i++) {
		record_model_diff(start(report, "model_diff"), inf, &inf->models[i]);
		err = finish(report);
	}
	return err;
}

static int inf_diffs(struct report *report, const struct pcimsi_diff *d)
{
	int err = 0;

	next_array(report, "inf_diffs");
	for (uint32_t i = 0; !err && i < d->n_infs; i++) {
		record_inf_diff(start(report, "inf_diff"), &d->infs[i]);
		err = finish(report);
	}
	next_array(report, "model_diffs");
	for (uint32_t i = 0; !err && i < d->n_infs; i++)
		err = model_diffs(report, &d->infs[i]);
	return err;
}

static int verdict_diffs(struct report *report, const struct pcimsi_diff *d)
{
	int err = 0;

	next_array(report, "verdict_diffs");
	for (uint32_t i = 0; !err && i < d->n_verdicts; i++) {
		record_verdict_diff(start(report, "verdict_diff"), &d->verdicts[i]);
		err = finish(report);
	}
	next_array(report, "finding_diffs");
	for (uint32_t i = 0; !err && i < d->n_findings; i++) {
		record_finding_diff(start(report, "finding_diff"), &d->findings[i]);
		err = finish(report);
	}
	return err;
}

static int diff(struct report *report, const struct pcimsi_diff *d)
{
	int err;

	record_diff(start(report, "diff"), d);
	err = finish(report);
	next_array(report, "function_diffs");
	for (uint32_t i = 0; !err && i < d->n_functions; i++) {
		record_function_diff(start(report, "function_diff"), report, &d->functions[i]);
		err = finish(report);
	}
	err = err ? err : inf_diffs(report, d);
	return err ? err : verdict_diffs(report, d);
}

static int tree(struct report *report, const struct pcimsi_topology *topology, uint32_t count)
{
	int err = 0;

	next_array(report, "tree");
	for (uint32_t i = 0; !err && i < count; i++) {
		record_node(start(report, "node"), pcimsi_topology_node(topology, i));
		err = finish(report);
	}
	return err;
}

static int note(struct report *report, const struct pcimsi_note *n)
{
	struct json_state *state = report->state;
	struct jsonw *kept = &state->notes;

	state->notes_told++;
	if (state->lines) {
		record_note(start(report, "note"), n);
		return finish(report);
	}
	jsonw_next_line(kept);
	jsonw_object(kept);
	record_note(kept, n);
	jsonw_object_end(kept);
	return kept->failed ? PCIMSI_ERR_NOMEM : 0;
}

static void put_counts(struct jsonw *w, const struct json_state *state)
{
	const uint32_t *by_severity = state->totals.findings;

	key_number(w, "function_count", state->functions);
	key_number(w, "inf_count", state->infs);
	key_number(w, "verdict_count", state->totals.n_verdicts);
	key_number(w, "finding_count",
		   by_severity[PCIMSI_SEVERITY_ERROR] + by_severity[PCIMSI_SEVERITY_WARNING] +
			   by_severity[PCIMSI_SEVERITY_NOTE]);
	key_number(w, "waived_count", state->totals.n_waived);
	key_number(w, "note_count", state->notes_told);
	key_object(w, "by_verdict");
	for (int i = 0; i <= PCIMSI_VERDICT_FIT; i++)
		key_number(w, pcimsi_verdict_name((enum pcimsi_verdict_word)i),
			   state->totals.verdicts[i]);
	jsonw_object_end(w);
	key_object(w, "by_severity");
	key_number(w, "errors", by_severity[PCIMSI_SEVERITY_ERROR]);
	key_number(w, "warnings", by_severity[PCIMSI_SEVERITY_WARNING]);
	key_number(w, "remarks", by_severity[PCIMSI_SEVERITY_NOTE]);
	jsonw_object_end(w);
	key_number(w, "uncounted_count", state->totals.n_uncounted);
}

static void put_policies(struct jsonw *w, const struct report *report)
{
	key_array(w, "policies");
	for (unsigned i = 0; i < report->n_policies; i++) {
		jsonw_object(w);
		key_text(w, "name", report->policies[i].name);
		key_bool(w, "found", report->policies[i].found);
		jsonw_object_end(w);
	}
	jsonw_array_end(w);
}

static void put_summary(struct jsonw *w, const struct report *report, int status)
{
	key_object(w, "summary");
	put_counts(w, report->state);
	key_number(w, "status", (unsigned)status);
	key_word(w, "status_reason", report_reason_name(report->reason));
	put_policies(w, report);
	jsonw_object_end(w);
}

static int end_lines(struct report *report, int status)
{
	put_summary(start(report, "end"), report, status);
	return finish(report);
}

static int end_object(struct report *report, int status)
{
	struct json_state *state = report->state;
	struct jsonw *w = &state->writer;
	int err;

	open_array(report, "notes");
	state->first = !state->notes.length;
	err = jsonw_flush(&state->notes, report->out);
	close_array(report);
	fputs(",\n", report->out);
	put_summary(w, report, status);
	err |= jsonw_flush(w, report->out);
	fputs("}\n", report->out);
	return err ? PCIMSI_ERR_NOMEM : 0;
}

static int end(struct report *report, int status)
{
	const struct json_state *state = report->state;

	return state->lines ? end_lines(report, status) : end_object(report, status);
}

static void done(struct report *report)
{
	struct json_state *state = report->state;

	if (state) {
		jsonw_done(&state->notes);
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
	.run = run,
	.matrix = matrix,
	.advise = advise,
	.suggest = suggest,
	.diff = diff,
	.tree = tree,
	.note = note,
	.end = end,
	.done = done,
	.rule = explain_json,
	.diagnostic = explain_note_json,
	.model = explain_model_json,
	.byte = explain_byte_json,
};

const struct report_ops report_ndjson = {
	.name = "ndjson",
	.commands = REPORT_SERVES_ALL,
	.begin = begin_ndjson,
	.function = function,
	.inf = inf,
	.run = run,
	.matrix = matrix,
	.advise = advise,
	.suggest = suggest,
	.diff = diff,
	.tree = tree,
	.note = note,
	.end = end,
	.done = done,
	.rule = explain_json,
	.diagnostic = explain_note_json,
	.model = explain_model_json,
	.byte = explain_byte_json,
};
