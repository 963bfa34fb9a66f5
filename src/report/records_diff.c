/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/fact_value.h"
#include "report/message.h"
#include "report/records.h"

/* What differs between two captures, two INFs, and what is judged of them. */

static const char *const side_keys[PCIMSI_SIDES] = { "old", "new" };

/* ---- changes --------------------------------------------------------------------------------- */

static void key_fact_number(struct jsonw *w, const char *key, const struct pcimsi_fact *fact,
			    uint64_t number)
{
	switch (fact->form) {
	case PCIMSI_FACT_NUMBER:
	case PCIMSI_FACT_OFFSET:
		key_number(w, key, number);
		break;
	case PCIMSI_FACT_ID:
		key_hex(w, key, "", number, fact->digits);
		break;
	case PCIMSI_FACT_REGISTER:
		key_hex(w, key, "0x", number, number >> 32 ? 16 : fact->digits);
	}
}

static void key_fact_value(struct jsonw *w, const char *key, const struct pcimsi_fact *fact,
			   const struct pcimsi_fact_value *value)
{
	switch (value->kind) {
	case PCIMSI_VALUE_NUMBER:
		key_fact_number(w, key, fact, value->number);
		break;
	case PCIMSI_VALUE_WORD:
	case PCIMSI_VALUE_TEXT:
		key_text(w, key, value->text);
		break;
	default:
		key_null(w, key);
	}
}

static void put_changes(struct jsonw *w, const struct pcimsi_change *changes, uint32_t count)
{
	key_array(w, "changes");
	for (uint32_t i = 0; i < count; i++) {
		const struct pcimsi_change *change = &changes[i];
		const struct pcimsi_fact_value *values = change->values;

		jsonw_object(w);
		key_word(w, "fact", change->fact->name);
		key_word(w, "title", change->fact->title);
		key_bool(w, "volatile", change->fact->is_volatile);
		key_bool(w, "old_known", values[PCIMSI_SIDE_OLD].kind != PCIMSI_VALUE_UNKNOWN);
		key_fact_value(w, "old_value", change->fact, &values[PCIMSI_SIDE_OLD]);
		key_bool(w, "new_known", values[PCIMSI_SIDE_NEW].kind != PCIMSI_VALUE_UNKNOWN);
		key_fact_value(w, "new_value", change->fact, &values[PCIMSI_SIDE_NEW]);
		jsonw_object_end(w);
	}
	jsonw_array_end(w);
}

/* ---- functions ------------------------------------------------------------------------------- */

static void key_id(struct jsonw *w, const char *key, struct pcimsi_reg id)
{
	if (id.known)
		key_hex(w, key, "", id.value, 4);
	else
		key_null(w, key);
}

static void put_function(struct jsonw *w, struct report *report, const char *key,
			 const struct pcimsi_judged_function *judged)
{
	const struct pcimsi_function *function = judged ? judged->function : NULL;
	char name[512];

	if (!function) {
		key_null(w, key);
		return;
	}
	key_object(w, key);
	key_text(w, "capture", judged->capture);
	key_text(w, "member", function->raw.member);
	key_slot(w, "slot", function->raw.slot);
	key_text(w, "name", pcimsi_names_function(report->names, function, name, sizeof(name)));
	key_id(w, "vendor_id", function->vendor_id);
	key_id(w, "device_id", function->device_id);
	key_number(w, "bytes_captured", function->bytes_captured);
	jsonw_object_end(w);
}

void record_function_diff(struct jsonw *w, struct report *report,
			  const struct pcimsi_function_diff *diff)
{
	key_word(w, "pairing", pcimsi_pairing_name(diff->pairing));
	for (int i = 0; i < PCIMSI_SIDES; i++)
		put_function(w, report, side_keys[i], diff->functions[i]);
	put_changes(w, diff->changes, diff->n_changes);
}

/* ---- INFs ------------------------------------------------------------------------------------ */

static void put_inf(struct jsonw *w, const char *key, const struct pcimsi_judged_inf *inf)
{
	if (!inf) {
		key_null(w, key);
		return;
	}
	key_object(w, key);
	key_text(w, "inf", inf->facts->name);
	record_target(w, &inf->resolution->target);
	key_number(w, "model_count", inf->resolution->n_models);
	jsonw_object_end(w);
}

void record_inf_diff(struct jsonw *w, const struct pcimsi_inf_diff *diff)
{
	for (int i = 0; i < PCIMSI_SIDES; i++)
		put_inf(w, side_keys[i], diff->infs[i]);
	put_changes(w, diff->changes, diff->n_changes);
	key_number(w, "same_model_count", diff->n_same_models);
}

