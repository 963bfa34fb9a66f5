/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suggest/edit.h"

#include <string.h>

/* ---- one line ------------------------------------------------------------------------------- */

bool edit_open(struct fixing *f, struct pcimsi_place place, struct edit_line *ret)
{
	ret->line = place.line ? document_line(f->document, place.line) : NULL;
	if (!ret->line)
		return false;
	ret->text = document_text(f->document, ret->line, &ret->count);
	if (!ret->text) {
		f->nomem = true;
		return false;
	}
	fields_find(ret->text, ret->count, place.column, &ret->fields);
	return true;
}

static enum pcimsi_refusal done(struct fixing *f, int err)
{
	f->nomem = f->nomem || err;
	return PCIMSI_REFUSAL_NONE;
}

enum pcimsi_refusal edit_fields(struct fixing *f, struct pcimsi_place place, uint32_t first,
				uint32_t last, const char *text)
{
	struct edit_line line;

	/* Findings on lines of other files have no place in this one. */
	if (!place.line)
		return PCIMSI_REFUSAL_OTHER_FILE;
	if (!edit_open(f, place, &line) || line.fields.count <= first || line.fields.continued)
		return PCIMSI_REFUSAL_UNUSUAL;
	if (last >= line.fields.count)
		last = line.fields.count - 1;
	return done(f, document_replace(f->document, line.line, line.fields.spans[first].from,
					line.fields.spans[last].to, text));
}

enum pcimsi_refusal edit_word(struct fixing *f, struct pcimsi_place place, const char *word,
			      const char *better)
{
	struct edit_line line;
	uint32_t from;

	if (!word || !better || !edit_open(f, place, &line))
		return PCIMSI_REFUSAL_UNUSUAL;
	from = word_find(line.text, line.count, place.column, word);
	if (!from)
		return PCIMSI_REFUSAL_UNUSUAL;
	return done(f, document_replace(f->document, line.line, from, from + (uint32_t)strlen(word),
					better));
}

enum pcimsi_refusal edit_remove(struct fixing *f, struct pcimsi_place place)
{
	struct edit_line line;

	if (!edit_open(f, place, &line) || line.fields.continued)
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

uint32_t edit_next_header(struct fixing *f, uint32_t number)
{
	struct edit_line line;

	while (edit_open(f, (struct pcimsi_place){ ++number, 1 }, &line)) {
		uint32_t at = line.fields.spans[0].from - 1;

		if (at < line.count && line.text[at] == '[')
			break;
	}
	return number;
}

bool edit_has_section(struct fixing *f, const char *name)
{
	struct edit_line line;

	for (uint32_t number = edit_next_header(f, 0);
	     edit_open(f, (struct pcimsi_place){ number, 1 }, &line);
	     number = edit_next_header(f, number)) {
		uint32_t from = word_find(line.text, line.count, 1, name);
		uint32_t behind = from ? from - 1 + (uint32_t)strlen(name) : 0;

		if (from > 1 && line.text[from - 2] == '[' && behind < line.count &&
		    line.text[behind] == ']')
			return true;
	}
	return false;
}
