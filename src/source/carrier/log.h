/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_CARRIER_LOG_H
#define PCIMSI_SOURCE_CARRIER_LOG_H

#include "source/text_line.h"

#include <stdbool.h>

/*
 * What a log, or grep -H, writes before each line: digits of its time differ, the rest
 * does not. It is learned from a line behind which a heading or a row was found.
 */

#define LOG_SHAPE_MAX 160

struct log_shape {
	size_t length;            /* 0: nothing */
	size_t gap;               /* blanks behind it */
	char text[LOG_SHAPE_MAX]; /* without blanks; runs of changing digits are one '0' */
};

/* Whether text is what a log writes before a line. */
bool log_is_prefix(const char *text, size_t length);

/* The first `prefix` bytes of the line are such. */
void log_learn(struct log_shape *shape, const char *line, size_t prefix);

/* Takes such a prefix off. False: the line has none, or another. */
bool log_strip(const struct log_shape *shape, struct text_line *line);

bool log_same(const struct log_shape *a, const struct log_shape *b);

/*
 * Where a message of lspci or libpci to standard error begins in the line, in which
 * both got mixed; `length`: nowhere.
 */
size_t log_find_message(const char *line, size_t length);

#endif
