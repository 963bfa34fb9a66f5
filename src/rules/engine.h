/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_RULES_ENGINE_H
#define PCIMSI_RULES_ENGINE_H

#include <pcimsi/field.h>
#include <pcimsi/policy.h>
#include <pcimsi/rules.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "catalogue/numbers.h"
#include "rules/held.h"

/* One rule being evaluated on one subject; what does not apply is NULL. */
struct context {
	struct pcimsi_check *check;
	const struct pcimsi_rule *rule;
	const struct judged_function *function;
	const struct pcimsi_bytes *bytes; /* of `function` */
	struct judged_inf *inf;
	const struct pcimsi_install *install;
	struct verdict *verdict;
};

/*
 * A rule says why it could not be evaluated, or REASON_NONE; then it has hit if
 * it made findings, and is clear if it made none. Bytes that were not captured
 * are a reason, never "clear".
 */
typedef enum pcimsi_reason rule_fn(struct context *c);

#define RULE(id, ...) rule_fn rule_##id;
#include "catalogue/catalogue.def"
#undef RULE

struct judged_function {
	struct pcimsi_judged_function pub;
	bool touched; /* by a verdict, or selected: its findings count */
};

struct finding;
typedef VEC(struct finding *) finding_list;

/* Whom an install section serves. */
struct serves {
	const char *first_id; /* of its models, and the part that names vendor and device */
	size_t first_length;
	bool family;           /* they name more than one vendor and device */
	uint32_t most_entries; /* in the MSI-X tables of the functions that it got */
};

struct judged_inf {
	struct pcimsi_judged_inf pub;
	struct serves *served;                  /* per install of the resolution */
	const struct verdict *first_compatible; /* bound by no hardware id, nor by class */
	bool told_not_enabled;                  /* by GRA707 */
	finding_list *by_install;               /* per install of the resolution */
	finding_list explaining; /* of the file: they explain why a chain sets no value */
};

struct verdict {
	struct pcimsi_verdict pub;
	struct pcimsi_match shadowed; /* the next best line, with another install section; or 0 */
	finding_list findings;
};

/* The waivers of all policies, to be found by rule and ids. */
struct waivers {
	VEC(struct pcimsi_waiver_use) uses;
	VEC(uint32_t) next; /* of each, with the same hash, as index + 1 */
	uint32_t *buckets;  /* as index + 1; NULL: there is no waiver */
	uint32_t n_buckets;
};

/* A finding under construction, and later in the result. */
struct finding {
	struct pcimsi_finding pub;
	struct pcimsi_check *check;
	struct pcimsi_value *values;
	VEC(struct pcimsi_evidence) evidence;
	struct verdict *verdict;
	uint32_t sequence;
	const struct pcimsi_install *attached; /* whose finding it became last */
	uint32_t next_same; /* in the table of installs' findings, as index + 1 */
};

struct pcimsi_check {
	struct pcimsi_check_options options;
	struct arena arena;
	struct pcimsi_match_index *index;
	struct held_index held;
	VEC(struct judged_function *) functions;
	VEC(struct judged_inf *) infs;
	VEC(struct verdict *) verdicts;
	finding_list findings;
	VEC(struct pcimsi_budget) budgets;
	uint32_t reasons[RULE_COUNT][PCIMSI_REASON_COUNT];
	uint32_t *same; /* findings of installs by rule and place, as index + 1 */
	uint32_t n_same, same_buckets;
	bool has_run;
	uint32_t n_misgiven;
	bool nomem; /* something was lost: the run fails */
	/* Of the policies, NULL where they say nothing. */
	const struct pcimsi_severity_choice *choices[RULE_COUNT];
	struct waivers waivers;
	struct pcimsi_result result;
};

/*
 * Making findings. Each of these may fail for lack of memory; the check then
 * remembers that, and NULL is accepted everywhere a finding is.
 */
struct finding *finding_new(struct context *c);
/* As finding_new(), for a function that is not the context's. */
struct finding *finding_on(struct context *c, const struct judged_function *function);

/*
 * The values of the rule's parameters. Each is to be given once; a number that the INF does
 * not write as one is given as the text that it has.
 */
void finding_number(struct finding *finding, const char *name, uint64_t number);
void finding_word(struct finding *finding, const char *name, const char *word);
void finding_text(struct finding *finding, const char *name, const char *text);
void finding_slot(struct finding *finding, const char *name, struct pcimsi_slot slot);
/* `count` of `total`, copied. */
void finding_slots(struct finding *finding, const char *name,
		   const struct pcimsi_slot_number *slots, uint32_t count, uint32_t total);
