/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_SYSFS_H
#define PCIMSI_SOURCE_SYSFS_H

#include <pcimsi/function.h>

/* What Linux says of a function beside its configuration bytes. */
struct sysfs_state {
	struct pcimsi_linux state;
	char driver[64];
};

/*
 * Reads driver, irq, msi_irqs and msi_bus of `slot` below `root` (/sys/bus/pci)
 * (Linux Documentation/ABI/testing/sysfs-bus-pci). What cannot be read is not
 * known. Returns &state->state, or NULL if the function has no directory.
 */
const struct pcimsi_linux *sysfs_read_state(struct sysfs_state *state, const char *root,
					    struct pcimsi_slot slot);

#endif
