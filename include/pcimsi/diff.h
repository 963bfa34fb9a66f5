/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_DIFF_H
#define PCIMSI_DIFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <pcimsi/error.h>
#include <pcimsi/options.h>
#include <pcimsi/run.h>

/*
 * Since 0.1. A diff belongs to the caller, and borrows the two runs it was made of, which must
 * outlive it.
 */

/*
 * What differs between two runs of check.h: functions of captures, lines of INFs, verdicts. It
 * speaks of what is known: a function that one capture does not hold is not said to be gone, and
 * what one capture does not tell is unknown, and no change.
 *
 * Whatever has two sides has them in an array: [PCIMSI_SIDE_OLD] and [PCIMSI_SIDE_NEW]. With the
 * runs exchanged all is the same, with its sides exchanged.
 */
enum pcimsi_side {
	PCIMSI_SIDE_OLD,
	PCIMSI_SIDE_NEW,
};
#define PCIMSI_SIDES 2

/* Why two functions are held against each other. */
enum pcimsi_pairing {
	PCIMSI_PAIRED_IN_PLACE, /* the same slot, vendor and device, as far as they are known */
	/* The same ids, class and subsystem in another slot: in its own there is another device, or
	 * none. */
	PCIMSI_PAIRED_MOVED,
	PCIMSI_PAIRED_REPLACED, /* the same slot, and another vendor or device */
	PCIMSI_PAIRED_ONLY_OLD,
	PCIMSI_PAIRED_ONLY_NEW,
};

/* How the number of a fact is written. */
enum pcimsi_fact_form {
	PCIMSI_FACT_NUMBER,
	PCIMSI_FACT_OFFSET,   /* or a size: in text hexadecimal with 0x */
	PCIMSI_FACT_ID,       /* in hexadecimal digits, without a prefix */
	PCIMSI_FACT_REGISTER, /* likewise with 0x */
};

/* Something that two sides may have differently. Constant. */
struct pcimsi_fact {
	const char *name;  /* stable and dotted: "msix.table_size" */
	const char *title; /* "MSI-X Table Size" */
	enum pcimsi_fact_form form;
	uint8_t digits;   /* of ID and REGISTER: at least so many */
	bool is_volatile; /* set by the system while it runs, not by silicon or firmware */
	PCIMSI_ROOM;
};

/* NONE, UNKNOWN, NUMBER, WORD or TEXT, which is untrusted. */
struct pcimsi_fact_value {
	enum pcimsi_value_kind kind;
	uint64_t number;
	const char *text;
};

struct pcimsi_change {
	const struct pcimsi_fact *fact;
	struct pcimsi_fact_value values[PCIMSI_SIDES]; /* they differ */
	bool unknown;                                  /* one of them is: it may be no change */
	PCIMSI_ROOM;
};

struct pcimsi_function_diff {
	enum pcimsi_pairing pairing;
	const struct pcimsi_judged_function *functions[PCIMSI_SIDES]; /* NULL: only the other has */
	const struct pcimsi_change *changes; /* in the order of the facts; none if it is NULL */
	uint32_t n_changes;
	PCIMSI_ROOM;
};

/* Lines of a Models section with the same ids, in any case. */
struct pcimsi_model_diff {
	const struct pcimsi_model *models[PCIMSI_SIDES]; /* NULL: only the other has */
	const struct pcimsi_change *changes;
	uint32_t n_changes;
	PCIMSI_ROOM;
};

/* An INF resolved for one target; of several INFs those of one file name. */
struct pcimsi_inf_diff {
	const struct pcimsi_judged_inf *infs[PCIMSI_SIDES]; /* NULL: only the other has, or serves
							     * that target */
	const struct pcimsi_change *changes;                /* of the whole */
	uint32_t n_changes;
	const struct pcimsi_model_diff *models; /* those that differ; none if an INF is NULL */
	uint32_t n_models;
	uint32_t n_same_models;
	PCIMSI_ROOM;
};

/* A finding that only one run has, or that says something else. */
struct pcimsi_finding_diff {
	const struct pcimsi_finding *findings[PCIMSI_SIDES]; /* NULL: only the other has */
	/* Why the run that has none could not evaluate the rule there: it may be as before. */
	enum pcimsi_reason reason;
	PCIMSI_ROOM;
};

/* A function and an INF that matches it, in at least one of the runs. */
struct pcimsi_verdict_diff {
	const struct pcimsi_judged_function *functions[PCIMSI_SIDES]; /* NULL: only the other has */
	const struct pcimsi_judged_inf *infs[PCIMSI_SIDES];           /* likewise */
	const struct pcimsi_verdict *verdicts[PCIMSI_SIDES]; /* NULL: the INF does not match */
	bool flips; /* both runs have the function, and not the same word for it */
	const struct pcimsi_change *changes; /* none if only one run has the function */
	uint32_t n_changes;
	const struct pcimsi_finding_diff *const *findings; /* that concern it */
	uint32_t n_findings;
	PCIMSI_ROOM;
};

struct pcimsi_diff_options {
	size_t size;          /* options.h */
	bool volatile_fields; /* facts that are volatile, too */
};
PCIMSI_OPTIONS(diff)

struct pcimsi_diff {
	const struct pcimsi_run *runs[PCIMSI_SIDES];
	bool differs;
	/* Those that differ, by machine, then the lower one of their slots. */
	const struct pcimsi_function_diff *functions;
	uint32_t n_functions;
	uint32_t n_same_functions;          /* pairs in which nothing differs */
	const struct pcimsi_inf_diff *infs; /* that differ, by file name and target */
	uint32_t n_infs;
	uint32_t n_same_infs;
	const struct pcimsi_verdict_diff *verdicts; /* that differ, by function, then INF */
	uint32_t n_verdicts;
	uint32_t n_same_verdicts;
	uint32_t n_flips;
	/* Of what the rules say of INFs, of matches and of requests; by function, INF and rule.
	 * What they say of a function alone follows from its facts. */
	const struct pcimsi_finding_diff *findings;
	uint32_t n_findings;
	uint32_t n_changes; /* of all lists, that are known ... */
	uint32_t n_unknown; /* ... and that may be none */
};

PCIMSI_BEGIN_DECLS

/* *ret is yours to free. PCIMSI_ERR_USAGE: options that were not initialised. PCIMSI_ERR_NOMEM. */
PCIMSI_API int pcimsi_diff_new(const struct pcimsi_run *old_run, const struct pcimsi_run *new_run,
			       const struct pcimsi_diff_options *options,
			       const struct pcimsi_diff **ret);
PCIMSI_API void pcimsi_diff_free(const struct pcimsi_diff *diff); /* NULL is allowed */

PCIMSI_API const char *pcimsi_side_name(enum pcimsi_side side);          /* "old" and "new" */
PCIMSI_API const char *pcimsi_pairing_name(enum pcimsi_pairing pairing); /* "moved" ... */

/* The facts of functions, INFs, Models lines and verdicts, from 0; NULL: no more. */
PCIMSI_API const struct pcimsi_fact *pcimsi_function_fact(uint32_t number);
PCIMSI_API const struct pcimsi_fact *pcimsi_inf_fact(uint32_t number);
PCIMSI_API const struct pcimsi_fact *pcimsi_model_fact(uint32_t number);
PCIMSI_API const struct pcimsi_fact *pcimsi_verdict_fact(uint32_t number);

PCIMSI_END_DECLS

#endif
