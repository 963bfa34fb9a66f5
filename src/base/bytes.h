/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_BASE_BYTES_H
#define PCIMSI_BASE_BYTES_H

#include <pcimsi/bytes.h>

/*
 * The only way to read configuration bytes: a read of anything that was not
 * captured answers "not known" instead of a number. Little-endian.
 */
bool bytes_has(const struct pcimsi_bytes *bytes, uint32_t offset, uint32_t size);
struct pcimsi_reg bytes_u8(const struct pcimsi_bytes *bytes, uint32_t offset);
struct pcimsi_reg bytes_u16(const struct pcimsi_bytes *bytes, uint32_t offset);
struct pcimsi_reg bytes_u32(const struct pcimsi_bytes *bytes, uint32_t offset);
uint32_t bytes_count(const struct pcimsi_bytes *bytes); /* how many are known */

#define BYTES_MAP_WORDS (PCIMSI_CONFIG_SIZE / 64)

#endif
