/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_SLOTS_H
#define PCIMSI_SOURCE_SLOTS_H

#include <pcimsi/function.h>

/* The slots of a capture that were seen: 40 bytes for a bus with 256 functions. */
struct slots {
	struct slots_bus *buses; /* open addressing */
	uint32_t capacity, count;
};

/* Whether the slot was seen before; remembers it. Negative: out of memory. */
int slots_see(struct slots *slots, struct pcimsi_slot slot);
/* Whether it was seen. */
bool slots_have(const struct slots *slots, struct pcimsi_slot slot);

void slots_done(struct slots *slots);

#endif
