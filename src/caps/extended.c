/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "caps/caps.h"

#include "base/bytes.h"

#include <stddef.h>

#define EXTENDED_START 0x100
#define EXTENDED_DWORDS ((PCIMSI_CONFIG_SIZE - EXTENDED_START) / 4)

/* Only PCI Express and PCI-X 2.0 functions have the space (7.6.1). */
static bool has_extended_space(const struct pcimsi_function *fn, const struct pcimsi_bytes *bytes)
{
	return walk_state(fn, CAP_ID_EXPRESS) != PCIMSI_STATE_ABSENT ||
	       bytes->size > EXTENDED_START;
}

/* One header; returns the offset of the next, 0 at the end of the list. */
static uint32_t take_header(struct pcimsi_function *fn, const struct pcimsi_bytes *bytes,
			    uint32_t offset)
{
	struct pcimsi_reg header = bytes_u32(bytes, offset);

	if (!header.known) {
		fn->extended_end = PCIMSI_WALK_NOT_CAPTURED;
		return 0;
	}
	/* No capability at all, or no extended space behind this function. */
	if (offset == EXTENDED_START && (!header.value || header.value == UINT32_MAX))
		return 0;
	if (bits(header.value, 15, 0) == 0xffff) {
		fn->extended_end = PCIMSI_WALK_ID_FF;
		return 0;
	}
	fn->extended[fn->n_extended++] = (struct pcimsi_extended){
		.id = (uint16_t)bits(header.value, 15, 0),
		.offset = (uint16_t)offset,
		.version = (uint8_t)bits(header.value, 19, 16),
	};
	return bits(header.value, 31, 20) & ~3u;
}

/*
 * A function that is not cut at 0x100 in its bytes may repeat its header there (CAP112).
 * PCIMSI_STATE_UNKNOWN: the bytes that would tell were not captured.
 */
static enum pcimsi_state repeats_header(const struct pcimsi_bytes *bytes)
{
	enum pcimsi_state state = PCIMSI_STATE_PRESENT;

	for (uint32_t i = 0; i < 4; i++) {
		struct pcimsi_reg first = bytes_u8(bytes, i);
		struct pcimsi_reg second = bytes_u8(bytes, EXTENDED_START + i);

		if (!first.known || !second.known)
			state = PCIMSI_STATE_UNKNOWN;
		else if (first.value != second.value)
			return PCIMSI_STATE_ABSENT;
	}
	return state;
}

void extended_decode(struct pcimsi_function *fn, const struct pcimsi_bytes *bytes)
{
	uint64_t visited[EXTENDED_DWORDS / 64] = { 0 };
	uint32_t offset = EXTENDED_START;
	enum pcimsi_state repeated;

	fn->extended_end = PCIMSI_WALK_COMPLETE;
	if (!has_extended_space(fn, bytes))
		return;
	repeated = repeats_header(bytes);
	if (repeated == PCIMSI_STATE_UNKNOWN)
		fn->extended_end = PCIMSI_WALK_NOT_CAPTURED;
	if (repeated != PCIMSI_STATE_ABSENT)
		return;
	while (offset) {
		uint32_t index = (offset - EXTENDED_START) / 4;

		if (offset < EXTENDED_START) {
			fn->extended_end = PCIMSI_WALK_BAD_POINTER;
			return;
		}
		if (visited[index / 64] >> index % 64 & 1) {
			fn->extended_end = PCIMSI_WALK_LOOP;
			return;
		}
		if (fn->n_extended == PCIMSI_EXTENDED_MAX) {
			fn->extended_end = PCIMSI_WALK_TOO_LONG;
			return;
		}
		visited[index / 64] |= UINT64_C(1) << index % 64;
		offset = take_header(fn, bytes, offset);
	}
}
