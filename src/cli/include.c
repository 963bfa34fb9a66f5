/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/include.h"

#include "cli/complain.h"
#include "cli/input.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- where they are ------------------------------------------------------------------------ */

/* NULL after a message, which is given once, or if there is no memory. */
static const struct listing *look_into(struct includes *includes, const char *folder)
{
	bool first = !listings_has(&includes->listings, folder);
	const struct listing *listing = listings_of(&includes->listings, folder);

	includes->failed |= !listing;
	if (listing && listing->error && first)
		complain_file(folder, "cannot be read", strerror(listing->error));
	return listing && !listing->error ? listing : NULL;
}

/* The file of this name in the folder, in any case; NULL: there is none. free() it. */
static char *find_file(struct includes *includes, const char *folder, const char *name)
{
	const struct listing *listing = look_into(includes, folder);
	const char *found = listing ? listing_find(listing, name) : NULL;
	char *path = NULL;

	if (found && asprintf(&path, "%s/%s", folder, found) < 0) {
		includes->failed = true;
		return NULL;
	}
	return path;
}

/* The folder of the file; free() it. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return strdup(".");
	return strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

/* In the folder of the INF itself, which may be one of an archive. */
static char *find_beside(const struct include_place *place, const char *name)
{
	struct includes *includes = place->includes;
	char *folder, *path;

	if (place->package) {
		const struct package_file *file = package_beside(place->package, place->path, name);

		path = file ? strdup(file->path) : NULL;
		includes->failed |= file && !path;
		return path;
	}
	if (strcmp(place->path, "-") == 0)
		return NULL;
	folder = folder_of(place->path);
	includes->failed |= !folder;
	path = folder ? find_file(includes, folder, name) : NULL;
	free(folder);
	return path;
}

/* Beside the INF, then in the folders that were named. */
static char *find_path(const struct include_place *place, const char *name)
{
	const struct words *paths = place->includes->paths;
	char *path;

	/* An Include names a file, not a place. */
	if (strpbrk(name, "/\\") || !*name)
		return NULL;
	path = find_beside(place, name);
	for (unsigned i = 0; !path && i < paths->count; i++)
		path = find_file(place->includes, paths->items[i], name);
	return path;
}

bool includes_look(struct includes *includes)
{
	bool all = true;

	for (unsigned i = 0; i < includes->paths->count; i++)
		all = look_into(includes, includes->paths->items[i]) && all;
	return all;
}

/* ---- what they are ------------------------------------------------------------------------- */

static struct pcimsi_inf *open_file(struct include_place *place)
{
	const struct pcimsi_inf_options options = {
		.size = sizeof(options),
		.notes = place->includes->notes,
		.include = includes_find,
		.include_user = place,
	};
	struct pcimsi_inf *inf = NULL;
	const char *detail = NULL;
	const struct package_file *file = place->package ? package_find(place->package, place->path)
							 : NULL;
	struct input input = { 0 };
	int err = file ? 0 : input_read_found(place->path, INPUT_MAX, &input, &detail);

	if (!err)
		err = pcimsi_inf_open(place->path, file ? file->input.bytes : input.bytes,
				      file ? file->input.size : input.size, &options, &inf);
	input_done(&input);
	if (err == PCIMSI_ERR_NOMEM)
		place->includes->failed = true;
	else if (err)
		complain_file(place->path, pcimsi_error_text(err), detail);
	return inf;
}

static int by_path(const void *a, const void *b)
{
	const struct include_place *left = a, *right = b;

	return strcmp(left->path, right->path);
}

static struct include_place *find_place(void *const *tree, const char *path)
{
	const struct include_place wanted = { .path = (char *)path };
	struct include_place **found = tfind(&wanted, tree, by_path);

	return found ? *found : NULL;
}

struct include_place *includes_place(struct includes *includes, const char *path,
				     const struct package *package)
{
	struct include_place *place = calloc(1, sizeof(*place));

	if (!place)
		return NULL;
	place->includes = includes;
	place->package = package;
	place->path = strdup(path);
	if (!place->path || !tsearch(place, &includes->by_path, by_path)) {
		free(place->path);
		free(place);
		return NULL;
	}
	place->next = includes->places;
	includes->places = place;
	return place;
}

struct include_place *includes_at(const struct includes *includes, const char *path)
{
	return find_place(&includes->by_path, path);
}

struct package *includes_package(struct includes *includes)
{
	struct package *package = calloc(1, sizeof(*package));

	if (package) {
		package->next = includes->packages;
		includes->packages = package;
	}
	return package;
}

/* What --inf-path found is a file, whatever includes it. */
static const struct package *package_of(const struct include_place *from, const char *path)
{
	return from->package && package_find(from->package, path) ? from->package : NULL;
}

/* Opened, or tried in vain, once. NULL: out of memory. */
static struct include_place *include_path(const struct include_place *from, const char *path)
{
	struct includes *includes = from->includes;
	struct include_place *place = find_place(&includes->included, path);

	if (place)
		return place;
	place = includes_place(includes, path, package_of(from, path));
	if (!place || !tsearch(place, &includes->included, by_path)) {
		includes->failed = true;
		return NULL;
	}
	place->inf = open_file(place);
	return place;
}

struct pcimsi_inf *includes_find(void *user, const char *name)
{
	const struct include_place *from = user;
	char *path = find_path(from, name);
	const struct include_place *place = path ? include_path(from, path) : NULL;

	free(path);
	return place ? place->inf : NULL;
}

static void nothing(void *place)
{
	(void)place;
}

void includes_done(struct includes *includes)
{
	tdestroy(includes->by_path, nothing);
	tdestroy(includes->included, nothing);
	listings_done(&includes->listings);
	while (includes->places) {
		struct include_place *place = includes->places;

		includes->places = place->next;
		pcimsi_inf_close(place->inf);
		free(place->path);
		free(place);
	}
	while (includes->packages) {
		struct package *package = includes->packages;

		includes->packages = package->next;
		package_done(package);
		free(package);
	}
}
