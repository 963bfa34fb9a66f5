/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_KEPT_INFS_H
#define PCIMSI_CLI_KEPT_INFS_H

#include "cli/include.h"
#include "cli/input.h"

#include <pcimsi/suggest.h>

/* INFs that are kept until the result was reported; with their bytes, if those are wanted. */
struct kept_inf {
	struct pcimsi_inf *inf;
	void *bytes; /* NULL: not wanted */
	size_t size;
};

struct kept_infs {
	struct kept_inf *items;
	unsigned count, capacity;
	bool bytes;                /* are wanted */
	struct includes *includes; /* to open changed INFs with */
};

/* Takes the INF over, even if there is no room to remember it. PCIMSI_ERR_NOMEM. */
int kept_infs_add(struct kept_infs *kept, struct pcimsi_inf *inf, const struct input *input);
void kept_infs_done(struct kept_infs *kept);

/* What pcimsi_suggest_new() asks for; user is the struct kept_infs. */
bool kept_infs_bytes(void *user, const struct pcimsi_inf *inf, const void **ret, size_t *ret_size);
struct pcimsi_inf *kept_infs_reopen(void *user, const struct pcimsi_inf *inf, const void *bytes,
				    size_t size);

#endif
