/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_DECODED_FACTS_H
#define PCIMSI_SOURCE_DECODED_FACTS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What decoded text tells of a function, turned back into the bytes it was made
 * from. It is weaker than bytes: only what the text tells becomes known, and a list
 * of capabilities has an end only if the text of the function has one.
 */

#define FACTS_SIZE 0x100

struct facts {
	uint8_t data[FACTS_SIZE];
	uint64_t known[FACTS_SIZE / 64];
	uint64_t bar_sizes[6];
	bool any;           /* something below the heading was understood */
	bool lists;         /* such text names the capabilities, if there are any */
	bool verbose;       /* what it does not print of the header is 0 */
	bool has_interrupt; /* it told the interrupt pin */
	bool denied;        /* the list could not be read to its end */
	bool unread;        /* something about the capabilities could not be understood */
	bool msi_counts;    /* of MSI only the counts were told */
	uint8_t pointer_at; /* where the next capability's offset belongs */
	uint8_t last;       /* offset of the last capability; 0: none yet */
	uint8_t last_id;    /* its id; FACTS_NO_ID: what follows belongs to none of the list */
	uint8_t msi, msix;  /* where Message Control was told of; 0: it was not */
};

#define FACTS_NO_ID 0xff
#define FACTS_OTHER_ID 0xfe /* a capability that we do not know by name */

void facts_begin(struct facts *facts);

/* The bytes of a value, lowest first. */
void facts_set(struct facts *facts, uint32_t offset, uint32_t value, uint32_t size);

static inline bool facts_know(const struct facts *facts, uint32_t offset)
{
	return facts->known[offset / 64] >> offset % 64 & 1;
}

/* The next capability of the list. False: there can be none at that offset. */
bool facts_capability(struct facts *facts, uint32_t offset, uint8_t id);

/*
 * Message Control of the last capability, MSI: counts as numbers of messages. False:
 * MSI has no such counts.
 */
bool facts_msi(struct facts *facts, bool enabled, uint32_t capable, uint32_t allocated, bool wide,
	       bool maskable);

/* The same of MSI-X. */
bool facts_msix(struct facts *facts, bool enabled, uint32_t entries, bool masked);

/*
 * Nothing more will be told. `whole`: the text has its end, so a capability that it
 * does not name is not there.
 */
void facts_end(struct facts *facts, bool whole);

/*
 * Adds what `data` and `known` do not hold yet. Returns how many bytes were
 * added; *size grows with them.
 */
uint32_t facts_fill(const struct facts *facts, uint8_t *data, uint64_t *known, uint32_t *size);

/*
 * The field, by its name in field.h, that the text tells otherwise than the bytes have it;
 * NULL: none. Only what no driver changes is compared: between the words and the bytes of
 * one capture a driver may have been loaded.
 */
const char *facts_contradict(const struct facts *facts, const uint8_t *data, const uint64_t *known);

#endif
