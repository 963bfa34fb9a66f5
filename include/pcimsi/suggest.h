/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SUGGEST_H
#define PCIMSI_SUGGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <pcimsi/error.h>
#include <pcimsi/inf.h>
#include <pcimsi/options.h>
#include <pcimsi/check.h>

/*
 * Since 0.1. Suggestions belong to their object and borrow the result they were made of.
 */

/*
 * What to write instead: changes to the lines of an INF that make its findings
 * go. Each was carried out on a copy and judged again before it is suggested: the
 * finding is gone then, and no other one has come but the note `other`.
 */

enum pcimsi_suggestion_kind {
	/* Windows is expected to hand out the same kind and number of interrupts as before. */
	PCIMSI_SUGGESTION_SAFE,
	/* The driver gets others than before, and has to be able to deal with them. */
	PCIMSI_SUGGESTION_NEEDS_DRIVER,
	PCIMSI_SUGGESTION_REFUSED,
};

/* Why nothing is suggested for a finding. */
enum pcimsi_refusal {
	PCIMSI_REFUSAL_NONE,
	PCIMSI_REFUSAL_DECISION,  /* there is more than one way, and only the author can choose */
	PCIMSI_REFUSAL_STRUCTURE, /* lines have to move: sections are not rearranged here */
	/* A function that the id `detail` reaches, captured or not, would get fewer messages. */
	PCIMSI_REFUSAL_OTHERS,
	PCIMSI_REFUSAL_BRINGS,     /* another finding would come: `other` */
	PCIMSI_REFUSAL_EXPLAINED,  /* the INF means to write it and does not: `other` tells why */
	PCIMSI_REFUSAL_STAYS,      /* the finding would still be there */
	PCIMSI_REFUSAL_OTHER_FILE, /* the line stands in another INF */
	PCIMSI_REFUSAL_UNUSUAL,    /* the line is written in a way that is not changed here */
	PCIMSI_REFUSAL_INCOMPLETE, /* a Needs could not be followed */
	PCIMSI_REFUSAL_COUNT
};

struct pcimsi_suggestion {
	enum pcimsi_suggestion_kind kind;
	enum pcimsi_refusal refusal;
	const struct pcimsi_rule *rule;
	const struct pcimsi_judged_function *function; /* NULL: not about one function */
	/* Of the result that was given; NULL: it shows once the one before is carried out. */
	const struct pcimsi_finding *finding;
	uint32_t line;    /* of the INF as it is, from 1; 0: not of one line */
	uint32_t n_gone;  /* findings of the rule that go; 0: refused */
	uint32_t n_alike; /* if refused: findings of the rule on that line */
	/* If refused, see there; else a note that comes with it, which refuses nothing. NULL: none.
	 */
	const struct pcimsi_rule *other;
	const char *detail; /* untrusted; NULL: none */
	PCIMSI_ROOM;
};

/* A line of the file with its line end and, the first one, the byte order mark. */
struct pcimsi_suggested_line {
	const uint8_t *before; /* NULL: the line is added */
	size_t before_size;
	const uint8_t *after; /* NULL: the line is removed */
	size_t after_size;
	uint32_t number; /* in the file as it is, from 1; 0: added */
	bool changed;
	PCIMSI_ROOM;
};

/* What is suggested for one INF. */
struct pcimsi_suggested_inf {
	const struct pcimsi_judged_inf *inf; /* for one of its targets */
	enum pcimsi_inf_encoding encoding;
	const struct pcimsi_suggestion *suggestions; /* in the order in which they were made */
	uint32_t n_suggestions;
	const struct pcimsi_suggested_line *lines; /* of the whole file */
	uint32_t n_lines;
	uint32_t n_changed;     /* lines added, removed or changed */
	uint32_t n_passed_over; /* findings beyond the first 200, which were not looked at */
	PCIMSI_ROOM;
};

struct pcimsi_suggest_options {
	size_t size;                              /* options.h */
	const struct pcimsi_check_options *check; /* of the judgement; NULL: its defaults */
	/* The bytes that the INF was read from; false: they are not at hand, and it is passed over.
	 */
	bool (*bytes)(void *user, const struct pcimsi_inf *inf, const void **ret, size_t *ret_size);
	/* Opens `bytes` as `inf` was opened; NULL: out of memory. It is closed here. */
	struct pcimsi_inf *(*reopen)(void *user, const struct pcimsi_inf *inf, const void *bytes,
				     size_t size);
	void *user;
};
PCIMSI_OPTIONS(suggest)

struct pcimsi_suggest;

PCIMSI_BEGIN_DECLS

/*
 * Of every INF of `result`, in their order, that has a finding of warning or error
 * which is about its lines. Everything belongs to *ret; `result` must outlive it.
 * PCIMSI_ERR_NOMEM.
 */
PCIMSI_API int pcimsi_suggest_new(const struct pcimsi_run *run,
				  const struct pcimsi_suggest_options *options,
				  struct pcimsi_suggest **ret);
PCIMSI_API const struct pcimsi_suggested_inf *
pcimsi_suggest_infs(const struct pcimsi_suggest *suggest, uint32_t *ret_count);
PCIMSI_API void pcimsi_suggest_free(struct pcimsi_suggest *suggest); /* NULL is allowed */

PCIMSI_API const char *pcimsi_suggestion_name(enum pcimsi_suggestion_kind kind);
PCIMSI_API const char *pcimsi_refusal_text(enum pcimsi_refusal refusal);

PCIMSI_END_DECLS

#endif
