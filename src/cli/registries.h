/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_REGISTRIES_H
#define PCIMSI_CLI_REGISTRIES_H

#include "cli/session.h"

/* The exports of --registry. Zero-initialise. */
struct registries {
	struct pcimsi_registry **items;
	unsigned count;
};

/*
 * Opens them; one that cannot be read is left out and makes the status 2. 0 or
 * PCIMSI_ERR_NOMEM. registries_close() in any case, when nothing refers to them.
 */
int registries_open(struct registries *registries, struct run *run);
void registries_close(struct registries *registries);

#endif
