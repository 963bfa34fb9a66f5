/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/judge_priv.h"

#include "base/str.h"

#include <string.h>

/* More of the same ids than this are not compared: they are ambiguous. */
#define CANDIDATES_MAX 256
/* ... nor more of the same device of a vendor, or in the same place. */
#define STEPS_MAX 1024

/* ---- the index ------------------------------------------------------------------------------- */

static uint32_t hash_ids(struct pcimsi_reg vendor, struct pcimsi_reg device)
{
	const uint32_t ids[] = { vendor.value, device.value };

	return (uint32_t)str_fnv64(STR_FNV64, ids, sizeof(ids));
}

/* Windows counts the buses of all segments in one number. */
static uint32_t hash_place(uint32_t bus, uint32_t device, uint32_t function)
{
	const uint32_t place[] = { bus, device, function };

	return (uint32_t)str_fnv64(STR_FNV64, place, sizeof(place));
}

static bool is_there(const struct pcimsi_granted_device *device, struct pcimsi_slot slot)
{
	return device->has_location && device->bus == (slot.domain << 8 | slot.bus) &&
	       device->device == slot.device && device->function == slot.function;
}

static int add_row(struct granted_index *index, struct arena *arena,
		   const struct pcimsi_granted_device *device)
{
	struct granted_row *row = VEC_ADD(arena, &index->rows);
	uint32_t item = index->rows.count - 1;

	if (!row)
		return PCIMSI_ERR_NOMEM;
	row->device = device;
	row->list = index->uses.count - 1;
	if (device->has_location &&
	    table_add(&index->by_place, arena,
		      hash_place(device->bus, device->device, device->function), item))
		return PCIMSI_ERR_NOMEM;
	return table_add(&index->by_ids, arena, hash_ids(device->vendor_id, device->device_id),
			 item);
}

int granted_index_add(struct granted_index *index, struct arena *arena,
		      const struct pcimsi_granted_list *list)
{
	struct granted_use *added = VEC_ADD(arena, &index->uses);
	const struct pcimsi_granted_device *devices;
	uint32_t count;
	int err = 0;

	if (!added)
		return PCIMSI_ERR_NOMEM;
	added->list = list;
	devices = pcimsi_granted_devices(list, &count);
	for (uint32_t i = 0; i < count && !err; i++)
		if (devices[i].vendor_id.known && devices[i].device_id.known)
			err = add_row(index, arena, &devices[i]);
	return err;
}

/* ---- functions with the same ids ---------------------------------------------------------------
 */

static bool same_reg(struct pcimsi_reg a, struct pcimsi_reg b)
{
	return a.known == b.known && a.value == b.value;
}

static bool is_twin(const struct judged_function *a, const struct judged_function *b)
{
	const struct pcimsi_function *x = a->pub.function, *y = b->pub.function;

	return same_machine(a, b) && same_reg(x->vendor_id, y->vendor_id) &&
	       same_reg(x->device_id, y->device_id) &&
	       same_reg(x->subsystem_vendor_id, y->subsystem_vendor_id) &&
	       same_reg(x->subsystem_id, y->subsystem_id) && same_reg(x->revision, y->revision);
}

static uint32_t hash_twin(const struct judged_function *function)
{
	const struct pcimsi_function *fn = function->pub.function;
	const uint32_t values[] = {
		fn->vendor_id.value,    fn->device_id.value, fn->subsystem_vendor_id.value,
		fn->subsystem_id.value, fn->revision.value,  fn->raw.machine,
	};
	uint64_t hash = str_fnv64(STR_FNV64, values, sizeof(values));

	return (uint32_t)str_fnv64(hash, &function->pub.capture, sizeof(function->pub.capture));
}

static struct granted_twins *find_twins(struct granted_index *index,
					const struct judged_function *function, uint32_t hash)
{
	const struct table *table = &index->by_twin;

	for (uint32_t at = table_first(table, hash); at; at = table_next(table, at)) {
		struct granted_twins *twins = &index->twins.items[table_item(table, at)];

		if (is_twin(twins->first, function))
			return twins;
	}
	return NULL;
}

