/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/validate.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

/* A value in the text, and where it stands. */
struct place {
	const struct schema *schema;
	struct text_buffer *problems;
	json_t *seen;
	const char *part; /* of $defs that is looked at */
	const char *path;
};

static void check(struct place place, const json_t *part, const json_t *value);

static void problem(const struct place *place, const char *what, const char *more)
{
	text_add(place->problems, "\n  %s: %s%s", place->path, what, more);
}

bool schema_open(struct schema *schema, const char *path)
{
	*schema = (struct schema){ .root = json_load_file(path, JSON_REJECT_DUPLICATES, NULL) };
	schema->parts = json_object_get(schema->root, "$defs");
	schema->seen = json_object();
	return json_is_object(schema->parts);
}

void schema_close(struct schema *schema)
{
	json_decref(schema->root);
	json_decref(schema->seen);
}

static const char *referred_name(const json_t *part)
{
	const char *reference = json_string_value(json_object_get(part, "$ref"));
	const char *begin = "#/$defs/";

	return reference && strncmp(reference, begin, strlen(begin)) == 0
		       ? reference + strlen(begin)
		       : "";
}

json_t *schema_referred(const struct schema *schema, const json_t *part)
{
	return json_object_get(schema->parts, referred_name(part));
}

/* ---- keywords -------------------------------------------------------------------------------- */

static bool is_of_type(const json_t *value, const char *type)
{
	return (strcmp(type, "null") == 0 && json_is_null(value)) ||
	       (strcmp(type, "boolean") == 0 && json_is_boolean(value)) ||
	       (strcmp(type, "integer") == 0 && json_is_integer(value)) ||
	       (strcmp(type, "string") == 0 && json_is_string(value)) ||
	       (strcmp(type, "array") == 0 && json_is_array(value)) ||
	       (strcmp(type, "object") == 0 && json_is_object(value));
}

static void check_type(struct place place, const json_t *types, const json_t *value)
{
	if (json_is_string(types) && is_of_type(value, json_string_value(types)))
		return;
	for (size_t i = 0; i < json_array_size(types); i++)
		if (is_of_type(value, json_string_value(json_array_get(types, i))))
			return;
	problem(&place, "has another type", "");
}

static void check_enum(struct place place, const json_t *words, const json_t *value)
{
	for (size_t i = 0; i < json_array_size(words); i++)
		if (json_equal(json_array_get(words, i), value))
			return;
	problem(&place,
		"has another word: ", json_is_string(value) ? json_string_value(value) : "");
}

static void check_const(struct place place, const json_t *wanted, const json_t *value)
{
	if (!json_equal(wanted, value))
		problem(&place, "is not ", json_string_value(wanted));
}

static void check_pattern(struct place place, const json_t *pattern, const json_t *value)
{
	regex_t regex;
	int err;

	if (!json_is_string(value))
		return;
	if (regcomp(&regex, json_string_value(pattern), REG_EXTENDED | REG_NOSUB)) {
		problem(&place, "no pattern: ", json_string_value(pattern));
		return;
	}
	err = regexec(&regex, json_string_value(value), 0, NULL, 0);
	regfree(&regex);
	if (err)
		problem(&place, "does not look so: ", json_string_value(pattern));
}

static void check_minimum(struct place place, const json_t *minimum, const json_t *value)
{
	if (json_is_integer(value) && json_integer_value(value) < json_integer_value(minimum))
		problem(&place, "is too small", "");
}

/* The value at `key`, or number `index`. */
static void check_member(struct place place, const json_t *part, const json_t *value,
			 const char *key, size_t index)
{
	struct text_buffer path = { 0 };

	if (key)
		text_add(&path, "%s.%s", place.path, key);
	else
		text_add(&path, "%s[%zu]", place.path, index);
	place.path = text_of(&path);
	check(place, part, value);
	text_free(&path);
}

static void see(const struct place *place, const char *key)
{
	struct text_buffer name = { 0 };

	text_add(&name, "%s.%s", place->part, key);
	json_object_set_new(place->seen, text_of(&name), json_true());
	text_free(&name);
}

static void check_properties(struct place place, const json_t *properties, const json_t *value,
			     const json_t *others)
{
	const char *key;
	json_t *one;

	json_object_foreach((json_t *)value, key, one)
	{
		const json_t *part = json_object_get(properties, key);

		if (part && !json_is_null(one))
			see(&place, key);
		if (part || others)
			check_member(place, part ? part : others, one, key, 0);
		else
			problem(&place, "the schema has no key ", key);
	}
}

