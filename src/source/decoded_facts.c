/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/decoded_facts.h"

#include <string.h>

#define STATUS 0x06
#define STATUS_LIST 0x10u
#define HEADER_TYPE 0x0e
#define LIST_POINTER 0x34
#define LIST_POINTER_CARDBUS 0x14
#define MSI_ID 0x05
#define MSIX_ID 0x11

void facts_begin(struct facts *facts)
{
	memset(facts, 0, sizeof(*facts));
	facts->pointer_at = LIST_POINTER;
	facts->last_id = FACTS_NO_ID;
}

void facts_set(struct facts *facts, uint32_t offset, uint32_t value, uint32_t size)
{
	for (uint32_t i = 0; i < size && offset + i < FACTS_SIZE; i++) {
		facts->data[offset + i] = (uint8_t)(value >> 8 * i);
		facts->known[(offset + i) / 64] |= UINT64_C(1) << (offset + i) % 64;
	}
}

static void set_if_unknown(struct facts *facts, uint32_t offset, uint32_t value, uint32_t size)
{
	if (!facts_know(facts, offset))
		facts_set(facts, offset, value, size);
}

bool facts_capability(struct facts *facts, uint32_t offset, uint8_t id)
{
	if (offset < 0x40 || offset > 0xfc || offset & 3 || offset == facts->last)
		return false;
	facts->any = true;
	facts->lists = true;
	facts_set(facts, facts->pointer_at, offset, 1);
	facts->last = (uint8_t)offset;
	facts->last_id = id;
	facts->pointer_at = (uint8_t)(offset + 1);
	facts_set(facts, offset, id, 1);
	return true;
}

/* The code of a number of messages, or -1. */
static int code_of(uint32_t count)
{
	for (int code = 0; code < 8; code++)
		if (count == UINT32_C(1) << code)
			return code;
	return -1;
}

bool facts_msi(struct facts *facts, bool enabled, uint32_t capable, uint32_t allocated, bool wide,
	       bool maskable)
{
	int mmc = code_of(capable), mme = code_of(allocated);

	if (facts->last_id != MSI_ID || mmc < 0 || mme < 0)
		return false;
	facts->msi = facts->last;
	facts_set(facts, facts->last + 2u,
		  enabled | (uint32_t)mmc << 1 | (uint32_t)mme << 4 | (uint32_t)wide << 7 |
			  (uint32_t)maskable << 8,
		  2);
	return true;
}

bool facts_msix(struct facts *facts, bool enabled, uint32_t entries, bool masked)
{
	if (facts->last_id != MSIX_ID || !entries || entries > 2048)
		return false;
	facts->msix = facts->last;
	facts_set(facts, facts->last + 2u,
		  (entries - 1) | (uint32_t)masked << 14 | (uint32_t)enabled << 15, 2);
	return true;
}

/* What is not printed is 0, once the text of the function is whole. */
static void imply_zeros(struct facts *facts)
{
	uint8_t type = facts->data[HEADER_TYPE];
	uint32_t bars = type == 1 ? 2 : type == 2 ? 1 : 6;

	if (!facts->verbose)
		return;
	if (!facts->has_interrupt)
		facts_set(facts, 0x3d, 0, 1);
	for (uint32_t i = 0; i < bars; i++)
		set_if_unknown(facts, 0x10 + 4 * i, 0, 4);
}

/* A CardBus bridge keeps the pointer to its list elsewhere. */
static void move_pointer(struct facts *facts)
{
	if (facts->data[HEADER_TYPE] != 2 || !facts_know(facts, LIST_POINTER))
		return;
	facts_set(facts, LIST_POINTER_CARDBUS, facts->data[LIST_POINTER], 1);
	facts->known[0] &= ~(UINT64_C(1) << LIST_POINTER);
}

void facts_end(struct facts *facts, bool whole)
{
	bool list = facts->last || facts->denied;

	whole = whole && facts->lists;
	if (!facts->any || !(list || whole))
		return;
	/* Bridges tell their buses before the list. */
	set_if_unknown(facts, HEADER_TYPE, 0, 1);
	/* Without a status its bit 4 is told by the list, or the lack of one. */
	set_if_unknown(facts, STATUS, list ? STATUS_LIST : 0, 2);
	if (whole)
		imply_zeros(facts);
	if (whole && facts->last && !facts->denied)
		facts_set(facts, facts->pointer_at, 0, 1);
	move_pointer(facts);
}

uint32_t facts_fill(const struct facts *facts, uint8_t *data, uint64_t *known, uint32_t *size)
{
	uint32_t added = 0;

	for (uint32_t i = 0; i < FACTS_SIZE; i++) {
		uint64_t bit = UINT64_C(1) << i % 64;

		if (!(facts->known[i / 64] & bit) || known[i / 64] & bit)
			continue;
		data[i] = facts->data[i];
		known[i / 64] |= bit;
		added++;
		if (*size <= i)
			*size = i + 1;
	}
	return added;
}

/* Whether bits of a field are known from both sides, and differ. */
static bool differs(const struct facts *facts, uint32_t offset, uint32_t bits, const uint8_t *data,
		    const uint64_t *known)
{
	for (; bits; bits >>= 8, offset++)
		if (offset < FACTS_SIZE && facts_know(facts, offset) &&
		    known[offset / 64] >> offset % 64 & 1 &&
		    (facts->data[offset] ^ data[offset]) & bits & 0xff)
			return true;
	return false;
}

/* Linux tells the ids of a virtual function, whose bytes are all ones, from its PF. */
static bool has_ids(const uint8_t *data, const uint64_t *known)
{
	return (known[0] & 0xf) != 0xf || memcmp(data, "\xff\xff\xff\xff", 4) != 0;
}

const char *facts_contradict(const struct facts *facts, const uint8_t *data, const uint64_t *known)
{
	const bool ids = has_ids(data, known);
	const uint32_t msi = facts->msi, msix = facts->msix;
	const struct {
		const char *name;
		bool told;
		uint32_t at, bits; /* that no driver writes */
	} fields[] = {
		{ "header.vendor_id", ids, 0x00, 0xffff },
		{ "header.device_id", ids, 0x02, 0xffff },
		{ "capability.id", msi != 0, msi, 0xff },
		{ "capability.id", msix != 0, msix, 0xff },
		/* Of some texts only the counts are known. */
		{ "msi.control", msi != 0, msi + 2, facts->msi_counts ? 0x000e : 0x018e },
		{ "msix.control", msix != 0, msix + 2, 0x07ff },
		{ "msix.table", msix != 0, msix + 4, UINT32_MAX },
		{ "msix.pba", msix != 0, msix + 8, UINT32_MAX },
	};

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (fields[i].told && differs(facts, fields[i].at, fields[i].bits, data, known))
			return fields[i].name;
	return NULL;
}
