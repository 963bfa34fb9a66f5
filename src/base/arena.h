/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_BASE_ARENA_H
#define PCIMSI_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Memory that is freed all at once. Zero-initialise, use, arena_done(). Every
 * allocation may fail and returns NULL then; nothing allocated before is lost.
 */
struct arena {
	struct arena_block *block;
	size_t limit; /* bytes in all that may be allocated; 0: no limit */
	size_t used;
};

void *arena_alloc(struct arena *arena, size_t size); /* zeroed, aligned for anything */
void *arena_array(struct arena *arena, size_t count, size_t size); /* zeroed; NULL on overflow */
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_strdup(struct arena *arena, const char *text);
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void arena_done(struct arena *arena); /* frees everything; the arena can be used again */

/*
 * Growing array of `type` in an arena: struct { type *items; uint32_t count, capacity; }.
 * VEC_ADD gives a pointer to a new zeroed last element, or NULL.
 */
#define VEC(type)                         \
	struct {                          \
		type *items;              \
		uint32_t count, capacity; \
	}
#define VEC_ADD(arena, vec)                                                                \
	((__typeof__((vec)->items))vec_add((arena), (void **)&(vec)->items, &(vec)->count, \
					   &(vec)->capacity, sizeof(*(vec)->items)))

void *vec_add(struct arena *arena, void **items, uint32_t *count, uint32_t *capacity, size_t size);

#endif
