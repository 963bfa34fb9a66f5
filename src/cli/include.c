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

/* In the folder of the INF itself, then in those that were named. */
static char *find_path(const struct include_place *place, const char *name)
{
	const struct words *paths = place->includes->paths;
	const char *slash = strrchr(place->path, '/');
	char *path = NULL;

	/* An Include names a file, not a place. */
	if (strpbrk(name, "/\\") || !*name)
		return NULL;
	if (slash)
		path = find_file(place->path, slash == place->path ? 1 : (int)(slash - place->path),
				 name);
	else if (strcmp(place->path, "-") != 0)
		path = find_file(".", 1, name);
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
	struct input input;
	int err = input_read(place->path, &input, &detail);

	if (!err)
		err = pcimsi_inf_open(place->path, input.bytes, input.size, &options, &inf);
	input_done(&input);
	if (err)
		complain_file(place->path, pcimsi_error_text(err), detail);
	return inf;
}

struct include_place *includes_place(struct includes *includes, const char *path)
{
	struct include_place *place = calloc(1, sizeof(*place));

	if (!place)
		return NULL;
	place->includes = includes;
	place->path = strdup(path);
	place->next = includes->places;
	if (!place->path) {
		free(place);
		return NULL;
	}
	includes->places = place;
	return place;
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
		place = includes_place(from->includes, path);
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
}
