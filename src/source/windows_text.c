/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/source.h"

#include "base/str.h"
#include "hwid/hwid.h"
#include "source/text_encoding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * What Windows tells of its PCI devices, written down with the line of PowerShell in
 * the manual: for each device
 *
 *   pcimsi-windows;BUS;ADDRESS;SUPPORT;MAXIMUM;GRANTED;IDS
 *
 * BUS and ADDRESS are DEVPKEY_Device_BusNumber and DEVPKEY_Device_Address, device
 * and function in the halves of the latter. SUPPORT and MAXIMUM are
 * DEVPKEY_PciDevice_InterruptSupport and ..._InterruptMessageMaximum, empty where
 * Windows has none. GRANTED is how many interrupts Win32_PnPAllocatedResource has of the device
 * whose number is that of a message (granted.h), a slash, and how many it has in all; empty where
 * Windows did not tell. Lines written before there was such a field are those in which IDS
 * stands in its place. IDS are hardware and compatible ids with blanks between them.
 */

#define TAG "pcimsi-windows;"
#define LINE_SIZE 2048
#define FIELDS 5
#define IDS (FIELDS - 1)

struct windows_text {
	struct pcimsi_raw_function raw;
	struct pcimsi_windows windows;
	char line[LINE_SIZE];
};

static void take_ids(struct pcimsi_windows *windows, const char *ids)
{
	struct hwid hwid;

	hwid_read(ids, &hwid);
	windows->vendor_id = hwid.vendor;
	windows->device_id = hwid.device;
	windows->revision = hwid.revision;
	windows->class_code = hwid.class_code;
	windows->subsystem_id = hwid.subsystem;
	windows->subsystem_vendor_id = hwid.subsystem_vendor;
}

static struct pcimsi_reg take_number(const char *field)
{
	struct pcimsi_reg reg = { 0 };
	char *end;
	unsigned long value = strtoul(field, &end, 10);

	if (ascii_is_digit(*field) && !*end && value <= UINT32_MAX)
		reg = (struct pcimsi_reg){ .value = (uint32_t)value, .known = true };
	return reg;
}

/* Splits at semicolons; the last field is the rest. Returns whether all are there. */
static bool split(char *line, char *fields[FIELDS])
{
	for (int i = 0; i < FIELDS; i++) {
		fields[i] = line;
		if (i == FIELDS - 1)
			return true;
		line = strchr(line, ';');
		if (!line)
			return false;
		*line++ = '\0';
	}
	return false;
}

/* Moves *ids behind the field, if it is there. */
static void take_granted(struct pcimsi_windows *windows, char **ids)
{
	char *field = *ids, *end = strchr(field, ';'), *slash;
	struct pcimsi_reg messages, all;

	if (!end)
		return;
	*end = '\0';
	*ids = end + 1;
	slash = strchr(field, '/');
	if (slash)
		*slash++ = '\0';
	messages = take_number(field);
	all = take_number(slash ? slash : "");
	if (slash && (!messages.known || !all.known || all.value < messages.value))
		return;
	windows->granted_messages = messages;
	if (slash)
		windows->granted_lines = (struct pcimsi_reg){ all.value - messages.value, true };
}

static bool take_line(struct windows_text *text)
{
	struct pcimsi_reg bus, address;
	char *fields[FIELDS];

	if (!split(text->line + strlen(TAG), fields))
		return false;
	bus = take_number(fields[0]);
	address = take_number(fields[1]);
	if (!bus.known || !address.known || address.value >> 16 > 0x1f ||
	    (address.value & 0xffff) > 7)
		return false;
	text->windows = (struct pcimsi_windows){
		.interrupt_support = take_number(fields[2]),
		.interrupt_message_maximum = take_number(fields[3]),
	};
	take_granted(&text->windows, &fields[IDS]);
	take_ids(&text->windows, fields[IDS]);
	text->raw = (struct pcimsi_raw_function){
		/* Windows counts the buses of all segments in one number. */
		.slot = { .domain = bus.value >> 8,
			  .bus = (uint8_t)bus.value,
			  .device = (uint8_t)(address.value >> 16),
			  .function = (uint8_t)address.value },
		.source = PCIMSI_SOURCE_DECODED,
		.windows = &text->windows,
	};
	return text->windows.vendor_id.known && text->windows.device_id.known;
}

static int next(struct pcimsi_capture *capture, const struct pcimsi_raw_function **ret)
{
	struct windows_text *text = capture->state;
	const char *line;
	size_t length;

	while (text_reader_next(&capture->reader, &line, &length)) {
		struct pcimsi_place place = { .line = capture->reader.line };

		if (length < strlen(TAG) || memcmp(line, TAG, strlen(TAG)) != 0)
			continue;
		if (length >= LINE_SIZE)
			length = LINE_SIZE - 1;
		memcpy(text->line, line, length);
		text->line[length] = '\0';
		if (!take_line(text)) {
			notes_add(&capture->notes, PCIMSI_NOTE_WINDOWS_LINE, place, NULL);
			continue;
		}
		text->raw.line = capture->reader.line;
		*ret = &text->raw;
		return 1;
	}
	return capture->reader.failed ? PCIMSI_ERR_IO : 0;
}

static int open_windows(struct pcimsi_capture *capture,
			const struct pcimsi_capture_options *options)
{
	(void)options;
	capture->state = calloc(1, sizeof(struct windows_text));
	return capture->state ? text_encoding_apply(&capture->reader) : PCIMSI_ERR_NOMEM;
}

static void close_windows(struct pcimsi_capture *capture)
{
	free(capture->state);
}

static enum source_match probe(const char *head, size_t size)
{
	char text[4096];

	size = text_encoding_peek(head, size, text, sizeof(text));
	return memmem(text, size, TAG, strlen(TAG)) ? SOURCE_YES : SOURCE_NO;
}

const struct source_ops source_windows_text = {
	.name = "properties of Windows",
	.probe = probe,
	.open = open_windows,
	.next = next,
	.close = close_windows,
};
