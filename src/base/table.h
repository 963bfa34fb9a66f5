/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_BASE_TABLE_H
#define PCIMSI_BASE_TABLE_H

#include "base/arena.h"

/*
 * What is found by a hash: numbers of items that somebody else keeps and compares, several
 * of one hash in the order in which they were added. Zero-initialise; it lives as long as
 * the arena, and grows so that a bucket holds one on average.
 *
 *     for (uint32_t at = table_first(&table, hash); at; at = table_next(&table, at))
 *         ... items[table_item(&table, at)]
 */
struct table {
	VEC(struct table_entry) entries;
	struct table_bucket *buckets;
	uint32_t n_buckets; /* a power of two, or 0 */
};

/* PCIMSI_ERR_NOMEM: it was not added. */
int table_add(struct table *table, struct arena *arena, uint32_t hash, uint32_t item);

/* Places in the table; 0: there is none, or none further. */
uint32_t table_first(const struct table *table, uint32_t hash);
uint32_t table_next(const struct table *table, uint32_t at);

uint32_t table_item(const struct table *table, uint32_t at);

#endif
