/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_BYTES_H
#define PCIMSI_BYTES_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Since 0.1. Values, which the caller may hold and copy; they never grow.
 */

/* Configuration space of one function: 256 bytes (PCI) or 4096 (PCI Express). */
#define PCIMSI_CONFIG_SIZE 4096

/*
 * Bytes of which some may not have been captured. A captured 0xff and a byte
 * that nobody read are different things; only `known` tells them apart.
 */
struct pcimsi_bytes {
	const uint8_t *data;   /* `size` bytes; what is not known holds no meaning */
	const uint64_t *known; /* bit n: byte n was captured; NULL: all of them */
	uint32_t size;         /* 0..PCIMSI_CONFIG_SIZE; no byte at or above is known */
};

/* A register or a count that the capture may not hold. */
struct pcimsi_reg {
	uint32_t value; /* 0 unless known */
	bool known;
};

#endif
