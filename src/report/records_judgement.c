/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/records.h"

#include "report/escape.h"
#include "report/message.h"
#include "report/waivers.h"

#include <stdlib.h>

json_t *record_target(const struct pcimsi_target *target)
{
	char os[OS_TEXT];

	return json_pack("{s:s, s:s, s:s}", "os", os_text(target, os), "arch",
			 pcimsi_arch_name(target->arch), "product",
			 pcimsi_product_name(target->product));
}

static json_t *record_evidence(const struct pcimsi_evidence *evidence)
{
	static const char *const files[] = {
		[PCIMSI_EVIDENCE_INF] = "inf",
		[PCIMSI_EVIDENCE_REGISTRY] = "registry",
		[PCIMSI_EVIDENCE_POLICY] = "policy",
	};

	char buffer[EXCERPT_SIZE];

	if (evidence->kind)
		return json_pack(
			"{s:o, s:o, s:o}", files[evidence->kind], json_text(evidence->file), "line",
			json_line(evidence->place.line), "text",
			json_text(evidence->text ? excerpt(evidence->text, buffer) : NULL));
	return json_pack("{s:o, s:o, s:o, s:o, s:s, s:o}", "capture", json_text(evidence->file),
			 "slot", json_slot(evidence->slot), "offset",
			 evidence->size ? json_integer(evidence->offset) : json_null(), "bytes",
			 evidence->size ? json_hex(evidence->bytes, evidence->size) : json_null(),
			 "field", evidence->field, "value", json_text(evidence->value));
}

static json_t *json_date(struct pcimsi_date date)
{
	return date.year ? json_sprintf("%04u-%02u-%02u", date.year, date.month, date.day)
			 : json_null();
}

static json_t *record_waiver(const struct pcimsi_waiver *waiver)
{
	if (!waiver)
		return json_null();
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "policy", json_text(waiver->file),
			 "line", json_line(waiver->line.place.line), "name",
			 json_text(waiver->name), "reason", json_text(waiver->reason), "owner",
			 json_text(waiver->owner), "until", json_date(waiver->until));
}

/* Null for a finding that has none. */
static json_t *json_value(const struct pcimsi_finding *finding)
{
	char *value = finding_value(finding);

	if (value && !*value) {
		free(value);
		return json_null();
	}
	return json_own(value);
}

/* A list, although most have one. */
static json_t *json_slots(const struct pcimsi_value *value)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < value->n_slots; i++) {
		json_t *one = json_pack("{s:o}", "slot", json_slot(value->slots[i].slot));

		if (value->param->noun)
			json_object_set_new(one, "number", json_integer(value->slots[i].number));
		json_array_append_new(list, one);
	}
	return list;
}

static json_t *json_argument(const struct pcimsi_value *value)
{
	switch (value->kind) {
	case PCIMSI_VALUE_NUMBER:
		return json_integer((json_int_t)value->number);
	case PCIMSI_VALUE_WORD:
	case PCIMSI_VALUE_TEXT:
		return json_text(value->text);
	case PCIMSI_VALUE_SLOTS:
		return json_slots(value);
	default:
		return json_null();
	}
}

static json_t *json_arguments(const struct pcimsi_finding *finding)
{
	json_t *arguments = json_object();

	for (uint32_t i = 0; i < finding->n_values; i++)
		json_object_set_new(arguments, finding->values[i].param->name,
				    json_argument(&finding->values[i]));
	return arguments;
}

json_t *record_finding(const struct pcimsi_finding *finding)
{
	const struct pcimsi_rule *rule = finding->rule;
	json_t *evidence = json_array();

	for (uint32_t i = 0; i < finding->n_evidence; i++)
		evidence = json_listed(evidence, record_evidence(&finding->evidence[i]));
	return json_pack(
		"{s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:o, s:o, s:o, s:o, s:o}",
		"rule", rule->id, "slug", rule->slug, "severity",
		pcimsi_severity_name(finding->severity), "class", pcimsi_class_name(rule->class_),
		"message", json_own(message_format(finding, rule->message)), "advice",
		json_own(message_format(finding, rule->advice)), "confidence",
		pcimsi_confidence_name(finding->confidence), "capture", json_text(finding->capture),
		"slot",
		finding->function ? json_slot(finding->function->function.raw.slot) : json_null(),
		"inf", json_text(finding->inf ? finding->inf->facts->name : NULL), "line",
		json_line(finding->place.line), "column", json_line(finding->place.column),
		"evidence", evidence, "fingerprint",
		json_sprintf("%016llx", (unsigned long long)finding->fingerprint), "waived",
		finding->waiver != NULL, "member", json_text(finding->member), "waiver",
		record_waiver(finding->waiver), "section", json_text(finding->section), "value",
		json_value(finding), "arguments", json_arguments(finding));
}

