/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_TEXT_SURVEY_H
#define PCIMSI_SOURCE_TEXT_SURVEY_H

#include "source/dialect/byte_array.h"
#include "source/source.h"

/*
 * A look at the first bytes of a text: whether it is one that we read, and which slots
 * have more than one heading. A list that stands before dumps yields to them.
 */

struct survey_slot {
	struct pcimsi_slot slot;
	uint32_t ahead; /* headings that were not passed yet */
	bool yielded;   /* one with nothing below was passed over for those */
	uint32_t text;  /* of the first that has one: where in `texts` it begins; 0: none */
};

/* Only slots that have several headings are kept. */
struct survey {
	struct survey_slot *slots;
	uint32_t count, room;
	struct array *arrays; /* of a text without headings */
	uint32_t n_arrays;
	char *texts;
	size_t texts_size, texts_room;
};

/* PCIMSI_ERR_NOMEM, or 0. The survey is zeros before. */
int survey_read(struct survey *survey, const char *head, size_t size);
void survey_done(struct survey *survey);

/* One heading of the slot was passed. */
void survey_pass(struct survey *survey, struct pcimsi_slot slot);

/* Whether there is another one further on; then this one, with nothing below, yields to it. */
bool survey_yields(struct survey *survey, struct pcimsi_slot slot);

/* What a heading that yielded to this one says behind the slot; NULL: nothing. */
const char *survey_text(const struct survey *survey, struct pcimsi_slot slot);

enum source_match survey_probe(const char *head, size_t size);

#endif
