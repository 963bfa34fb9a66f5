/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/records.h"

/* What exported registries hold for the function of a verdict. */

/* As the data of an INF's line; null if it is longer than what is kept of it. */
static json_t *json_data(const struct pcimsi_held_value *held)
{
	if (held->number_known)
		return json_integer(held->number);
	return held->data_size <= sizeof(held->data) ? json_hex(held->data, held->data_size)
						     : json_null();
}

static json_t *record_held(const struct pcimsi_held_value *held)
{
	static const char *const states[] = {
		[PCIMSI_HELD_UNKNOWN] = "unknown",
		[PCIMSI_HELD_MISSING] = "missing",
		[PCIMSI_HELD_VALUE] = "value",
	};
	bool known = held->state == PCIMSI_HELD_VALUE;
	char type[16];

	return json_pack("{s:s, s:o, s:o, s:o}", "state", states[held->state], "type",
			 known ? json_text(pcimsi_reg_type_name(held->type, type)) : json_null(),
			 "value", known ? json_data(held) : json_null(), "line",
			 held->place.line ? json_integer(held->place.line) : json_null());
}

static json_t *record_device(const struct pcimsi_registry_device *device)
{
	json_t *settings = json_object();

	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++)
		settings = json_keyed(settings, pcimsi_setting_name((enum pcimsi_setting)i),
				      record_held(&device->settings[i]));
	return json_pack("{s:o, s:o, s:o, s:o}", "file", json_text(device->file), "id",
			 json_text(device->id), "instance", json_text(device->instance), "settings",
			 settings);
}

json_t *record_registry(const struct pcimsi_judged_function *function)
{
	json_t *list;

	if (!function->held)
		return json_null();
	list = json_array();
	for (uint32_t i = 0; i < function->n_held; i++)
		list = json_listed(list, record_device(function->held[i]));
	return list;
}
