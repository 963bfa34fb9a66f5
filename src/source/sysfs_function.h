/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_SYSFS_FUNCTION_H
#define PCIMSI_SOURCE_SYSFS_FUNCTION_H

#include <pcimsi/function.h>

#include "base/arena.h"

/*
 * What Linux says of a function beside its configuration bytes: the files of its
 * directory in sysfs (Linux Documentation/ABI/testing/sysfs-bus-pci). This machine,
 * copies of sysfs and the archives of `pcimsi capture` all come through here.
 */

enum sysfs_attribute {
	SYSFS_NONE,  /* of no function */
	SYSFS_OTHER, /* of a function, but not used here */
	SYSFS_CONFIG,
	SYSFS_PROC, /* a file of /proc/bus/pci, if the content is right */
	SYSFS_RESOURCE,
	SYSFS_VENDOR,
	SYSFS_DEVICE,
	SYSFS_IRQ,
	SYSFS_MSI_IRQ,
	SYSFS_MSI_BUS,
	SYSFS_UEVENT,
	SYSFS_DRIVER, /* a link, or a file that holds where it led */
};

/* A file of a function's directory that is read, or that a capture holds. */
struct sysfs_file {
	const char *name;
	enum sysfs_attribute kind;
	bool is_link;
};

/* `config` first; a NULL name ends them. */
extern const struct sysfs_file sysfs_files[];

/* What of a file is needed at most: one byte more than configuration space. */
#define SYSFS_FILE_MAX ((size_t)4097)

/* Zero-initialise. */
struct sysfs_function {
	struct pcimsi_reg vendor, device, irq;
	uint64_t bar_sizes[PCIMSI_BARS_MAX];
	bool has_state; /* something of `state` was given */
	struct pcimsi_linux state;
};

/* The kind of a file, named as below the function's directory. */
enum sysfs_attribute sysfs_attribute_of(const char *file);

/*
 * Takes the content of a file, or where a link leads; not that of `config`. What it
 * cannot hold is as if it were not there. PCIMSI_ERR_NOMEM, or 0.
 */
int sysfs_function_take(struct sysfs_function *function, struct arena *arena,
			enum sysfs_attribute kind, const char *content, size_t size);

/*
 * Sets what the files say in `raw`, which has the bytes already; it borrows from
 * `function`.
 */
void sysfs_function_fill(struct sysfs_function *function, struct pcimsi_raw_function *raw);

#endif
