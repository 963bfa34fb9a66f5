/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "caps/caps.h"

#include "base/bytes.h"

#include <stddef.h>

/*
 * The capability list (7.5.1.1.11, 7.7.1.1): a pointer in the header, then id
 * and next pointer in the first two bytes of every capability.
 *
 * walk_at names what was being looked at when the walk stopped: the pointer
 * (the last one of a complete list, a bad one, one back into the list), or the
 * header or register that reads ff or was not captured. walk_target is the
 * last pointer's value, masked.
 */

#define STATUS 0x06
#define STATUS_CAPABILITY_LIST 4
#define HEADER_TYPE 0x0e
#define POINTER 0x34
#define POINTER_CARDBUS 0x14
#define FIRST_OFFSET 0x40
#define POINTER_RESERVED 0x03u

struct walk {
	struct pcimsi_function *fn;
	const struct pcimsi_bytes *config;
	uint64_t visited;   /* bit n: dword n */
	uint8_t pointer_at; /* where the pointer being followed is stored */
};

/* Always false: no further step. */
static bool stop(struct walk *walk, enum pcimsi_walk_end end, uint32_t at)
{
	walk->fn->walk_end = end;
	walk->fn->walk_at = (uint8_t)at;
	return false;
}

/* Reads the pointer stored at `at`. False: not captured. */
static bool read_pointer(struct walk *walk, uint32_t at)
{
	struct pcimsi_reg pointer = bytes_u8(walk->config, at);

	if (!pointer.known)
		return false;
	walk->pointer_at = (uint8_t)at;
	walk->fn->walk_target = (uint8_t)(pointer.value & ~POINTER_RESERVED);
	walk->fn->walk_pointer_misaligned = pointer.value & POINTER_RESERVED;
	return true;
}

static void record(struct walk *walk, uint8_t id, uint8_t offset)
{
	struct pcimsi_function *fn = walk->fn;

	fn->capabilities[fn->n_capabilities++] = (struct pcimsi_capability){
		.id = id,
		.offset = offset,
		.pointer_at = walk->pointer_at,
		.size = capability_size(walk->config, id, offset),
		.pointer_misaligned = fn->walk_pointer_misaligned,
	};
}

/*
 * One step of the walk; false: it stopped. Every visited offset is another
 * dword of 0x40..0xff, so there are never more than PCIMSI_CAPABILITIES_MAX.
 */
static bool follow(struct walk *walk)
{
	uint8_t offset = walk->fn->walk_target;
	struct pcimsi_reg id;

	if (!offset)
		return stop(walk, PCIMSI_WALK_COMPLETE, walk->pointer_at);
	if (offset < FIRST_OFFSET)
		return stop(walk, PCIMSI_WALK_BAD_POINTER, walk->pointer_at);
	if (walk->visited >> offset / 4 & 1)
		return stop(walk, PCIMSI_WALK_LOOP, walk->pointer_at);
	walk->visited |= UINT64_C(1) << offset / 4;
	id = bytes_u8(walk->config, offset);
	if (!id.known)
		return stop(walk, PCIMSI_WALK_NOT_CAPTURED, offset);
	if (id.value == 0xff)
		return stop(walk, PCIMSI_WALK_ID_FF, offset);
	record(walk, (uint8_t)id.value, offset);
	/* Decoded text that ends here tells this one, and not what follows it. */
	return read_pointer(walk, offset + 1u) || stop(walk, PCIMSI_WALK_NOT_CAPTURED, offset + 1u);
}

/* Finds the first pointer. False: there is none, or it cannot be known. */
static bool start(struct walk *walk)
{
	struct pcimsi_reg status = bytes_u8(walk->config, STATUS);
	struct pcimsi_reg header_type = walk->fn->header_type;
	uint32_t first;

	/* The bit has its place in every header type, so it counts before the layout. */
	if (!status.known)
		return stop(walk, PCIMSI_WALK_NOT_CAPTURED, STATUS);
	if (!bit(status.value, STATUS_CAPABILITY_LIST))
		return stop(walk, PCIMSI_WALK_COMPLETE, STATUS);
	if (!header_type.known)
		return stop(walk, PCIMSI_WALK_NOT_CAPTURED, HEADER_TYPE);
	if (header_type.value > HEADER_CARDBUS)
		return stop(walk, PCIMSI_WALK_UNKNOWN_LAYOUT, HEADER_TYPE);
	first = header_type.value == HEADER_CARDBUS ? POINTER_CARDBUS : POINTER;
	return read_pointer(walk, first) || stop(walk, PCIMSI_WALK_NOT_CAPTURED, first);
}

void walk_capabilities(struct pcimsi_function *fn, const struct pcimsi_bytes *config)
{
	struct walk walk = { .fn = fn, .config = config };

	if (!start(&walk))
		return;
	while (follow(&walk))
		;
}

uint8_t walk_count(const struct pcimsi_function *fn, uint8_t id)
{
	uint8_t count = 0;

	for (unsigned i = 0; i < fn->n_capabilities; i++)
		count = (uint8_t)(count + (fn->capabilities[i].id == id));
	return count;
}

/* Only a walk that reached the end of the list proves that something is not in it. */
enum pcimsi_state walk_state(const struct pcimsi_function *fn, uint8_t id)
{
	if (fn_capability(fn, id))
		return PCIMSI_STATE_PRESENT;
	return fn->walk_end == PCIMSI_WALK_COMPLETE ? PCIMSI_STATE_ABSENT : PCIMSI_STATE_UNKNOWN;
}
