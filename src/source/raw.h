/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_RAW_H
#define PCIMSI_SOURCE_RAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Raw configuration bytes: as far as the header type at least, one function at most. */
#define RAW_SIZE_MIN ((size_t)16)
#define RAW_SIZE_MAX ((size_t)4096)

/* Whether these can be configuration bytes. `named`: the name says they are. */
bool raw_is_config(const char *head, size_t size, bool named);

/*
 * How many of `size` bytes were really read. tar and cp believe the size that
 * sysfs claims and fill up with zeros what an ordinary user cannot read: a list
 * of capabilities that leads into nothing but zeros is such a filling.
 */
uint32_t raw_captured_size(const uint8_t *data, uint32_t size);

#endif
