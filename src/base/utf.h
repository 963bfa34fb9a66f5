/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_BASE_UTF_H
#define PCIMSI_BASE_UTF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF_REPLACEMENT 0xfffd
#define UTF_NO_CHARACTER UINT32_MAX
#define UTF8_MAX 4 /* bytes of one character */

/* Writes the character, at most 10ffff, as UTF-8; returns how many bytes. */
size_t utf8_put(char *out, uint32_t c);

/*
 * The character that `size` bytes, at least 1, of UTF-8 begin with (RFC 3629), UTF_NO_CHARACTER
 * for what is none; that takes 1 byte. Returns how many it took.
 */
size_t utf8_get(const uint8_t *at, size_t size, uint32_t *ret);

/*
 * The character that `size` bytes of UTF-16 begin with, UTF_NO_CHARACTER for a
 * lone surrogate. Returns how many bytes it took; 0: there are too few.
 */
size_t utf16_get(const uint8_t *at, size_t size, bool big_endian, uint32_t *ret);

#endif