static int count_twins(struct pcimsi_check *check)
{
	struct granted_index *index = &check->granted;

	for (uint32_t i = 0; i < check->functions.count; i++) {
		const struct judged_function *function = check->functions.items[i];
		uint32_t hash = hash_twin(function);
		struct granted_twins *twins = find_twins(index, function, hash);

		if (!twins) {
			twins = VEC_ADD(&check->arena, &index->twins);
			if (!twins ||
			    table_add(&index->by_twin, &check->arena, hash, index->twins.count - 1))
				return PCIMSI_ERR_NOMEM;
			twins->first = function;
		}
		twins->count++;
	}
	return 0;
}

/* ---- the device of a function ------------------------------------------------------------------
 */

/* Rows that may be one function. */
struct candidates {
	const struct granted_row *rows[CANDIDATES_MAX];
	uint32_t count; /* also those beyond */
};

static void find_candidates(const struct granted_index *index,
			    const struct pcimsi_function *function, struct candidates *ret)
{
	const struct table *table = &index->by_ids;
	uint32_t at = table_first(table, hash_ids(function->vendor_id, function->device_id));

	ret->count = 0;
	for (uint32_t steps = 0; at && ret->count <= CANDIDATES_MAX; at = table_next(table, at)) {
		const struct granted_row *row = &index->rows.items[table_item(table, at)];

		if (++steps > STEPS_MAX)
			ret->count = CANDIDATES_MAX;
		else if (!pcimsi_granted_device_is(row->device, function))
			continue;
		if (ret->count < CANDIDATES_MAX)
			ret->rows[ret->count] = row;
		ret->count++;
	}
}

static const struct granted_row *find_in_place(const struct granted_index *index,
					       const struct pcimsi_function *function)
{
	struct pcimsi_slot slot = function->raw.slot;
	uint32_t hash = hash_place(slot.domain << 8 | slot.bus, slot.device, slot.function);
	uint32_t at = table_first(&index->by_place, hash);

	for (uint32_t steps = 0; at && steps < STEPS_MAX;
	     at = table_next(&index->by_place, at), steps++) {
		const struct granted_row *row =
			&index->rows.items[table_item(&index->by_place, at)];

		if (is_there(row->device, slot) && pcimsi_granted_device_is(row->device, function))
			return row;
	}
	return NULL;
}

static bool is_device(const struct pcimsi_granted_device *device,
		      const struct pcimsi_registry_device *held)
{
	return str_ieq(device->id, held->id) && str_ieq(device->instance, held->instance);
}

/* An exported registry may tell which instance is in the slot. */
static const struct granted_row *find_by_registry(const struct candidates *candidates,
						  const struct pcimsi_judged_function *function)
{
	const struct pcimsi_registry_device *held = function->n_held == 1 ? function->held[0]
									  : NULL;

	if (!held || !held->has_location || candidates->count > CANDIDATES_MAX)
		return NULL;
	for (uint32_t i = 0; i < candidates->count; i++)
		if (is_device(candidates->rows[i]->device, held))
			return candidates->rows[i];
	return NULL;
}

static bool agree(const struct candidates *candidates)
{
	const struct pcimsi_granted_device *first = NULL;

	if (candidates->count > CANDIDATES_MAX)
		return false;
	for (uint32_t i = 0; i < candidates->count; i++) {
		const struct pcimsi_granted_device *device = candidates->rows[i]->device;

		if (!first)
			first = device;
		if (device->unknown || device->messages != first->messages ||
		    device->lines != first->lines)
			return false;
	}
	return first;
}

/* ---- what it was granted -----------------------------------------------------------------------
 */

/*
 * Plain MSI has one descriptor for all of its messages ("Using Interrupt Resource
 * Descriptors"), so that one number may be several; MSI-X, which Windows prefers, has one each.
 */
static bool may_be_several(const struct pcimsi_function *function)
{
	if (function->msix.state != PCIMSI_STATE_ABSENT)
		return function->msix.state == PCIMSI_STATE_UNKNOWN;
	return function->msi.state != PCIMSI_STATE_PRESENT || function->msi.capable != 1;
}

