/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_RUN_H
#define PCIMSI_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include <pcimsi/catalogue.h>
#include <pcimsi/error.h>
#include <pcimsi/field.h>
#include <pcimsi/function.h>
#include <pcimsi/grant.h>
#include <pcimsi/granted.h>
#include <pcimsi/inf.h>
#include <pcimsi/match.h>
#include <pcimsi/note.h>
#include <pcimsi/registry.h>

/*
 * Since 0.1. A run is what check.h found: all that happened, for reports. It and all it points
 * to belong to the check.
 */

enum pcimsi_verdict_word {
	PCIMSI_VERDICT_IMPOSSIBLE,
	PCIMSI_VERDICT_INEFFECTIVE,
	PCIMSI_VERDICT_WASTEFUL,
	PCIMSI_VERDICT_UNKNOWN,
	PCIMSI_VERDICT_FIT,
};

enum pcimsi_input_kind {
	PCIMSI_INPUT_CAPTURE,
	PCIMSI_INPUT_INF,
	PCIMSI_INPUT_REGISTRY,
	PCIMSI_INPUT_POLICY,
	PCIMSI_INPUT_GRANTED,
};

/* What was read, as far as the result speaks of it. */
struct pcimsi_input {
	enum pcimsi_input_kind kind;
	const char *name;    /* as the user named it */
	const char *member;  /* of a folder or archive, untrusted; NULL: the input itself */
	const char *charset; /* in which an INF was read; NULL: not known */
	uint32_t number;     /* in the result's list, from 0 */
	/* Of an INF, as pcimsi_inf_lines(); NULL: they are not kept. */
	const char *const *lines;
	uint32_t n_lines;
	PCIMSI_ROOM;
};

/* What a location is to its finding. */
enum pcimsi_role {
	PCIMSI_ROLE_CAUSE,       /* what has to change; each finding that has evidence has one */
	PCIMSI_ROLE_CONTRADICTS, /* what the cause does not agree with */
	PCIMSI_ROLE_DEFINES, /* what makes the cause count: the line that binds the device ... */
	PCIMSI_ROLE_ALSO,    /* more of the cause */
};

/*
 * Something that proves a finding: captured bytes, or a line of a file, and where they are.
 * Lines and columns count from 1; 0: it is not text, or not known.
 */
struct pcimsi_location {
	const char *file; /* as the user named it */
	enum pcimsi_input_kind kind;
	enum pcimsi_role role;
	const struct pcimsi_input *input;
	/* Of lines, the part that is meant; of BYTES in a text, their line alone. */
	struct pcimsi_place from, to; /* `to` is behind its last character */
	/* BYTES: */
	struct pcimsi_slot slot;
	uint16_t offset;
	uint8_t size; /* 1..16; 0: it is not bytes that tell, but who made the capture */
	uint8_t bytes[16];
	const char *field;              /* stable dotted name, such as "msix.control" */
	const struct pcimsi_bits *bits; /* of the field, that are meant; NULL: all of it */
	const char *value;              /* decoded, such as "Table Size 32" */
	/* the others: */
	struct pcimsi_place place; /* of the whole line */
	const char *text;          /* untrusted */
	PCIMSI_ROOM;
};

enum pcimsi_value_kind {
	PCIMSI_VALUE_NOT_GIVEN, /* the rule forgot it */
	PCIMSI_VALUE_NONE,      /* it does not apply */
	PCIMSI_VALUE_UNKNOWN,
	PCIMSI_VALUE_NUMBER,
	PCIMSI_VALUE_WORD,
	PCIMSI_VALUE_TEXT, /* also of a number that is written as none */
	PCIMSI_VALUE_SLOTS,
};

struct pcimsi_slot_number {
	struct pcimsi_slot slot;
	uint32_t number; /* of what the parameter has as its noun */
};

