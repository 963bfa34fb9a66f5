/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/sarif.h"

#include "report/escape.h"
#include "report/memory_text.h"
#include "report/spots.h"

#include <pcimsi/policy.h>

#include <stdlib.h>
#include <string.h>

/* Of a result GitHub takes a thousand locations, and shows a hundred. */
#define LOCATIONS_MAX 100

/* ---- files ----------------------------------------------------------------------------------- */

static bool is_unreserved(char c)
{
	return strchr("-._~/", c) || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

/* A reference relative to where the user stood, or of a whole path (RFC 3986, RFC 8089). */
static char *uri_of(const char *path)
{
	char *uri = malloc(3 * strlen(path) + sizeof("file://")), *to = uri;

	if (!uri)
		return NULL;
	to += sprintf(to, "%s", *path == '/' ? "file://" : "");
	for (; *path; path++) {
		if (is_unreserved(*path))
			*to++ = *path;
		else
			to += sprintf(to, "%%%02X", (unsigned char)*path);
	}
	*to = '\0';
	return uri;
}

void sarif_artifact_location(struct jsonw *w, const char *key, char *path, int64_t number)
{
	key_object(w, key);
	key_own(w, "uri", path ? uri_of(path) : NULL);
	if (number >= 0)
		key_number(w, "index", (uint64_t)number);
	jsonw_object_end(w);
	free(path);
}

/* ---- messages -------------------------------------------------------------------------------- */

/* "[text](target)" would be a link (3.11.6): a blank between them keeps it text. */
static char *without_links(const char *text)
{
	char *result = malloc(2 * strlen(text) + 1), *to = result;

	if (!result)
		return NULL;
	for (; *text; text++) {
		*to++ = *text;
		if (text[0] == ']' && text[1] == '(')
			*to++ = ' ';
	}
	*to = '\0';
	return result;
}

void sarif_message(struct jsonw *w, const char *key, char *text)
{
	key_object(w, key);
	key_own(w, "text", text ? without_links(text) : NULL);
	jsonw_object_end(w);
	free(text);
}

/* ---- locations ------------------------------------------------------------------------------- */

/* What is known of it; a line without columns is the whole of it. */
static void put_region(struct jsonw *w, const struct spot *spot)
{
	if (!spot->from.line)
		return;
	key_object(w, "region");
	key_number(w, "startLine", spot->from.line);
	if (spot->from.column)
		key_number(w, "startColumn", spot->from.column);
	if (spot->from.column && spot->to.line)
		key_number(w, "endLine", spot->to.line);
	if (spot->from.column && spot->to.line && spot->to.column)
		key_number(w, "endColumn", spot->to.column);
	jsonw_object_end(w);
}

static void put_context(struct jsonw *w, const struct spot *spot)
{
	char buffer[EXCERPT_SIZE];

	if (!spot->from.line || !spot->line)
		return;
	key_object(w, "contextRegion");
	key_number(w, "startLine", spot->from.line);
	key_object(w, "snippet");
	key_text(w, "text", excerpt(spot->line, buffer));
	jsonw_object_end(w);
	jsonw_object_end(w);
}

static void put_physical(struct jsonw *w, const struct spot *spot)
{
	if (!spot->input)
		return;
	key_object(w, "physicalLocation");
	sarif_artifact_location(w, "artifactLocation", input_path(spot->input),
				spot->input->number);
	put_region(w, spot);
	put_context(w, spot);
	jsonw_object_end(w);
}

/* A field of a function is what an editor would show as a member of it. */
static void put_logical(struct jsonw *w, const struct pcimsi_location *bytes)
{
	char slot[PCIMSI_SLOT_TEXT], name[128];

	key_array(w, "logicalLocations");
	jsonw_object(w);
	key_word(w, "name", bytes->field);
	snprintf(name, sizeof(name), "%s/%s", pcimsi_slot_text(bytes->slot, slot), bytes->field);
	key_word(w, "fullyQualifiedName", name);
	key_word(w, "kind", "member");
	jsonw_object_end(w);
	jsonw_array_end(w);
}

/* "0000:00:02.2 at 0x42: 20 80, msix.control: Table Size 33" */
static void put_bytes(FILE *out, const struct pcimsi_location *bytes)
{
	char slot[PCIMSI_SLOT_TEXT];

	fputs(pcimsi_slot_text(bytes->slot, slot), out);
	if (bytes->size)
		fprintf(out, " at 0x%02x:", bytes->offset);
	for (uint32_t i = 0; i < bytes->size; i++)
		fprintf(out, " %02x", bytes->bytes[i]);
	fprintf(out, ", %s", bytes->field);
	if (bytes->value && *bytes->value) {
		fputs(": ", out);
		put_text(out, bytes->value);
	}
}

static void put_evidence_text(FILE *out, const struct pcimsi_location *location)
{
	if (location->kind == PCIMSI_INPUT_CAPTURE)
		put_bytes(out, location);
	else if (location->text)
		put_excerpt(out, location->text);
	else
		fputs(pcimsi_role_name(location->role), out);
}

static char *evidence_text(const struct pcimsi_location *location)
{
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);

	if (!out)
		return NULL;
	put_evidence_text(out, location);
	return memory_text_close(out, &memory);
}