static void set_known(struct pcimsi_granted *granted, const struct pcimsi_function *function)
{
	granted->state = PCIMSI_GRANTED_KNOWN;
	granted->at_least = granted->messages == 1 && may_be_several(function);
	if (granted->messages)
		granted->confidence = PCIMSI_CONFIDENCE_INFERRED;
	else if (granted->confidence < PCIMSI_CONFIDENCE_OBSERVED)
		granted->confidence = PCIMSI_CONFIDENCE_OBSERVED;
}

static void take_device(struct pcimsi_granted *granted, const struct pcimsi_function *function,
			const struct pcimsi_granted_device *device)
{
	granted->device = device;
	granted->unknown = device->unknown;
	granted->state = PCIMSI_GRANTED_UNKNOWN;
	if (device->unknown)
		return;
	granted->messages = device->messages;
	granted->lines = device->lines;
	granted->lines_known = true;
	if (device->by == PCIMSI_GRANTED_BY_NAME)
		granted->confidence = PCIMSI_CONFIDENCE_INFERRED;
	set_known(granted, function);
}

static void take_windows(struct pcimsi_granted *granted, const struct pcimsi_function *function)
{
	const struct pcimsi_windows *windows = function->raw.windows;

	granted->messages = windows->granted_messages.value;
	granted->lines = windows->granted_lines.value;
	granted->lines_known = windows->granted_lines.known;
	set_known(granted, function);
}

static void take_lists(struct pcimsi_check *check, struct judged_function *function,
		       uint32_t n_twins)
{
	struct granted_index *index = &check->granted;
	const struct pcimsi_function *fn = function->pub.function;
	struct pcimsi_granted *granted = &function->pub.granted;
	struct candidates candidates;
	const struct granted_row *row;

	find_candidates(index, fn, &candidates);
	granted->n_devices = candidates.count;
	granted->state = PCIMSI_GRANTED_NO_DEVICE;
	for (uint32_t i = 0; i < candidates.count && i < CANDIDATES_MAX; i++)
		index->uses.items[candidates.rows[i]->list].n_matched++;
	row = find_in_place(index, fn);
	if (!row)
		row = find_by_registry(&candidates, &function->pub);
	if (!row && candidates.count == 1 && n_twins == 1)
		row = candidates.rows[0];
	if (!row && candidates.count >= n_twins && agree(&candidates))
		row = candidates.rows[0];
	if (row) {
		take_device(granted, fn, row->device);
	} else if (candidates.count) {
		granted->state = PCIMSI_GRANTED_UNKNOWN;
		granted->unknown = PCIMSI_GRANTED_AMBIGUOUS;
	}
}

/* Which exported device tells what was asked for. */
static const struct pcimsi_registry_device *held_of(const struct pcimsi_judged_function *function)
{
	for (uint32_t i = 0; function->granted.device && i < function->n_held; i++)
		if (is_device(function->granted.device, function->held[i]))
			return function->held[i];
	return function->n_held == 1 ? function->held[0] : NULL;
}

int granted_find(struct pcimsi_check *check)
{
	struct granted_index *index = &check->granted;

	if (index->uses.count && count_twins(check) < 0)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < check->functions.count; i++) {
		struct judged_function *function = check->functions.items[i];
		const struct pcimsi_windows *windows = function->pub.function->raw.windows;

		if (windows && windows->granted_messages.known)
			take_windows(&function->pub.granted, function->pub.function);
		else if (index->uses.count)
			take_lists(check, function,
				   find_twins(index, function, hash_twin(function))->count);
		function->pub.granted.held = held_of(&function->pub);
	}
	return 0;
}

const char *pcimsi_granted_state_name(enum pcimsi_granted_state state)
{
	static const char *const names[] = {
		[PCIMSI_GRANTED_NOT_GIVEN] = "not-given",
		[PCIMSI_GRANTED_NO_DEVICE] = "no-device",
		[PCIMSI_GRANTED_UNKNOWN] = "unknown",
		[PCIMSI_GRANTED_KNOWN] = "known",
	};

	return names[state];
}