void finding_none(struct finding *finding, const char *name); /* it does not apply */
void finding_unknown(struct finding *finding, const char *name);
/* The text, or none for NULL. */
void finding_text_or_none(struct finding *finding, const char *name, const char *text);
/* Where it is known that the number is not 0, that number; else it is unknown. */
void finding_number_or_unknown(struct finding *finding, const char *name, uint32_t number);

void finding_severity(struct finding *finding, enum pcimsi_severity severity);

/* The field at byte `at` of the capability at `start` (0: of the header), and what it says. */
void finding_field(struct finding *finding, const struct judged_function *function, uint32_t start,
		   uint32_t at, const char *format, ...) __attribute__((format(printf, 5, 6)));
/* How many messages Windows says that the function has: there are no bytes. */
void finding_windows(struct finding *finding, const struct judged_function *function,
		     uint32_t most);
/* A line of any file but captures. */
void finding_file_line(struct finding *finding, enum pcimsi_evidence_kind kind, const char *file,
		       struct pcimsi_place place, const char *text);
/* A line of the INF. The first one is the place of the finding. */
void finding_line(struct finding *finding, const struct judged_inf *inf, struct pcimsi_place place,
		  const char *text);
void finding_effect(struct finding *finding, const struct judged_inf *inf,
		    const struct pcimsi_effect *effect);
/* The line that names a section which is not there. */
void finding_missing(struct finding *finding, const struct judged_inf *inf,
		     const struct pcimsi_missing *missing);
/* The Models line of the verdict. */
void finding_model(struct finding *finding, const struct verdict *verdict);

/*
 * Ends a finding about an install section: if the same rule has found the same
 * place through another install, that finding is taken for both.
 */
void finding_of_install(struct context *c, struct finding *finding);
/* The finding tells why a chain of this INF sets no value. */
void finding_explains(struct context *c, struct finding *finding);

/* Vendor and Device ID of the function of the context; `what` NULL: their numbers. */
void cite_ids(struct finding *finding, struct context *c, const char *what);
/* The bytes that tell how many messages the function of the context has. */
void cite_msi(struct finding *finding, struct context *c);
void cite_msix(struct finding *finding, struct context *c);

/* What several families of rules ask. */
bool is_msi_value(
	const struct pcimsi_effect *effect); /* names MSISupported or MessageNumberLimit there */
bool chain_sets_msi(const struct pcimsi_install *install);
/* Functions of one machine: of a capture, or of one dump in a folder or archive of them. */
bool same_machine(const struct judged_function *a, const struct judged_function *b);
/* The dump of a folder or archive that is that machine, NULL: the capture; both: untrusted. */
const char *machine_member(const struct judged_function *function);
const char *machine_name(const struct judged_function *function); /* the one or the other */
/* The part of an id that names vendor and device; 0: the id has none. */
size_t vendor_device_length(const char *id);
/* Why what is not in the list of extended capabilities may be there all the same. */
enum pcimsi_reason extended_reason(const struct pcimsi_function *function);
/* Of the INF itself, without what extension INFs add. */
const struct pcimsi_install *own_install(const struct pcimsi_install *install);
int served_count(struct pcimsi_check *check); /* once all verdicts are there; PCIMSI_ERR_NOMEM */
const struct serves *served_by(const struct context *c); /* of the install of the context */
/* For a rule of the run: makes `c` speak of one INF. */
void turn_to(struct context *c, struct judged_inf *inf);
/* Why no PCI function can report this id, as MAT607 says it; NULL: one can, or it is a template's.
 */
const char *pci_id_fault(const char *id);
/* Turns SUBSYS round; false: it is not known, or stays the same. */
bool exchange_subsystem(struct pcimsi_function *function);
bool is_bridge(const struct pcimsi_function *function); /* header type 1, or class 06 */
/*
 * Whether `wanted` is what Windows would take of the function, once MSI is enabled: MSI-X,
 * else MSI. REASON_NONE with false: it is not that one.
 */
enum pcimsi_reason takes(const struct context *c, enum pcimsi_mode wanted, bool *ret);
/* The largest documented number for plain MSI that the function can reach. */
uint32_t best_msi_limit(const struct context *c);
/* A copy; what is longer than a line (a hostile INF) is cut, with a mark that tells its whole. */
const char *check_text(struct pcimsi_check *check, const char *text);
/* Room for the values of a new finding; then how many were not given. */
void values_prepare(struct finding *finding);
uint32_t values_missing(const struct finding *finding);
/* Of the values that tell the finding from others. */
uint64_t values_hash(const struct finding *finding);
bool values_same(const struct finding *a, const struct finding *b);
const char *check_string(struct pcimsi_check *check, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
