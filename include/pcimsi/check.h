/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CHECK_H
#define PCIMSI_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include <pcimsi/catalogue.h>
#include <pcimsi/error.h>
#include <pcimsi/function.h>
#include <pcimsi/granted.h>
#include <pcimsi/inf.h>
#include <pcimsi/note.h>
#include <pcimsi/options.h>
#include <pcimsi/policy.h>
#include <pcimsi/registry.h>
#include <pcimsi/run.h>

/*
 * Since 0.1. INFs, registries, lists of what was granted and policies must outlive the check, and
 * so must names of captures; functions are copied. The run and all it points to belong to the
 * check. Calls come in this order: INFs, registries and lists, functions, pcimsi_check_run().
 */

/*
 * Judging: functions and INFs go in, verdicts and findings come out of the rules of
 * catalogue.h.
 */

struct pcimsi_check_options {
	size_t size;    /* options.h */
	uint32_t cpus;  /* processors of the Windows machine; 0: not given */
	bool unmatched; /* name functions that no INF matches (MAT602) */
	bool partial;   /* functions were left out: what matches none of the others may be theirs */
	/* What if the INF enabled messages with this limit; not known: with none. */
	bool what_if;
	struct pcimsi_reg what_if_limit;
	/* Whether a rule is to be run; NULL: all are. */
	bool (*wanted)(void *user, const struct pcimsi_rule *rule);
	void *user;
	/* They must outlive the check. Of several severities of a rule the last one holds. */
	const struct pcimsi_policy *const *policies;
	uint32_t n_policies;
	struct pcimsi_date today;             /* not known: no waiver expires */
	bool without_comments;                /* waivers in comments of INFs do not hold */
	const struct pcimsi_fail_on *fail_on; /* read at once; NULL: the default */
	const struct pcimsi_target *target;   /* for registries without an INF; likewise */
	/* What is wrong with such a waiver, which does not hold then. */
	struct pcimsi_note_sink notes;
};
PCIMSI_OPTIONS(check)

struct pcimsi_check;

PCIMSI_BEGIN_DECLS

/* NULL: out of memory. */
PCIMSI_API struct pcimsi_check *pcimsi_check_new(const struct pcimsi_check_options *options);

/*
 * Adds an INF, resolved for `target`; if `may_fall_back` and the INF does not
 * serve it, for the newest Windows that it serves. `inf` must outlive the check.
 * PCIMSI_ERR_ORDER: a function was added before. PCIMSI_ERR_NOMEM.
 */
PCIMSI_API int pcimsi_check_add_inf(struct pcimsi_check *check, struct pcimsi_inf *inf,
				    const struct pcimsi_target *target, bool may_fall_back);

/*
 * Adds what a registry holds. Of several devices with a function's ids
 * the one that says to be in its slot counts, else all of them do. `registry` must outlive
 * the check. PCIMSI_ERR_ORDER: a function was added before. PCIMSI_ERR_NOMEM.
 */
PCIMSI_API int pcimsi_check_add_registry(struct pcimsi_check *check,
					 const struct pcimsi_registry *registry);

/*
 * Adds what Windows granted. Of several devices with a function's ids the one that says to be in
 * its slot counts; without one, they count if they agree and are as many as the functions that
 * they may be. `list` must outlive the check. PCIMSI_ERR_ORDER: a function was added before.
 * PCIMSI_ERR_NOMEM.
 */
PCIMSI_API int pcimsi_check_add_granted(struct pcimsi_check *check,
					const struct pcimsi_granted_list *list);

/*
 * Adds a function, copying what is needed of it; `capture` must outlive the
 * check. `selected`: the user asked for it by slot or id. PCIMSI_ERR_ORDER: the check
 * has run. PCIMSI_ERR_NOMEM.
 */
PCIMSI_API int pcimsi_check_add_function(struct pcimsi_check *check,
					 const struct pcimsi_function *function,
					 const char *capture, bool selected);

/*
 * Keeps what was told while the inputs were read, for reports; it judges nothing. All is copied.
 * PCIMSI_ERR_ORDER: the check has run. PCIMSI_ERR_NOMEM.
 */
PCIMSI_API int pcimsi_check_add_note(struct pcimsi_check *check, const struct pcimsi_note *note);

/* Judges; a second time it gives the same result. *ret belongs to the check. PCIMSI_ERR_NOMEM. */
PCIMSI_API int pcimsi_check_run(struct pcimsi_check *check, const struct pcimsi_run **ret);
PCIMSI_API void pcimsi_check_free(struct pcimsi_check *check); /* NULL is allowed */

PCIMSI_END_DECLS

#endif
