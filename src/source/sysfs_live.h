/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_SYSFS_LIVE_H
#define PCIMSI_SOURCE_SYSFS_LIVE_H

#include <sys/types.h>

#include "base/notes.h"
#include "source/sysfs_function.h"

/*
 * sysfs of this machine. What is read of a function and what a capture holds of it
 * are visits of the same files, so that the two tell the same.
 */

#define SYSFS_ROOT "/sys/bus/pci"

struct sysfs_slots {
	struct pcimsi_slot *items;
	uint32_t count, capacity;
};

/*
 * The functions below `root`, in the order of their slots; a name that is none gets
 * a note. PCIMSI_ERR_NOMEM, PCIMSI_ERR_IO with errno set, or 0.
 */
int sysfs_list(const char *root, struct arena *arena, struct notes *notes, struct sysfs_slots *ret);

/* A file of a function, `name` as below its directory; size -1: it cannot be read. */
typedef int sysfs_visit_fn(void *user, const struct sysfs_file *file, const char *content,
			   ssize_t size);

/*
 * Visits the sysfs_files[], the first of which is `config`, from `files` on and then
 * those of msi_irqs, until a visit does not return 0.
 * PCIMSI_ERR_EMPTY: the function has no directory (any more).
 */
int sysfs_visit(const char *root, struct pcimsi_slot slot, const struct sysfs_file *files,
		sysfs_visit_fn *visit, void *user);

/* Whether `config` is a file, whose opening blocks nobody. */
bool sysfs_has_config(const char *root, struct pcimsi_slot slot);

/* Reads all but the configuration bytes. Errors as above, and PCIMSI_ERR_NOMEM. */
int sysfs_read(const char *root, struct pcimsi_slot slot, struct arena *arena,
	       struct sysfs_function *ret);

#endif
