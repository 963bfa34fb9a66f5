/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REGISTRY_PRIV_H
#define PCIMSI_REGISTRY_PRIV_H

#include <pcimsi/registry.h>

/* As pcimsi_registry_open(), with at most `memory` bytes from the arena; 0: no limit. */
int registry_open(const char *name, const void *bytes, size_t size,
		  const struct pcimsi_note_sink *notes, size_t memory,
		  struct pcimsi_registry **ret);

#endif
