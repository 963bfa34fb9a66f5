/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_PACKAGE_H
#define PCIMSI_CLI_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/input.h"

/*
 * The INFs of an archive, as drivers are delivered: .zip, .cab, .7z, .tar with any
 * compression, archives in archives, and a compressed INF alone. Limits: 512 MiB of
 * INFs; in all of the archive, whether it is an INF or not, 4 GiB, 1000 times the
 * size of the archive, and 100,000 members.
 */
struct package_file {
	char *path; /* "drivers.zip/folder/card.inf" */
	struct input input;
	size_t next; /* of the same bucket, counted from 1 */
};

struct package {
	struct package *next; /* for who keeps several */
	struct package_file *files;
	size_t count, capacity;
	size_t *buckets; /* `capacity` of them: by path, but for case */
	/* What the limits are held against; members that are skipped count, too. */
	uint64_t packed, expanded, kept;
	uint32_t members;
};

/* Whether this is the beginning of an archive. */
bool package_is(const struct input *input);

/*
 * Adds the INFs of the archive, in its order. 0 or a pcimsi error; what was read
 * before it stays. *reterr_detail may say why, and lives as long as the program.
 */
int package_add(struct package *package, const char *path, const struct input *input,
		const char **reterr_detail);
void package_done(struct package *package);

/* The file `name` in the folder of `path`, but for case; NULL: there is none. */
const struct package_file *package_beside(const struct package *package, const char *path,
					  const char *name);
const struct package_file *package_find(const struct package *package, const char *path);

#endif