/* Rule ids, each once. */
static json_t *list_rules(const struct pcimsi_verdict *verdict)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < verdict->n_findings; i++)
		if (!i || verdict->findings[i]->rule != verdict->findings[i - 1]->rule)
			list = json_listed(list,
					   json_string_nocheck(verdict->findings[i]->rule->id));
	return list;
}

static json_t *list_extensions(const struct pcimsi_verdict *verdict)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < verdict->n_extensions; i++)
		list = json_listed(list, json_text(verdict->extensions[i]->facts->name));
	return list;
}

json_t *record_verdict(const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_grant *grant = &verdict->grant;
	const struct pcimsi_install *install = verdict->match.model->install;
	bool unknown = verdict->word == PCIMSI_VERDICT_UNKNOWN;

	return json_pack(
		"{s:o, s:o, s:o, s:o, s:s, s:i, s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o}",
		"capture", json_text(verdict->function->capture), "slot",
		json_slot(verdict->function->function.raw.slot), "inf",
		json_text(verdict->inf->facts->name), "hardware_id", json_text(verdict->match.id),
		"match", verdict->match.from_hardware_list ? "hardware" : "compatible", "rank",
		(int)verdict->match.rank, "section",
		json_text(install->section ? install->section : install->base), "target",
		record_target(&verdict->inf->resolution->target), "msi_supported",
		json_reg(grant->msi_supported), "message_number_limit", json_reg(grant->limit),
		"mode", pcimsi_mode_name(grant->mode), "capacity", json_reg(grant->capacity),
		"requested", json_reg(grant->requested), "fallback",
		json_text(pcimsi_fallback_name(grant->fallback)), "verdict",
		pcimsi_verdict_name(verdict->word), "confidence",
		unknown ? json_null()
			: json_string_nocheck(pcimsi_confidence_name(verdict->confidence)),
		"findings", list_rules(verdict), "extensions", list_extensions(verdict), "model",
		grant->row->id, "unused", json_reg(grant->unused), "what_if",
		record_what_if(verdict), "registry", record_registry(verdict->function), "member",
		json_text(verdict->function->function.raw.member), "unknown_reason",
		json_text(pcimsi_grant_unknown_name(grant->unknown)));
}

json_t *record_rule(const struct pcimsi_rule *rule)
{
	json_t *reads = json_array();

	for (const char *const *name = rule->reads; name && *name; name++)
		reads = json_listed(reads, json_string_nocheck(*name));
	return json_pack(
		"{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o}", "rule", rule->id,
		"slug", rule->slug, "severity", pcimsi_severity_name(rule->severity), "class",
		pcimsi_class_name(rule->class_), "needs", rule->needs, "title", rule->title,
		"message", rule->message, "why", rule->why, "advice", rule->advice, "confidence",
		pcimsi_confidence_name(rule->confidence), "source", rule->source, "reads", reads);
}

json_t *record_note(const struct pcimsi_note *note)
{
	return json_pack("{s:o, s:o, s:o, s:s, s:o}", "input", json_text(note->input), "line",
			 json_line(note->place.line), "column", json_line(note->place.column),
			 "note", pcimsi_note_slug(note->code), "detail", json_text(note->detail));
}

json_t *record_not_evaluated(const struct pcimsi_not_evaluated *row)
{
	return json_pack("{s:s, s:s, s:s, s:i}", "rule", row->rule->id, "reason",
			 pcimsi_reason_name(row->reason), "text", pcimsi_reason_text(row->reason),
			 "count", (int)row->count);
}
