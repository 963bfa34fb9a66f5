/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/str.h"
#include "judge/judge_priv.h"

#include <stdlib.h>
#include <string.h>

/* Whom the ids of an INF's Models lines reach with a value, and who of them is captured. */

/* `digits` hexadecimal ones behind `part` of the id. */
static bool read_part(const char *id, const char *part, int digits, uint32_t *ret)
{
	const char *at = str_ifind(id, part);

	*ret = 0;
	for (int i = 0; at && i < digits; i++) {
		int digit = ascii_hex(at[strlen(part) + (size_t)i]);

		if (digit < 0)
			return false;
		*ret = *ret << 4 | (uint32_t)digit;
	}
	return at != NULL;
}

static void reaches(struct served_value *value, enum whom whom)
{
	if (whom > value->whom)
		value->whom = whom;
}

/* What is no id of a PCI function reaches none. */
static int see_id(struct arena *arena, struct served_value *value, const char *id)
{
	uint32_t vendor, device, subsystem;
	struct served_id *slot;
	bool is_board;

	if (!id || !str_istarts(id, "PCI\\"))
		return 0;
	if (!read_part(id, "\\VEN_", 4, &vendor)) {
		if (str_istarts(id, "PCI\\CC_"))
			reaches(value, WHOM_CLASS);
		return 0;
	}
	if (!read_part(id, "&DEV_", 4, &device)) {
		reaches(value, WHOM_VENDOR);
		return 0;
	}
	is_board = read_part(id, "&SUBSYS_", 8, &subsystem);
	reaches(value, is_board ? WHOM_BOARD : WHOM_DEVICE);
	slot = VEC_ADD(arena, &value->ids);
	if (!slot)
		return PCIMSI_ERR_NOMEM;
	*slot = (struct served_id){ vendor << 16 | device, subsystem, is_board, 0 };
	return 0;
}

static int see_models(struct pcimsi_check *check, struct judged_inf *first,
		      const struct pcimsi_resolution *resolution)
{
	int err = 0;

	for (uint32_t i = 0; !err && i < resolution->n_models; i++) {
		const struct pcimsi_model *model = &resolution->models[i];
		const struct pcimsi_effect *limit =
			model->install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT];
		struct served_value *value = limit ? served_find(first, limit, limit->file) : NULL;

		if (!value)
			continue;
		err = see_id(&check->arena, value, model->hardware_id);
		for (uint32_t k = 0; !err && k < model->n_compatible_ids; k++)
			err = see_id(&check->arena, value, model->compatible_ids[k]);
	}
	for (uint32_t i = 0; resolution->n_left_out && i < first->served.count; i++)
		reaches(&first->served.items[i], WHOM_ANYONE);
	return err;
}

static int see_target(struct pcimsi_check *check, struct judged_inf *first,
		      const struct pcimsi_target *target)
{
	const struct pcimsi_resolution *resolution;
	int err = pcimsi_inf_resolve(first->pub.inf, target, &resolution);

	return err ? err : see_models(check, first, resolution);
}

/*
 * All Windows that the INF tells apart, and the newest one of each architecture, which takes
 * what is decorated for an older one.
 */
static int see_targets(struct pcimsi_check *check, struct judged_inf *first)
{
	struct pcimsi_target newest = pcimsi_target_default;
	const struct pcimsi_target *targets;
	uint32_t count;
	int err = pcimsi_inf_targets(first->pub.inf, &first->pub.resolution->target, &targets,
				     &count);

	for (uint32_t i = 0; !err && i < count; i++) {
		err = see_target(check, first, &targets[i]);
		newest.arch = targets[i].arch;
		if (!err)
			err = see_target(check, first, &newest);
	}
	/* Those that were asked for may be none of them. */
	for (uint32_t i = first->pub.order; !err && i < check->infs.count; i++) {
		if (check->infs.items[i]->pub.inf != first->pub.inf)
			break;
		err = see_models(check, first, check->infs.items[i]->pub.resolution);
	}
	return err;
}

/* ---- which of them are captured ---------------------------------------------------------------
 */

static int by_device(const void *a, const void *b)
{
	const struct served_id *x = a, *y = b;

	return x->device < y->device ? -1 : x->device > y->device;
}

static int by_board(const void *a, const void *b)
{
	const struct served_id *x = a, *y = b;
	int order = by_device(a, b);

	if (order)
		return order;
	return x->subsystem < y->subsystem ? -1 : x->subsystem > y->subsystem;
}

static struct served_id id_of(const struct pcimsi_function *function)
{
	return (struct served_id){
		.device = function->vendor_id.value << 16 | function->device_id.value,
		.subsystem = function->subsystem_id.value << 16 |
			     function->subsystem_vendor_id.value,
	};
}

/* Of the captured functions, in order; NULL: out of memory. */
static struct served_id *captured_ids(struct arena *arena, const struct served_value *value)
{
	struct served_id *ids = arena_array(arena, value->captured.count + 1, sizeof(*ids));

	for (uint32_t i = 0; ids && i < value->captured.count; i++) {
		ids[i] = id_of(value->captured.items[i]->pub.function->function);
		ids[i].reach = reach_of(value->captured.items[i]);
	}
	if (ids && value->captured.count > 1)
		qsort(ids, value->captured.count, sizeof(*ids), by_board);
	return ids;
}

static bool varies(const struct served_id *captured, uint32_t count)
{
	uint32_t first = 0;

	for (uint32_t i = 1; i < count; i++) {
		if (by_board(&captured[first], &captured[i]) != 0)
			first = i;
		else if (captured[i].reach != captured[first].reach)
			return true;
	}
	return false;
}

static int compare_with_captured(struct pcimsi_check *check, struct served_value *value)
{
	struct served_id *captured = captured_ids(&check->arena, value);
	const struct served_id *ids = value->ids.items;

	if (!captured)
		return PCIMSI_ERR_NOMEM;
	if (value->file)
		reaches(value, WHOM_ANYONE);
	value->known = value->closed = value->whom <= WHOM_DEVICES;
	for (uint32_t i = 0; i < value->ids.count; i++) {
		if (ids[i].device != ids[0].device)
			reaches(value, WHOM_DEVICES);
		else if (ids[i].subsystem != ids[0].subsystem)
			reaches(value, WHOM_DEVICE);
		if (!bsearch(&ids[i], captured, value->captured.count, sizeof(*ids), by_device))
			value->known = false;
		if (!ids[i].is_board ||
		    !bsearch(&ids[i], captured, value->captured.count, sizeof(*ids), by_board))
			value->closed = false;
	}
	value->varies = varies(captured, value->captured.count);
	return 0;
}

int served_see_ids(struct pcimsi_check *check, struct judged_inf *first)
{
	int err = see_targets(check, first);

	for (uint32_t i = 0; !err && i < first->served.count; i++)
		err = compare_with_captured(check, &first->served.items[i]);
	return err;
}
