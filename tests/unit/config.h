/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_TESTS_UNIT_CONFIG_H
#define PCIMSI_TESTS_UNIT_CONFIG_H

#include <string.h>

#include "caps/decode.h"

#include <pcimsi/function.h>

/*
 * Configuration space made by hand. A struct config must not be copied or
 * moved once built: its `raw` points into it.
 *
 *	struct config c;
 *
 *	config_endpoint(&c, 0x8086, 0x10c9);
 *	config_capability(&c, 0x05, 0x50);
 *	config_u16(&c, 0x52, 0x0080);
 *	config_truncate(&c, 64);
 *	pcimsi_function_decode(&c.raw, &fn);
 *
 * or from a list of places and bytes, of which only those are captured:
 *
 *	config_build(&c, (struct config_bytes[]){ AT(0x00, 0x86, 0x80), AT(0x06, 0x10), { 0 } });
 */
struct config {
	struct pcimsi_raw_function raw;
	uint8_t data[PCIMSI_CONFIG_SIZE];
	uint64_t known[PCIMSI_CONFIG_SIZE / 64];
	uint8_t last; /* where the next config_capability() stores its offset */
};

struct config_bytes {
	uint16_t offset;
	uint16_t size; /* 0 ends a list */
	const uint8_t *bytes;
};

#define AT(where, ...)                                                               \
	{                                                                            \
		.offset = (where), .size = sizeof((const uint8_t[]){ __VA_ARGS__ }), \
		.bytes = (const uint8_t[]){ __VA_ARGS__ },                           \
	}

static inline void config_capture(struct config *c, uint32_t offset, uint32_t size)
{
	for (uint32_t i = offset; i < offset + size; i++)
		c->known[i / 64] |= UINT64_C(1) << i % 64;
}

/* As if nobody had read these bytes. */
static inline void config_hide(struct config *c, uint32_t offset, uint32_t size)
{
	for (uint32_t i = offset; i < offset + size; i++)
		c->known[i / 64] &= ~(UINT64_C(1) << i % 64);
}

/* `size` zero bytes, all captured; slot 0000:00:00.0. */
static inline void config_init(struct config *c, uint32_t size)
{
	memset(c, 0, sizeof(*c));
	c->raw.bytes = (struct pcimsi_bytes){ .data = c->data, .known = c->known, .size = size };
	c->raw.source = PCIMSI_SOURCE_HEX;
	c->last = 0x34;
	config_capture(c, 0, size);
}

static inline void config_truncate(struct config *c, uint32_t size)
{
	config_hide(c, size, PCIMSI_CONFIG_SIZE - size);
	c->raw.bytes.size = size;
}

static inline void config_u8(struct config *c, uint32_t offset, uint8_t value)
{
	c->data[offset] = value;
}

static inline void config_u16(struct config *c, uint32_t offset, uint16_t value)
{
	config_u8(c, offset, (uint8_t)value);
	config_u8(c, offset + 1, (uint8_t)(value >> 8));
}

static inline void config_u32(struct config *c, uint32_t offset, uint32_t value)
{
	config_u16(c, offset, (uint16_t)value);
	config_u16(c, offset + 2, (uint16_t)(value >> 16));
}

/* Overwrites places of an image; what is captured stays as it was. */
static inline void config_patch(struct config *c, const struct config_bytes *list)
{
	for (; list->size; list++)
		memcpy(c->data + list->offset, list->bytes, list->size);
}

/* Nothing is captured but the bytes of the list. */
static inline void config_build(struct config *c, const struct config_bytes *list)
{
	config_init(c, 0);
	config_patch(c, list);
	for (; list->size; list++) {
		uint32_t end = (uint32_t)list->offset + list->size;

		config_capture(c, list->offset, list->size);
		if (c->raw.bytes.size < end)
			c->raw.bytes.size = end;
	}
}

/* 256 bytes of a function without capabilities: header type 0, 1 or 2. */
static inline void config_header(struct config *c, uint16_t vendor, uint16_t device, uint8_t type)
{
	config_init(c, 256);
	config_u16(c, 0x00, vendor);
	config_u16(c, 0x02, device);
	config_u8(c, 0x0e, type);
	c->last = type == 2 ? 0x14 : 0x34;
}

static inline void config_endpoint(struct config *c, uint16_t vendor, uint16_t device)
{
	config_header(c, vendor, device, 0);
}

/* Adds a capability to the end of the list, and the list to Status. */
static inline void config_capability(struct config *c, uint8_t id, uint8_t offset)
{
	config_u8(c, 0x06, c->data[0x06] | 0x10);
	config_u8(c, c->last, offset);
	config_u8(c, offset, id);
	config_u8(c, offset + 1u, 0);
	c->last = (uint8_t)(offset + 1);
}

#endif
