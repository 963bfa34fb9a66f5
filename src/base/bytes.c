/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/bytes.h"

/* Bits offset..offset + size - 1 of the map, size 1..4; they may lie in two words. */
static inline bool few_known(const uint64_t *known, uint32_t offset, uint32_t size)
{
	uint32_t first = offset % 64, mask = (1u << size) - 1;
	uint64_t word = known[offset / 64] >> first;

	if (first + size > 64)
		word |= known[offset / 64 + 1] << (64 - first);
	return (word & mask) == mask;
}

static inline bool in_bounds(const struct pcimsi_bytes *bytes, uint32_t offset, uint32_t size)
{
	return size <= bytes->size && offset <= bytes->size - size;
}

bool bytes_has(const struct pcimsi_bytes *bytes, uint32_t offset, uint32_t size)
{
	if (!in_bounds(bytes, offset, size))
		return false;
	for (uint32_t i = 0; bytes->known && i < size; i++)
		if (!few_known(bytes->known, offset + i, 1))
			return false;
	return true;
}

/* Decoding a function is some forty of these: `size` is a constant in each caller. */
static inline struct pcimsi_reg read_le(const struct pcimsi_bytes *bytes, uint32_t offset,
					uint32_t size)
{
	struct pcimsi_reg reg = { .known = false };

	if (!in_bounds(bytes, offset, size))
		return reg;
	if (bytes->known && !few_known(bytes->known, offset, size))
		return reg;
	reg.known = true;
	for (uint32_t i = 0; i < size; i++)
		reg.value |= (uint32_t)bytes->data[offset + i] << 8 * i;
	return reg;
}

struct pcimsi_reg bytes_u8(const struct pcimsi_bytes *bytes, uint32_t offset)
{
	return read_le(bytes, offset, 1);
}

struct pcimsi_reg bytes_u16(const struct pcimsi_bytes *bytes, uint32_t offset)
{
	return read_le(bytes, offset, 2);
}

struct pcimsi_reg bytes_u32(const struct pcimsi_bytes *bytes, uint32_t offset)
{
	return read_le(bytes, offset, 4);
}

uint32_t bytes_count(const struct pcimsi_bytes *bytes)
{
	uint32_t count = 0;

	if (!bytes->known)
		return bytes->size;
	for (uint32_t word = 0; word < (bytes->size + 63) / 64; word++) {
		/* Most words are full, and counting bits is slow without -mpopcnt. */
		if (bytes->known[word] == UINT64_MAX)
			count += 64;
		else
			count += (uint32_t)__builtin_popcountll(bytes->known[word]);
	}
	return count;
}
