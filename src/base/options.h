/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_BASE_OPTIONS_H
#define PCIMSI_BASE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Structs that a caller fills in, compiled with an older or newer header than ours: they begin
 * with a size_t, how large the caller has them. Copies what both have; what only ours has is
 * zero. NULL gives all zeros. False: the size was never set.
 */
bool options_take(void *own, size_t own_size, const void *given);

#define OPTIONS_TAKE(own, given) options_take((own), sizeof(*(own)), (given))

#endif
