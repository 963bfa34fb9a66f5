/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_RECORDS_H
#define PCIMSI_REPORT_RECORDS_H

#include <jansson.h>

#include "report/jsonw.h"
#include "report/report.h"

/*
 * The records of schema pcimsi/1. Every record of a kind has the same keys; what
 * does not apply is null. Each returns a new reference, NULL: out of memory.
 */
json_t *record_target(const struct pcimsi_target *target);
json_t *record_verdict(const struct pcimsi_verdict *verdict);
json_t *record_finding(const struct pcimsi_finding *finding);
json_t *record_rule(const struct pcimsi_rule *rule);
json_t *record_note(const struct pcimsi_note *note);
json_t *record_not_evaluated(const struct pcimsi_not_evaluated *row);
json_t *record_coverage(const struct pcimsi_matrix_row *row);
json_t *record_uncovered(const struct pcimsi_judged_function *function);
json_t *record_suggestions(const struct pcimsi_suggested_inf *inf);
/* Null: no registry was given. */
json_t *record_registry(const struct pcimsi_judged_function *function);
json_t *record_what_if(const struct pcimsi_verdict *verdict);
json_t *record_budget(const struct pcimsi_budget *budget);
json_t *record_model_row(const struct pcimsi_grant_row *row);
json_t *record_model_event(const struct pcimsi_grant_event *event);

/* Written instead of built; with a first key "record" if `named`. */
void record_function(struct jsonw *w, bool named, struct report *report,
		     const struct pcimsi_function *function, const char *capture);

/* Likewise, and into `out` whenever the buffer is full: an INF may have any number of models. */
void record_inf(struct jsonw *w, bool named, const struct pcimsi_inf_facts *facts,
		const struct pcimsi_resolution *resolution, FILE *out);

/* Pieces that more than one record needs. NULL text and unknown registers give null. */
/*
 * The list with one more item, the object with one more key: NULL if there is no memory
 * for that, or was none before.
 */
json_t *json_listed(json_t *list, json_t *item);
json_t *json_keyed(json_t *object, const char *key, json_t *value);

json_t *json_text(const char *text); /* untrusted text, made valid UTF-8 */
json_t *json_own(char *text);        /* text that is ours; it is freed */
json_t *json_line(uint32_t number);  /* null: 0 */
json_t *json_slot(struct pcimsi_slot slot);
json_t *json_hex(const uint8_t *bytes, uint32_t size);
json_t *json_reg(struct pcimsi_reg reg);

#endif
