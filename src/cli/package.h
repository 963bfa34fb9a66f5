/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_PACKAGE_H
#define PCIMSI_CLI_PACKAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/table.h"
#include "cli/input.h"

/*
 * The INFs of an archive, as drivers are delivered, or of a mail: of archives in archives
 * and mails, too, and a compressed INF alone. What all of it may come to is limited as
 * for captures (archive/unpack.h), and INFs in it to 512 MiB.
 */
struct package_file {
	const char *path; /* "drivers.zip/folder/card.inf" */
	struct input input;
};

struct package {
	struct package *next; /* for who keeps several */
	struct arena arena;
	VEC(struct package_file) files;
	struct table by_path; /* of these, but for case */
	uint64_t kept;        /* bytes of files */
};

struct package_visitor {
	/* What is left out, and why; `why` may be NULL. */
	void (*lost)(const char *path, int err, const char *why, void *user);
	void *user;
};

/* Whether this is an archive or a mail. */
bool package_is(const struct input *input);

/* Adds the INFs of what package_is(), in its order. 0 or PCIMSI_ERR_NOMEM. */
int package_add(struct package *package, const char *path, const struct input *input,
		const struct package_visitor *visitor);
void package_done(struct package *package);

/* The file `name` in the folder of `path`, but for case; NULL: there is none. */
const struct package_file *package_beside(const struct package *package, const char *path,
					  const char *name);
const struct package_file *package_find(const struct package *package, const char *path);

#endif
