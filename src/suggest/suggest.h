/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SUGGEST_SUGGEST_H
#define PCIMSI_SUGGEST_SUGGEST_H

#include <pcimsi/suggest.h>

/* As pcimsi_suggest_new(), with at most `memory` bytes for its own lists and texts; 0: no limit. */
int suggest_new(const struct pcimsi_run *run, const struct pcimsi_suggest_options *options,
		size_t memory, struct pcimsi_suggest **ret);

#endif
