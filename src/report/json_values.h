/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_JSON_VALUES_H
#define PCIMSI_REPORT_JSON_VALUES_H

#include "report/jsonw.h"

#include <pcimsi/function.h>

/*
 * A key and its value. Keys are constants of ours. NULL texts, registers that are not known
 * and lines that are 0 give null.
 */
void key_null(struct jsonw *w, const char *key);
void key_object(struct jsonw *w, const char *key); /* left open */
void key_array(struct jsonw *w, const char *key);  /* likewise */
void key_text(struct jsonw *w, const char *key, const char *text);
void key_own(struct jsonw *w, const char *key, char *text); /* it is freed; NULL: out of memory */
void key_word(struct jsonw *w, const char *key, const char *word); /* of ours; NULL gives null */
void key_bool(struct jsonw *w, const char *key, bool value);
void key_number(struct jsonw *w, const char *key, uint64_t number);
void key_line(struct jsonw *w, const char *key, uint32_t number);
void key_reg(struct jsonw *w, const char *key, struct pcimsi_reg reg);
void key_slot(struct jsonw *w, const char *key, struct pcimsi_slot slot);
void key_hex(struct jsonw *w, const char *key, const char *prefix, uint64_t value, unsigned digits);
void key_bytes(struct jsonw *w, const char *key, const uint8_t *bytes, size_t size);

/* Of what may not be known. */
void key_known_bool(struct jsonw *w, const char *key, bool known, bool value);
void key_known_number(struct jsonw *w, const char *key, bool known, uint64_t number);

#endif
