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
	uint32_t n_same_functions; /* pairs in which nothing differs */
	uint32_t n_changes;        /* of all lists, that are known ... */
	uint32_t n_unknown;        /* ... and that may be none */
};

PCIMSI_BEGIN_DECLS

/* *ret is yours to free. PCIMSI_ERR_USAGE: options that were not initialised. PCIMSI_ERR_NOMEM. */
PCIMSI_API int pcimsi_diff_new(const struct pcimsi_run *old_run, const struct pcimsi_run *new_run,
			       const struct pcimsi_diff_options *options,
			       const struct pcimsi_diff **ret);
PCIMSI_API void pcimsi_diff_free(const struct pcimsi_diff *diff); /* NULL is allowed */

PCIMSI_API const char *pcimsi_side_name(enum pcimsi_side side);          /* "old" and "new" */
PCIMSI_API const char *pcimsi_pairing_name(enum pcimsi_pairing pairing); /* "moved" ... */

/* The facts of functions, from 0; NULL: no more. */
PCIMSI_API const struct pcimsi_fact *pcimsi_function_fact(uint32_t number);

PCIMSI_END_DECLS

#endif
