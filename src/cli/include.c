/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/include.h"

#include "cli/complain.h"
#include "cli/input.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The file of this name in the folder, in any case; NULL: there is none. free() it. */
static char *find_file(const char *folder, int length, const char *name)
{
	char *path = NULL, *found = NULL;
	struct dirent **entries = NULL;
	int count;

	if (asprintf(&path, "%.*s", length, folder) < 0)
		return NULL;
	count = scandir(path, &entries, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		if (!found && strcasecmp(entries[i]->d_name, name) == 0 &&
		    asprintf(&found, "%s/%s", path, entries[i]->d_name) < 0)
			found = NULL;
		free(entries[i]);
	}
	free(entries);
	free(path);
	return found;
}

/* In the folder of the INF itself, which may be one of an archive. */
static char *find_beside(const struct include_place *place, const char *name)
{
	const char *slash = strrchr(place->path, '/');
	const struct package_file *file;

	if (place->package) {
		file = package_beside(place->package, place->path, name);
		return file ? strdup(file->path) : NULL;
	}
	if (slash)
		return find_file(place->path, slash == place->path ? 1 : (int)(slash - place->path),
				 name);
	return strcmp(place->path, "-") != 0 ? find_file(".", 1, name) : NULL;
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
		path = find_file(paths->items[i], (int)strlen(paths->items[i]), name);
	return path;
}

static struct pcimsi_inf *open_file(struct include_place *place)
{
	const struct pcimsi_inf_options options = {
		.notes = place->includes->notes,
		.include = includes_find,
		.include_user = place,
	};
	struct pcimsi_inf *inf = NULL;
	const char *detail = NULL;
	const struct package_file *file = place->package ? package_find(place->package, place->path)
							 : NULL;
	struct input input = { 0 };
	int err = file ? 0 : input_read(place->path, &input, &detail);

	if (!err)
		err = pcimsi_inf_open(place->path, file ? file->input.bytes : input.bytes,
				      file ? file->input.size : input.size, &options, &inf);
	input_done(&input);
	if (err)
		complain_file(place->path, pcimsi_error_text(err), detail);
	return inf;
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
	place->next = includes->places;
	if (!place->path) {
		free(place);
		return NULL;
	}
	includes->places = place;
	return place;
}

struct include_place *includes_at(const struct includes *includes, const char *path)
{
	struct include_place *place = includes->places;

	while (place && strcmp(place->path, path) != 0)
		place = place->next;
	return place;
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

struct pcimsi_inf *includes_find(void *user, const char *name)
{
	const struct include_place *from = user;
	char *path = find_path(from, name);
	struct include_place *place;

	if (!path)
		return NULL;
	for (place = from->includes->places; place; place = place->next)
		if (place->inf && strcmp(place->path, path) == 0)
			break;
	if (!place) {
		place = includes_place(from->includes, path, package_of(from, path));
		if (place)
			place->inf = open_file(place);
	}
	free(path);
	return place ? place->inf : NULL;
}

void includes_done(struct includes *includes)
{
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
