/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/folder.h"

#include <pcimsi/error.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define DEPTH_MAX 16

bool folder_is(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool folder_is_inf(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && (strcasecmp(dot, ".inf") == 0 || strcasecmp(dot, ".inx") == 0);
}

struct walk {
	void (*visit)(const char *path, void *user);
	void *user;
	int count;
};

static int walk_folder(struct walk *walk, const char *path, unsigned depth);

static int walk_entry(struct walk *walk, const char *folder, const char *name, unsigned depth)
{
	struct stat status;
	char *path = NULL;
	int err = 0;

	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return 0;
	if (asprintf(&path, "%s/%s", folder, name) < 0)
		return PCIMSI_ERR_NOMEM;
	if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
		/* One below that cannot be read is no reason to leave out the others. */
		err = walk_folder(walk, path, depth + 1);
		err = err == PCIMSI_ERR_IO ? 0 : err;
	} else if (folder_is_inf(name) && !folder_is(path)) {
		walk->count++;
		walk->visit(path, walk->user);
	}
	free(path);
	return err;
}

static int walk_folder(struct walk *walk, const char *path, unsigned depth)
{
	struct dirent **entries = NULL;
	int count = depth > DEPTH_MAX ? 0 : scandir(path, &entries, NULL, alphasort), err = 0;

	if (count < 0)
		return PCIMSI_ERR_IO;
	for (int i = 0; i < count; i++) {
		if (!err)
			err = walk_entry(walk, path, entries[i]->d_name, depth);
		free(entries[i]);
	}
	free(entries);
	return err;
}

int folder_infs(const char *path, void (*visit)(const char *path, void *user), void *user)
{
	struct walk walk = { .visit = visit, .user = user };
	int err = walk_folder(&walk, path, 0);

	return err ? err : walk.count;
}