/* A value of a finding. */
struct pcimsi_value {
	const struct pcimsi_parameter *param;
	enum pcimsi_value_kind kind;
	uint64_t number;  /* SLOTS: how many there are, of which n_slots are named */
	const char *text; /* of a WORD that of the parameter; of a TEXT untrusted */
	const struct pcimsi_slot_number *slots;
	uint32_t n_slots;
	PCIMSI_ROOM;
};

struct pcimsi_judged_function;
struct pcimsi_judged_inf;
struct pcimsi_verdict;
struct pcimsi_check_options;
struct pcimsi_matrix;
struct pcimsi_advice;
struct pcimsi_policy; /* policy.h */
struct pcimsi_waiver;

struct pcimsi_group;

struct pcimsi_finding {
	const struct pcimsi_rule *rule;
	enum pcimsi_severity severity;
	enum pcimsi_confidence confidence;
	const struct pcimsi_judged_function *function; /* NULL: not about one function */
	const struct pcimsi_judged_inf *inf;           /* NULL: not about an INF */
	const char *capture;                           /* NULL: not about a capture */
	const char *member;        /* of a folder or archive, untrusted; NULL: the capture itself */
	const char *section;       /* that is installed; NULL: not about one */
	struct pcimsi_place place; /* in the INF; 0: none */
	const struct pcimsi_value *values; /* in the order of the rule's parameters */
	uint32_t n_values;
	const struct pcimsi_location *locations;
	uint32_t n_locations;
	const struct pcimsi_verdict *const *verdicts; /* those that it concerns */
	uint32_t n_verdicts;
	/*
	 * No two findings of a run have the same. It is made of rule, ids, section and value, not
	 * of slot and line: of several with the same identity the first has that, and the others
	 * are counted in the order of the run.
	 */
	uint64_t fingerprint;
	uint32_t number;                    /* in the result's list, from 0 */
	bool counts;                        /* may raise the exit status, unless it is waived */
	bool decides;                       /* it bears on the word of its verdicts */
	const struct pcimsi_waiver *waiver; /* NULL: not waived */
	/* POL953: what its waiver would be for, but for the value; NULL: there is none. */
	const struct pcimsi_finding *missed;
	uint64_t identity; /* what a waiver of it names: the fingerprint of the first of its kind */
	const struct pcimsi_group *group; /* of those that say the same; never NULL */
};

/*
 * Findings that say the same: of the same rule, with the same severity, confidence, waiver and
 * values, caused by the same part of the same line, or by the same bytes of functions of the same
 * ids. They are one fact with many places: the functions and sections of its findings. In all else
 * that is told of it the first stands for the others; only values that say where it holds
 * (`where` of their parameter) differ.
 */
struct pcimsi_group {
	/* Of rule, values, section, file name and what the cause reads; no two of a run have one.
	 */
	uint64_t key;
	uint32_t number;                              /* in the result's list, from 0 */
	const struct pcimsi_finding *const *findings; /* at least one, as the result has them */
	uint32_t n_findings;
	PCIMSI_ROOM;
};

struct pcimsi_verdict {
	const struct pcimsi_judged_function *function;
	const struct pcimsi_judged_inf *inf;
	struct pcimsi_match match; /* its model's install holds what extension INFs add, too */
	const struct pcimsi_judged_inf *const *extensions; /* applied after `inf`, in this order */
	uint32_t n_extensions;
	struct pcimsi_grant grant;
	const struct pcimsi_grant *what_if; /* with the limit of the options; NULL: none given */
	enum pcimsi_verdict_word word;
	/* What it would be without the findings that are waived or were not asked for. */
	enum pcimsi_verdict_word counts_as;
	enum pcimsi_confidence confidence;
	const struct pcimsi_rule *unwanted; /* it decides, and its finding is not told; or NULL */
	const struct pcimsi_finding *const *findings; /* those that concern this verdict */
	uint32_t n_findings;
};

/* Ports and virtual functions share ids; of more devices than this nobody would read. */
#define PCIMSI_HELD_MAX 256

