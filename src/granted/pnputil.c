/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "granted/granted_priv.h"
#include "granted/xml.h"

#include "base/str.h"

#include <string.h>

/*
 * What `pnputil /enum-devices /resources /format xml` prints (Windows 11 22H2 and later; "PnPUtil
 * Command Syntax"): a PnpUtil element with the command line, below it a Device element a device
 * with its InstanceId, as public reports of Windows 11 builds 26100 to 26300 have it. How the
 * resources look below a Device is published nowhere. Its text form has "Memory Resources:", so
 * an element is taken for an interrupt whose name or attributes say IRQ or Interrupt, and its
 * text, or that of a Value or Resource directly in it, for the number. Whatever else stands there
 * makes what that device was granted unknown, with a note; and a file without any such element
 * tells nothing of any device.
 *
 * With /properties, where a device is, too: DEVPKEY_Device_BusNumber and DEVPKEY_Device_Address,
 * the number of the device and of the function in the halves of the latter.
 */

enum meaning {
	MEANS_NOTHING,
	MEANS_INTERRUPT, /* text is the number of one */
	MEANS_PART,      /* something in an interrupt that is not known */
	MEANS_PROPERTIES,
	MEANS_BUS,
	MEANS_ADDRESS,
	MEANS_STATUS,
};

struct reading {
	struct pcimsi_granted_list *list;
	struct xml xml;
	uint32_t device;                   /* that is open; 0: none is, or it is of another bus */
	enum meaning means[XML_DEPTH + 1]; /* of each open element, by depth */
	bool has_text;                     /* of the interrupt that is open */
	bool any;                          /* interrupt, of whatever device */
	struct pcimsi_reg bus, address;
};

static bool is_interrupt(struct xml_slice slice)
{
	return xml_has(slice, "irq") || xml_has(slice, "interrupt");
}

/* ---- devices --------------------------------------------------------------------------------- */

static void begin_device(struct reading *reading)
{
	struct xml_slice id;
	struct granted_line line = { .place = reading->xml.begin };

	reading->device = 0;
	reading->bus = reading->address = (struct pcimsi_reg){ 0 };
	if (!xml_attribute(&reading->xml, "InstanceId", &id) ||
	    !granted_is_instance_id(id.text, id.length))
		return;
	line.text = id.text;
	line.length = id.length;
	reading->device = granted_add_device(reading->list, id.text, id.length, &line);
}

static void end_device(struct reading *reading)
{
	struct granted_device *device;

	if (!reading->device)
		return;
	device = granted_device(reading->list, reading->device);
	device->whole = true;
	if (reading->bus.known && reading->address.known && reading->address.value >> 16 <= 0x1f &&
	    (reading->address.value & 0xffff) <= 7) {
		device->pub.has_location = true;
		device->pub.bus = reading->bus.value;
		device->pub.device = reading->address.value >> 16;
		device->pub.function = reading->address.value & 0xffff;
	}
	reading->device = 0;
}

/* ---- elements -------------------------------------------------------------------------------- */

static enum meaning meaning_of_property(struct reading *reading)
{
	struct xml_slice key;

	if (!xml_attribute(&reading->xml, "Key", &key))
		return MEANS_PROPERTIES;
	if (xml_is(key, "DEVPKEY_Device_BusNumber"))
		return MEANS_BUS;
	return xml_is(key, "DEVPKEY_Device_Address") ? MEANS_ADDRESS : MEANS_PROPERTIES;
}

static enum meaning meaning_in_interrupt(const struct xml *xml)
{
	bool plain = xml_is(xml->name, "Value") || xml_is(xml->name, "Resource") ||
		     is_interrupt(xml->name);

	return plain ? MEANS_INTERRUPT : MEANS_PART;
}

/* Of an element in a device. */
static enum meaning meaning_of(struct reading *reading, enum meaning outer)
{
	const struct xml *xml = &reading->xml;

	if (outer == MEANS_INTERRUPT || outer == MEANS_PART)
		return outer == MEANS_PART ? outer : meaning_in_interrupt(xml);
	if (outer == MEANS_PROPERTIES && xml_is(xml->name, "Property"))
		return meaning_of_property(reading);
	if (outer != MEANS_NOTHING)
		return outer;
	if (xml_is(xml->name, "Properties"))
		return MEANS_PROPERTIES;
	if (xml_is(xml->name, "Status") && xml->depth == 3)
		return MEANS_STATUS;
	return is_interrupt(xml->name) || is_interrupt(xml->attributes) ? MEANS_INTERRUPT
									: MEANS_NOTHING;
}

