/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/policy_search.h"

#include "cli/folder.h"
#include "cli/target.h"

#include <pcimsi/error.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Folders above an INF that are looked into. */
#define DEPTH_MAX 64

/* The path of `name` in the folder; NULL: out of memory. */
static char *in_folder(const char *folder, const char *name)
{
	bool slash = *folder && folder[strlen(folder) - 1] == '/';
	char *path = NULL;

	if (strcmp(folder, ".") == 0)
		return strdup(name);
	return asprintf(&path, "%s%s%s", folder, slash ? "" : "/", name) < 0 ? NULL : path;
}

/* What a path names is in this folder, as far as the words of the path tell. */
static char *folder_of(const char *path)
{
	size_t length = strlen(path), end;

	while (length > 1 && path[length - 1] == '/')
		length--;
	for (end = length; end && path[end - 1] != '/';)
		end--;
	/* Above "." and ".." is what the path does not name. */
	if (strcmp(path + end, ".") == 0 || strcmp(path + end, "..") == 0)
		return strcmp(path, ".") == 0 ? strdup("..") : in_folder(path, "..");
	if (!end)
		return strdup(".");
	while (end > 1 && path[end - 1] == '/')
		end--;
	return strndup(path, end);
}

/* Also a link that leads nowhere: that it cannot be read has to be told. */
static bool is_there(const char *path)
{
	struct stat status;

	return lstat(path, &status) == 0;
}

/* The policy in the folder, if no nearer one was found. */
static int look(const char *folder, char **nearest)
{
	char *path = *nearest ? NULL : in_folder(folder, POLICY_NAME);

	if (*nearest)
		return 0;
	if (!path)
		return PCIMSI_ERR_NOMEM;
	if (is_there(path))
		*nearest = path;
	else
		free(path);
	return 0;
}

/* A worktree has a file of that name, and no folder. */
static int is_root(const char *folder, bool *ret)
{
	char *path = in_folder(folder, ".git");

	if (!path)
		return PCIMSI_ERR_NOMEM;
	*ret = is_there(path);
	free(path);
	return 0;
}

/* Goes up from the folder, which it frees. */
static int climb(char *folder, char **nearest, bool *ret_in_repository)
{
	int err = 0;

	for (unsigned i = 0; folder && !err && i < DEPTH_MAX; i++) {
		char *above;

		err = look(folder, nearest);
		if (!err)
			err = is_root(folder, ret_in_repository);
		if (err || *ret_in_repository)
			break;
		above = folder_of(folder);
		if (!above || target_is_same(above, folder)) {
			err = above ? 0 : PCIMSI_ERR_NOMEM;
			free(above);
			break;
		}
		free(folder);
		folder = above;
	}
	free(folder);
	return err;
}

int policy_search(const char *inf, char **ret)
{
	char *folder = folder_is(inf) ? strdup(inf) : folder_of(inf), *nearest = NULL;
	bool in_repository = false;
	int err = folder ? look(folder, ret) : PCIMSI_ERR_NOMEM;

	if (err || *ret) {
		free(folder);
		return err;
	}
	err = climb(folder, &nearest, &in_repository);
	if (err || !in_repository) {
		free(nearest);
		return err;
	}
	*ret = nearest;
	return 0;
}
