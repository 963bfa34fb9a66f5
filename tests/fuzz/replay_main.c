/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

/*
 * Stands in for libFuzzer with any compiler: runs the fuzz target it is linked
 * with on every file named, and on every file below a directory named.
 */

static void die(const char *what, const char *path)
{
	fprintf(stderr, "replay: %s: ", path);
	perror(what);
	exit(1);
}

/* In a buffer of exactly its size, so that a sanitizer sees a read behind it. */
static void replay_file(const char *path, size_t size)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data = malloc(size ? size : 1);

	if (!file || !data)
		die("open", path);
	if (fread(data, 1, size, file) != size)
		die("read", path);
	fclose(file);
	/* Seen only if the input crashes: the runner is quiet about success. */
	printf("%s\n", path);
	fflush(stdout);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
}

static unsigned replay(const char *path);

static unsigned replay_folder(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	unsigned count = 0;
	char below[4096];

	if (!folder)
		die("open", path);
	while ((entry = readdir(folder))) {
		if (entry->d_name[0] == '.')
			continue;
		if (snprintf(below, sizeof(below), "%s/%s", path, entry->d_name) <
		    (int)sizeof(below))
			count += replay(below);
	}
	closedir(folder);
	return count;
}

static unsigned replay(const char *path)
{
	struct stat status;

	if (stat(path, &status) < 0)
		die("stat", path);
	if (S_ISDIR(status.st_mode))
		return replay_folder(path);
	replay_file(path, (size_t)status.st_size);
	return 1;
}

int main(int argc, char **argv)
{
	unsigned count = 0;

	for (int i = 1; i < argc; i++)
		count += replay(argv[i]);
	printf("replayed %u\n", count);
	return 0;
}
