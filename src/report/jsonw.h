/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_JSONW_H
#define PCIMSI_REPORT_JSONW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * Writes JSON text straight into a buffer, without building a tree first: there are tens of
 * thousands of functions, and models of an INF without bound.
 *
 * Zero-initialise; the buffer is kept from record to record. Out of memory is
 * remembered in `failed`.
 */
struct jsonw {
	char *text;
	size_t length, capacity;
	bool comma; /* the next element needs one before it */
	bool failed;
};

void jsonw_object(struct jsonw *w);
void jsonw_object_end(struct jsonw *w);
void jsonw_array(struct jsonw *w);
void jsonw_array_end(struct jsonw *w);

/* `key` is a constant of ours: it is not escaped. */
void jsonw_key(struct jsonw *w, const char *key);

/* Untrusted text, made valid UTF-8 as escape_text() does; NULL gives null. */
void jsonw_text(struct jsonw *w, const char *text);
/* Text of ours without quotes, backslashes and controls. */
void jsonw_word(struct jsonw *w, const char *word);
void jsonw_number(struct jsonw *w, uint64_t number);
void jsonw_bool(struct jsonw *w, bool value);
void jsonw_null(struct jsonw *w);
/* A string of `digits` lower-case hexadecimal digits after `prefix`. */
void jsonw_hex(struct jsonw *w, const char *prefix, uint64_t value, unsigned digits);

/* The next key or element begins a line. */
void jsonw_next_line(struct jsonw *w);

/* Forgets what is in the buffer. */
void jsonw_drop(struct jsonw *w);

/* A string of two digits a byte. */
void jsonw_bytes(struct jsonw *w, const uint8_t *bytes, size_t size);

/* In the middle of a record: empties the buffer into `out` if it is about full. */
void jsonw_spill(struct jsonw *w, FILE *out);
/* Empties the buffer into `out`. Non-zero: out of memory since the last time. */
int jsonw_flush(struct jsonw *w, FILE *out);
void jsonw_done(struct jsonw *w);
/* The end of a document: empties the buffer, ends the line, frees. 0, or PCIMSI_ERR_NOMEM. */
int jsonw_end(struct jsonw *w, FILE *out);

#endif
