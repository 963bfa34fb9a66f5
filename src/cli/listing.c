/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/listing.h"

#include "base/str.h"

#include <dirent.h>
#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b)
{
	const char *const *left = a, *const *right = b;
	int order = str_icmp(*left, *right);

	return order ? order : strcmp(*left, *right);
}

static bool add_name(struct listing *listing, size_t *capacity, const char *name)
{
	if (listing->count == *capacity) {
		size_t wanted = *capacity ? 2 * *capacity : 64;
		char **grown = reallocarray(listing->names, wanted, sizeof(*grown));

		if (!grown)
			return false;
		listing->names = grown;
		*capacity = wanted;
	}
	listing->names[listing->count] = strdup(name);
	if (!listing->names[listing->count])
		return false;
	listing->count++;
	return true;
}

/* False: out of memory. What a folder cannot tell any more is its error. */
static bool read_names(struct listing *listing)
{
	DIR *folder = opendir(listing->path);
	size_t capacity = 0;
	struct dirent *entry;
	bool whole = true;

	if (!folder) {
		listing->error = errno;
		return errno != ENOMEM;
	}
	/* cppcheck-suppress readdirCalled ; on a stream of its own it is safe */
	while (whole && (errno = 0, entry = readdir(folder)))
		whole = add_name(listing, &capacity, entry->d_name);
	listing->error = whole ? errno : 0;
	closedir(folder);
	if (listing->count)
		qsort(listing->names, listing->count, sizeof(*listing->names), by_name);
	return whole;
}

static void free_listing(void *item)
{
	struct listing *listing = item;

	for (size_t i = 0; i < listing->count; i++)
		free(listing->names[i]);
	free(listing->names);
	free(listing->path);
	free(listing);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct listing *)a)->path, ((const struct listing *)b)->path);
}

static struct listing **find(const struct listings *listings, const char *path)
{
	const struct listing wanted = { .path = (char *)path };

	return tfind(&wanted, &listings->tree, by_path);
}

bool listings_has(const struct listings *listings, const char *path)
{
	return find(listings, path);
}

const struct listing *listings_of(struct listings *listings, const char *path)
{
	struct listing **found = find(listings, path), *listing;

	if (found)
		return *found;
	listing = calloc(1, sizeof(*listing));
	if (!listing)
		return NULL;
	listing->path = strdup(path);
	if (!listing->path || !read_names(listing) || !tsearch(listing, &listings->tree, by_path)) {
		free_listing(listing);
		return NULL;
	}
	return listing;
}

const char *listing_find(const struct listing *listing, const char *name)
{
	size_t low = 0, high = listing->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (str_icmp(listing->names[middle], name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < listing->count && str_ieq(listing->names[low], name) ? listing->names[low]
									  : NULL;
}

void listings_done(struct listings *listings)
{
	tdestroy(listings->tree, free_listing);
	listings->tree = NULL;
}
