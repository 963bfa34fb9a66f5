/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_ATTRIBUTES_H
#define PCIMSI_SOURCE_ATTRIBUTES_H

#include <pcimsi/function.h>

#include "base/arena.h"
#include "base/notes.h"

/*
 * The functions of copied sysfs and /proc/bus/pci trees, put together from their
 * files in whatever order these come: from a directory or from an archive.
 */

enum attribute {
	ATTRIBUTE_NONE,  /* of no function */
	ATTRIBUTE_OTHER, /* of a function, but not used here */
	ATTRIBUTE_CONFIG,
	ATTRIBUTE_PROC, /* a file of /proc/bus/pci, if the content is right */
	ATTRIBUTE_RESOURCE,
	ATTRIBUTE_VENDOR,
	ATTRIBUTE_DEVICE,
	ATTRIBUTE_IRQ,
	ATTRIBUTE_MSI_IRQ,
	ATTRIBUTE_MSI_BUS,
	ATTRIBUTE_UEVENT,
	ATTRIBUTE_DRIVER, /* a link, or a file that holds where it led */
};

/* Where in a tree a path leads. The lengths count from the start of the path. */
struct attribute_place {
	enum attribute kind;
	struct pcimsi_slot slot;
	const char *path;
	size_t root_length;      /* what comes before sysfs' or /proc's own names */
	size_t directory_length; /* up to the function's directory */
};

struct attribute_place attributes_place(const char *path);

/* What of a file is needed at most: one byte more than configuration space. */
#define ATTRIBUTE_SIZE_MAX ((size_t)4097)

#define ATTRIBUTE_BUCKETS 4096
#define ATTRIBUTE_FUNCTIONS_MAX 65536u

struct attributes {
	struct arena arena;
	struct notes *notes;
	size_t top_length; /* what of each path is not part of a member's name */
	struct attribute_function *buckets[ATTRIBUTE_BUCKETS];
	struct attribute_function *last;
	VEC(struct attribute_function *) functions;
	uint32_t next;
	struct pcimsi_raw_function raw;
};

/* 0, PCIMSI_ERR_NOMEM or PCIMSI_ERR_LIMIT. At most ATTRIBUTE_SIZE_MAX bytes are looked at. */
int attributes_add(struct attributes *attributes, const struct attribute_place *place,
		   const char *content, size_t size);

/* Sorts the functions by tree and slot; nothing is added after that. */
void attributes_finish(struct attributes *attributes);

/* The next function, or NULL at the end. */
const struct pcimsi_raw_function *attributes_next(struct attributes *attributes);

void attributes_done(struct attributes *attributes);

#endif
