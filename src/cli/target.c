/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/target.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* As many as Linux follows. */
#define LINKS_MAX 40

/* N of "/dev/fd/N" and "/proc/self/fd/N"; -1: it is neither. */
static int own_descriptor(const char *path)
{
	static const char *const folders[] = { "/dev/fd/", "/proc/self/fd/" };

	for (unsigned i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		size_t length = strlen(folders[i]);
		const char *number = path + length;

		if (strncmp(path, folders[i], length) == 0 && *number &&
		    strspn(number, "0123456789") == strlen(number) && strlen(number) < 9)
			return atoi(number);
	}
	return -1;
}

/* What the link at `path` says, as seen from where the program stands; NULL with errno. */
static char *read_link(const char *path)
{
	const char *slash = strrchr(path, '/');
	char text[PATH_MAX], *result;
	ssize_t length = readlink(path, text, sizeof(text) - 1);
	int folder = slash ? (int)(slash - path) + 1 : 0;

	if (length < 0)
		return NULL;
	text[length] = '\0';
	if (text[0] == '/')
		folder = 0;
	return asprintf(&result, "%.*s%s", folder, path, text) < 0 ? NULL : result;
}

static void refuse(struct target *target, const char *why)
{
	target->kind = TARGET_REFUSED;
	target->why = why;
}

static void judge(struct target *target)
{
	mode_t mode = target->status.st_mode;

	if (S_ISDIR(mode))
		refuse(target, strerror(EISDIR));
	else if (S_ISBLK(mode))
		refuse(target, "is a disk");
	else if (S_ISSOCK(mode))
		refuse(target, "is a socket");
	else if (!S_ISREG(mode))
		target->kind = TARGET_DIRECT;
	else if (access(target->path, W_OK) != 0)
		refuse(target, strerror(errno));
	else
		target->kind = TARGET_FILE;
}

/* Goes to the end of a chain of links, which may be a file that is yet to be made. */
static void follow(struct target *target)
{
	for (int links = 0; links <= LINKS_MAX; links++) {
		char *next;

		target->descriptor = own_descriptor(target->path);
		if (target->descriptor >= 0) {
			target->kind = TARGET_DESCRIPTOR;
			return;
		}
		if (lstat(target->path, &target->status) != 0) {
			if (errno != ENOENT)
				refuse(target, strerror(errno));
			return;
		}
		if (!S_ISLNK(target->status.st_mode)) {
			judge(target);
			return;
		}
		next = read_link(target->path);
		if (!next) {
			refuse(target, strerror(errno));
			return;
		}
		free(target->path);
		target->path = next;
	}
	refuse(target, strerror(ELOOP));
}

void target_find(struct target *target, const char *path)
{
	size_t length = strlen(path);

	*target = (struct target){ .kind = TARGET_NEW, .path = strdup(path) };
	if (!target->path)
		refuse(target, strerror(ENOMEM));
	else if (!length)
		refuse(target, "the name is empty");
	else if (path[length - 1] == '/')
		refuse(target, strerror(EISDIR));
	else
		follow(target);
}

void target_done(struct target *target)
{
	free(target->path);
}

bool target_is_same(const char *a, const char *b)
{
	struct stat x, y;

	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return strdup(".");
	return strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool same_folder_and_name(const char *a, const char *b)
{
	char *one = folder_of(a), *other = folder_of(b);
	bool same = one && other && strcmp(name_of(a), name_of(b)) == 0 &&
		    target_is_same(one, other);

	free(one);
	free(other);
	return same;
}

bool target_is_same_place(const char *a, const char *b)
{
	struct target one, other;
	bool same;

	target_find(&one, a);
	target_find(&other, b);
	same = one.path && other.path && same_folder_and_name(one.path, other.path);
	target_done(&one);
	target_done(&other);
	return same;
}
