/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "caps/decode.h"
#include "caps/caps.h"

#include "base/bytes.h"
#include "base/str.h"
#include "hwid/hwid.h"
#include <string.h>
#include <pcimsi/error.h>

#include <stdlib.h>

#define HEADER_SIZE 0x40

static bool captured_bytes_are_ones(const struct pcimsi_bytes *bytes)
{
	for (uint32_t offset = 0; offset < HEADER_SIZE; offset++) {
		struct pcimsi_reg byte = bytes_u8(bytes, offset);

		if (byte.known && byte.value != 0xff)
			return false;
	}
	return true;
}

/*
 * A function that is gone, asleep or powered off reads all ones. So do the ids
 * of an SR-IOV VF (9.3.4.1), but not the rest of its header.
 */
static bool is_responding(const struct pcimsi_bytes *bytes)
{
	struct pcimsi_reg vendor = bytes_u16(bytes, 0x00);

	return !vendor.known || vendor.value != 0xffff || !captured_bytes_are_ones(bytes);
}

/* Where the bytes are silent, whoever made the capture may still have named the function. */
static void take_heading_ids(struct pcimsi_function *fn)
{
	const char *text = fn->raw.heading;

	while (text && (text = strchr(text, '['))) {
		uint32_t vendor, device;

		if (hwid_read_pair(text++, &vendor, &device)) {
			fn->vendor_id = (struct pcimsi_reg){ .value = vendor, .known = true };
			fn->device_id = (struct pcimsi_reg){ .value = device, .known = true };
		}
	}
}

static void decode_no_response(struct pcimsi_function *fn)
{
	take_heading_ids(fn);
	fn->walk_end = PCIMSI_WALK_NO_RESPONSE;
	fn->extended_end = PCIMSI_WALK_NO_RESPONSE;
	fn->msi.state = PCIMSI_STATE_UNKNOWN;
	fn->msix.state = PCIMSI_STATE_UNKNOWN;
}

static enum pcimsi_state supported(const struct pcimsi_windows *windows, uint32_t mask)
{
	if (!windows->interrupt_support.known)
		return PCIMSI_STATE_UNKNOWN;
	return windows->interrupt_support.value & mask ? PCIMSI_STATE_PRESENT : PCIMSI_STATE_ABSENT;
}

/* There are no bytes: what capabilities there are is known, and nothing else of them. */
static void decode_windows(struct pcimsi_function *fn)
{
	const struct pcimsi_windows *windows = fn->raw.windows;
	struct pcimsi_reg messages = windows->interrupt_message_maximum;

	fn->responding = true;
	fn->vendor_id = windows->vendor_id;
	fn->device_id = windows->device_id;
	fn->subsystem_vendor_id = windows->subsystem_vendor_id;
	fn->subsystem_id = windows->subsystem_id;
	fn->revision = windows->revision;
	fn->class_code = windows->class_code;
	fn->walk_end = PCIMSI_WALK_NOT_CAPTURED;
	fn->extended_end = PCIMSI_WALK_NOT_CAPTURED;
	fn->msi.state = supported(windows, PCIMSI_WINDOWS_MSI);
	fn->msix.state = supported(windows, PCIMSI_WINDOWS_MSIX);
	/* Windows counts the messages of the mechanism that it prefers. */
	if (fn->msix.state == PCIMSI_STATE_PRESENT && messages.known && messages.value <= 2048)
		fn->msix.table_size = (uint16_t)messages.value;
	else if (fn->msi.state == PCIMSI_STATE_PRESENT && messages.known && messages.value <= 32)
		fn->msi.capable = (uint8_t)messages.value;
	if (supported(windows, PCIMSI_WINDOWS_LINE) == PCIMSI_STATE_ABSENT)
		fn->interrupt_pin = (struct pcimsi_reg){ .known = true };
}

void pcimsi_function_decode(const struct pcimsi_raw_function *raw, struct pcimsi_function *ret)
{
	struct pcimsi_bytes config = raw->bytes;

	if (config.size > CAPS_CONFIG_SIZE)
		config.size = CAPS_CONFIG_SIZE;
	*ret = (struct pcimsi_function){
		.raw = *raw,
		.bytes_captured = bytes_count(&raw->bytes),
		.responding = is_responding(&config),
	};
	if (raw->windows) {
		decode_windows(ret);
		return;
	}
	if (!ret->responding) {
		decode_no_response(ret);
		return;
	}
	header_decode(ret, &config);
	walk_capabilities(ret, &config);
	header_decode_capabilities(ret, &config);
	allocation_decode(ret, &config);
	extended_decode(ret, &raw->bytes);
	msi_decode(ret, &config);
	msix_decode(ret, &config);
}

int pcimsi_function_new(const struct pcimsi_raw_function *raw, const struct pcimsi_function **ret)
{
	struct pcimsi_function *function = malloc(sizeof(*function));

	*ret = function;
	if (!function)
		return PCIMSI_ERR_NOMEM;
	pcimsi_function_decode(raw, function);
	return 0;
}

void pcimsi_function_free(const struct pcimsi_function *function)
{
	free((void *)function);
}

uint32_t pcimsi_raw_line(const struct pcimsi_raw_function *raw, uint32_t offset)
{
	for (uint32_t i = 0; i < raw->n_rows; i++)
		if (offset >= raw->rows[i].offset &&
		    offset - raw->rows[i].offset < raw->rows[i].size)
			return raw->rows[i].line;
	return raw->line;
}
