/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_JUDGE_RULE_H
#define PCIMSI_JUDGE_RULE_H

#include <stdarg.h>

#include <pcimsi/field.h>
#include <pcimsi/policy.h>
#include <pcimsi/check.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "catalogue/numbers.h"
#include "judge/served.h"

/* All that the author of a rule sees: what it looks at, and how it makes findings. */

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
 * A rule says why it could not be evaluated though its needs were met, or REASON_NONE; then
 * it has hit if it made findings, and is clear if it made none. Bytes that were not captured
 * are a reason, never "clear".
 */
typedef enum pcimsi_reason rule_fn(struct context *c);

#define RULE(id, ...) rule_fn rule_##id;
#include "catalogue/catalogue.def"
#undef RULE

struct judged_function {
	struct pcimsi_judged_function pub;
	struct pcimsi_function kept; /* what pub.function points to */
	bool touched;                /* by a verdict, or selected: its findings count */
};

/* Where the context has one. */
static inline const struct pcimsi_function *function_of(const struct context *c)
{
	return c->function->pub.function;
}

struct finding;
typedef VEC(struct finding *) finding_list;

struct judged_inf {
	struct pcimsi_judged_inf pub;
	served_list served; /* of the first of an INF that is judged several times: by line */
	bool served_known;  /* more than the captured ones */
	const struct verdict *first_compatible; /* bound by no hardware id, nor by class */
	bool told_not_enabled;                  /* by GRA707 */
	finding_list *by_install;               /* per install of the resolution */
	finding_list explaining; /* of the file: they explain why a chain sets no value */
};

struct verdict {
	struct pcimsi_verdict pub;
	struct pcimsi_match shadowed; /* the next best line, with another install section; or 0 */
	bool told_held; /* by GRA707 or GRA708: a registry enables what the INF does not */
	finding_list findings;
};

/* ---- the run ----------------------------------------------------------------------------------
 */

const struct pcimsi_check_options *seen_options(const struct context *c);
uint32_t seen_functions(const struct context *c); /* how many, as they were added */
const struct judged_function *seen_function(const struct context *c, uint32_t order);
/* If not, a device may be that of a function of which nobody knows what it is. */
bool seen_all_ids(const struct context *c);
uint32_t seen_infs(const struct context *c); /* how many, as they were added */
struct judged_inf *seen_inf(const struct context *c, uint32_t order);
uint32_t seen_verdicts(const struct context *c); /* how many, by function, then INF */
struct verdict *seen_verdict(const struct context *c, uint32_t number);
/* Once all verdicts are there. */
const struct pcimsi_budget *seen_budgets(const struct context *c, uint32_t *ret_count);
const struct pcimsi_waiver_use *seen_waivers(const struct context *c, uint32_t *ret_count);

/* A registry of the run. */
struct registry_use {
	const struct pcimsi_registry *registry;
	uint32_t n_matched; /* functions that it holds */
	uint32_t located;   /* last function whose slot it names, as order + 1 */
};

/* A list of what Windows granted. */
struct granted_use {
	const struct pcimsi_granted_list *list;
	uint32_t n_matched; /* functions that one of its devices may be */
};

const struct granted_use *seen_granted(const struct context *c, uint32_t *ret_count);
const struct registry_use *seen_registries(const struct context *c, uint32_t *ret_count);
/* As pcimsi_match_index_find() of all INFs; 0, too, if memory is short. */
uint32_t seen_matches(struct context *c, const struct pcimsi_function *function,
		      const struct pcimsi_match **ret);

/* Comparisons for may_match() in one go; where that is not enough, what is left may match. */
#define MAY_MATCH_MAX (1u << 22)
/* Ids of the function were not captured, and one of them may be one of the INF. */
bool may_match(const struct judged_function *function, const struct judged_inf *inf,
	       uint32_t *left);

struct arena *rule_arena(const struct context *c); /* as long as the check */
void rule_nomem(struct context *c);                /* something was lost: the run fails */
/* Another rule runs, too: it was not left out. */
bool rule_is_wanted(const struct context *c, uint32_t number);
/* Counts one subject more, of several that a rule goes through by itself. */
void rule_not_evaluated(struct context *c, enum pcimsi_reason reason);
/* For a rule of the run: makes `c` speak of one INF. */
void turn_to(struct context *c, struct judged_inf *inf);

