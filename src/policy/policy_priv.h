/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_POLICY_POLICY_PRIV_H
#define PCIMSI_POLICY_POLICY_PRIV_H

#include <pcimsi/policy.h>

#include "base/arena.h"
#include "base/notes.h"
#include "base/table.h"
#include "policy/policy_text.h"

/* A policy being read, and the keys that its sections may have. */

enum section_kind {
	SECTION_NONE, /* before the first, or one that is none of these */
	SECTION_SEVERITIES,
	SECTION_RULE,
	SECTION_WAIVER,
};

struct pcimsi_policy {
	struct arena arena;
	struct notes notes;
	const char *name;
	uint32_t errors;
	bool nomem;
	struct policy_lines lines;
	VEC(struct pcimsi_severity_choice) severities;
	VEC(struct pcimsi_house_rule) house_rules;
	VEC(struct pcimsi_waiver) waivers;
	VEC(const char *) titles; /* "waiver name" */ /* sections */
	struct table by_title;                        /* of `titles` */
	/* The section that is being read; a rule or waiver is the last of its list. */
	enum section_kind kind;
	struct pcimsi_policy_line line;
	uint32_t last_line;
	uint32_t seen; /* keys, a bit each */
	bool broken;   /* it does not hold */
	bool value_is_old;
	struct pcimsi_place value_place; /* of the waiver's values */
};

/*
 * Each reads the value of a key. NULL, or what is wrong with it. Out of memory is
 * remembered in the policy.
 */
typedef const char *parse_fn(struct pcimsi_policy *policy, const struct policy_key *key);

/* What a section needs: all keys of NEED_ALL, and one of NEED_ONE. */
enum need {
	NEED_NOT,
	NEED_ALL,
	NEED_ONE,
};

struct key_row {
	const char *name;
	parse_fn *parse;
	enum need need;
};

/* They end with a NULL name. */
extern const struct key_row policy_rule_keys[];
extern const struct key_row policy_waiver_keys[];

/* Notes an error: the section being read does not hold. */
void policy_complain(struct pcimsi_policy *policy, enum pcimsi_note_code code,
		     struct pcimsi_place place, const char *detail);

/* NULL: none is near. */
const char *policy_nearest_key(const struct key_row *row, const char *name);

/* A key of the section that is being read. */
void policy_see_key(struct pcimsi_policy *policy, const struct policy_key *key);

/* A waiver that is no section of a file; NULL: out of memory, which is remembered. */
struct pcimsi_waiver *policy_begin_waiver(struct pcimsi_policy *policy, const char *name,
					  const struct pcimsi_policy_line *line);
/* Keeps it if it is whole; the keys of the list, which ends with NULL, need not be written. */
void policy_end_waiver(struct pcimsi_policy *policy, const char *const *given);

/* "error" and the like. NULL, or what is wrong with the word. */
const char *policy_parse_severity(const char *word, enum pcimsi_severity *ret);

/*
 * What the values of a waiver are for its rule. Values as they were once written are
 * translated. NULL, or what is wrong with them.
 */
const char *waiver_check_values(struct pcimsi_policy *policy, struct pcimsi_waiver *waiver);

/* An empty one, to be read into. PCIMSI_ERR_USAGE, PCIMSI_ERR_NOMEM: *ret is NULL then. */
int policy_new(const struct pcimsi_policy_options *options, struct pcimsi_policy **ret);
/* What reading into it came to: after an error it is closed, and *ret NULL. Returns `err`. */
int policy_made(int err, struct pcimsi_policy **ret);

/* Reads all of it into an empty policy. PCIMSI_ERR_NOMEM. */
int policy_read(struct pcimsi_policy *policy, const char *name, const void *bytes, size_t size);

#endif
