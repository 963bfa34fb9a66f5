/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "caps/caps.h"

#include "base/bytes.h"

/* The configuration header (7.5.1) and what capabilities say in its place. */

#define BAR0 0x10

/* Bits 2:0 of a BAR (7.5.1.2.1): 0 memory, 2:1 type. */
#define BAR_SPACE_IO 0
#define BAR_TYPE_64 2

#define SUBSYSTEM_ENDPOINT 0x2c
#define SUBSYSTEM_CARDBUS 0x40
#define SUBSYSTEM_SSVID 4

/* Whether a BAR holds the upper half of the one before it. */
enum upper {
	UPPER_NO,
	UPPER_YES,
	UPPER_MAYBE, /* the one before it was not captured */
};

static struct pcimsi_reg reg_bits(struct pcimsi_reg reg, unsigned high, unsigned low)
{
	reg.value = bits(reg.value, high, low);
	return reg;
}

static struct pcimsi_reg read_class(const struct pcimsi_bytes *config)
{
	struct pcimsi_reg prog_if = bytes_u8(config, 0x09);
	struct pcimsi_reg class_id = bytes_u16(config, 0x0a);

	if (!prog_if.known || !class_id.known)
		return (struct pcimsi_reg){ .known = false };
	return (struct pcimsi_reg){ .value = class_id.value << 8 | prog_if.value, .known = true };
}

static uint8_t count_bars(struct pcimsi_reg header_type)
{
	static const uint8_t counts[] = {
		[HEADER_ENDPOINT] = 6,
		[HEADER_BRIDGE] = 2,
		[HEADER_CARDBUS] = 1,
	};

	return header_type.known && header_type.value <= HEADER_CARDBUS ? counts[header_type.value]
									: 0;
}

static enum pcimsi_bar_kind bar_kind(uint32_t raw)
{
	if (!raw)
		return PCIMSI_BAR_ZERO;
	if (bit(raw, BAR_SPACE_IO))
		return PCIMSI_BAR_IO;
	return bits(raw, 2, 1) == BAR_TYPE_64 ? PCIMSI_BAR_MEM64 : PCIMSI_BAR_MEM32;
}

static void decode_lower(struct pcimsi_bar *bar)
{
	bar->kind = bar_kind(bar->raw);
	bar->address = bar->raw & (bar->kind == PCIMSI_BAR_IO ? ~UINT32_C(3) : ~UINT32_C(15));
	bar->address_known = bar->kind != PCIMSI_BAR_ZERO;
}

/* What a dword that is not an upper half makes of the one after it. */
static enum upper after_lower(uint32_t raw, enum upper if_64bit)
{
	return bar_kind(raw) == PCIMSI_BAR_MEM64 ? if_64bit : UPPER_NO;
}

/* Decodes one BAR; says what that makes of the one after it. */
static enum upper decode_bar(struct pcimsi_bar *bar, struct pcimsi_reg reg, enum upper upper)
{
	bar->raw = reg.value;
	if (!reg.known && upper == UPPER_YES) {
		bar[-1].address = 0;
		bar[-1].address_known = false;
		return UPPER_NO;
	}
	if (!reg.known)
		return UPPER_MAYBE;
	switch (upper) {
	case UPPER_YES:
		bar->kind = PCIMSI_BAR_MEM64_UPPER;
		bar[-1].address |= (uint64_t)reg.value << 32;
		return UPPER_NO;
	case UPPER_NO:
		decode_lower(bar);
		return after_lower(reg.value, UPPER_YES);
	case UPPER_MAYBE: /* the kind stays unknown */
		return after_lower(reg.value, UPPER_MAYBE);
	}
	return UPPER_NO;
}

static void decode_bars(struct pcimsi_function *fn, const struct pcimsi_bytes *config)
{
	enum upper upper = UPPER_NO;

	fn->n_bars = count_bars(fn->header_type);
	for (unsigned i = 0; i < fn->n_bars; i++)
		upper = decode_bar(&fn->bars[i], bytes_u32(config, BAR0 + 4 * i), upper);
	for (unsigned i = 0; i < fn->n_bars; i++)
		if (fn->bars[i].kind != PCIMSI_BAR_MEM64_UPPER)
			fn->bars[i].size = fn->raw.bar_sizes[i];
}

/* Vendor and Device ID of an SR-IOV VF read all ones (9.3.4.1.1, 9.3.4.1.2). */
static void read_ids(struct pcimsi_function *fn, const struct pcimsi_bytes *config)
{
	fn->vendor_id = bytes_u16(config, 0x00);
	fn->device_id = bytes_u16(config, 0x02);
	if (!fn->vendor_id.known || fn->vendor_id.value != 0xffff || !fn->device_id.known ||
	    fn->device_id.value != 0xffff || !fn->raw.vf_vendor_id.known ||
	    !fn->raw.vf_device_id.known)
		return;
	fn->vendor_id = fn->raw.vf_vendor_id;
	fn->device_id = fn->raw.vf_device_id;
}

static void read_subsystem(struct pcimsi_function *fn, const struct pcimsi_bytes *config,
			   uint32_t offset)
{
	fn->subsystem_vendor_id = bytes_u16(config, offset);
	fn->subsystem_id = bytes_u16(config, offset + 2);
}

void header_decode(struct pcimsi_function *fn, const struct pcimsi_bytes *config)
{
	read_ids(fn, config);
	fn->command = bytes_u16(config, 0x04);
	fn->status = bytes_u16(config, 0x06);
	fn->revision = bytes_u8(config, 0x08);
	fn->class_code = read_class(config);
	fn->header_type = reg_bits(bytes_u8(config, 0x0e), 6, 0);
	fn->interrupt_pin = bytes_u8(config, 0x3d);
	decode_bars(fn, config);
	if (fn->header_type.known && fn->header_type.value == HEADER_ENDPOINT)
		read_subsystem(fn, config, SUBSYSTEM_ENDPOINT);
	if (fn->header_type.known && fn->header_type.value == HEADER_CARDBUS)
		read_subsystem(fn, config, SUBSYSTEM_CARDBUS);
}

void header_decode_capabilities(struct pcimsi_function *fn, const struct pcimsi_bytes *config)
{
	const struct pcimsi_capability *pm = fn_capability(fn, CAP_ID_PM);
	const struct pcimsi_capability *express = fn_capability(fn, CAP_ID_EXPRESS);
	const struct pcimsi_capability *ssvid = fn_capability(fn, CAP_ID_SSVID);

	if (pm) /* Power Management Control/Status (7.5.2.2) */
		fn->power_state = reg_bits(bytes_u16(config, pm->offset + 4u), 1, 0);
	if (express) /* PCI Express Capabilities Register (7.5.3.2) */
		fn->express_type = reg_bits(bytes_u16(config, express->offset + 2u), 7, 4);
	if (ssvid && fn->header_type.value == HEADER_BRIDGE)
		read_subsystem(fn, config, ssvid->offset + SUBSYSTEM_SSVID);
}
