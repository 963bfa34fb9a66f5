/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_TESTS_UNIT_SARIF_H
#define PCIMSI_TESTS_UNIT_SARIF_H

#include "report/message.h"

#include <pcimsi/pcimsi.h>

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/*
 * A skeleton of a format, SARIF 2.1.0, to show that what a format needs is in the result: it
 * sees no input and no option.
 */

/* What is no UTF-8 is a text of an input; a skeleton does not show it. */
static inline json_t *text(const char *from)
{
	json_t *json = json_string(from ? from : "");

	return json ? json : json_string("?");
}

static inline json_t *message(const struct pcimsi_finding *finding, const char *template)
{
	char *sentence = message_format(finding, template);
	json_t *json = json_pack("{s:o}", "text", text(sentence));

	free(sentence);
	return json;
}

static inline const char *level(enum pcimsi_severity severity)
{
	return pcimsi_severity_name(severity); /* SARIF has the same words */
}

static inline json_t *rules(void)
{
	uint32_t count;
	const struct pcimsi_rule *rows = pcimsi_rules(&count);
	json_t *list = json_array();

	for (uint32_t i = 0; i < count; i++)
		json_array_append_new(
			list, json_pack("{s:s, s:s, s:{s:s}, s:{s:s}, s:{s:s}, s:{s:s}}", "id",
					rows[i].id, "name", rows[i].slug, "shortDescription",
					"text", rows[i].title, "fullDescription", "text",
					rows[i].why, "help", "text", rows[i].advice,
					"defaultConfiguration", "level", level(rows[i].severity)));
	return list;
}

static inline json_t *uri(const struct pcimsi_input *input)
{
	size_t length = strlen(input->name) + (input->member ? strlen(input->member) : 0) + 2;
	char *name = malloc(length), *escaped = malloc(3 * length), *to = escaped;
	json_t *json;

	if (!name || !escaped)
		abort();
	snprintf(name, length, "%s%s%s", input->name, input->member ? "/" : "",
		 input->member ? input->member : "");
	for (const char *from = name; *from; from++)
		if (strchr("-._~/", *from) || (*from >= '0' && *from <= '9') ||
		    ((*from | 0x20) >= 'a' && (*from | 0x20) <= 'z'))
			*to++ = *from;
		else
			to += sprintf(to, "%%%02X", (unsigned char)*from);
	*to = '\0';
	json = json_string(escaped);
	free(name);
	free(escaped);
	return json;
}

static inline json_t *artifacts(const struct pcimsi_run *run)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < run->n_inputs; i++) {
		json_t *one = json_pack("{s:{s:o}, s:[s]}", "location", "uri", uri(run->inputs[i]),
					"roles", "analysisTarget");

		if (run->inputs[i]->charset)
			json_object_set_new(one, "encoding", text(run->inputs[i]->charset));
		json_array_append_new(list, one);
	}
	return list;
}

/* NULL: nothing is known of it. A line without columns is the whole of it. */
static inline json_t *region(struct pcimsi_place from, struct pcimsi_place to, const char *snippet)
{
	json_t *json = from.line ? json_pack("{s:i}", "startLine", (int)from.line) : NULL;

	if (json && from.column)
		json_object_set_new(json, "startColumn", json_integer(from.column));
	if (json && to.line)
		json_object_set_new(json, "endLine", json_integer(to.line));
	if (json && to.column)
		json_object_set_new(json, "endColumn", json_integer(to.column));
	if (json && snippet)
		json_object_set_new(json, "snippet", json_pack("{s:o}", "text", text(snippet)));
	return json;
}

static inline json_t *location(const struct pcimsi_input *input, json_t *where)
{
	json_t *json = json_pack("{s:{s:{s:o, s:i}}}", "physicalLocation", "artifactLocation",
				 "uri", uri(input), "index", (int)input->number);

	if (where)
		json_object_set_new(json_object_get(json, "physicalLocation"), "region", where);
	return json;
}

static inline json_t *evidence_location(const struct pcimsi_location *evidence)
{
	json_t *json = location(evidence->input,
				region(evidence->from, evidence->to, evidence->text));
	char slot[PCIMSI_SLOT_TEXT];

	json_object_set_new(json, "message",
			    json_pack("{s:s}", "text", pcimsi_role_name(evidence->role)));
	if (evidence->kind == PCIMSI_INPUT_CAPTURE)
		json_object_set_new(json, "logicalLocations",
				    json_pack("[{s:s, s:s, s:s}]", "fullyQualifiedName",
					      pcimsi_slot_text(evidence->slot, slot), "name",
					      evidence->field, "kind", "member"));
	return json;
}

/* Of a finding that nothing proves: what it is about. */
static inline json_t *subject_location(const struct pcimsi_finding *finding)
{
	const struct pcimsi_place none = { 0, 0 };
	struct pcimsi_place heading = { 0, 0 };

	if (finding->inf)
		return location(finding->inf->input, region(finding->place, none, NULL));
	heading.line = finding->function->function->raw.line;
	return location(finding->function->input, region(heading, none, NULL));
}

static inline void put_locations(json_t *result, const struct pcimsi_finding *finding)
{
	json_t *main = json_array(), *related = json_array();

	for (uint32_t i = 0; i < finding->n_locations; i++) {
		const struct pcimsi_location *evidence = &finding->locations[i];

		json_array_append_new(evidence->role == PCIMSI_ROLE_CAUSE ? main : related,
				      evidence_location(evidence));
	}
	if (!finding->n_locations && (finding->inf || finding->function))
		json_array_append_new(main, subject_location(finding));
	json_object_set_new(result, "locations", main);
	json_object_set_new(result, "relatedLocations", related);
}

static inline json_t *result(const struct pcimsi_finding *finding)
{
	const struct pcimsi_rule *first = pcimsi_rules(&(uint32_t){ 0 });
	char fingerprint[17];
	json_t *json;

	snprintf(fingerprint, sizeof(fingerprint), "%016" PRIx64, finding->fingerprint);
	json = json_pack("{s:s, s:i, s:s, s:o, s:{s:s}}", "ruleId", finding->rule->id, "ruleIndex",
			 (int)(finding->rule - first), "level", level(finding->severity), "message",
			 message(finding, finding->rule->message), "partialFingerprints",
			 "pcimsi/v1", fingerprint);
	if (finding->waiver)
		json_object_set_new(json, "suppressions", json_pack("[{s:s}]", "kind", "external"));
	put_locations(json, finding);
	return json;
}

/* The caller drops it. */
static inline json_t *sarif_of(const struct pcimsi_run *run)
{
	json_t *results = json_array();

	for (uint32_t i = 0; i < run->n_findings; i++)
		json_array_append_new(results, result(run->findings[i]));
	return json_pack("{s:s, s:s, s:[{s:{s:{s:s, s:s, s:o}}, s:s, s:o, s:o}]}", "$schema",
			 "https://json.schemastore.org/sarif-2.1.0.json", "version", "2.1.0",
			 "runs", "tool", "driver", "name", "pcimsi", "version", run->version,
			 "rules", rules(), "columnKind", "unicodeCodePoints", "artifacts",
			 artifacts(run), "results", results);
}

#endif
