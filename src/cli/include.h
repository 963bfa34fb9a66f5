/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_INCLUDE_H
#define PCIMSI_CLI_INCLUDE_H

#include "cli/listing.h"
#include "cli/command_line.h"
#include "cli/package.h"

#include <pcimsi/inf.h>

/*
 * INFs that others include: looked for beside the INF that includes them, then in
 * the folders of --inf-path; the case of names does not count. What was looked for
 * once, found or not, is remembered. Zero-initialise and set `paths` and `notes`.
 */
struct includes {
	const struct words *paths;
	struct pcimsi_note_sink notes;
	struct listings listings;     /* of the folders that were looked into */
	struct include_place *places; /* a list, the last one first */
	void *by_path;                /* of tsearch(3): the first place of a path */
	void *included;               /* those that were opened because another includes them */
	struct package *packages;     /* that were read, the last one first */
	bool failed;                  /* out of memory: something may be missing */
};

/* An INF, for what it includes. */
struct include_place {
	struct includes *includes;
	struct include_place *next;
	char *path;
	const struct package *package; /* the archive that it is in; NULL: it is a file */
	struct pcimsi_inf *inf;        /* if it was opened because another one includes it */
};

/*
 * Looks into the folders of --inf-path. False after a message for each that cannot be
 * read.
 */
bool includes_look(struct includes *includes);

/*
 * The place of the INF at `path`, in `package` if that is not NULL; lives until
 * includes_done(). NULL: out of memory.
 */
struct include_place *includes_place(struct includes *includes, const char *path,
				     const struct package *package);

/* The place that was made for this path, or NULL. */
struct include_place *includes_at(const struct includes *includes, const char *path);

/* An empty package that lives until includes_done(). NULL: out of memory. */
struct package *includes_package(struct includes *includes);

/* A pcimsi_include_fn; user is a struct include_place. */
struct pcimsi_inf *includes_find(void *user, const char *name);

/* Closes those that were included, after the INFs that include them were closed. */
void includes_done(struct includes *includes);

#endif
