/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CAPS_CAPS_H
#define PCIMSI_CAPS_CAPS_H

#include <pcimsi/function.h>

#include "caps/facts.h"

#define HEADER_ENDPOINT 0
#define HEADER_BRIDGE 1
#define HEADER_CARDBUS 2

/* The part of configuration space that this list and its capabilities live in. */
#define CAPS_CONFIG_SIZE 0x100

/*
 * The steps of pcimsi_function_decode(), in this order. `config` is cut at
 * 0x100, so no field is ever read out of extended configuration space.
 */
void header_decode(struct pcimsi_function *fn, const struct pcimsi_bytes *config);
void walk_capabilities(struct pcimsi_function *fn, const struct pcimsi_bytes *config);
void header_decode_capabilities(struct pcimsi_function *fn, const struct pcimsi_bytes *config);
void msi_decode(struct pcimsi_function *fn, const struct pcimsi_bytes *config);
void msix_decode(struct pcimsi_function *fn, const struct pcimsi_bytes *config);

/* Of all bytes: the list in extended configuration space. */
void extended_decode(struct pcimsi_function *fn, const struct pcimsi_bytes *bytes);
/* BARs that Enhanced Allocation stands for; after the header and the walk. */
void allocation_decode(struct pcimsi_function *fn, const struct pcimsi_bytes *config);

/* What walk_capabilities() found of that id. */
uint8_t walk_count(const struct pcimsi_function *fn, uint8_t id);
enum pcimsi_state walk_state(const struct pcimsi_function *fn, uint8_t id);

/* Size in bytes of the capability at `offset`; 0: not fixed for this id, or not captured. */
uint8_t capability_size(const struct pcimsi_bytes *config, uint8_t id, uint8_t offset);

/* Bits high:low of a register. */
static inline uint32_t bits(uint32_t value, unsigned high, unsigned low)
{
	return value >> low & ((UINT32_C(2) << (high - low)) - 1);
}

static inline bool bit(uint32_t value, unsigned number)
{
	return value >> number & 1;
}

#endif
