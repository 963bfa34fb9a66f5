/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fuzz.h"

#include <pcimsi/registry.h>

/*
 * Input: an export of a registry. Beside surviving, what is handed out must be whole, each
 * device once, and what is said of a value must have a line that shows it.
 */

static void see_note(void *user, const struct pcimsi_note *note)
{
	(void)user;
	touch(note->input);
	CHECK(note->place.line && note->place.column);
	if (note->detail)
		touch(note->detail);
}

static void check_held(const struct pcimsi_held_value *held)
{
	if (held->text) {
		touch(held->text);
		CHECK(!strchr(held->text, '\n'));
	}
	CHECK((held->place.line != 0) == (held->text != NULL));
	CHECK(held->state == PCIMSI_HELD_UNKNOWN || held->text);
	CHECK(!held->number_known || (held->state == PCIMSI_HELD_VALUE &&
				      held->type == PCIMSI_REGISTRY_DWORD && held->data_size == 4));
	CHECK(held->number_known || !held->number);
}

static void check_device(const struct pcimsi_registry_device *device)
{
	touch(device->file);
	touch(device->text);
	CHECK(*device->id && *device->instance && !strpbrk(device->instance, "\\\n"));
	CHECK(device->place.line);
	CHECK(device->vendor_id.value <= 0xffff && device->subsystem_id.value <= 0xffff);
	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++)
		check_held(&device->settings[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct pcimsi_note_sink notes = { .call = see_note };
	const struct pcimsi_registry_device *devices;
	struct pcimsi_registry *registry;
	uint32_t count;
	int err = pcimsi_registry_open("fuzz.reg", data, size, &notes, &registry);

	CHECK(!err == (registry != NULL));
	CHECK(!err || err == PCIMSI_ERR_FORMAT);
	if (err)
		return 0;
	devices = pcimsi_registry_devices(registry, &count);
	for (uint32_t i = 0; i < count; i++) {
		check_device(&devices[i]);
		CHECK(!i || strcmp(devices[i].id, devices[i - 1].id) != 0 ||
		      strcmp(devices[i].instance, devices[i - 1].instance) != 0);
	}
	pcimsi_registry_close(registry);
	return 0;
}
