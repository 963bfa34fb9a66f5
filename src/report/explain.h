/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_EXPLAIN_H
#define PCIMSI_REPORT_EXPLAIN_H

#include "report/report.h"

/* False: no note has that slug. */
bool explain_note_find(const char *slug, enum pcimsi_note_code *ret);
/* What a note means for the report, and what to do. */
const char *explain_note_means(enum pcimsi_note_code code);
const char *explain_note_advice(enum pcimsi_note_code code);

/* `pcimsi explain`, in text and JSON: rows of report_ops. */
int explain_text(FILE *out, const struct pcimsi_rule *rule, bool color);
int explain_json(FILE *out, const struct pcimsi_rule *rule, bool color);
int explain_note_text(FILE *out, enum pcimsi_note_code code, bool color);
int explain_note_json(FILE *out, enum pcimsi_note_code code, bool color);
int explain_model_text(FILE *out, bool color);
int explain_model_json(FILE *out, bool color);
int explain_byte_text(struct report *report, const struct pcimsi_function *function,
		      const char *capture, uint16_t offset);
int explain_byte_json(struct report *report, const struct pcimsi_function *function,
		      const char *capture, uint16_t offset);

#endif
