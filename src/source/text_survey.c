/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/text_survey.h"

#include "source/carrier/carrier.h"
#include "source/dialect/dialect.h"
#include "source/text_encoding.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_KEPT 256 /* of what a heading says */

/* The first bytes of a text, read as the text will be. */
struct trial {
	const char *at;
	size_t left;
	struct text_reader reader;
	struct notes notes; /* goes nowhere */
	struct carriers carriers;
	struct dialects dialects;
	struct heading heading;
	struct array array;
};

static ssize_t read_head(void *source, void *buffer, size_t size)
{
	struct trial *trial = source;

	if (size > trial->left)
		size = trial->left;
	memcpy(buffer, trial->at, size);
	trial->at += size;
	trial->left -= size;
	return (ssize_t)size;
}

static void trial_close(struct trial *trial)
{
	carriers_done(&trial->carriers);
	text_reader_close(&trial->reader);
	free(trial);
}

static struct trial *trial_open(const char *head, size_t size)
{
	struct trial *trial = calloc(1, sizeof(*trial));

	if (!trial)
		return NULL;
	trial->at = head;
	trial->left = size;
	if (text_reader_open(&trial->reader, read_head, trial) ||
	    text_encoding_apply(&trial->reader)) {
		trial_close(trial);
		return NULL;
	}
	size = text_reader_peek(&trial->reader, &head);
	dialects_init(&trial->dialects);
	carriers_init(&trial->carriers, &trial->reader, &trial->notes, head, size);
	return trial;
}

/* The next line without what carried it; false at the end. */
static bool trial_next(struct trial *trial, struct text_line *ret)
{
	bool bare;

	while (carriers_next(&trial->carriers, ret, &bare)) {
		uint8_t bytes[16];
		uint32_t offset;

		if (hexline_parse_canonical(ret->text, ret->length, &offset, bytes) ||
		    (ret->length && *ret->text == '\t' && !trial->carriers.indent))
			return true;
		if (carriers_undo(&trial->carriers, ret, bare) != CARRIED_MARK)
			return true;
	}
	return false;
}

static bool trial_heading(struct trial *trial, const struct text_line *line)
{
	unsigned blanks = 0;

	if (!dialects_heading(&trial->dialects, line->text, line->length, &trial->heading))
		return false;
	while (blanks < line->length && line->text[blanks] == ' ')
		blanks++;
	carriers_indent(&trial->carriers, blanks);
	return true;
}

/* ---- slots ----------------------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
	const struct pcimsi_slot *x = &((const struct survey_slot *)a)->slot;
	const struct pcimsi_slot *y = &((const struct survey_slot *)b)->slot;

	if (x->domain != y->domain)
		return x->domain < y->domain ? -1 : 1;
	if (x->bus != y->bus)
		return x->bus < y->bus ? -1 : 1;
	if (x->device != y->device)
		return x->device < y->device ? -1 : 1;
	return x->function < y->function ? -1 : x->function > y->function;
}

/* In the order of the text first, so that the first text of a slot is the first one. */
static int compare_all(const void *a, const void *b)
{
	const struct survey_slot *x = a, *y = b;
	int order = compare(a, b);

	return order ? order : x->text < y->text ? -1 : x->text > y->text;
}

static bool grow(void **items, size_t *room, size_t wanted)
{
	void *more;

	if (wanted <= *room)
		return true;
	more = realloc(*items, 2 * wanted);
	if (!more)
		return false;
	*items = more;
	*room = 2 * wanted;
	return true;
}

/* Adds a heading. False: out of memory. */
static bool add(struct survey *survey, const struct heading *heading)
{
	size_t length = strnlen(heading->text, TEXT_KEPT - 1);
	size_t room = survey->room * sizeof(*survey->slots);
	void *slots = survey->slots, *texts = survey->texts;

	if (!grow(&slots, &room, (survey->count + 1) * sizeof(*survey->slots)))
		return false;
	survey->slots = slots;
	survey->room = (uint32_t)(room / sizeof(*survey->slots));
	if (!grow(&texts, &survey->texts_room, survey->texts_size + length + 2))
		return false;
	survey->texts = texts;
	if (!survey->texts_size)
		survey->texts[survey->texts_size++] = '\0';
	survey->slots[survey->count++] = (struct survey_slot){
		.slot = heading->slot, .ahead = 1, .text = length ? (uint32_t)survey->texts_size : 0
	};
	memcpy(survey->texts + survey->texts_size, heading->text, length);
	survey->texts_size += length;
	survey->texts[survey->texts_size++] = '\0';
	return true;
}

