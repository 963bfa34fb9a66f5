/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/registry_match.h"

#include "base/str.h"

static uint32_t hash_of(struct pcimsi_reg vendor, struct pcimsi_reg device)
{
	const uint32_t ids[] = { vendor.value, device.value };

	return (uint32_t)str_fnv64(STR_FNV64, ids, sizeof(ids));
}

static int add_row(struct registry_index *index, struct arena *arena,
		   const struct pcimsi_registry_device *device)
{
	struct registry_row *row = VEC_ADD(arena, &index->rows);

	if (!row)
		return PCIMSI_ERR_NOMEM;
	row->device = device;
	row->registry = index->uses.count - 1;
	return table_add(&index->by_ids, arena, hash_of(device->vendor_id, device->device_id),
			 index->rows.count - 1);
}

int registry_index_add(struct registry_index *index, struct arena *arena,
		       const struct pcimsi_registry *registry)
{
	struct registry_use *added = VEC_ADD(arena, &index->uses);
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

static const struct registry_row *row_at(const struct registry_index *index, uint32_t at)
{
	return &index->rows.items[table_item(&index->by_ids, at)];
}

/* Counts the devices with the function's ids, and marks the registries that name its slot. */
static uint32_t count_rows(struct registry_index *index, uint32_t at,
			   const struct pcimsi_judged_function *function)
{
	uint32_t count = 0;

	for (; at; at = table_next(&index->by_ids, at)) {
		const struct registry_row *row = row_at(index, at);

		if (!pcimsi_registry_device_is(row->device, function->function))
			continue;
		count++;
		if (is_there(row->device, function->function->raw.slot))
			index->uses.items[row->registry].located = function->order + 1;
	}
	return count;
}

static void keep(struct pcimsi_judged_function *function,
		 const struct pcimsi_registry_device **held, struct registry_index *index,
		 const struct registry_row *row)
{
	struct registry_use *registry = &index->uses.items[row->registry];

	if (registry->located == function->order + 1 &&
	    !is_there(row->device, function->function->raw.slot))
		return;
	registry->n_matched++;
	function->more_held |= function->n_held == PCIMSI_HELD_MAX;
	if (function->n_held < PCIMSI_HELD_MAX)
		held[function->n_held++] = row->device;
}

int registry_index_find(struct registry_index *index, struct arena *arena,
			struct pcimsi_judged_function *function)
{
	const struct pcimsi_function *fn = function->function;
	const struct pcimsi_registry_device **held;
	uint32_t at, count;

	if (!index->uses.count)
		return 0;
	at = table_first(&index->by_ids, hash_of(fn->vendor_id, fn->device_id));
	count = count_rows(index, at, function);
	held = arena_array(arena, count < PCIMSI_HELD_MAX ? count + 1 : PCIMSI_HELD_MAX,
			   sizeof(*held));
	if (!held)
		return PCIMSI_ERR_NOMEM;
	for (; at; at = table_next(&index->by_ids, at))
		if (pcimsi_registry_device_is(row_at(index, at)->device, fn))
			keep(function, held, index, row_at(index, at));
	function->held = held;
	return 0;
}
