/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_SYSFS_WRITE_H
#define PCIMSI_SOURCE_SYSFS_WRITE_H

#include "base/notes.h"

#include <stdio.h>

/* What an archive of this machine holds. */
struct sysfs_written {
	unsigned functions;
	unsigned cut;        /* of these: less than 256 configuration bytes */
	unsigned unreadable; /* of these: none at all */
};

/*
 * Writes a .tar.gz of what sysfs below `root` (SYSFS_ROOT, or a copy) says of its
 * functions, which opened as a capture gives the facts of this machine. The same
 * machine gives the same archive. Nothing is written but to `out`.
 *
 * PCIMSI_ERR_IO: `root` cannot be read, or `out` not written; *ret_detail says why.
 * PCIMSI_ERR_NOMEM. PCIMSI_ERR_UNSUPPORTED: built without libarchive.
 */
int sysfs_write(FILE *out, const char *root, struct notes *notes, struct sysfs_written *ret,
		const char **ret_detail);

#endif
