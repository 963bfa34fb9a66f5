/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_SLOT_NAME_H
#define PCIMSI_SOURCE_SLOT_NAME_H

#include <pcimsi/function.h>

#include <stddef.h>

/*
 * Slots in the names of files and directories. Where ":" is not allowed in a
 * name people write "_" or "-" for it: 0000:03:00.0, 0000_03_00.0, 03-00.0.
 */

/* Whether the name is a slot and nothing else; the domain may be missing. */
bool slot_name_whole(const char *name, size_t length, struct pcimsi_slot *ret);

/* Whether a slot stands in the name between characters that are no letters or digits. */
bool slot_name_find(const char *name, size_t length, struct pcimsi_slot *ret);

/*
 * /proc/bus/pci/03/00.0 and /proc/bus/pci/0001:03/00.0: the name of the directory
 * and that of the file (Linux drivers/pci/proc.c, pci_proc_attach_device()).
 */
bool slot_name_proc(const char *directory, size_t directory_length, const char *file,
		    struct pcimsi_slot *ret);

/* The slot that the last name of a path, or the one before it, holds. */
bool slot_name_of_path(const char *path, struct pcimsi_slot *ret);

/* By domain, bus, device and function: below 0, 0 or above, as strcmp(). */
int slot_compare(struct pcimsi_slot x, struct pcimsi_slot y);

#endif
