/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_RAW_H
#define PCIMSI_SOURCE_RAW_H

#include <stdbool.h>
#include <stddef.h>

/* Raw configuration bytes: as far as the header type at least, one function at most. */
#define RAW_SIZE_MIN ((size_t)16)
#define RAW_SIZE_MAX ((size_t)4096)

/* Whether these can be configuration bytes. `named`: the name says they are. */
bool raw_is_config(const char *head, size_t size, bool named);

#endif
