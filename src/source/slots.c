/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/slots.h"

#include <pcimsi/error.h>

#include <stdlib.h>

struct slots_bus {
	uint64_t key; /* with bit 63 set; 0: free */
	uint64_t seen[4];
};

/* Devices above 1f and functions above 7 belong to a bus of their own. */
static uint64_t key_of(struct pcimsi_slot slot)
{
	return UINT64_C(1) << 63 | (uint64_t)slot.domain << 16 | (uint64_t)slot.bus << 8 |
	       (uint64_t)(slot.device >> 5) << 5 | slot.function >> 3;
}

static struct slots_bus *find(struct slots_bus *buses, uint32_t capacity, uint64_t key)
{
	uint64_t hash = key * UINT64_C(0x9e3779b97f4a7c15);
	uint32_t at = (uint32_t)(hash >> 32) & (capacity - 1);

	while (buses[at].key && buses[at].key != key)
		at = (at + 1) & (capacity - 1);
	return &buses[at];
}

static int grow(struct slots *slots)
{
	uint32_t wanted = slots->capacity ? slots->capacity * 2 : 16;
	struct slots_bus *buses = calloc(wanted, sizeof(*buses));

	if (!buses)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < slots->capacity; i++)
		if (slots->buses[i].key)
			*find(buses, wanted, slots->buses[i].key) = slots->buses[i];
	free(slots->buses);
	slots->buses = buses;
	slots->capacity = wanted;
	return 0;
}

int slots_see(struct slots *slots, struct pcimsi_slot slot)
{
	unsigned bit = (slot.device & 31u) << 3 | (slot.function & 7u);
	uint64_t mask = UINT64_C(1) << bit % 64;
	struct slots_bus *bus;
	bool before;

	if (slots->count * 2 >= slots->capacity && grow(slots))
		return PCIMSI_ERR_NOMEM;
	bus = find(slots->buses, slots->capacity, key_of(slot));
	if (!bus->key) {
		bus->key = key_of(slot);
		slots->count++;
	}
	before = bus->seen[bit / 64] & mask;
	bus->seen[bit / 64] |= mask;
	return before;
}

bool slots_have(const struct slots *slots, struct pcimsi_slot slot)
{
	unsigned bit = (slot.device & 31u) << 3 | (slot.function & 7u);

	return slots->capacity &&
	       find(slots->buses, slots->capacity, key_of(slot))->seen[bit / 64] >> bit % 64 & 1;
}

void slots_done(struct slots *slots)
{
	free(slots->buses);
	*slots = (struct slots){ 0 };
}
