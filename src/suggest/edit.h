/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SUGGEST_EDIT_H
#define PCIMSI_SUGGEST_EDIT_H

#include "inf/lines.h"
#include "inf/registry_lines.h"
#include "suggest/document.h"
#include "suggest/fixes.h"

/* The changes that fixes are made of. Out of memory is remembered in the fixing. */

/* reg-root, subkey, value-entry-name, flags, value: "INF AddReg Directive". */
enum { FIELD_ROOT, FIELD_SUBKEY, FIELD_NAME, FIELD_FLAGS, FIELD_VALUE, FIELD_LAST = UINT16_MAX };

/* How the fields of an MSI setting are written. */
#define WRITE_SUBKEY "\"" INF_PATH_MESSAGES "\""
#define WRITE_DWORD "0x00010001"

/* A line of the INF, and of the document that is the INF's text. */
struct edit_line {
	const struct inf_line *inf;
	struct document_line *line;
};

/*
 * False: there is no such line, or it goes on in the next one. Places are those of the
 * INF: what is changed further down, or to the right, leaves them as they are.
 */
bool edit_open(struct fixing *f, struct pcimsi_place place, struct edit_line *ret);

/* Puts `text` in place of the columns from `from` up to, but not including, `to`. */
enum pcimsi_refusal edit_columns(struct fixing *f, struct document_line *line, uint32_t from,
				 uint32_t to, const char *text);
/* Puts `text` in place of the fields from `first` to `last`, or as many as there are. */
enum pcimsi_refusal edit_fields(struct fixing *f, struct pcimsi_place place, uint32_t first,
				uint32_t last, const char *text);
/* Puts `better` in place of the first `word` at or behind the place; NULL: refused. */
enum pcimsi_refusal edit_word(struct fixing *f, struct pcimsi_place place, const char *word,
			      const char *better);
enum pcimsi_refusal edit_remove(struct fixing *f, struct pcimsi_place place);
/* Before the line of that number, or behind the last one; NULL: there was no memory for it. */
void edit_insert(struct fixing *f, uint32_t number, const char *text);

/* The number of the next section header behind that line; behind the last line: none. */
uint32_t edit_next_header(struct fixing *f, uint32_t number);

#endif
