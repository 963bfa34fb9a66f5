/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fuzz.h"

#include <pcimsi/granted.h>

/*
 * Input: what Windows granted, in any form. Beside surviving, what is handed out must be whole,
 * and a count stands only where it is known.
 */

static void see_note(void *user, const struct pcimsi_note *note)
{
	(void)user;
	touch(note->input);
	if (note->detail)
		touch(note->detail);
}

static void check_device(const struct pcimsi_granted_device *device)
{
	touch(device->file);
	touch(device->text);
	CHECK((device->number_place.line != 0) == (device->number_text != NULL));
	if (device->number_text)
		touch(device->number_text);
	if (device->name)
		touch(device->name);
	CHECK(*device->id);
	touch(device->instance);
	CHECK(device->place.line && device->place.column);
	CHECK(device->vendor_id.value <= 0xffff && device->subsystem_id.value <= 0xffff);
	CHECK(!device->unknown == !pcimsi_granted_unknown_name(device->unknown));
	CHECK(!device->unknown || (!device->messages && !device->lines));
	CHECK(!device->has_location || (device->device <= 0x1f && device->function <= 7));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct pcimsi_note_sink notes = { .call = see_note };
	const struct pcimsi_granted_device *devices;
	struct pcimsi_granted_list *list;
	uint32_t count;
	int err = pcimsi_granted_open("fuzz.txt", data, size, &notes, &list);

	(void)pcimsi_granted_form(data, size);
	CHECK(!err == (list != NULL));
	CHECK(!err || err == PCIMSI_ERR_FORMAT);
	if (err)
		return 0;
	devices = pcimsi_granted_devices(list, &count);
	for (uint32_t i = 0; i < count; i++)
		check_device(&devices[i]);
	pcimsi_granted_close(list);
	return 0;
}
