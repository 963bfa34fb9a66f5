/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_ADVICE_H
#define PCIMSI_ADVICE_H

#include <pcimsi/check.h>

/*
 * Since 0.1. Advice belongs to its check.
 */

/*
 * Which MessageNumberLimit an INF should write, for all captured functions that get it: what
 * each limit that matters would make of them, if messages are enabled (MSISupported 1), by
 * the model of grant.h. It says of whom a value serves what verdicts say (GRA702 to GRA706).
 */

/* What a limit makes of a function. */
enum pcimsi_limit_effect {
	PCIMSI_LIMIT_IMPOSSIBLE, /* it is above what any of them has, or is no number for plain
				  * MSI, or the device may fail to start (GRA712) */
	PCIMSI_LIMIT_CAPPED,     /* it is above what this one has, which gets all of that; another
				  * one that the ids reach has more, or may have */
	PCIMSI_LIMIT_WASTEFUL,   /* it takes messages from the function */
	PCIMSI_LIMIT_FIT,        /* the function gets exactly what it has */
	PCIMSI_LIMIT_UNKNOWN,    /* nobody can say */
	PCIMSI_LIMIT_EFFECTS
};

/* A limit that is tried. */
struct pcimsi_advice_row {
	struct pcimsi_reg limit;                  /* not known: none is written */
	uint32_t functions[PCIMSI_LIMIT_EFFECTS]; /* how many, of each effect */
	uint64_t requested; /* messages, by all of them together, as far as it is known */
	uint64_t unused;    /* that they have and would not request */
	uint32_t over;      /* machines whose processors have fewer vectors (--cpus; GRA714) */
	bool is_own;        /* what the INF writes now */
	bool is_capacity;   /* a function has as many messages */
	bool is_maximum;    /* the highest number that is documented for what they have */
	PCIMSI_ROOM;
};

/* Why a limit is the best one. */
enum pcimsi_advice_reason {
	PCIMSI_ADVICE_NONE_NEEDED, /* without one, every function gets what it has */
	PCIMSI_ADVICE_BUDGET,      /* it is the highest for which the vectors are enough */
	PCIMSI_ADVICE_STARTS,      /* it is the highest with which every device starts */
	PCIMSI_ADVICE_NOTHING,     /* of no function it is known what it has */
};

/* Of a line of an INF that writes a limit, or of an install section that has none. */
struct pcimsi_advice {
	const struct pcimsi_judged_inf *inf;
	const char *section;         /* the install section of the first function */
	uint32_t n_sections;         /* that share the line, of captured functions */
	const char *file;            /* of the line, if an included INF has it; else NULL */
	struct pcimsi_place place;   /* of the line; 0: none is written */
	struct pcimsi_reg own;       /* the limit that it writes; not known: none, or no number */
	enum pcimsi_enabled enabled; /* messages, by the INF as it is */
	/* Those that it serves, and whose messages can be limited. */
	const struct pcimsi_verdict *const *verdicts;
	uint32_t n_verdicts;
	uint32_t n_without;   /* functions that have neither MSI nor MSI-X, or no driver */
	uint32_t least, most; /* messages that a function has; 0: not known */
	const struct pcimsi_verdict *most_verdict; /* that has the most; NULL: not known */
	bool all_seen;                             /* every device that the ids name is captured */
	/*
	 * Limits upwards, and at last none: what functions have (of more than 64 different
	 * numbers not each), powers of two below, what is written now and what is documented.
	 */
	const struct pcimsi_advice_row *rows;
	uint32_t n_rows;
	const struct pcimsi_advice_row *none;    /* of the rows, as the next four */
	const struct pcimsi_advice_row *own_row; /* NULL: it writes no number */
	const struct pcimsi_advice_row *maximum;
	/* The lowest that takes nothing from any of them; NULL: not known. */
	const struct pcimsi_advice_row *enough;
	const struct pcimsi_advice_row *best; /* what is advised */
	enum pcimsi_advice_reason reason;
	PCIMSI_ROOM;
};

PCIMSI_BEGIN_DECLS

/*
 * After pcimsi_check_run(), whose run has it from then on; all else of it stays as it is.
 * A second time it gives the same. By INF as added, then line. PCIMSI_ERR_NOMEM.
 */
PCIMSI_API int pcimsi_check_advise(struct pcimsi_check *check, const struct pcimsi_advice **ret,
				   uint32_t *ret_count);

PCIMSI_API const char *pcimsi_limit_effect_name(enum pcimsi_limit_effect effect);
PCIMSI_API const char *pcimsi_advice_reason_name(enum pcimsi_advice_reason reason);

PCIMSI_END_DECLS

#endif
