/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_POLICY_POLICY_TEXT_H
#define PCIMSI_POLICY_POLICY_TEXT_H

#include <pcimsi/policy.h>

#include "base/arena.h"
#include "base/notes.h"

/* A policy file as text: sections and keys one after the other, whatever they mean. */

#define POLICY_SIZE_MAX ((size_t)16 * 1024 * 1024)

struct policy_key {
	const char *name;
	const char *value; /* with what lines that begin with a blank continued, "" for none */
	struct pcimsi_policy_line line;
	uint32_t last_line; /* that continued it */
};

/* What is handed out lives as long as the arena. */
struct policy_visitor {
	void (*section)(void *user, const char *name, const struct pcimsi_policy_line *line);
	void (*key)(void *user, const struct policy_key *key);
	/* A line that could not be read was left out of the section that is being read. */
	void (*broken)(void *user);
	void *user;
};

/* Where lines begin in the bytes of the file. */
struct policy_line_start {
	uint32_t offset : 31;
	uint32_t blank : 1; /* nothing but blanks is in the line */
};

struct policy_lines {
	struct policy_line_start *items;
	uint32_t count, capacity;
};

/* Reads all of it, at most POLICY_SIZE_MAX bytes. PCIMSI_ERR_NOMEM. */
int policy_text_read(struct arena *arena, struct notes *notes, const void *bytes, size_t size,
		     const struct policy_visitor *visitor, struct policy_lines *ret_lines);

#endif
