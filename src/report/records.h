/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_RECORDS_H
#define PCIMSI_REPORT_RECORDS_H

#include "report/json_values.h"
#include "report/report.h"

/*
 * The records of the schema, whose keys are those of schema.def: a record of a kind has all of
 * them, and what does not apply is null. Each writes its keys into an object that is open.
 */
#define JSON_SCHEMA "pcimsi/2"

void record_function(struct jsonw *w, struct report *report, const struct pcimsi_function *function,
		     const char *capture);
/* Into `out` whenever the buffer is full: an INF may have any number of models. */
void record_inf(struct jsonw *w, const struct pcimsi_inf_facts *facts,
		const struct pcimsi_resolution *resolution, FILE *out);
void record_verdict(struct jsonw *w, const struct pcimsi_verdict *verdict);
/* A verdict of a function that is undecided. */
void record_undecided(struct jsonw *w, const struct pcimsi_judged_function *function,
		      const struct pcimsi_target *windows);
void record_held_function(struct jsonw *w, const struct pcimsi_judged_function *function,
			  const struct pcimsi_target *windows);
void record_finding(struct jsonw *w, const struct pcimsi_finding *finding);
void record_not_evaluated(struct jsonw *w, const struct pcimsi_not_evaluated *row);
void record_budget(struct jsonw *w, const struct pcimsi_budget *budget);
void record_coverage(struct jsonw *w, const struct pcimsi_matrix_row *row);
void record_uncovered(struct jsonw *w, const struct pcimsi_judged_function *function);
void record_advice(struct jsonw *w, const struct pcimsi_advice *advice);
void record_suggestions(struct jsonw *w, const struct pcimsi_suggested_inf *inf);
void record_diff(struct jsonw *w, const struct pcimsi_diff *diff);
void record_function_diff(struct jsonw *w, struct report *report,
			  const struct pcimsi_function_diff *diff);
void record_node(struct jsonw *w, const struct pcimsi_topology_node *node);
void record_inf_diff(struct jsonw *w, const struct pcimsi_inf_diff *diff);
void record_model_diff(struct jsonw *w, const struct pcimsi_inf_diff *inf,
		       const struct pcimsi_model_diff *diff);
void record_verdict_diff(struct jsonw *w, const struct pcimsi_verdict_diff *diff);
void record_finding_diff(struct jsonw *w, const struct pcimsi_finding_diff *diff);
void record_note(struct jsonw *w, const struct pcimsi_note *note);
void record_rule(struct jsonw *w, const struct pcimsi_rule *rule);
void record_model_row(struct jsonw *w, const struct pcimsi_grant_row *row);
void record_model_event(struct jsonw *w, const struct pcimsi_grant_event *event);

/* Keys of a record that have a file of their own. */
void record_target(struct jsonw *w, const struct pcimsi_target *target);
void record_what_if(struct jsonw *w, const struct pcimsi_verdict *verdict);
/* `value` is that of the whole field. */
void record_bits(struct jsonw *w, const struct pcimsi_bits *bits, uint64_t value);
/* What is expected with what that device holds. */
void record_held_request(struct jsonw *w, const struct pcimsi_function *function,
			 const struct pcimsi_registry_device *device,
			 const struct pcimsi_target *windows);
void record_granted(struct jsonw *w, const struct pcimsi_judged_function *function);
void record_registry(struct jsonw *w, const struct pcimsi_judged_function *function,
		     const struct pcimsi_target *windows);

#endif