static void check_required(struct place place, const json_t *keys, const json_t *value)
{
	for (size_t i = 0; i < json_array_size(keys); i++) {
		const char *key = json_string_value(json_array_get(keys, i));

		if (json_is_object(value) && !json_object_get(value, key))
			problem(&place, "lacks the key ", key);
	}
}

static void check_items(struct place place, const json_t *part, const json_t *value)
{
	for (size_t i = 0; i < json_array_size(value); i++)
		check_member(place, part, json_array_get(value, i), NULL, i);
}

/* How much is wrong at the place itself, and not deeper. */
static unsigned own_problems(const struct place *place, const struct text_buffer *problems)
{
	struct text_buffer begin = { 0 };
	unsigned count = 0;

	text_add(&begin, "\n  %s: ", place->path);
	for (const char *at = text_of(problems); (at = strstr(at, text_of(&begin))); at++)
		count++;
	text_free(&begin);
	return count;
}

/* One of them has to do; if none does, what is said is of the one that comes closest. */
static void check_any(struct place place, const json_t *parts, const json_t *value)
{
	struct text_buffer best = { 0 };
	bool fits = false;

	for (size_t i = 0; !fits && i < json_array_size(parts); i++) {
		struct text_buffer mine = { 0 };
		struct place trial = place;

		trial.problems = &mine;
		trial.seen = json_object();
		check(trial, json_array_get(parts, i), value);
		fits = !mine.size;
		if (fits)
			json_object_update(place.seen, trial.seen);
		json_decref(trial.seen);
		if (!i || own_problems(&place, &mine) < own_problems(&place, &best)) {
			text_free(&best);
			best = mine;
		} else {
			text_free(&mine);
		}
	}
	if (best.size)
		text_add(place.problems, "%s", text_of(&best));
	text_free(&best);
}

static void check_reference(struct place place, const json_t *part, const json_t *value)
{
	const json_t *other = schema_referred(place.schema, part);

	place.part = referred_name(part);
	if (other)
		check(place, other, value);
	else
		problem(&place, "there is no ", place.part);
}

static void check(struct place place, const json_t *part, const json_t *value)
{
	const json_t *properties = json_object_get(part, "properties");
	const json_t *others = json_object_get(part, "additionalProperties");
	const char *keyword;
	json_t *what;

	if ((properties || others) && json_is_object(value))
		check_properties(place, properties, value, others);
	json_object_foreach((json_t *)part, keyword, what)
	{
		if (strcmp(keyword, "$ref") == 0)
			check_reference(place, part, value);
		else if (strcmp(keyword, "type") == 0)
			check_type(place, what, value);
		else if (strcmp(keyword, "enum") == 0)
			check_enum(place, what, value);
		else if (strcmp(keyword, "const") == 0)
			check_const(place, what, value);
		else if (strcmp(keyword, "pattern") == 0)
			check_pattern(place, what, value);
		else if (strcmp(keyword, "minimum") == 0)
			check_minimum(place, what, value);
		else if (strcmp(keyword, "required") == 0)
			check_required(place, what, value);
		else if (strcmp(keyword, "items") == 0)
			check_items(place, what, value);
		else if (strcmp(keyword, "anyOf") == 0)
			check_any(place, what, value);
		else if (!strstr(" $schema $id $comment $defs title description properties "
				 "additionalProperties ",
				 keyword))
			problem(&place,
				"the schema has a keyword that is not known here: ", keyword);
	}
}

void schema_check(const struct schema *schema, const json_t *json, struct text_buffer *problems)
{
	struct place place = {
		.schema = schema,
		.problems = problems,
		.seen = schema->seen,
		.part = "",
		.path = "",
	};

	check(place, schema->root, json);
}

void schema_each_unseen(const struct schema *schema,
			void (*tell)(const char *what, const char *more))
{
	const char *name, *key;
	json_t *part, *property;

	json_object_foreach(schema->parts, name, part)
	{
		json_object_foreach(json_object_get(part, "properties"), key, property)
		{
			struct text_buffer full = { 0 };

			text_add(&full, "%s.%s", name, key);
			if (!json_object_get(schema->seen, text_of(&full)))
				tell("no report has a value of ", text_of(&full));
			text_free(&full);
		}
	}
}
