/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_HEXLINE_H
#define PCIMSI_SOURCE_HEXLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A row of a dump: offset, colon, bytes (pciutils lspci.c, show_hex_dump()). */
struct hexline {
	uint32_t offset;
	uint32_t count;  /* bytes read; the rest of the line is text */
	uint32_t bad_at; /* column, from 1, of what looks like a byte and is none; 0: nothing */
	uint8_t bytes[256];
};

/*
 * The canonical row, "10: 00 11 .. ff" with 16 bytes and nothing behind them, of
 * which a dump has one for every 16 bytes. False: read it with hexline_parse().
 */
bool hexline_parse_canonical(const char *line, size_t length, uint32_t *ret_offset,
			     uint8_t ret_bytes[16]);

/* Any row. False: the line is no row of a dump. */
bool hexline_parse(const char *line, size_t length, struct hexline *ret);

#endif
