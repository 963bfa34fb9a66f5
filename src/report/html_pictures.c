/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html_pictures.h"

#include "base/str.h"
#include "report/text.h"

#include <stdlib.h>
#include <string.h>

struct html_picture {
	char *text; /* NULL: the place is free */
	uint64_t hash;
	uint32_t number;
};

FILE *html_picture_open(struct html *html, struct memory_text *memory)
{
	FILE *out = html->out;

	*memory = (struct memory_text){ 0 };
	if (html->coarse)
		out = memory_text_open(memory);
	html->report->lost |= !out;
	return out;
}

/* Where the text is, or would be. */
static struct html_picture *find(const struct html_pictures *pictures, const char *text,
				 uint64_t hash)
{
	uint32_t at = (uint32_t)hash & (pictures->capacity - 1);

	while (pictures->items[at].text &&
	       (pictures->items[at].hash != hash || strcmp(pictures->items[at].text, text) != 0))
		at = (at + 1) & (pictures->capacity - 1);
	return &pictures->items[at];
}

/* More than half of the places are never taken. */
static bool make_room(struct html_pictures *pictures)
{
	struct html_pictures grown = { .capacity = 256, .count = pictures->count };

	if (2 * pictures->count < pictures->capacity)
		return true;
	while (grown.capacity <= 2 * pictures->count)
		grown.capacity *= 2;
	grown.items = calloc(grown.capacity, sizeof(*grown.items));
	if (!grown.items)
		return false;
	for (uint32_t i = 0; i < pictures->capacity; i++)
		if (pictures->items[i].text)
			*find(&grown, pictures->items[i].text,
			      pictures->items[i].hash) = pictures->items[i];
	free(pictures->items);
	*pictures = grown;
	return true;
}

/* Takes the text. */
static void put(struct html *html, char *text)
{
	struct html_pictures *pictures = &html->pictures;
	uint64_t hash = str_fnv64(STR_FNV64, text, strlen(text));
	struct html_picture *picture;

	if (!make_room(pictures)) {
		html->report->lost = true;
		free(text);
		return;
	}
	picture = find(pictures, text, hash);
	if (picture->text) {
		fprintf(html->out, "<use href=\"#p%u\"/>", picture->number);
		free(text);
		return;
	}
	*picture = (struct html_picture){ text, hash, pictures->count++ };
	fprintf(html->out, "<g id=\"p%u\">%s</g>", picture->number, text);
}

void html_picture_close(struct html *html, FILE *out, struct memory_text *memory)
{
	char *text;

	if (!html->coarse)
		return;
	text = text_made(html->report, memory_text_close(out, memory));
	if (text)
		put(html, text);
}

void html_pictures_done(struct html_pictures *pictures)
{
	for (uint32_t i = 0; i < pictures->capacity; i++)
		free(pictures->items[i].text);
	free(pictures->items);
	*pictures = (struct html_pictures){ 0 };
}
