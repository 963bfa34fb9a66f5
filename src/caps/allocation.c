/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "caps/caps.h"

#include "base/bytes.h"

/*
 * Enhanced Allocation (7.8.5): entries that say where a range lies and how large
 * it is, in place of a BAR that then reads 0.
 */

#define EA_COUNT 0x02 /* Num Entries, bits 5:0 */
#define EA_FIRST 0x04 /* of header type 0 */
#define EA_FIRST_BRIDGE 0x08

#define PROPERTY_PREFETCHABLE 0x01 /* 0: memory that is not */
#define PROPERTY_IO 0x02

/* One of the two fields of an entry: its low dword and, for 64 bits, its high one. */
struct range_field {
	uint64_t value; /* without the two flag bits */
	bool known;
	bool wide;
};

static struct range_field read_field(const struct pcimsi_bytes *config, uint32_t at,
				     uint32_t upper_at)
{
	struct pcimsi_reg low = bytes_u32(config, at), high = { .known = true };
	struct range_field field = { .wide = low.known && bit(low.value, 1) };

	if (field.wide)
		high = bytes_u32(config, upper_at);
	field.known = low.known && high.known;
	field.value = (uint64_t)high.value << 32 | (low.value & ~UINT32_C(3));
	return field;
}

static void set_bar(struct pcimsi_bar *bar, uint32_t property, const struct range_field *base,
		    const struct range_field *max_offset)
{
	if (property == PROPERTY_IO)
		bar->kind = PCIMSI_BAR_IO;
	else if (property <= PROPERTY_PREFETCHABLE)
		bar->kind = base->wide ? PCIMSI_BAR_MEM64 : PCIMSI_BAR_MEM32;
	else
		return;
	bar->address = base->value;
	bar->address_known = true;
	bar->size = (max_offset->value | 3) + 1;
}

/* The first entry for a BAR that says what it is counts; the next ones are not asked. */
static void take_entry(struct pcimsi_function *fn, const struct pcimsi_bytes *config, uint32_t at,
		       uint32_t header)
{
	uint32_t bar = bits(header, 7, 4);
	struct range_field base = read_field(config, at + 4, at + 12);
	/* The upper half of the offset stands behind that of the base, if there is one. */
	struct range_field max_offset = read_field(config, at + 8, at + (base.wide ? 16 : 12));

	if (!bit(header, 31) || bar >= fn->n_bars || fn->bars[bar].kind != PCIMSI_BAR_ZERO)
		return;
	if (base.known && max_offset.known)
		set_bar(&fn->bars[bar], bits(header, 15, 8), &base, &max_offset);
	else if (bits(header, 15, 8) <= PROPERTY_IO)
		fn->bars[bar].kind = PCIMSI_BAR_UNKNOWN;
}

/* Whatever was not said so far, an entry that was not captured may say. */
static void lose_entries(struct pcimsi_function *fn)
{
	for (unsigned i = 0; i < fn->n_bars; i++)
		if (fn->bars[i].kind == PCIMSI_BAR_ZERO)
			fn->bars[i].kind = PCIMSI_BAR_UNKNOWN;
}

void allocation_decode(struct pcimsi_function *fn, const struct pcimsi_bytes *config)
{
	const struct pcimsi_capability *ea = fn_capability(fn, CAP_ID_EA);
	struct pcimsi_reg count, header = { .known = true };
	uint32_t at;

	if (!ea && walk_state(fn, CAP_ID_EA) == PCIMSI_STATE_UNKNOWN)
		lose_entries(fn);
	if (!ea)
		return;
	count = bytes_u8(config, ea->offset + EA_COUNT);
	at = fn->header_type.value == HEADER_BRIDGE ? EA_FIRST_BRIDGE : EA_FIRST;
	at += ea->offset;
	for (uint32_t i = 0; count.known && header.known && i < bits(count.value, 5, 0); i++) {
		header = bytes_u32(config, at);
		if (header.known)
			take_entry(fn, config, at, header.value);
		at += 4 * (bits(header.value, 2, 0) + 1);
	}
	if (!count.known || !header.known)
		lose_entries(fn);
}
