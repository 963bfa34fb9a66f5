/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_SYSFS_TREE_H
#define PCIMSI_SOURCE_SYSFS_TREE_H

#include <pcimsi/function.h>

#include "base/arena.h"
#include "base/notes.h"
#include "base/table.h"
#include "source/sysfs_function.h"

/*
 * The functions of copied sysfs and /proc/bus/pci trees, put together from their
 * files in whatever order these come: from a directory or from an archive.
 */

/* Where in a tree a path leads. The lengths count from the start of the path. */
struct sysfs_place {
	enum sysfs_attribute kind;
	struct pcimsi_slot slot;
	const char *path;
	size_t root_length;      /* what comes before sysfs' or /proc's own names */
	size_t directory_length; /* up to the function's directory */
};

struct sysfs_place sysfs_place(const char *path);

#define SYSFS_TREE_MAX 65536u

struct sysfs_tree {
	struct arena arena;
	struct notes *notes;
	size_t top_length; /* what of each path is not part of a member's name */
	VEC(struct tree_function *) functions;
	struct table directories; /* of `functions` */
	struct tree_function *last;
	uint32_t next;
	struct pcimsi_raw_function raw;
};

/* 0, PCIMSI_ERR_NOMEM or PCIMSI_ERR_LIMIT. At most SYSFS_FILE_MAX bytes are looked at. */
int sysfs_tree_add(struct sysfs_tree *tree, const struct sysfs_place *place, const char *content,
		   size_t size);

/* The configuration bytes at `place` cannot be had: a note that says why. As above. */
int sysfs_tree_lose(struct sysfs_tree *tree, const struct sysfs_place *place, const char *why);

/*
 * A link at `path` leads nowhere, or to where nobody looked: if it is one of
 * bus/pci/devices, its function has to be somewhere in the tree. As above.
 */
int sysfs_tree_expect(struct sysfs_tree *tree, const char *path);

/* Sorts the functions by tree and slot; nothing is added after that. */
void sysfs_tree_finish(struct sysfs_tree *tree);

/* The next function, or NULL at the end. */
const struct pcimsi_raw_function *sysfs_tree_next(struct sysfs_tree *tree);

void sysfs_tree_done(struct sysfs_tree *tree);

#endif
