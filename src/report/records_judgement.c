/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/example.h"
#include "report/records.h"

#include "report/escape.h"
#include "report/message.h"
#include "report/waivers.h"

#include <stdlib.h>

void record_target(struct jsonw *w, const struct pcimsi_target *target)
{
	char os[OS_TEXT];

	key_object(w, "target");
	key_word(w, "os", os_text(target, os));
	key_word(w, "arch", pcimsi_arch_name(target->arch));
	key_word(w, "product", pcimsi_product_name(target->product));
	jsonw_object_end(w);
}

/* ---- findings -------------------------------------------------------------------------------- */

static void put_line(struct jsonw *w, const struct pcimsi_location *location)
{
	static const char *const files[] = {
		[PCIMSI_INPUT_INF] = "inf",
		[PCIMSI_INPUT_REGISTRY] = "registry",
		[PCIMSI_INPUT_POLICY] = "policy",
		[PCIMSI_INPUT_GRANTED] = "granted_list",
	};
	char buffer[EXCERPT_SIZE];

	key_text(w, files[location->kind], location->file);
	key_line(w, "line", location->place.line);
	key_text(w, "text", location->text ? excerpt(location->text, buffer) : NULL);
}

void record_bits(struct jsonw *w, const struct pcimsi_bits *bits, uint64_t value)
{
	jsonw_object(w);
	key_word(w, "name", bits->name);
	key_word(w, "title", bits->title);
	key_number(w, "low", bits->low);
	key_number(w, "high", bits->high);
	key_number(w, "value", pcimsi_bits_value(bits, value));
	jsonw_object_end(w);
}

static void put_meant(struct jsonw *w, const struct pcimsi_location *location)
{
	uint64_t value = 0;

	for (uint32_t i = location->size; i; i--)
		value = value << 8 | location->bytes[i - 1];
	key_array(w, "bits");
	if (location->bits)
		record_bits(w, location->bits, value);
	jsonw_array_end(w);
}

static void put_bytes(struct jsonw *w, const struct pcimsi_location *location)
{
	key_text(w, "capture", location->file);
	key_slot(w, "slot", location->slot);
	key_known_number(w, "offset", location->size != 0, location->offset);
	if (location->size)
		key_bytes(w, "bytes", location->bytes, location->size);
	else
		key_null(w, "bytes");
	key_word(w, "field", location->field);
	put_meant(w, location);
	key_text(w, "value", location->value);
}

/* The part of the line that is meant; of bytes in a text the line of their row. */
static void put_range(struct jsonw *w, const struct pcimsi_location *location)
{
	if (location->kind == PCIMSI_INPUT_CAPTURE)
		key_line(w, "line", location->from.line);
	key_line(w, "column", location->from.column);
	key_line(w, "end_line", location->to.line);
	key_line(w, "end_column", location->to.column);
	key_word(w, "role", pcimsi_role_name(location->role));
}

static void put_evidence(struct jsonw *w, const struct pcimsi_finding *finding)
{
	key_array(w, "evidence");
	for (uint32_t i = 0; i < finding->n_locations; i++) {
		const struct pcimsi_location *location = &finding->locations[i];

		jsonw_object(w);
		if (location->kind == PCIMSI_INPUT_CAPTURE)
			put_bytes(w, location);
		else
			put_line(w, location);
		put_range(w, location);
		jsonw_object_end(w);
	}
	jsonw_array_end(w);
}

static void put_date(struct jsonw *w, const char *key, struct pcimsi_date date)
{
	char text[16];

	snprintf(text, sizeof(text), "%04u-%02u-%02u", date.year % 10000u, date.month % 100u,
		 date.day % 100u);
	key_word(w, key, date.year ? text : NULL);
}

static void put_waiver(struct jsonw *w, const struct pcimsi_waiver *waiver)
{
	if (!waiver) {
		key_null(w, "waiver");
		return;
	}
	key_object(w, "waiver");
	key_text(w, "policy", waiver->file);
	key_line(w, "line", waiver->line.place.line);
	key_text(w, "name", waiver->name);
	key_text(w, "reason", waiver->reason);
	key_text(w, "owner", waiver->owner);
	put_date(w, "until", waiver->until);
	jsonw_object_end(w);
}

/* Null for a finding that has none. */
static void put_value(struct jsonw *w, const char *key, const struct pcimsi_finding *finding)
{
	char *value = finding ? finding_value(finding) : NULL;

	if (value && *value) {
		key_own(w, key, value);
		return;
	}
	w->failed |= finding && !value;
	free(value);
	key_null(w, key);
}

