/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/explain.h"
#include "report/records.h"
#include "report/text.h"

#include <string.h>

/* `pcimsi explain NOTE`. */

static const struct {
	const char *why, *advice;
} explained[PCIMSI_NOTE_COUNT] = {
#define EXPLAIN(id, means, what_to_do) \
	[PCIMSI_NOTE_##id] = { .why = (means), .advice = (what_to_do) },
#include "report/notes.def"
#undef EXPLAIN
};

enum {
	N_EXPLAINED = 0
#define EXPLAIN(...) +1
#include "report/notes.def"
#undef EXPLAIN
};
_Static_assert((int)N_EXPLAINED == (int)PCIMSI_NOTE_COUNT, "each note has its row in notes.def");

bool explain_note_find(const char *slug, enum pcimsi_note_code *ret)
{
	for (int i = 0; i < PCIMSI_NOTE_COUNT; i++) {
		*ret = (enum pcimsi_note_code)i;
		if (strcmp(pcimsi_note_slug(*ret), slug) == 0)
			return true;
	}
	return false;
}

const char *explain_note_means(enum pcimsi_note_code code)
{
	return explained[code].why;
}

const char *explain_note_advice(enum pcimsi_note_code code)
{
	return explained[code].advice;
}

int explain_note_text(FILE *out, enum pcimsi_note_code code, bool color)
{
	struct report report = { .out = out, .color = color };

	fprintf(out, "%s%s%s\n", text_style(&report, STYLE_BOLD), pcimsi_note_slug(code),
		text_reset(&report));
	text_wrap(&report, 2, pcimsi_note_text(code));
	text_part(&report, "What it means", explained[code].why);
	text_part(&report, "What to do", explained[code].advice);
	return 0;
}

int explain_note_json(FILE *out, enum pcimsi_note_code code, bool color)
{
	struct jsonw w = { 0 };

	(void)color;
	jsonw_object(&w);
	key_word(&w, "schema", JSON_SCHEMA);
	key_word(&w, "note", pcimsi_note_slug(code));
	key_text(&w, "text", pcimsi_note_text(code));
	key_text(&w, "why", explained[code].why);
	key_text(&w, "advice", explained[code].advice);
	jsonw_object_end(&w);
	return jsonw_end(&w, out);
}