static char *place_text(const struct places *places, const struct pcimsi_finding *finding)
{
	const struct pcimsi_location *bytes = silicon_location(finding);
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);

	if (!out)
		return NULL;
	fputs("Also ", out);
	put_place(out, places, finding);
	if (bytes) {
		fputs(": ", out);
		put_bytes(out, bytes);
	}
	return memory_text_close(out, &memory);
}

/* ---- related locations ----------------------------------------------------------------------- */

struct related {
	struct jsonw *w;
	uint32_t count;
};

/* Opens one: they are numbered from 1. */
static void begin_related(struct related *related, const struct spot *spot)
{
	jsonw_object(related->w);
	key_number(related->w, "id", ++related->count);
	put_physical(related->w, spot);
}

static void put_evidence(struct related *related, const struct pcimsi_finding *finding)
{
	const struct pcimsi_location *at = main_location(finding);

	for (uint32_t i = 0; i < finding->n_locations && related->count < LOCATIONS_MAX; i++) {
		const struct pcimsi_location *location = &finding->locations[i];
		struct spot spot = spot_of_location(location);

		if (location == at)
			continue;
		begin_related(related, &spot);
		sarif_message(related->w, "message", evidence_text(location));
		if (location->kind == PCIMSI_INPUT_CAPTURE)
			put_logical(related->w, location);
		jsonw_object_end(related->w);
	}
}

/* Where else the same holds: bytes of the other function, or the line that it is told of. */
static void put_place_of(struct related *related, const struct places *places,
			 const struct pcimsi_run *run, const struct pcimsi_finding *finding)
{
	const struct pcimsi_location *bytes = silicon_location(finding);
	struct spot spot = bytes ? spot_of_location(bytes) : spot_of_finding(run, finding);

	begin_related(related, &spot);
	sarif_message(related->w, "message", place_text(places, finding));
	jsonw_object_end(related->w);
}

static void put_related(struct jsonw *w, const struct pcimsi_run *run,
			const struct pcimsi_group *group)
{
	struct related related = { .w = w };
	struct places places;

	places_of_group(group, &places);
	key_array(w, "relatedLocations");
	put_evidence(&related, group->findings[0]);
	for (uint32_t i = 1; i < group->n_findings && related.count < LOCATIONS_MAX; i++)
		put_place_of(&related, &places, run, group->findings[i]);
	jsonw_array_end(w);
}

static void put_location(struct jsonw *w, const struct pcimsi_run *run,
			 const struct pcimsi_finding *finding)
{
	const struct pcimsi_location *at = main_location(finding);
	struct spot spot = spot_of_finding(run, finding);

	key_array(w, "locations");
	if (spot.input) {
		jsonw_object(w);
		put_physical(w, &spot);
		if (at && at->kind == PCIMSI_INPUT_CAPTURE)
			put_logical(w, at);
		jsonw_object_end(w);
	}
	jsonw_array_end(w);
}

/* ---- results --------------------------------------------------------------------------------- */

static void put_suppression(struct jsonw *w, const struct pcimsi_waiver *waiver)
{
	key_array(w, "suppressions");
	if (waiver) {
		jsonw_object(w);
		key_word(w, "kind", waiver->is_comment ? "inSource" : "external");
		key_word(w, "status", "accepted");
		key_own(w, "justification", without_links(waiver->reason));
		jsonw_object_end(w);
	}
	jsonw_array_end(w);
}

static void put_fingerprints(struct jsonw *w, const struct pcimsi_group *group)
{
	key_object(w, "partialFingerprints");
	/* The only one that GitHub looks at. */
	key_hex(w, "primaryLocationLineHash", "", group->key, 16);
	key_hex(w, "pcimsiFinding/v1", "", group->findings[0]->fingerprint, 16);
	jsonw_object_end(w);
}

static void put_properties(struct jsonw *w, const struct pcimsi_group *group)
{
	const struct pcimsi_finding *finding = group->findings[0];

	key_object(w, "properties");
	key_word(w, "class", pcimsi_class_name(finding->rule->class_));
	key_word(w, "confidence", pcimsi_confidence_name(finding->confidence));
	key_bool(w, "counts", finding->counts);
	key_number(w, "places", group->n_findings);
	jsonw_object_end(w);
}

void sarif_result(struct jsonw *w, const struct pcimsi_run *run, const struct pcimsi_group *group)
{
	const struct pcimsi_rule *rules = pcimsi_rules(&(uint32_t){ 0 });
	const struct pcimsi_finding *finding = group->findings[0];

	jsonw_next_line(w);
	jsonw_object(w);
	key_word(w, "ruleId", finding->rule->id);
	key_number(w, "ruleIndex", (uint64_t)(finding->rule - rules));
	key_word(w, "level", pcimsi_severity_name(finding->severity));
	sarif_message(w, "message", group_sentences(group));
	put_location(w, run, finding);
	put_related(w, run, group);
	put_fingerprints(w, group);
	put_suppression(w, finding->waiver);
	put_properties(w, group);
	jsonw_object_end(w);
}
