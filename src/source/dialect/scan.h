/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_DIALECT_SCAN_H
#define PCIMSI_SOURCE_DIALECT_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * Reads what programs print, word by word. Each function moves behind what it took,
 * and not at all if it took nothing. A number is taken only if what follows it
 * cannot be part of it: "Count=1" of "Count=17" is never 1.
 */
struct scan {
	const char *at, *end;
};

static inline struct scan scan_of(const char *text, size_t length)
{
	return (struct scan){ .at = text, .end = text + length };
}

static inline size_t scan_left(const struct scan *scan)
{
	return (size_t)(scan->end - scan->at);
}

/* Exactly this text. */
static inline bool scan_text(struct scan *scan, const char *text)
{
	size_t length = strlen(text);

	if (scan_left(scan) < length || memcmp(scan->at, text, length) != 0)
		return false;
	scan->at += length;
	return true;
}

/* Blanks; any number of them. Returns true. */
bool scan_blanks(struct scan *scan);

/* Everything up to the text, and the text. */
bool scan_past(struct scan *scan, const char *text);

/* `least` to `most` (up to 16) hex digits. */
bool scan_hex(struct scan *scan, unsigned least, unsigned most, uint64_t *ret);
bool scan_hex32(struct scan *scan, unsigned least, unsigned most, uint32_t *ret);

/* "0x" and up to `most` hex digits. */
bool scan_0x(struct scan *scan, unsigned most, uint32_t *ret);

/* A decimal number below 2^32. */
bool scan_decimal(struct scan *scan, uint32_t *ret);

/* "Name+" or "Name-" between blanks, anywhere behind. *ret is whether it is "+". */
bool scan_flag(const struct scan *scan, const char *name, bool *ret);

/* "8086:1533" */
bool scan_ids(struct scan *scan, uint32_t *ret_vendor, uint32_t *ret_device);

#endif
