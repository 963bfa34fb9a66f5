/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/validate.h"
#include "support/files.h"

#include <pcimsi/pcimsi.h>

#include <glob.h>
#include <stdlib.h>
#include <string.h>

/*
 * check_schema SCHEMA FILE...: every file holds a JSON text or lines of them, which the schema
 * allows, and in which all of its keys occur with a value.
 *
 * Words of the schema are those of the library, and no key has two types.
 */

static unsigned passed, failed;

static void fail(const char *what, const char *more)
{
	printf("check_schema: %s%s\n", what, more);
	failed++;
}

/* ---- files ----------------------------------------------------------------------------------- */

static void see_fingerprint(json_t *seen, const json_t *finding, const char *path)
{
	const char *fingerprint = json_string_value(json_object_get(finding, "fingerprint"));

	if (fingerprint && json_object_get(seen, fingerprint))
		fail(path, " has two findings of one fingerprint");
	else if (fingerprint)
		json_object_set_new(seen, fingerprint, json_true());
}

/* Of a whole run, or of one of its records; `seen` is of that run. */
static void see_fingerprints(json_t *seen, const json_t *json, const char *path)
{
	const char *record = json_string_value(json_object_get(json, "record"));
	const json_t *list = json_object_get(json, "findings");

	if (!record || strcmp(record, "run") == 0)
		json_object_clear(seen);
	for (size_t i = 0; !record && i < json_array_size(list); i++)
		see_fingerprint(seen, json_array_get(list, i), path);
	if (record && strcmp(record, "finding") == 0)
		see_fingerprint(seen, json, path);
}

/* A JSON text, or a line of one, begins with a brace; other output is no JSON. */
static void check_file(const struct schema *schema, const char *path)
{
	json_t *fingerprints = json_object();
	size_t size, at = 0;
	char *text = read_file(path, &size);

	if (!text) {
		fail(path, " cannot be read");
		json_decref(fingerprints);
		return;
	}
	while (at < size) {
		json_error_t error;
		json_t *json = json_loadb(text + at, size - at, JSON_DISABLE_EOF_CHECK, &error);
		struct text_buffer problems = { 0 };

		if (!json) {
			fail(path, " holds something that is no JSON");
			break;
		}
		schema_check(schema, json, &problems);
		see_fingerprints(fingerprints, json, path);
		if (problems.size)
			fail(path, text_of(&problems));
		else
			passed++;
		text_free(&problems);
		json_decref(json);
		at += (size_t)error.position;
		at += strspn(text + at, "\n");
	}
	json_decref(fingerprints);
	free(text);
}

/* ---- the schema itself ----------------------------------------------------------------------- */

/* "string object": the types that a value may have but for null; of a const or enum "string". */
static void add_types(const struct schema *schema, const json_t *part, struct text_buffer *out)
{
	const json_t *type = json_object_get(part, "type"), *any = json_object_get(part, "anyOf");

	if (json_object_get(part, "$ref"))
		add_types(schema, schema_referred(schema, part), out);
	else if (any)
		for (size_t i = 0; i < json_array_size(any); i++)
			add_types(schema, json_array_get(any, i), out);
	else if (json_is_array(type))
		for (size_t i = 0; i < json_array_size(type); i++) {
			const char *name = json_string_value(json_array_get(type, i));

			if (strcmp(name, "null") != 0)
				text_add(out, " %s", name);
		}
	else if (json_is_string(type) && strcmp(json_string_value(type), "null") != 0)
		text_add(out, " %s", json_string_value(type));
	else if (!type)
		text_add(out, " string");
}

static void check_key_types(const struct schema *schema, json_t *types, const char *where,
			    json_t *properties)
{
	const char *key;
	json_t *part;

	json_object_foreach(properties, key, part)
	{
		struct text_buffer found = { 0 };
		const char *before = json_string_value(json_object_get(types, key));

		add_types(schema, part, &found);
		if (!before) {
			json_object_set_new(types, key, json_string(text_of(&found)));
		} else if (strcmp(before, text_of(&found)) != 0) {
			struct text_buffer more = { 0 };

			text_add(&more, "%s is%s, and elsewhere%s", key, text_of(&found), before);
			fail(where, text_of(&more));
			text_free(&more);
		}
		text_free(&found);
	}
}