/* Functions of one machine: of a capture, or of one dump in a folder or archive of them. */
bool same_machine(const struct judged_function *a, const struct judged_function *b);
/* The dump of a folder or archive that is that machine, NULL: the capture; both: untrusted. */
const char *machine_member(const struct judged_function *function);
const char *machine_name(const struct judged_function *function); /* the one or the other */

/* ---- findings ---------------------------------------------------------------------------------
 */

/*
 * Making findings. Each of these may fail for lack of memory; the check then
 * remembers that, and NULL is accepted everywhere a finding is.
 */
struct finding *finding_new(struct context *c);
/* As finding_new(), for a function that is not the context's. */
struct finding *finding_on(struct context *c, const struct judged_function *function);

/* It is about that machine, and not about one function. */
void finding_of_machine(struct finding *finding, const char *capture, const char *member);

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

/* Of an unused waiver: the finding that it would be for with another value, or NULL. */
void finding_missed(struct finding *finding, const struct pcimsi_finding *missed);

void finding_severity(struct finding *finding, enum pcimsi_severity severity);
/* Where one finding of the rule is worth less than the others. */
void finding_confidence(struct finding *finding, enum pcimsi_confidence confidence);

/* The field at byte `at` of the capability at `start` (0: of the header), and what it says. */
void finding_field(struct finding *finding, const struct judged_function *function, uint32_t start,
		   uint32_t at, const char *format, ...) __attribute__((format(printf, 5, 6)));
/* Of the field given last these bits are meant; a name that the field does not have is our error.
 */
void finding_bits(struct finding *finding, const char *name);
/* How many messages Windows says that the function has: there are no bytes. */
void finding_windows(struct finding *finding, const struct judged_function *function,
		     uint32_t most);
/* How many messages the capture says that Windows granted it. */
void finding_windows_granted(struct finding *finding, const struct judged_function *function);
/* A line of any file but captures. */
void finding_file_line(struct finding *finding, enum pcimsi_input_kind kind, const char *file,
		       struct pcimsi_place place, const char *text);
/* A line of the INF. The first one is the place of the finding. */
void finding_line(struct finding *finding, const struct judged_inf *inf, struct pcimsi_place place,
		  const char *text);
/* The line of an effect, of which the value is meant. */
void finding_effect(struct finding *finding, const struct judged_inf *inf,
		    const struct pcimsi_effect *effect);
/* Of the line given last something else is meant; all of it if it has not so many fields. */
enum effect_part {
	EFFECT_ROOT,
	EFFECT_SUBKEY,
	EFFECT_NAME,
	EFFECT_FLAGS,
	EFFECT_VALUE, /* all fields of it */
	EFFECT_LINE,
};
void finding_part(struct finding *finding, const struct pcimsi_effect *effect,
		  enum effect_part part);
/* The header of a section. */
void finding_section(struct finding *finding, const struct judged_inf *inf,
		     struct pcimsi_place place, const char *section);
/* The line that names a section which is not there. */
void finding_missing(struct finding *finding, const struct judged_inf *inf,
		     const struct pcimsi_missing *missing);
/* A Models line, of which the ids are meant. */
void finding_model_line(struct finding *finding, const struct judged_inf *inf,
			const struct pcimsi_model *model);
/* It is about the Models line of the verdict, which says nothing wrong. */
void finding_at_model(struct finding *finding, const struct verdict *verdict);
/* The Models line of the verdict, which binds the device. */
void finding_model(struct finding *finding, const struct verdict *verdict);

/*
 * What the last evidence is to the finding. By itself a line is the cause, or more of it;
 * bytes and registries contradict it, policies define it, if there is a cause beside them.
 */
void finding_role(struct finding *finding, enum pcimsi_role role);

/*
 * Ends a finding about an install section: if the same rule has found the same
 * place through another install, that finding is taken for both.
 */
void finding_of_install(struct context *c, struct finding *finding);
/* The finding tells why a chain of this INF sets no value. */
void finding_explains(struct context *c, struct finding *finding);
/* The finding that tells why the chain of the verdict leaves MSISupported out; NULL: none. */
struct finding *seen_cause(const struct context *c);
/* A function more can be cited as one that has to bear it. */
bool finding_has_room(const struct finding *finding);

/* A copy; what is longer than a line (a hostile INF) is cut, with a mark that tells its whole. */
const char *check_text(struct pcimsi_check *check, const char *text);
const char *check_vstring(struct pcimsi_check *check, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));
const char *check_string(struct pcimsi_check *check, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
