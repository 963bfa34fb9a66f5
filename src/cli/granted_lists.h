/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_GRANTED_LISTS_H
#define PCIMSI_CLI_GRANTED_LISTS_H

#include "cli/session.h"

#include <pcimsi/granted.h>

/* What Windows granted: the files of --granted. Zero-initialise. */
struct granted_lists {
	struct pcimsi_granted_list **items;
	unsigned count;
};

/*
 * Opens them; one that cannot be read is left out and makes the status 2. 0 or
 * PCIMSI_ERR_NOMEM. granted_lists_close() in any case, when nothing refers to them.
 */
int granted_lists_open(struct granted_lists *lists, struct run *run);
void granted_lists_close(struct granted_lists *lists);

#endif