enum pcimsi_granted_state {
	PCIMSI_GRANTED_NOT_GIVEN, /* nothing was given that tells */
	PCIMSI_GRANTED_NO_DEVICE, /* lists were, and none of their devices can be the function */
	PCIMSI_GRANTED_UNKNOWN,   /* something does, and does not tell */
	PCIMSI_GRANTED_KNOWN,
};

/*
 * What a running Windows granted a function (granted.h). That a number is a message, and one
 * message, is inferred; a number of a line is observed.
 */
struct pcimsi_granted {
	enum pcimsi_granted_state state;
	enum pcimsi_granted_unknown unknown; /* UNKNOWN: why */
	uint32_t messages, lines;            /* KNOWN */
	bool lines_known;                    /* KNOWN: the count of lines, too */
	bool at_least;                       /* one number, which may be several messages of MSI */
	enum pcimsi_confidence confidence;   /* KNOWN */
	/* The device of which that was told; NULL: the capture told it, or nobody. */
	const struct pcimsi_granted_device *device;
	uint32_t n_devices; /* of the lists that may be the function */
	/* The exported device that is that one, or the only one; NULL: none, or which is not known.
	 */
	const struct pcimsi_registry_device *held;
	PCIMSI_ROOM;
};

struct pcimsi_judged_function {
	/* Own copy, with all captured bytes; of many functions with more only those up to 0xff. */
	const struct pcimsi_function *function;
	const char *capture;
	const struct pcimsi_input *input;
	bool selected;    /* the user asked for it by slot or id */
	uint32_t order;   /* in which it was added, from 0 */
	bool has_verdict; /* one other than unknown */
	uint32_t n_verdicts;
	/* No INF matches, and one may: not all ids were captured. Its verdict is UNKNOWN. */
	bool undecided;
	/* Devices of exported registries with its ids, as they were added; NULL: no registry. */
	const struct pcimsi_registry_device *const *held;
	uint32_t n_held; /* at most PCIMSI_HELD_MAX */
	bool more_held;  /* there were more */
	/* Once the check was run. */
	struct pcimsi_granted granted;
};

struct pcimsi_judged_inf {
	struct pcimsi_inf *inf;
	const struct pcimsi_input *input;
	struct pcimsi_target wanted; /* what was asked for; `resolution` has what it was made for */
	const struct pcimsi_inf_facts *facts;
	const struct pcimsi_resolution *resolution;
	bool fell_back;     /* not resolved for the wanted target: the INF does not serve it */
	uint32_t order;     /* in which it was added, from 0 */
	uint32_t n_matched; /* functions that match it */
};

/* How often a rule could not be evaluated, and why. */
struct pcimsi_not_evaluated {
	const struct pcimsi_rule *rule;
	enum pcimsi_reason reason;
	uint32_t count;
	PCIMSI_ROOM;
};

/* Vectors of one processor that devices can have: an estimate from Linux on x86. */
#define PCIMSI_VECTORS_PER_CPU 200u

#define PCIMSI_TOP_CONSUMERS 5

struct pcimsi_consumer {
	const struct pcimsi_verdict *verdict;
	uint32_t requested; /* messages */
	PCIMSI_ROOM;
};

/* What the functions of one capture, which is a machine of its own, ask for together. */
struct pcimsi_budget {
	const char *capture;
	const char *member; /* of a folder or archive, untrusted; NULL: the capture itself */
	uint32_t cpus;
	uint64_t supply;     /* vectors */
	uint64_t advertised; /* by all functions: table size, else 2^MMC, else 1 for a line */
	uint64_t requested;  /* of each function the most that a verdict expects */
	uint64_t useful;     /* the same, counting no more than one message per processor */
	uint64_t what_if;    /* as `requested`, with the limit of the options */
	bool what_if_given;
	uint32_t n_functions;
	uint32_t n_judged; /* functions with a request that is known */
	struct pcimsi_consumer top[PCIMSI_TOP_CONSUMERS]; /* most first */
	uint32_t n_top;
	PCIMSI_ROOM;
};