static void put_model(struct jsonw *w, const char *key, const struct pcimsi_judged_inf *inf,
		      const struct pcimsi_model *model)
{
	if (!model) {
		key_null(w, key);
		return;
	}
	key_object(w, key);
	key_text(w, "inf", inf->facts->name);
	key_line(w, "line", model->place.line);
	key_text(w, "hardware_id", model->hardware_id);
	key_text(w, "section",
		 model->install->section ? model->install->section : model->install->base);
	jsonw_object_end(w);
}

void record_model_diff(struct jsonw *w, const struct pcimsi_inf_diff *inf,
		       const struct pcimsi_model_diff *diff)
{
	record_target(w, &inf->infs[PCIMSI_SIDE_NEW]->resolution->target);
	for (int i = 0; i < PCIMSI_SIDES; i++)
		put_model(w, side_keys[i], inf->infs[i], diff->models[i]);
	put_changes(w, diff->changes, diff->n_changes);
}

/* ---- verdicts and findings ------------------------------------------------------------------- */

static void put_verdict(struct jsonw *w, const char *key, const struct pcimsi_verdict_diff *diff,
			enum pcimsi_side side)
{
	const struct pcimsi_judged_function *judged = diff->functions[side];
	const struct pcimsi_verdict *verdict = diff->verdicts[side];

	if (!judged) {
		key_null(w, key);
		return;
	}
	key_object(w, key);
	key_text(w, "capture", judged->capture);
	key_text(w, "member", judged->function->raw.member);
	key_slot(w, "slot", judged->function->raw.slot);
	key_text(w, "inf", diff->infs[side] ? diff->infs[side]->facts->name : NULL);
	if (verdict)
		key_word(w, "verdict", pcimsi_verdict_name(verdict->word));
	else
		key_word(w, "verdict", judged->undecided ? "unknown" : NULL);
	jsonw_object_end(w);
}

static const struct pcimsi_rule *rule_of(const struct pcimsi_finding_diff *diff)
{
	return side_finding(diff->findings, PCIMSI_SIDE_NEW)->rule;
}

void record_verdict_diff(struct jsonw *w, const struct pcimsi_verdict_diff *diff)
{
	key_bool(w, "flips", diff->flips);
	for (int i = 0; i < PCIMSI_SIDES; i++)
		put_verdict(w, side_keys[i], diff, (enum pcimsi_side)i);
	put_changes(w, diff->changes, diff->n_changes);
	key_array(w, "findings");
	for (uint32_t i = 0; i < diff->n_findings; i++)
		jsonw_word(w, rule_of(diff->findings[i])->id);
	jsonw_array_end(w);
}

static void put_finding(struct jsonw *w, const char *key, const struct pcimsi_finding *finding)
{
	if (!finding) {
		key_null(w, key);
		return;
	}
	key_object(w, key);
	key_word(w, "severity", pcimsi_severity_name(finding->severity));
	key_own(w, "message", message_format(finding, finding->rule->message));
	key_text(w, "capture", finding->capture);
	if (finding->function)
		key_slot(w, "slot", finding->function->function->raw.slot);
	else
		key_null(w, "slot");
	key_text(w, "inf", finding->inf ? finding->inf->facts->name : NULL);
	key_line(w, "line", finding->place.line);
	key_text(w, "section", finding->section);
	key_hex(w, "fingerprint", "", finding->fingerprint, 16);
	jsonw_object_end(w);
}

void record_finding_diff(struct jsonw *w, const struct pcimsi_finding_diff *diff)
{
	const struct pcimsi_rule *rule = rule_of(diff);

	key_word(w, "rule", rule->id);
	key_word(w, "slug", rule->slug);
	key_word(w, "happened", finding_diff_name(diff));
	key_word(w, "reason", diff->reason ? pcimsi_reason_name(diff->reason) : NULL);
	for (int i = 0; i < PCIMSI_SIDES; i++)
		put_finding(w, side_keys[i], diff->findings[i]);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void put_inputs(struct jsonw *w, const char *key, const struct pcimsi_run *run)
{
	key_array(w, key);
	for (uint32_t i = 0; i < run->n_inputs; i++)
		if (!i || run->inputs[i]->name != run->inputs[i - 1]->name)
			jsonw_text(w, run->inputs[i]->name);
	jsonw_array_end(w);
}

void record_diff(struct jsonw *w, const struct pcimsi_diff *diff)
{
	key_bool(w, "differs", diff->differs);
	put_inputs(w, "old_inputs", diff->runs[PCIMSI_SIDE_OLD]);
	put_inputs(w, "new_inputs", diff->runs[PCIMSI_SIDE_NEW]);
	key_number(w, "same_function_count", diff->n_same_functions);
	key_number(w, "same_inf_count", diff->n_same_infs);
	key_number(w, "same_verdict_count", diff->n_same_verdicts);
	key_number(w, "flip_count", diff->n_flips);
	key_number(w, "change_count", diff->n_changes);
	key_number(w, "unknown_count", diff->n_unknown);
}
