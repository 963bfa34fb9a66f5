/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_SALVAGE_H
#define PCIMSI_SOURCE_SALVAGE_H

#include "source/text_reader.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * What mail programs, terminals, logs and diff do to the lines of a dump, undone.
 * Zero-initialise.
 */

#define SALVAGE_SHAPE_MAX 160

/* What a log writes before each line: digits of its time differ, the rest does not. */
struct salvage_shape {
	size_t length;                /* 0: nothing */
	size_t gap;                   /* blanks behind it */
	char text[SALVAGE_SHAPE_MAX]; /* without blanks; runs of changing digits are one '0' */
};

struct salvage {
	bool in_diff;
	struct salvage_shape shape;
	char scratch[TEXT_LINE_MAX]; /* a line in which bytes were replaced */
};

enum salvage_side {
	SALVAGE_LINE,     /* of the capture */
	SALVAGE_OLD_SIDE, /* of the old side of a diff */
	SALVAGE_MARKUP,   /* of the diff itself */
};

/*
 * Takes off what quotes the line: "> " of mails, the first column of a unified
 * diff. Non-breaking spaces and NUL bytes become spaces; *ret_nul: there were NULs.
 */
enum salvage_side salvage_clean(struct salvage *salvage, const char **line, size_t *length,
				bool *ret_nul);

/* Copies a line, at most `room` bytes, with spaces for such bytes; returns how many. */
size_t salvage_copy(const char *line, size_t length, char *out, size_t room);

/* The first `prefix` bytes of the line are what a log writes before each. */
void salvage_learn(struct salvage *salvage, const char *line, size_t prefix);

/* Takes off such a prefix if it is like the one learned last. */
bool salvage_strip(const struct salvage *salvage, const char **line, size_t *length);

/* Whether text is what a log writes before a line. */
bool salvage_is_prefix(const char *text, size_t length);

/*
 * Where a message of lspci or libpci to standard error begins in the line, in which
 * both got mixed; `length`: nowhere.
 */
size_t salvage_find_message(const char *line, size_t length);

#endif
