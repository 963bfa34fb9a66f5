/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/records.h"

/* What exported registries hold for the function of a verdict. */

/* As the data of an INF's line; null if it is longer than what is kept of it. */
static void put_data(struct jsonw *w, const struct pcimsi_held_value *held)
{
	if (held->state != PCIMSI_HELD_VALUE || held->data_size > sizeof(held->data))
		key_null(w, "value");
	else if (held->number_known)
		key_number(w, "value", held->number);
	else
		key_bytes(w, "value", held->data, held->data_size);
}

static void put_held(struct jsonw *w, const struct pcimsi_held_value *held)
{
	static const char *const states[] = {
		[PCIMSI_HELD_UNKNOWN] = "unknown",
		[PCIMSI_HELD_MISSING] = "missing",
		[PCIMSI_HELD_VALUE] = "value",
	};
	bool known = held->state == PCIMSI_HELD_VALUE;
	char type[16];

	key_word(w, "state", states[held->state]);
	key_word(w, "type", known ? pcimsi_registry_type_name(held->type, type) : NULL);
	put_data(w, held);
	key_line(w, "line", held->place.line);
	jsonw_object_end(w);
}

static void put_device(struct jsonw *w, const struct pcimsi_function *function,
		       const struct pcimsi_registry_device *device,
		       const struct pcimsi_target *windows)
{
	jsonw_object(w);
	key_text(w, "file", device->file);
	key_text(w, "id", device->id);
	key_text(w, "instance", device->instance);
	key_object(w, "settings");
	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++) {
		key_object(w, pcimsi_setting_name((enum pcimsi_setting)i));
		put_held(w, &device->settings[i]);
	}
	jsonw_object_end(w);
	record_held_request(w, function, device, windows);
	jsonw_object_end(w);
}

void record_registry(struct jsonw *w, const struct pcimsi_judged_function *function,
		     const struct pcimsi_target *windows)
{
	if (!function->held) {
		key_null(w, "registry_devices");
		return;
	}
	key_array(w, "registry_devices");
	for (uint32_t i = 0; i < function->n_held; i++)
		put_device(w, function->function, function->held[i], windows);
	jsonw_array_end(w);
}

/* Of a function that no INF matches, as text_registry_alone(). */
void record_held_function(struct jsonw *w, const struct pcimsi_judged_function *function,
			  const struct pcimsi_target *windows)
{
	key_text(w, "capture", function->capture);
	key_text(w, "member", function->function->raw.member);
	key_slot(w, "slot", function->function->raw.slot);
	record_registry(w, function, windows);
	record_granted(w, function);
}
