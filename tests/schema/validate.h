/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_TESTS_SCHEMA_VALIDATE_H
#define PCIMSI_TESTS_SCHEMA_VALIDATE_H

#include <jansson.h>
#include <stdbool.h>

#include "support/files.h"

/*
 * JSON Schema (draft 2020-12), as far as ours uses it: $ref into $defs, type, enum, const,
 * pattern, minimum, properties, required, additionalProperties, items and anyOf. A keyword that
 * is not known fails. Besides, an object may have no key that its part of the schema lacks.
 */
struct schema {
	json_t *root;
	json_t *parts; /* $defs */
	json_t *seen;  /* "part.key" of keys that had a value */
};

bool schema_open(struct schema *schema, const char *path);
void schema_close(struct schema *schema);

/* The part that {"$ref": "#/$defs/NAME"} names. */
json_t *schema_referred(const struct schema *schema, const json_t *part);

/* Adds a sentence for everything that is wrong with the text. */
void schema_check(const struct schema *schema, const json_t *json, struct text_buffer *problems);

/* Calls back for each "part.key" that never had a value other than null. */
void schema_each_unseen(const struct schema *schema,
			void (*tell)(const char *what, const char *more));

#endif