static void begin(struct reading *reading)
{
	uint32_t depth = reading->xml.depth;

	reading->means[depth] = MEANS_NOTHING;
	if (depth == 2 && xml_is(reading->xml.name, "Device"))
		begin_device(reading);
	else if (depth > 2)
		reading->means[depth] = meaning_of(reading, reading->means[depth - 1]);
	if (reading->means[depth] == MEANS_INTERRUPT) {
		reading->any = true;
		reading->has_text = false;
	}
}

static void lose(struct reading *reading)
{
	struct granted_device *device;

	if (!reading->device)
		return;
	device = granted_device(reading->list, reading->device);
	device->own.unreadable = true;
	notes_add(&reading->list->notes, PCIMSI_NOTE_GRANTED_NUMBER, reading->xml.begin, NULL);
}

static void end(struct reading *reading)
{
	enum meaning means = reading->means[reading->xml.depth + 1];

	if (means == MEANS_INTERRUPT && !reading->has_text)
		lose(reading);
	if (means == MEANS_INTERRUPT)
		reading->has_text = true; /* the one around it needs none */
	if (reading->xml.depth == 1)
		end_device(reading);
}

/* ---- text ------------------------------------------------------------------------------------ */

/* "0x00010000", "65536" */
static struct pcimsi_reg number_of(struct xml_slice text)
{
	struct pcimsi_reg reg = { 0 };
	bool hex = text.length > 2 && text.text[0] == '0' && text.text[1] == 'x';
	uint64_t number = 0;

	for (size_t i = hex ? 2 : 0; i < text.length; i++) {
		int digit = ascii_hex(text.text[i]);

		if (digit < 0 || digit >= (hex ? 16 : 10) || number > UINT32_MAX)
			return reg;
		number = number * (hex ? 16 : 10) + (uint64_t)digit;
	}
	if (text.length && number <= UINT32_MAX)
		reg = (struct pcimsi_reg){ .value = (uint32_t)number, .known = true };
	return reg;
}

static bool is_empty(struct xml_slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (!strchr(" \t\n\r", text.text[i]))
			return false;
	return true;
}

static void take_interrupt(struct reading *reading)
{
	struct xml_slice value = reading->xml.value;
	struct granted_line line = { .place = reading->xml.begin,
				     .text = value.text,
				     .length = value.length };

	reading->has_text = true;
	granted_count(reading->list, &granted_device(reading->list, reading->device)->own,
		      value.text, value.length, &line);
}

static void take_text(struct reading *reading)
{
	struct xml_slice value = reading->xml.value;

	if (!reading->device || is_empty(value))
		return;
	switch (reading->means[reading->xml.depth]) {
	case MEANS_INTERRUPT:
		take_interrupt(reading);
		break;
	case MEANS_PART:
		lose(reading);
		break;
	case MEANS_BUS:
		reading->bus = number_of(value);
		break;
	case MEANS_ADDRESS:
		reading->address = number_of(value);
		break;
	case MEANS_STATUS:
		/* It has nothing because it is not there. */
		if (xml_is(value, "Disconnected"))
			granted_device(reading->list, reading->device)->absent = true;
		break;
	default:
		break;
	}
}

void granted_read_pnputil(struct pcimsi_granted_list *list, const char *text)
{
	struct reading reading = { .list = list };
	enum xml_event event = XML_OPEN;

	xml_open(&reading.xml, &list->arena, text);
	while (!list->nomem && event != XML_END && event != XML_BROKEN) {
		event = xml_next(&reading.xml);
		if (event == XML_OPEN)
			begin(&reading);
		else if (event == XML_TEXT)
			take_text(&reading);
		else if (event == XML_CLOSE)
			end(&reading);
		list->nomem |= reading.xml.nomem;
	}
	list->tells_any = list->tells_none = reading.any;
	if (event == XML_BROKEN)
		notes_add(&list->notes, PCIMSI_NOTE_GRANTED_XML, reading.xml.begin,
			  reading.xml.fault);
}
