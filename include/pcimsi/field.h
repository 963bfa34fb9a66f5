/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_FIELD_H
#define PCIMSI_FIELD_H

#include <pcimsi/function.h>

/*
 * Since 0.1. A field is a value; its texts are constant.
 */

/*
 * Which field a byte of configuration space belongs to. Names are stable and
 * dotted ("msix.control"); findings cite bytes by the same names.
 */

enum pcimsi_owner {
	PCIMSI_OWNER_NONE,       /* device specific, or not known to belong to anything */
	PCIMSI_OWNER_HEADER,     /* 0x00..0x3f, 0x47 of a CardBus bridge */
	PCIMSI_OWNER_CAPABILITY, /* a capability of the list */
	PCIMSI_OWNER_EXTENDED,   /* an extended capability, from 0x100 on */
};

struct pcimsi_field {
	enum pcimsi_owner owner;
	const char *name;  /* NULL: the owner's bytes have no name here */
	const char *title; /* as the specification calls it; NULL with `name` */
	uint16_t offset;   /* where the field begins */
	uint8_t size;      /* its bytes; 1 without a name */
	/* Of a capability, else 0: */
	uint8_t capability_id;
	uint8_t capability_offset;
	/* Of an extended capability, else 0: */
	uint16_t extended_id;
	uint16_t extended_offset;
};

/* Bits of a field, and what the specification calls them; the others are reserved, or not named. */
struct pcimsi_bits {
	const char *name;  /* stable, told from others of its field: "table_size" */
	const char *title; /* "Table Size" */
	uint8_t low, high; /* of the little-endian field, counted from 0; they belong to it */
};

PCIMSI_BEGIN_DECLS

/*
 * The field of `function` that byte `offset` belongs to. A capability of unknown
 * size is taken to reach to the next one, and to the end of its space at most.
 */
PCIMSI_API struct pcimsi_field pcimsi_field_at(const struct pcimsi_function *function,
					       uint16_t offset);

/*
 * The field at byte `at` of the capability that begins at `start`, whatever overlaps it.
 * Where no capability of the list begins: that of byte start + at.
 */
PCIMSI_API struct pcimsi_field pcimsi_field_of(const struct pcimsi_function *function,
					       uint16_t start, uint16_t at);

/* From low to high; NULL and 0: the field of that stable name is one number, or there is none. */
PCIMSI_API const struct pcimsi_bits *pcimsi_field_bits(const char *field, uint32_t *ret_count);
/* NULL: the field has no bits of that name. */
PCIMSI_API const struct pcimsi_bits *pcimsi_field_bits_named(const char *field, const char *name);
/* Of the value of the whole field. */
PCIMSI_API uint64_t pcimsi_bits_value(const struct pcimsi_bits *bits, uint64_t field);

PCIMSI_END_DECLS

#endif
