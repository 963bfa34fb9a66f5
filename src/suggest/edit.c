/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suggest/edit.h"

#include "base/str.h"
#include "inf/survey.h"

#include <string.h>

/* ---- one line ------------------------------------------------------------------------------- */

bool edit_open(struct fixing *f, struct pcimsi_place place, struct edit_line *ret)
{
	ret->line = place.line ? document_line(f->document, place.line) : NULL;
	ret->inf = ret->line ? inf_find_line(f->finding->inf->inf, place.line) : NULL;
	return ret->inf && !ret->inf->continued;
}

enum pcimsi_refusal edit_columns(struct fixing *f, struct document_line *line, uint32_t from,
				 uint32_t to, const char *text)
{
	if (document_replace(f->document, line, from, to, text))
		f->nomem = true;
	return PCIMSI_REFUSAL_NONE;
}

enum pcimsi_refusal edit_fields(struct fixing *f, struct pcimsi_place place, uint32_t first,
				uint32_t last, const char *text)
{
	const struct pcimsi_inf_field *fields;
	struct edit_line line;

	/* Findings on lines of other files have no place in this one. */
	if (!place.line)
		return PCIMSI_REFUSAL_OTHER_FILE;
	if (!edit_open(f, place, &line) || line.inf->n_fields <= first)
		return PCIMSI_REFUSAL_UNUSUAL;
	if (last >= line.inf->n_fields)
		last = line.inf->n_fields - 1;
	fields = line.inf->fields;
	return edit_columns(f, line.line, fields[first].place.column, fields[last].end.column,
			    text);
}

/* ---- text of a line ------------------------------------------------------------------------- */

/* NULL: out of memory. */
static const uint32_t *text_of(struct fixing *f, struct document_line *line, uint32_t *ret_count)
{
	const uint32_t *text = document_text(f->document, line, ret_count);

	f->nomem = f->nomem || !text;
	return text;
}

static bool is_there(const uint32_t *text, const char *word)
{
	for (; *word; word++, text++)
		if (*text >= 0x80 || ascii_lower((char)*text) != ascii_lower(*word))
			return false;
	return true;
}

/*
 * The first column from `from` on where `word` (ASCII) stands, but for case; 0: nowhere.
 */
static uint32_t find_word(const uint32_t *text, uint32_t count, uint32_t from, const char *word)
{
	size_t length = strlen(word);

	for (uint32_t at = from - 1; at + length <= count; at++)
		if (is_there(text + at, word))
			return at + 1;
	return 0;
}

enum pcimsi_refusal edit_word(struct fixing *f, struct pcimsi_place place, const char *word,
			      const char *better)
{
	struct document_line *line = place.line ? document_line(f->document, place.line) : NULL;
	const uint32_t *text;
	uint32_t count, from;

	if (!word || !better || !line)
		return PCIMSI_REFUSAL_UNUSUAL;
	text = text_of(f, line, &count);
	from = text ? find_word(text, count, place.column, word) : 0;
	if (!from)
		return PCIMSI_REFUSAL_UNUSUAL;
	return edit_columns(f, line, from, from + (uint32_t)strlen(word), better);
}

enum pcimsi_refusal edit_remove(struct fixing *f, struct pcimsi_place place)
{
	struct edit_line line;

	if (!edit_open(f, place, &line))
		return PCIMSI_REFUSAL_UNUSUAL;
	document_remove(f->document, line.line);
	return PCIMSI_REFUSAL_NONE;
}

void edit_insert(struct fixing *f, uint32_t number, const char *text)
{
	if (!text || document_insert(f->document, number, text))
		f->nomem = true;
}

/* ---- sections ------------------------------------------------------------------------------- */

static bool is_header(struct fixing *f, struct document_line *line)
{
	uint32_t count, at = 0;
	const uint32_t *text = text_of(f, line, &count);

	while (text && at < count && text[at] < 0x80 && strchr(" \t\v\f", (int)text[at]))
		at++;
	return text && at < count && text[at] == '[';
}

uint32_t edit_next_header(struct fixing *f, uint32_t number)
{
	struct document_line *line;

	while ((line = document_line(f->document, ++number)) && !is_header(f, line))
		continue;
	return number;
}
