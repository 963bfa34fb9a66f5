/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/notes.h"

#include <stddef.h>

static const struct {
	const char *slug, *text;
} catalogue[PCIMSI_NOTE_COUNT] = {
#define NOTE_ROW(id, note_slug, note_text) \
	[PCIMSI_NOTE_##id] = { .slug = (note_slug), .text = (note_text) },
	PCIMSI_NOTES(NOTE_ROW)
#undef NOTE_ROW
};

const char *pcimsi_note_slug(enum pcimsi_note_code code)
{
	return (unsigned)code < PCIMSI_NOTE_COUNT ? catalogue[code].slug : "unknown";
}

const char *pcimsi_note_text(enum pcimsi_note_code code)
{
	return (unsigned)code < PCIMSI_NOTE_COUNT ? catalogue[code].text : "unknown note";
}

bool pcimsi_note_is_error(enum pcimsi_note_code code)
{
	switch (code) {
	case PCIMSI_NOTE_POLICY_CHARACTER:
	case PCIMSI_NOTE_POLICY_LINE:
	case PCIMSI_NOTE_POLICY_SECTION:
	case PCIMSI_NOTE_POLICY_KEY:
	case PCIMSI_NOTE_POLICY_REPEATED:
	case PCIMSI_NOTE_POLICY_VALUE:
	case PCIMSI_NOTE_POLICY_MISSING:
	case PCIMSI_NOTE_POLICY_COMMAND:
		return true;
	default:
		return false;
	}
}

static void send(struct notes *notes, enum pcimsi_note_code code, struct pcimsi_place place,
		 const char *detail)
{
	struct pcimsi_note note = {
		.code = code,
		.input = notes->input,
		.place = place,
		.detail = detail,
	};

	if (notes->sink.call)
		notes->sink.call(notes->sink.user, &note);
}

void notes_add(struct notes *notes, enum pcimsi_note_code code, struct pcimsi_place place,
	       const char *detail)
{
	uint32_t seen = notes->seen[code]++;

	if (seen < NOTES_PER_KIND)
		send(notes, code, place, detail);
	else if (seen == NOTES_PER_KIND)
		send(notes, PCIMSI_NOTE_MORE_NOTES, place, catalogue[code].slug);
}