/* What became of a waiver of the policies. */
struct pcimsi_waiver_use {
	const struct pcimsi_waiver *waiver;
	uint32_t n_findings; /* it matches; if it has expired they are not waived */
	/* The first that agrees with all but its value; NULL: none does. */
	const struct pcimsi_finding *missed;
	bool expired;
	bool evaluated; /* nothing was left out: that it matches nothing means something */
	PCIMSI_ROOM;
};

/* What became of a rule on one subject. It can have hit though not all could be evaluated. */
struct pcimsi_outcome {
	bool hit;
	enum pcimsi_reason reason; /* why it was not evaluated; NONE and no hit: it is clear */
};

/* All rules of one kind of subject, evaluated on one of them; what does not apply is NULL. */
struct pcimsi_evaluation {
	enum pcimsi_subject subject;
	const struct pcimsi_judged_function *function;
	const struct pcimsi_judged_inf *inf;
	const struct pcimsi_install *install;
	const struct pcimsi_verdict *verdict;
	const uint8_t *outcomes; /* for pcimsi_outcome() */
	PCIMSI_ROOM;
};

/* What makes the exit status 1. */
struct pcimsi_fail_on {
	bool severities;                  /* false: no finding makes it */
	enum pcimsi_severity severity;    /* from this one on */
	enum pcimsi_verdict_word verdict; /* from WASTEFUL to IMPOSSIBLE on; FIT: none does */
	bool unknown;                     /* verdicts, too, that are unknown */
	PCIMSI_ROOM;
};

/* How many there are of each kind that do. */
struct pcimsi_failures {
	uint32_t findings[PCIMSI_SEVERITY_ERROR + 1];
	uint32_t verdicts[PCIMSI_VERDICT_FIT + 1];
	uint32_t n_findings, n_verdicts; /* of all kinds */
	PCIMSI_ROOM;
};

/* How much there is of everything, whatever makes the exit status. */
struct pcimsi_totals {
	uint32_t verdicts[PCIMSI_VERDICT_FIT +
			  1]; /* by their word, those of undecided functions too */
	uint32_t n_verdicts;
	uint32_t findings[PCIMSI_SEVERITY_ERROR + 1]; /* that are not waived */
	uint32_t n_waived;
	uint32_t n_uncounted; /* not waived, and they do not count */
	PCIMSI_ROOM;
};

/* Why the exit status is what it is. */
enum pcimsi_status_reason {
	PCIMSI_STATUS_NOTHING_FAILS,  /* 0 */
	PCIMSI_STATUS_FINDINGS,       /* 1 */
	PCIMSI_STATUS_VERDICTS,       /* 1: no finding, but a verdict */
	PCIMSI_STATUS_NOTHING_JUDGED, /* 2: no verdict other than unknown */
};

