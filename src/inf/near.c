/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/near.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/*
 * Which section was meant? A name is held against every section of a small file. In a
 * large one, which may name as many missing sections, it is held only against its
 * neighbours by beginning and by end: what one or two slips leave alike.
 */
#define FEW 256
#define NEIGHBOURS 32 /* on either side */
#define DISTANCE 2

/* As strings compare, from their ends. */
static int compare_ends(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);

	while (n && m) {
		unsigned char x = (unsigned char)ascii_lower(a[--n]);
		unsigned char y = (unsigned char)ascii_lower(b[--m]);

		if (x != y)
			return x < y ? -1 : 1;
	}
	return n ? 1 : m ? -1 : 0;
}

static int by_end(const void *a, const void *b)
{
	return compare_ends(*(const char *const *)a, *(const char *const *)b);
}

int inf_sections_index_ends(struct arena *arena, struct inf_sections *sections)
{
	if (sections->count <= FEW)
		return 0;
	sections->backwards = arena_array(arena, sections->count, sizeof(*sections->backwards));
	if (!sections->backwards)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < sections->count; i++)
		sections->backwards[i] = sections->items[i].name;
	qsort(sections->backwards, sections->count, sizeof(*sections->backwards), by_end);
	return 0;
}

struct search {
	const char *name, *best;
	unsigned most; /* that a better one may be away */
};

static void look_at(struct search *search, const char *candidate)
{
	if (!search->most || !str_is_near(search->name, candidate, search->most - 1))
		return;
	search->best = candidate;
	search->most = str_edit_distance(search->name, candidate);
}

/* The window of NEIGHBOURS around `at`. */
static uint32_t window(uint32_t at, uint32_t count, uint32_t *ret_end)
{
	*ret_end = count - at > NEIGHBOURS ? at + NEIGHBOURS : count;
	return at > NEIGHBOURS ? at - NEIGHBOURS : 0;
}

static void look_by_beginning(struct search *search, const struct inf_sections *sections)
{
	const struct name_index *index = &sections->index;
	uint32_t end, at = window(name_index_place(index, search->name, strlen(search->name)),
				  index->entries.count, &end);

	for (; at < end; at++)
		look_at(search, index->entries.items[at].name);
}

static void look_by_end(struct search *search, const struct inf_sections *sections)
{
	uint32_t low = 0, high = sections->count, end;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (compare_ends(sections->backwards[middle], search->name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (low = window(low, sections->count, &end); low < end; low++)
		look_at(search, sections->backwards[low]);
}

const char *inf_section_near(const struct inf_sections *sections, const char *name)
{
	struct search search = { .name = name, .most = DISTANCE + 1 };

	if (strlen(name) < 2 * DISTANCE)
		return NULL;
	for (uint32_t i = 0; i < sections->count && !sections->backwards; i++)
		look_at(&search, sections->items[i].name);
	if (sections->backwards) {
		look_by_beginning(&search, sections);
		look_by_end(&search, sections);
	}
	return search.best;
}