static void check_one_type_per_key(const struct schema *schema)
{
	json_t *types = json_object(), *part;
	const char *name;

	json_object_foreach(schema->parts, name, part)
	{
		struct text_buffer where = { 0 };

		text_add(&where, "%s: ", name);
		check_key_types(schema, types, text_of(&where),
				json_object_get(part, "properties"));
		text_free(&where);
	}
	passed++;
	json_decref(types);
}

/* ---- words of the library -------------------------------------------------------------------- */

static bool has_word(const json_t *words, const char *word)
{
	for (size_t i = 0; i < json_array_size(words); i++) {
		const char *one = json_string_value(json_array_get(words, i));

		if (one && strcmp(one, word) == 0)
			return true;
	}
	return false;
}

/* All that name() says of 0 to count - 1, and nothing else. */
static void check_words(const struct schema *schema, const char *object, const char *key,
			const char *(*name)(unsigned), unsigned count)
{
	const json_t *part = json_object_get(schema->parts, object);
	const json_t *words =
		json_object_get(json_object_get(json_object_get(part, "properties"), key), "enum");
	unsigned n_words = 0;

	for (unsigned i = 0; i < count; i++)
		if (!name(i) || !*name(i))
			continue;
		else if (has_word(words, name(i)))
			n_words++;
		else
			fail("the schema lacks the word ", name(i));
	for (size_t i = json_array_size(words); i--;)
		if (json_is_null(json_array_get(words, i)))
			n_words++;
	if (json_array_size(words) != n_words)
		fail("the schema has words that the library does not know: ", key);
	else
		passed++;
}

#define NAME_OF(what, type, function)                 \
	static const char *name_of_##what(unsigned i) \
	{                                             \
		return function((type)i);             \
	}

NAME_OF(severity, enum pcimsi_severity, pcimsi_severity_name)
NAME_OF(confidence, enum pcimsi_confidence, pcimsi_confidence_name)
NAME_OF(verdict, enum pcimsi_verdict_word, pcimsi_verdict_name)
NAME_OF(mode, enum pcimsi_mode, pcimsi_mode_name)
NAME_OF(fallback, enum pcimsi_fallback, pcimsi_fallback_name)
NAME_OF(coverage, enum pcimsi_coverage, pcimsi_coverage_name)
NAME_OF(suggestion, enum pcimsi_suggestion_kind, pcimsi_suggestion_name)

static const char *name_of_parentage(uint32_t value)
{
	return pcimsi_parentage_name((enum pcimsi_parentage)value);
}

static const char *name_of_advice_reason(uint32_t value)
{
	return pcimsi_advice_reason_name((enum pcimsi_advice_reason)value);
}

static void check_library(const struct schema *schema)
{
	check_words(schema, "finding", "severity", name_of_severity, 3);
	check_words(schema, "finding", "confidence", name_of_confidence, 3);
	check_words(schema, "verdict", "verdict", name_of_verdict, PCIMSI_VERDICT_FIT + 1);
	check_words(schema, "verdict", "mode", name_of_mode, PCIMSI_MODE_NONE + 1);
	check_words(schema, "verdict", "fallback", name_of_fallback,
		    PCIMSI_FALLBACK_ONE_OR_INTX + 1);
	check_words(schema, "coverage", "coverage", name_of_coverage, PCIMSI_COVERAGE_UNKNOWN + 1);
	check_words(schema, "advice", "because", name_of_advice_reason, PCIMSI_ADVICE_NOTHING + 1);
	check_words(schema, "node", "parentage", name_of_parentage, PCIMSI_PARENT_ABOVE + 1);
	check_words(schema, "suggestion", "suggestion", name_of_suggestion,
		    PCIMSI_SUGGESTION_REFUSED + 1);
}

int main(int argc, char **argv)
{
	struct schema schema;

	complaints = stderr;
	if (argc < 2 || !schema_open(&schema, argv[1])) {
		printf("check_schema: %s is no schema\n", argc < 2 ? "nothing" : argv[1]);
		return 1;
	}
	check_one_type_per_key(&schema);
	check_library(&schema);
	for (int i = 2; i < argc; i++)
		check_file(&schema, argv[i]);
	if (!failed)
		schema_each_unseen(&schema, fail);
	schema_close(&schema);
	printf("check_schema: %u passed, %u failed\n", passed, failed);
	return failed != 0;
}
