/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_BASE_NOTES_H
#define PCIMSI_BASE_NOTES_H

#include <pcimsi/note.h>

/* Passes at most this many notes of a kind on, then one that says so. */
#define NOTES_PER_KIND 8

/* One input's notes on their way to the caller's sink. */
struct notes {
	struct pcimsi_note_sink sink;
	const char *input;
	uint32_t seen[PCIMSI_NOTE_COUNT];
};

void notes_add(struct notes *notes, enum pcimsi_note_code code, struct pcimsi_place place,
	       const char *detail);

#endif