/* All that happened. A report needs nothing else, and no input again. */
struct pcimsi_run {
	const char *version; /* of what judged */
	const struct pcimsi_check_options *options;
	const struct pcimsi_input *const *inputs; /* as they were added */
	uint32_t n_inputs;
	const struct pcimsi_note *notes; /* of pcimsi_check_add_note(), in that order */
	uint32_t n_notes;
	const struct pcimsi_judged_function *const *functions;
	uint32_t n_functions;
	const struct pcimsi_judged_inf *const *infs;
	uint32_t n_infs;
	const struct pcimsi_verdict *const *verdicts; /* by function, then INF */
	uint32_t n_verdicts;
	uint32_t n_undecided; /* functions that are, which are no verdicts of this list */
	const struct pcimsi_finding *const *findings; /* by function, INF, then catalogue order */
	uint32_t n_findings;
	const struct pcimsi_group *const *groups; /* in the order of their first findings */
	uint32_t n_groups;
	const struct pcimsi_not_evaluated *not_evaluated;
	uint32_t n_not_evaluated;
	const struct pcimsi_evaluation *evaluations;
	uint32_t n_evaluations;
	/* The first of the worst findings that count and are not waived; NULL: there is none. */
	const struct pcimsi_finding *worst;
	const struct pcimsi_budget *budgets; /* none without processors */
	uint32_t n_budgets;
	const struct pcimsi_waiver_use *waivers; /* in the order of the policies */
	uint32_t n_waivers;
	const struct pcimsi_matrix *matrix; /* matrix.h; NULL: it was not made */
	const struct pcimsi_advice *advice; /* advice.h; NULL: it was not made */
	uint32_t n_advice;
	bool matched;                /* some INF matches some function */
	struct pcimsi_target target; /* of the options: what no INF says otherwise is told for it */
	struct pcimsi_fail_on fail_on;
	struct pcimsi_totals totals;
	struct pcimsi_failures failures;
	/* Of the judgement; inputs that could not be read whole make it worse. */
	enum pcimsi_status_reason status_reason;
	int status; /* 0..2, as a program exits */
	/* Values that rules gave and their rows do not have, or the reverse: 0, or we are wrong. */
	uint32_t n_misgiven;
};

PCIMSI_BEGIN_DECLS

/* Findings from warnings on, and no verdict by itself. */
PCIMSI_API extern const struct pcimsi_fail_on pcimsi_fail_on_default;

/* Whether it counts, is not waived and is what the status is for. */
PCIMSI_API bool pcimsi_finding_fails(const struct pcimsi_finding *finding,
				     const struct pcimsi_fail_on *fail_on);
PCIMSI_API bool pcimsi_verdict_fails(const struct pcimsi_verdict *verdict,
				     const struct pcimsi_fail_on *fail_on);

/* What there would be with another; the run's own is counted in it. */
PCIMSI_API void pcimsi_failures_count(const struct pcimsi_run *run,
				      const struct pcimsi_fail_on *fail_on,
				      struct pcimsi_failures *ret);

/* What has to change, of which there is one; NULL: nothing proves the finding. */
PCIMSI_API const struct pcimsi_location *pcimsi_finding_cause(const struct pcimsi_finding *finding);

/* NULL: there is no such parameter. */
PCIMSI_API const struct pcimsi_value *pcimsi_finding_value(const struct pcimsi_finding *finding,
							   const char *name);

/* Of findings of the same rule. */
PCIMSI_API bool pcimsi_value_equal(const struct pcimsi_value *a, const struct pcimsi_value *b);

/*
 * A value in stable words, as waivers have it: "64", "0x40", "absent", "none", "unknown";
 * what is a text is that text. The buffer is used if need be.
 */
#define PCIMSI_VALUE_CHARS 32
PCIMSI_API const char *pcimsi_value_text(const struct pcimsi_value *value,
					 char buffer[PCIMSI_VALUE_CHARS]);

/* Whether the rule is of that kind of subject and was run; then *ret is what became of it. */
PCIMSI_API bool pcimsi_outcome(const struct pcimsi_evaluation *evaluation,
			       const struct pcimsi_rule *rule, struct pcimsi_outcome *ret);

PCIMSI_API const char *pcimsi_input_kind_name(enum pcimsi_input_kind kind); /* "capture" ... */
PCIMSI_API const char *pcimsi_role_name(enum pcimsi_role role);             /* "cause" ... */
/*
 * What Windows is expected to request with what the device holds; a limit that the export
 * does not reach counts as none. false: it does not reach MSISupported, so nothing is said.
 */
PCIMSI_API bool pcimsi_held_predict(const struct pcimsi_function *function,
				    const struct pcimsi_registry_device *device,
				    const struct pcimsi_target *windows, struct pcimsi_grant *ret);

PCIMSI_API const char *pcimsi_granted_state_name(enum pcimsi_granted_state state); /* "known" ... */

PCIMSI_API const char *pcimsi_verdict_name(enum pcimsi_verdict_word word);

PCIMSI_END_DECLS

#endif
