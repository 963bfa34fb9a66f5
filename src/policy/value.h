/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_POLICY_VALUE_H
#define PCIMSI_POLICY_VALUE_H

#include <pcimsi/policy.h>

#include "base/arena.h"

/*
 * Texts in a policy file. One is written as it is, or as pieces in quotes that are
 * joined: "ab" "c". Inside of them \\, \" and \xNN stand for a backslash, a quote and
 * any byte.
 */

/* All of `from` as one text. NULL: it is none, and *reterr says why; or out of memory. */
const char *value_text(struct arena *arena, const char *from, const char **reterr);

struct value_list {
	struct pcimsi_waived_value *items;
	uint32_t count, capacity;
	bool old; /* "name text, name text", as it was once */
};

/* "name=text name=text". False as above. */
bool value_list(struct arena *arena, const char *from, struct value_list *ret, const char **reterr);

/*
 * The text as value_text() reads it: as it is, or in quotes, a long one in pieces with `gap`
 * between, in ASCII and without what would begin a comment. NULL: out of memory.
 */
const char *value_written(struct arena *arena, const char *text, const char *gap);

/* Texts that value_list() reads, with `gap` between. NULL: out of memory. */
const char *value_list_written(struct arena *arena, const struct pcimsi_waived_value *items,
			       uint32_t count, const char *gap);

#endif
