/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_DIALECT_BYTE_ARRAY_H
#define PCIMSI_SOURCE_DIALECT_BYTE_ARRAY_H

#include <pcimsi/bytes.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum array_form { ARRAY_NONE, ARRAY_BYTES, ARRAY_COE };

/*
 * Configuration bytes as the source of a program: lists of 0x86, 0x80 ... and strings of
 * \x86\x80 ... of C, Rust and Python, and the words of a Xilinx .coe file, whose bytes stand in
 * the order of configuration space. No slot is in them. Zero-initialise.
 */
struct array {
	enum array_form form;
	bool spoilt;   /* it holds something else, or too much */
	uint32_t line; /* where it begins */
	uint32_t size;
	uint8_t data[PCIMSI_CONFIG_SIZE];
};

/* The next line. Returns whether an array ended before or on it that may be configuration space. */
bool array_line(struct array *array, const char *line, size_t length, uint32_t number);

/* The end of the text: whether one ended there. */
bool array_end(struct array *array);

#endif