/* A list, although most have one. */
static void put_slots(struct jsonw *w, const struct pcimsi_value *value)
{
	jsonw_array(w);
	for (uint32_t i = 0; i < value->n_slots; i++) {
		jsonw_object(w);
		key_slot(w, "slot", value->slots[i].slot);
		if (value->param->noun)
			key_number(w, "number", value->slots[i].number);
		jsonw_object_end(w);
	}
	jsonw_array_end(w);
}

static void put_argument(struct jsonw *w, const struct pcimsi_value *value)
{
	switch (value->kind) {
	case PCIMSI_VALUE_NUMBER:
		jsonw_number(w, value->number);
		break;
	case PCIMSI_VALUE_WORD:
	case PCIMSI_VALUE_TEXT:
		jsonw_text(w, value->text);
		break;
	case PCIMSI_VALUE_SLOTS:
		put_slots(w, value);
		break;
	default:
		jsonw_null(w);
		break;
	}
}

static void put_arguments(struct jsonw *w, const struct pcimsi_finding *finding)
{
	key_object(w, "arguments");
	for (uint32_t i = 0; i < finding->n_values; i++) {
		jsonw_key(w, finding->values[i].param->name);
		put_argument(w, &finding->values[i]);
	}
	jsonw_object_end(w);
}

void record_finding(struct jsonw *w, const struct pcimsi_finding *finding)
{
	const struct pcimsi_judged_function *function = finding->function;
	const struct pcimsi_rule *rule = finding->rule;

	key_word(w, "rule", rule->id);
	key_word(w, "slug", rule->slug);
	key_word(w, "severity", pcimsi_severity_name(finding->severity));
	key_word(w, "class", pcimsi_class_name(rule->class_));
	key_own(w, "message", message_format(finding, rule->message));
	key_own(w, "advice", message_format(finding, rule->advice));
	key_word(w, "confidence", pcimsi_confidence_name(finding->confidence));
	key_text(w, "capture", finding->capture);
	if (function)
		key_slot(w, "slot", function->function->raw.slot);
	else
		key_null(w, "slot");
	key_text(w, "inf", finding->inf ? finding->inf->facts->name : NULL);
	key_line(w, "line", finding->place.line);
	key_line(w, "column", finding->place.column);
	put_evidence(w, finding);
	key_hex(w, "fingerprint", "", finding->fingerprint, 16);
	key_bool(w, "waived", finding->waiver != NULL);
	key_text(w, "member", finding->member);
	put_waiver(w, finding->waiver);
	key_text(w, "section", finding->section);
	put_value(w, "value", finding);
	put_arguments(w, finding);
	key_bool(w, "counts", finding->counts);
	put_value(w, "missed_value", finding->missed);
	key_hex(w, "group", "", finding->group->key, 16);
}

/* ---- verdicts -------------------------------------------------------------------------------- */

/* Rule ids, each once. */
static void put_rules(struct jsonw *w, const struct pcimsi_verdict *verdict)
{
	key_array(w, "findings");
	for (uint32_t i = 0; i < verdict->n_findings; i++)
		if (!i || verdict->findings[i]->rule != verdict->findings[i - 1]->rule)
			jsonw_word(w, verdict->findings[i]->rule->id);
	jsonw_array_end(w);
}

static void put_extensions(struct jsonw *w, const struct pcimsi_verdict *verdict)
{
	key_array(w, "extensions");
	for (uint32_t i = 0; i < verdict->n_extensions; i++)
		jsonw_text(w, verdict->extensions[i]->facts->name);
	jsonw_array_end(w);
}

static void put_match(struct jsonw *w, const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_install *install = verdict->match.model->install;

	key_text(w, "hardware_id", verdict->match.id);
	key_word(w, "match", verdict->match.from_hardware_list ? "hardware" : "compatible");
	key_number(w, "rank", verdict->match.rank);
	key_text(w, "section", install->section ? install->section : install->base);
}

static void put_grant(struct jsonw *w, const struct pcimsi_grant *grant)
{
	key_reg(w, "msi_supported", grant->msi_supported);
	key_reg(w, "message_number_limit", grant->limit);
	key_word(w, "mode", pcimsi_mode_name(grant->mode));
	key_reg(w, "capacity", grant->capacity);
	key_reg(w, "requested", grant->requested);
	key_text(w, "fallback", pcimsi_fallback_name(grant->fallback));
}

