/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/folder.h"

#include "base/str.h"

#include <pcimsi/error.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Deeper than a driver store, and no tower of folders ends the program. */
#define DEPTH_MAX 64

bool folder_is(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

bool folder_is_inf(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && (str_ieq(dot, ".inf") || str_ieq(dot, ".inx"));
}

struct walk {
	const struct folder_visitor *visitor;
	int count;
};

static int walk_folder(struct walk *walk, const char *path, unsigned depth);

static int walk_path(struct walk *walk, const char *path, unsigned depth)
{
	struct stat status;

	if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode))
		return walk_folder(walk, path, depth + 1);
	if (folder_is_inf(path) && !folder_is(path)) {
		walk->count++;
		walk->visitor->inf(path, walk->visitor->user);
	}
	return 0;
}

static int walk_entry(struct walk *walk, const char *folder, const char *name, unsigned depth)
{
	size_t length = strlen(folder);
	char *path = NULL;
	int err;

	while (length > 1 && folder[length - 1] == '/')
		length--;
	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return 0;
	if (asprintf(&path, "%.*s/%s", (int)length, folder, name) < 0)
		return PCIMSI_ERR_NOMEM;
	err = walk_path(walk, path, depth);
	free(path);
	return err;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* One that cannot be read is no reason to leave out the others. */
static int lose(struct walk *walk, const char *path, const char *why)
{
	walk->visitor->lost(path, why, walk->visitor->user);
	return 0;
}

static int walk_folder(struct walk *walk, const char *path, unsigned depth)
{
	struct dirent **entries = NULL;
	int count, err = 0;

	if (depth > DEPTH_MAX)
		return lose(walk, path, "more than 64 folders one in the other");
	count = scandir(path, &entries, NULL, by_bytes);
	if (count < 0)
		return errno == ENOMEM ? PCIMSI_ERR_NOMEM : lose(walk, path, strerror(errno));
	for (int i = 0; i < count; i++) {
		if (!err)
			err = walk_entry(walk, path, entries[i]->d_name, depth);
		free(entries[i]);
	}
	free(entries);
	return err;
}

int folder_infs(const char *path, const struct folder_visitor *visitor)
{
	struct walk walk = { .visitor = visitor };
	int err = walk_folder(&walk, path, 0);

	return err ? err : walk.count;
}
