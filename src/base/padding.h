/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_BASE_PADDING_H
#define PCIMSI_BASE_PADDING_H

#include "base/notes.h"

#include <stddef.h>

/*
 * NUL bytes behind the end of a text: what is recovered from a disk, or was being
 * written when the power failed, often has the size of its blocks.
 */

/* How many NUL bytes the last of these are. */
size_t padding_size(const void *bytes, size_t size);

/* Tells that `count` of them, from `offset` on, were left out. */
void padding_note(struct notes *notes, uint64_t count, uint64_t offset);

#endif
