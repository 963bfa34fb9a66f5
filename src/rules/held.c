/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/held.h"

#include "base/str.h"

static uint32_t bucket_of(struct pcimsi_reg vendor, struct pcimsi_reg device)
{
	const uint32_t ids[] = { vendor.value, device.value };

	return (uint32_t)(str_fnv64(STR_FNV64, ids, sizeof(ids)) % HELD_BUCKETS);
}

static int add_row(struct held_index *index, struct arena *arena,
		   const struct pcimsi_registry_device *device)
{
	uint32_t bucket = bucket_of(device->vendor_id, device->device_id);
	uint32_t last = index->buckets[bucket].last;
	struct held_row *row = VEC_ADD(arena, &index->rows);

	if (!row)
		return PCIMSI_ERR_NOMEM;
	row->device = device;
	row->registry = index->registries.count - 1;
	if (last)
		index->rows.items[last - 1].next = index->rows.count;
	else
		index->buckets[bucket].first = index->rows.count;
	index->buckets[bucket].last = index->rows.count;
	return 0;
}

int held_add(struct held_index *index, struct arena *arena, const struct pcimsi_registry *registry)
{
	struct held_registry *added = VEC_ADD(arena, &index->registries);
	const struct pcimsi_registry_device *devices;
	uint32_t count;
	int err = 0;

	if (!added)
		return PCIMSI_ERR_NOMEM;
	added->registry = registry;
	devices = pcimsi_registry_devices(registry, &count);
	for (uint32_t i = 0; i < count && !err; i++)
		if (devices[i].vendor_id.known && devices[i].device_id.known)
			err = add_row(index, arena, &devices[i]);
	return err;
}

/* Windows counts the buses of all segments in one number. */
static bool is_there(const struct pcimsi_registry_device *device, struct pcimsi_slot slot)
{
	return device->has_location && device->bus == (slot.domain << 8 | slot.bus) &&
	       device->device == slot.device && device->function == slot.function;
}

/* Counts the devices with the function's ids, and marks the registries that name its slot. */
static uint32_t count_rows(struct held_index *index, uint32_t at,
			   const struct pcimsi_judged_function *function)
{
	uint32_t count = 0;

	for (; at; at = index->rows.items[at - 1].next) {
		const struct held_row *row = &index->rows.items[at - 1];

		if (!pcimsi_registry_device_is(row->device, &function->function))
			continue;
		count++;
		if (is_there(row->device, function->function.raw.slot))
			index->registries.items[row->registry].located = function->order + 1;
	}
	return count;
}

static void keep(struct pcimsi_judged_function *function,
		 const struct pcimsi_registry_device **held, struct held_index *index,
		 const struct held_row *row)
{
	struct held_registry *registry = &index->registries.items[row->registry];

	if (registry->located == function->order + 1 &&
	    !is_there(row->device, function->function.raw.slot))
		return;
	registry->n_matched++;
	function->more_held |= function->n_held == PCIMSI_HELD_MAX;
	if (function->n_held < PCIMSI_HELD_MAX)
		held[function->n_held++] = row->device;
}

int held_find(struct held_index *index, struct arena *arena,
	      struct pcimsi_judged_function *function)
{
	const struct pcimsi_function *fn = &function->function;
	const struct pcimsi_registry_device **held;
	uint32_t at, count;

	if (!index->registries.count)
		return 0;
	at = index->buckets[bucket_of(fn->vendor_id, fn->device_id)].first;
	count = count_rows(index, at, function);
	held = arena_array(arena, count < PCIMSI_HELD_MAX ? count + 1 : PCIMSI_HELD_MAX,
			   sizeof(*held));
	if (!held)
		return PCIMSI_ERR_NOMEM;
	for (; at; at = index->rows.items[at - 1].next)
		if (pcimsi_registry_device_is(index->rows.items[at - 1].device, fn))
			keep(function, held, index, &index->rows.items[at - 1]);
	function->held = held;
	return 0;
}
