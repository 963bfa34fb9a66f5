/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_DIALECT_HEXLINE_H
#define PCIMSI_SOURCE_DIALECT_HEXLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which program writes such rows. */
enum hexline_form {
	HEXLINE_SHORT, /* "10: 00 11 ..": lspci (pciutils lspci.c, show_hex_dump()) */
	HEXLINE_COLON, /* "00000010: 00 11 .." or "0011 ..": xxd, UEFI shell, kernel */
	HEXLINE_PLAIN, /* "00000010  00 11 ..": hexdump -C, od -A x -t x1 */
};

/* A row of a dump: offset and bytes. */
struct hexline {
	enum hexline_form form;
	uint32_t offset;
	uint32_t count;  /* bytes read; the rest of the line is text */
	uint32_t bad_at; /* column, from 1, of what looks like a byte and is none; 0: nothing */
	uint32_t end;    /* column, from 0, behind the last byte */
	uint8_t bytes[256];
};

/*
 * The canonical row, "10: 00 11 .. ff" with 16 bytes and nothing behind them, of
 * which a dump has one for every 16 bytes. False: read it with hexline_parse().
 */
bool hexline_parse_canonical(const char *line, size_t length, uint32_t *ret_offset,
			     uint8_t ret_bytes[16]);

/* Where the blanks from `at` on end. */
size_t hexline_skip_blanks(const char *line, size_t length, size_t at);

/* Any row. False: the line is no row of a dump. */
bool hexline_parse(const char *line, size_t length, struct hexline *ret);

/*
 * A complete row behind other text, such as the time of a log. `expected` is the
 * offset that would be next: only with that one the row may follow a letter.
 * Returns where it begins, 0: there is none.
 */
size_t hexline_find(const char *line, size_t length, uint32_t expected, struct hexline *ret);

/* Bytes and nothing else, at most `most` of them: the end of a row that was broken. */
bool hexline_is_tail(const char *line, size_t length, uint32_t most);

/* Whether the text could be the begin of a row that was cut anywhere. */
bool hexline_is_head(const char *line, size_t length);

/*
 * A row of bytes whose offset cannot be read, as "4O: 00 11 ..". *ret_at is where, from 0,
 * it goes wrong.
 */
bool hexline_is_spoilt(const char *line, size_t length, size_t *ret_at);

/*
 * Rows of hexdump and od that show words in the order of the machine, or octal
 * offsets: which bytes they stand for cannot be told.
 */
bool hexline_is_ambiguous(const char *line, size_t length);

#endif
