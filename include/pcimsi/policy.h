/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_POLICY_H
#define PCIMSI_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <pcimsi/catalogue.h>
#include <pcimsi/error.h>
#include <pcimsi/function.h>
#include <pcimsi/note.h>
#include <pcimsi/options.h>

/*
 * Since 0.1. What a policy hands out lives as long as the policy; the bytes need not outlive
 * pcimsi_policy_open().
 */

/*
 * A policy file: severities of rules, house rules, and waivers of findings, as
 * INI. Its format is told in pcimsi-policy(5).
 */

/* A line of the file that makes itself felt in a judgement. */
struct pcimsi_policy_line {
	struct pcimsi_place place;
	const char *text; /* untrusted */
};

/* A row of [severities]. */
struct pcimsi_severity_choice {
	const struct pcimsi_rule *rule;
	bool off; /* it is not to be run */
	enum pcimsi_severity severity;
	struct pcimsi_policy_line line;
	PCIMSI_ROOM;
};

/* Ids as "8086", "8086:10d3" or "8086:10d3:1af4:1100"; what is not known is not asked for. */
struct pcimsi_policy_ids {
	struct pcimsi_reg vendor_id, device_id;
	struct pcimsi_reg subsystem_vendor_id, subsystem_id;
};

struct pcimsi_policy_id_list {
	const struct pcimsi_policy_ids *items;
	uint32_t count;
};

enum pcimsi_agreement {
	PCIMSI_AGREEMENT_NO,
	PCIMSI_AGREEMENT_POSSIBLE, /* what would tell was not captured */
	PCIMSI_AGREEMENT_YES,
};

/* What a house rule can require. */
enum pcimsi_requirement_kind {
	PCIMSI_REQUIRE_AT_LEAST,   /* messages that Windows is expected to request */
	PCIMSI_REQUIRE_AT_MOST,    /* likewise */
	PCIMSI_REQUIRE_CAPABLE_OF, /* messages that the silicon has */
	PCIMSI_REQUIRE_MODE,       /* what Windows is expected to use */
	PCIMSI_REQUIRE_COUNT
};

struct pcimsi_requirement {
	bool given;
	uint32_t messages;
	enum pcimsi_mode mode; /* of REQUIRE_MODE: MSIX, MSI or INTX */
	struct pcimsi_policy_line line;
};

/* [rule NAME]: for the functions of that class and these ids; without either, for all. */
struct pcimsi_house_rule {
	const char *name;
	const char *file;     /* the name of the policy */
	uint32_t class_code;  /* the first `class_digits` hex digits of a class */
	uint8_t class_digits; /* 0: of any class */
	struct pcimsi_policy_id_list ids;
	struct pcimsi_requirement requirements[PCIMSI_REQUIRE_COUNT];
	enum pcimsi_severity severity;
	const char *reason; /* NULL: none given */
	struct pcimsi_policy_line line;
	PCIMSI_ROOM;
};

/* A word of the finding and the text that it must have. */
struct pcimsi_waived_value {
	const char *name, *text;
};

/* [waiver NAME]: of the findings of a rule those that agree with all that it names. */
struct pcimsi_waiver {
	const char *name;
	const char *file; /* the name of the policy */
	const struct pcimsi_rule *rule;
	struct pcimsi_policy_id_list ids; /* the function has one of them; none: any function */
	const char *section;              /* of the INF; NULL: any, here and below */
	/* Names of files, with or without their folders. */
	const char *inf, *capture, *registry, *granted;
	const struct pcimsi_waived_value *values;
	uint32_t n_values; /* 0: only findings without a value */
	const char *reason, *owner;
	struct pcimsi_date until; /* the last day on which it holds */
	struct pcimsi_policy_line line, until_line;
	bool is_comment;     /* it stands in the INF that is its `file` */
	uint32_t of_line;    /* of that INF, which a finding has to be about; 0: any */
	size_t offset, size; /* the section in the bytes of the file, with the blank lines behind */
	PCIMSI_ROOM;
};

/* What a comment in an INF says to us: "waive GRA705 reason=...", see pcimsi(1). */
struct pcimsi_policy_comment {
	const char *words;              /* of it */
	struct pcimsi_policy_line line; /* all of it */
	uint32_t of_line;               /* at the end of which it stands; 0: alone */
};

struct pcimsi_policy;

struct pcimsi_policy_options {
	size_t size; /* options.h */
	struct pcimsi_note_sink notes;
};
PCIMSI_OPTIONS(policy)

PCIMSI_BEGIN_DECLS

/*
 * `name` is for notes and evidence, and is copied; so are the bytes. An error in
 * the file is a note; its section does not hold, the others do.
 * PCIMSI_ERR_LIMIT: more than 16 MiB. PCIMSI_ERR_NOMEM.
 */
PCIMSI_API int pcimsi_policy_open(const char *name, const void *bytes, size_t size,
				  const struct pcimsi_policy_options *options,
				  struct pcimsi_policy **ret);
/*
 * A policy of the waivers in the comments of an INF, whose name it has; they are for that INF.
 * An error is a note, and that comment does not hold. All is copied. PCIMSI_ERR_NOMEM.
 */
PCIMSI_API int pcimsi_policy_of_comments(const char *inf,
					 const struct pcimsi_policy_comment *comments,
					 uint32_t count,
					 const struct pcimsi_policy_options *options,
					 struct pcimsi_policy **ret);
PCIMSI_API void pcimsi_policy_close(struct pcimsi_policy *policy); /* NULL is allowed */

PCIMSI_API const char *pcimsi_policy_name(const struct pcimsi_policy *policy);
PCIMSI_API uint32_t pcimsi_policy_errors(const struct pcimsi_policy *policy); /* how many */

/* In the order of the file; they belong to the policy. */
PCIMSI_API const struct pcimsi_severity_choice *
pcimsi_policy_severities(const struct pcimsi_policy *policy, uint32_t *ret_count);
PCIMSI_API const struct pcimsi_house_rule *
pcimsi_policy_house_rules(const struct pcimsi_policy *policy, uint32_t *ret_count);
PCIMSI_API const struct pcimsi_waiver *pcimsi_policy_waivers(const struct pcimsi_policy *policy,
							     uint32_t *ret_count);

/* Whether the function has one of the ids; an empty list is that of all functions. */
PCIMSI_API enum pcimsi_agreement pcimsi_policy_ids_match(const struct pcimsi_policy_id_list *list,
							 const struct pcimsi_function *function);
/* Whether the house rule is for the function. */
PCIMSI_API enum pcimsi_agreement pcimsi_house_rule_selects(const struct pcimsi_house_rule *rule,
							   const struct pcimsi_function *function);

/* Whether `a` is a day after `b`; false if either is not known. */
PCIMSI_API bool pcimsi_date_is_after(struct pcimsi_date a, struct pcimsi_date b);

PCIMSI_END_DECLS

#endif
