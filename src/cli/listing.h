/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_LISTING_H
#define PCIMSI_CLI_LISTING_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The names in folders, read once for each folder, found whatever their case: A to Z
 * are a to z, as Windows and INFs have it, whatever the locale. Zero-initialise.
 */
struct listings {
	void *tree; /* of tsearch(3), by path */
};

struct listing {
	char *path;
	int error;    /* errno of a folder that cannot be read; it has no names then */
	char **names; /* sorted but for case; those that differ in case alone by their bytes */
	size_t count;
};

/* The listing of the folder, read or remembered; lives until listings_done(). NULL: out of memory.
 */
const struct listing *listings_of(struct listings *listings, const char *path);

/* Whether it was looked into before. */
bool listings_has(const struct listings *listings, const char *path);

/* The first of the names that is `name` but for case; NULL: there is none. */
const char *listing_find(const struct listing *listing, const char *name);

void listings_done(struct listings *listings);

#endif