/* Slots with one heading need no place here. */
static void keep_repeated(struct survey *survey)
{
	uint32_t kept = 0;

	if (survey->count)
		qsort(survey->slots, survey->count, sizeof(*survey->slots), compare_all);
	for (uint32_t i = 0; i < survey->count;) {
		struct survey_slot slot = survey->slots[i];
		uint32_t end = i + 1;

		while (end < survey->count && compare(&survey->slots[end], &slot) == 0) {
			slot.ahead++;
			slot.text = slot.text ? slot.text : survey->slots[end].text;
			end++;
		}
		if (slot.ahead > 1)
			survey->slots[kept++] = slot;
		i = end;
	}
	survey->count = kept;
}

static bool add_array(struct survey *survey, const struct array *array)
{
	struct array *arrays = realloc(survey->arrays, (survey->n_arrays + 1) * sizeof(*arrays));

	if (!arrays)
		return false;
	arrays[survey->n_arrays++] = *array;
	survey->arrays = arrays;
	return true;
}

/* One line of the text. False: out of memory. */
static bool look(struct survey *survey, struct trial *trial, const struct text_line *line)
{
	if (line->length >= 7 && *line->text != '\t' && trial_heading(trial, line))
		return add(survey, &trial->heading);
	if (survey->count || !array_line(&trial->array, line->text, line->length, line->number))
		return true;
	return add_array(survey, &trial->array);
}

int survey_read(struct survey *survey, const char *head, size_t size)
{
	struct trial *trial = trial_open(head, size);
	struct text_line line;
	bool ok = trial;

	while (ok && trial_next(trial, &line))
		ok = look(survey, trial, &line);
	if (ok && !survey->count && array_end(&trial->array))
		ok = add_array(survey, &trial->array);
	if (trial)
		trial_close(trial);
	if (!ok)
		return PCIMSI_ERR_NOMEM;
	keep_repeated(survey);
	return 0;
}

void survey_done(struct survey *survey)
{
	free(survey->arrays);
	free(survey->slots);
	free(survey->texts);
	*survey = (struct survey){ 0 };
}

static struct survey_slot *find(const struct survey *survey, struct pcimsi_slot slot)
{
	struct survey_slot key = { .slot = slot };

	if (!survey->count)
		return NULL;
	return bsearch(&key, survey->slots, survey->count, sizeof(key), compare);
}

void survey_pass(struct survey *survey, struct pcimsi_slot slot)
{
	struct survey_slot *found = find(survey, slot);

	if (found && found->ahead)
		found->ahead--;
}

bool survey_yields(struct survey *survey, struct pcimsi_slot slot)
{
	struct survey_slot *found = find(survey, slot);

	if (!found || !found->ahead)
		return false;
	found->yielded = true;
	return true;
}

const char *survey_text(const struct survey *survey, struct pcimsi_slot slot)
{
	const struct survey_slot *found = find(survey, slot);

	return found && found->yielded && found->text ? survey->texts + found->text : NULL;
}

/* ---- probe ----------------------------------------------------------------------------------- */

static bool is_capture_line(struct trial *trial, const struct text_line *line)
{
	struct hexline row;

	if (array_line(&trial->array, line->text, line->length, line->number))
		return true;

	/* The prompt of a command promises rows; they tell themselves. */
	if (trial_heading(trial, line))
		return !trial->heading.dialect->prompt;
	if (hexline_parse(line->text, line->length, &row))
		return row.form != HEXLINE_PLAIN || row.count == 16;
	return hexline_find(line->text, line->length, 0, &row);
}

enum source_match survey_probe(const char *head, size_t size)
{
	enum source_match match = size < TEXT_BUFFER_SIZE ? SOURCE_NO : SOURCE_MAYBE;
	struct text_line line;
	struct trial *trial;

	if (text_is_binary(head, size))
		return SOURCE_NO;
	trial = trial_open(head, size);
	if (!trial) /* out of memory: who opens it will tell */
		return SOURCE_MAYBE;
	while (match != SOURCE_YES && trial_next(trial, &line))
		if (is_capture_line(trial, &line))
			match = SOURCE_YES;
	if (array_end(&trial->array))
		match = SOURCE_YES;
	trial_close(trial);
	/* The dump may begin behind a long report. */
	return match;
}