void record_verdict(struct jsonw *w, const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_function *function = verdict->function->function;
	bool unknown = verdict->word == PCIMSI_VERDICT_UNKNOWN;

	key_text(w, "capture", verdict->function->capture);
	key_slot(w, "slot", function->raw.slot);
	key_text(w, "inf", verdict->inf->facts->name);
	put_match(w, verdict);
	record_target(w, &verdict->inf->resolution->target);
	put_grant(w, &verdict->grant);
	key_word(w, "verdict", pcimsi_verdict_name(verdict->word));
	key_word(w, "confidence", unknown ? NULL : pcimsi_confidence_name(verdict->confidence));
	put_rules(w, verdict);
	put_extensions(w, verdict);
	key_word(w, "model", verdict->grant.row->id);
	key_reg(w, "unused", verdict->grant.unused);
	record_what_if(w, verdict);
	record_registry(w, verdict->function, &verdict->inf->resolution->target);
	key_text(w, "member", function->raw.member);
	key_text(w, "unknown_reason", pcimsi_grant_unknown_name(verdict->grant.unknown));
	key_bool(w, "rank_known", verdict->match.rank_known);
	key_word(w, "counts_as", pcimsi_verdict_name(verdict->counts_as));
	record_granted(w, verdict->function);
}

static void put_nulls(struct jsonw *w, const char *const keys[])
{
	for (; *keys; keys++)
		key_null(w, *keys);
}

static void put_empty(struct jsonw *w, const char *key)
{
	key_array(w, key);
	jsonw_array_end(w);
}

void record_undecided(struct jsonw *w, const struct pcimsi_judged_function *judged,
		      const struct pcimsi_target *windows)
{
	static const char *const no_match[] = {
		"inf",           "hardware_id",          "match", "rank", "section", "target",
		"msi_supported", "message_number_limit", NULL
	};
	static const char *const no_request[] = { "capacity", "requested", "fallback", NULL };
	static const char *const no_model[] = { "model", "unused", "what_if", NULL };
	const struct pcimsi_function *function = judged->function;

	key_text(w, "capture", judged->capture);
	key_slot(w, "slot", function->raw.slot);
	put_nulls(w, no_match);
	key_word(w, "mode", pcimsi_mode_name(PCIMSI_MODE_UNKNOWN));
	put_nulls(w, no_request);
	key_word(w, "verdict", pcimsi_verdict_name(PCIMSI_VERDICT_UNKNOWN));
	key_null(w, "confidence");
	put_empty(w, "findings");
	put_empty(w, "extensions");
	put_nulls(w, no_model);
	record_registry(w, judged, windows);
	key_text(w, "member", function->raw.member);
	key_word(w, "unknown_reason",
		 function->responding ? "ids-not-captured"
				      : pcimsi_grant_unknown_name(PCIMSI_GRANT_NO_RESPONSE));
	key_bool(w, "rank_known", false);
	key_word(w, "counts_as", pcimsi_verdict_name(PCIMSI_VERDICT_UNKNOWN));
	record_granted(w, judged);
}

/* ---- the rest -------------------------------------------------------------------------------- */

/* Slugs, of enum pcimsi_need. */
static void put_needs(struct jsonw *w, const char *key, uint32_t needs)
{
	key_array(w, key);
	for (int bit = 0; bit < PCIMSI_NEED_COUNT; bit++)
		if (needs >> bit & 1)
			jsonw_word(w, pcimsi_need_name((enum pcimsi_need)(1 << bit)));
	jsonw_array_end(w);
}

void record_rule(struct jsonw *w, const struct pcimsi_rule *rule)
{
	key_word(w, "rule", rule->id);
	key_word(w, "slug", rule->slug);
	key_word(w, "severity", pcimsi_severity_name(rule->severity));
	key_word(w, "class", pcimsi_class_name(rule->class_));
	put_needs(w, "needs", rule->needs);
	put_needs(w, "whole", rule->whole);
	key_word(w, "since", rule->since);
	key_text(w, "title", rule->title);
	key_text(w, "message", rule->message);
	key_text(w, "why", rule->why);
	key_text(w, "advice", rule->advice);
	key_word(w, "confidence", pcimsi_confidence_name(rule->confidence));
	key_text(w, "source", rule->source);
	key_array(w, "reads");
	for (const char *const *name = rule->reads; name && *name; name++)
		jsonw_word(w, *name);
	jsonw_array_end(w);
	key_own(w, "example_message", example_message(rule));
	key_own(w, "example_advice", example_advice(rule));
}

void record_note(struct jsonw *w, const struct pcimsi_note *note)
{
	key_text(w, "input", note->input);
	key_line(w, "line", note->place.line);
	key_line(w, "column", note->place.column);
	key_word(w, "note", pcimsi_note_slug(note->code));
	key_text(w, "detail", note->detail);
	key_bool(w, "error", pcimsi_note_is_error(note->code));
}

void record_not_evaluated(struct jsonw *w, const struct pcimsi_not_evaluated *row)
{
	key_word(w, "rule", row->rule->id);
	key_word(w, "reason", pcimsi_reason_name(row->reason));
	key_text(w, "text", pcimsi_reason_text(row->reason));
	key_number(w, "count", row->count);
}
