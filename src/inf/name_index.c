/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/name_index.h"

#include <stdlib.h>

#include <pcimsi/error.h>

#include "base/str.h"

int name_index_add(struct arena *arena, struct name_index *index, const char *name, uint32_t value)
{
	struct name_entry *entry = VEC_ADD(arena, &index->entries);

	if (!entry)
		return PCIMSI_ERR_NOMEM;
	entry->name = name;
	entry->value = value;
	return 0;
}

/* `b` ends at `length`; `a` ends at its NUL. */
static int compare(const char *a, const char *b, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char x = (unsigned char)ascii_lower(a[i]);
		unsigned char y = (unsigned char)ascii_lower(b[i]);

		if (x != y || !x)
			return x < y ? -1 : x > y;
	}
	return a[length] != '\0';
}

static int compare_entries(const void *a, const void *b)
{
	const struct name_entry *x = a, *y = b;
	int order = compare(x->name, y->name, SIZE_MAX);

	return order ? order : x->value < y->value ? -1 : x->value > y->value;
}

void name_index_sort(struct name_index *index)
{
	if (index->entries.count)
		qsort(index->entries.items, index->entries.count, sizeof(*index->entries.items),
		      compare_entries);
}

uint32_t name_index_place(const struct name_index *index, const char *name, size_t length)
{
	uint32_t low = 0, high = index->entries.count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (compare(index->entries.items[middle].name, name, length) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint32_t name_index_find(const struct name_index *index, const char *name, size_t length)
{
	uint32_t low = name_index_place(index, name, length);

	if (low < index->entries.count &&
	    compare(index->entries.items[low].name, name, length) == 0)
		return index->entries.items[low].value;
	return NAME_NONE;
}
