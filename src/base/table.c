/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/table.h"

#include <pcimsi/error.h>

struct table_entry {
	uint32_t hash, item;
	uint32_t next; /* in the bucket, as index + 1 */
};

/* As index + 1. */
struct table_bucket {
	uint32_t first, last;
};

#define BUCKETS_LEAST 64

/* Behind the others of its bucket. */
static void link_entry(struct table *table, uint32_t at)
{
	struct table_entry *entry = &table->entries.items[at - 1];
	struct table_bucket *bucket = &table->buckets[entry->hash & (table->n_buckets - 1)];

	entry->next = 0;
	if (bucket->last)
		table->entries.items[bucket->last - 1].next = at;
	else
		bucket->first = at;
	bucket->last = at;
}

static int grow(struct table *table, struct arena *arena)
{
	uint32_t wanted = table->n_buckets ? 2 * table->n_buckets : BUCKETS_LEAST;
	struct table_bucket *buckets = arena_array(arena, wanted, sizeof(*buckets));

	if (!buckets)
		return PCIMSI_ERR_NOMEM;
	table->buckets = buckets;
	table->n_buckets = wanted;
	for (uint32_t at = 1; at <= table->entries.count; at++)
		link_entry(table, at);
	return 0;
}

int table_add(struct table *table, struct arena *arena, uint32_t hash, uint32_t item)
{
	bool is_full = table->entries.count == table->n_buckets && table->n_buckets <= INT32_MAX;
	int err = is_full ? grow(table, arena) : 0;
	struct table_entry *entry = err ? NULL : VEC_ADD(arena, &table->entries);

	if (!entry)
		return PCIMSI_ERR_NOMEM;
	entry->hash = hash;
	entry->item = item;
	link_entry(table, table->entries.count);
	return 0;
}

/* `at` or the next one behind it of that hash. */
static uint32_t skip_others(const struct table *table, uint32_t at, uint32_t hash)
{
	while (at && table->entries.items[at - 1].hash != hash)
		at = table->entries.items[at - 1].next;
	return at;
}

uint32_t table_first(const struct table *table, uint32_t hash)
{
	if (!table->n_buckets)
		return 0;
	return skip_others(table, table->buckets[hash & (table->n_buckets - 1)].first, hash);
}

uint32_t table_next(const struct table *table, uint32_t at)
{
	const struct table_entry *entry = &table->entries.items[at - 1];

	return skip_others(table, entry->next, entry->hash);
}

uint32_t table_item(const struct table *table, uint32_t at)
{
	return table->entries.items[at - 1].item;
}
