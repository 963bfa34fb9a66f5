/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SUGGEST_FIELDS_H
#define PCIMSI_SUGGEST_FIELDS_H

#include "suggest/document.h"

/* Where the fields of a line of an INF stand, in columns, so that one can be replaced. */
struct field_span {
	uint32_t from, to; /* with their quotes, without blanks around; equal: empty */
};

#define FIELDS_MAX 16

struct fields {
	struct field_span spans[FIELDS_MAX];
	uint32_t count;
	bool continued; /* the line goes on in the next one, and so may its last field */
};

/* The fields from column `from` on. `text` as document_text() gives it. */
void fields_find(const uint32_t *text, uint32_t count, uint32_t from, struct fields *ret);

/* Whether the field is `word` (ASCII), but for case. */
bool field_is(const uint32_t *text, struct field_span span, const char *word);

/*
 * The first place at or behind column `from` where `word` (ASCII) stands, but for
 * case; 0: nowhere.
 */
uint32_t word_find(const uint32_t *text, uint32_t count, uint32_t from, const char *word);

#endif
