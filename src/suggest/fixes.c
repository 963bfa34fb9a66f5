/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suggest/fixes.h"

#include "base/str.h"
#include "inf/registry_lines.h"
#include "inf/survey.h"
#include "catalogue/numbers.h"
#include "judge/chain.h"
#include "suggest/section_changes.h"

#include <pcimsi/grant.h>

#include <string.h>

/* ---- what a finding says -------------------------------------------------------------------- */

/* A text or word; NULL: it has none of that name. */
static const char *text_of(const struct pcimsi_finding *finding, const char *name)
{
	const struct pcimsi_value *value = pcimsi_finding_value(finding, name);

	return value ? value->text : NULL;
}

static bool number_of(const struct pcimsi_finding *finding, const char *name, uint32_t *ret)
{
	const struct pcimsi_value *value = pcimsi_finding_value(finding, name);

	if (!value || value->kind != PCIMSI_VALUE_NUMBER)
		return false;
	*ret = (uint32_t)value->number;
	return true;
}

static bool same_line(struct pcimsi_place a, struct pcimsi_place b)
{
	return a.line == b.line && a.column == b.column;
}

/* The effect of the finding's line; NULL: none of an install section. */
static const struct pcimsi_effect *effect_of(const struct fixing *f)
{
	for (uint32_t i = 0; f->install && i < f->install->n_effects; i++) {
		const struct pcimsi_effect *effect = &f->install->effects[i];

		if (!effect->file && same_line(effect->place, f->finding->place))
			return effect;
	}
	return NULL;
}

/* However many fields the value has. */
static enum pcimsi_refusal put_value(struct fixing *f, const char *value)
{
	return edit_fields(f, f->finding->place, FIELD_VALUE, FIELD_LAST, value);
}

static enum pcimsi_refusal put_number(struct fixing *f, uint32_t number)
{
	const char *text = arena_printf(f->arena, "%u", number);

	f->nomem |= !text;
	return text ? put_value(f, text) : PCIMSI_REFUSAL_UNUSUAL;
}

static enum pcimsi_refusal put_flags(struct fixing *f)
{
	struct edit_line line;

	if (!edit_open(f, f->finding->place, &line) || line.inf->n_fields <= FIELD_VALUE)
		return PCIMSI_REFUSAL_UNUSUAL;
	return edit_fields(f, f->finding->place, FIELD_FLAGS, FIELD_FLAGS, WRITE_DWORD);
}

static enum pcimsi_refusal put_word(struct fixing *f, const char *word, const char *better)
{
	return edit_word(f, f->finding->place, word, better);
}

/* ---- by rule -------------------------------------------------------------------------------- */

typedef enum pcimsi_refusal fix_fn(struct fixing *f);

/* What fits every function that the ids reach, be it captured or not. */
static enum pcimsi_refusal leave_out(struct fixing *f)
{
	return f->finding->place.line ? edit_remove(f, f->finding->place)
				      : PCIMSI_REFUSAL_OTHER_FILE;
}

/* Where all that the line serves is known, a number does, too. */
static enum pcimsi_refusal raise_limit(struct fixing *f)
{
	uint32_t best;

	return number_of(f->finding, "best", &best) ? put_number(f, best) : leave_out(f);
}

/* A number that plain MSI cannot have: above the messages of the function, or among them. */
static enum pcimsi_refusal correct_limit(struct fixing *f)
{
	return f->finding->severity == PCIMSI_SEVERITY_ERROR ? raise_limit(f) : leave_out(f);
}

static enum pcimsi_refusal set_2048(struct fixing *f)
{
	return put_value(f, "2048");
}

static enum pcimsi_refusal set_910(struct fixing *f)
{
	const struct pcimsi_effect *limit =
		f->install ? f->install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT] : NULL;

	if (!limit)
		return section_add_setting(f, PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT,
					   PCIMSI_WINDOWS_BEFORE_8_MAX);
	if (limit->file)
		return PCIMSI_REFUSAL_OTHER_FILE;
	return edit_fields(f, limit->place, FIELD_VALUE, FIELD_LAST, "910");
}

static enum pcimsi_refusal set_1(struct fixing *f)
{
	return put_value(f, "1");
}

static enum pcimsi_refusal set_value(struct fixing *f)
{
	uint32_t value;

	return number_of(f->finding, "value", &value) ? put_number(f, value)
						      : PCIMSI_REFUSAL_DECISION;
}

/* The number that the line seems to mean; false: none is plain. */
static bool meant_number(const struct pcimsi_effect *effect, uint32_t *ret)
{
	struct inf_number number;

	if (effect->type == PCIMSI_REGISTRY_SZ || effect->type == PCIMSI_REGISTRY_EXPAND_SZ ||
	    effect->type == PCIMSI_REGISTRY_MULTI_SZ) {
		number = inf_number_parse((const char *)effect->data);
		*ret = number.value;
		return effect->data_size && number.well_formed;
	}
	if (!effect->data_size || effect->data_size > 8)
		return false;
	*ret = 0;
	for (uint32_t i = 0; i < effect->data_size; i++) {
		if (i >= 4 && effect->data[i])
			return false;
		*ret |= i < 4 ? (uint32_t)effect->data[i] << 8 * i : 0;
	}
	return true;
}

static enum pcimsi_refusal make_dword(struct fixing *f)
{
	const struct pcimsi_effect *effect = effect_of(f);
	enum pcimsi_refusal refusal;
	uint32_t number;

	if (!effect)
		return PCIMSI_REFUSAL_OTHER_FILE;
	if (!meant_number(effect, &number))
		return PCIMSI_REFUSAL_DECISION;
	refusal = put_number(f, number);
	return refusal ? refusal : put_flags(f);
}

static enum pcimsi_refusal correct_spelling(struct fixing *f)
{
	return put_word(f, text_of(f->finding, "written"), text_of(f->finding, "known"));
}

static enum pcimsi_refusal put_proper_key(struct fixing *f)
{
	return edit_fields(f, f->finding->place, FIELD_SUBKEY, FIELD_SUBKEY, WRITE_SUBKEY);
}

static enum pcimsi_refusal rename_section(struct fixing *f)
{
	return put_word(f, text_of(f->finding, "found"), text_of(f->finding, "expected"));
}

static enum pcimsi_refusal name_near_section(struct fixing *f)
{
	const char *missing = text_of(f->finding, "missing");
	const char *near = missing ? inf_near_section(f->finding->inf->inf, missing) : NULL;

	return near ? put_word(f, missing, near) : PCIMSI_REFUSAL_DECISION;
}

/* "SUBSYS_11001AF4": the other way round is what stands there. */
static enum pcimsi_refusal turn_subsystem(struct fixing *f)
{
	const char *right = text_of(f->finding, "right");

	if (!right || strlen(right) != 15)
		return PCIMSI_REFUSAL_UNUSUAL;
	return put_word(f, arena_printf(f->arena, "SUBSYS_%.4s%.4s", right + 11, right + 7), right);
}

/* From below, so that the places of the others stay right. */
static enum pcimsi_refusal remove_msi(struct fixing *f)
{
	enum pcimsi_refusal refusal = PCIMSI_REFUSAL_NONE;
	uint32_t below = UINT32_MAX;

	if (!f->install)
		return PCIMSI_REFUSAL_STRUCTURE;
	while (!refusal) {
		const struct pcimsi_effect *last = NULL;

		for (uint32_t i = 0; i < f->install->n_effects; i++) {
			const struct pcimsi_effect *effect = &f->install->effects[i];

			if (is_msi_setting(effect) && effect->place.line < below &&
			    (!last || effect->place.line > last->place.line))
				last = effect;
		}
		if (!last)
			return PCIMSI_REFUSAL_NONE;
		if (last->file)
			return PCIMSI_REFUSAL_OTHER_FILE;
		refusal = edit_remove(f, last->place);
		below = last->place.line;
	}
	return refusal;
}

/* A finding of the same verdict that tells why a value which the INF writes has no effect. */
static bool is_explained(struct fixing *f)
{
	for (uint32_t i = 0; i < f->run->n_verdicts; i++) {
		const struct pcimsi_verdict *verdict = f->run->verdicts[i];

		if (verdict->function != f->finding->function || verdict->inf != f->finding->inf)
			continue;
		for (uint32_t k = 0; k < verdict->n_findings && !f->other; k++)
			if (verdict->findings[k]->rule->class_ == PCIMSI_CLASS_INEFFECTIVE)
				f->other = verdict->findings[k]->rule;
	}
	return f->other;
}

/* Where the INF says 0, it may have a reason. */
static enum pcimsi_refusal enable(struct fixing *f)
{
	if (f->install && f->install->settings[PCIMSI_SETTING_MSI_SUPPORTED])
		return PCIMSI_REFUSAL_DECISION;
	if (f->finding->function && is_explained(f))
		return PCIMSI_REFUSAL_EXPLAINED;
	return section_add_setting(f, PCIMSI_SETTING_MSI_SUPPORTED, 1);
}

static enum pcimsi_refusal move_section(struct fixing *f)
{
	const char *section = text_of(f->finding, "section");

	/* A note: the hardware key has the values. */
	return f->finding->severity == PCIMSI_SEVERITY_NOTE ? section_drop(f, section)
							    : section_move(f, section);
}

static enum pcimsi_refusal refer_section(struct fixing *f)
{
	return section_refer(f, text_of(f->finding, "section"));
}

static enum pcimsi_refusal decision(struct fixing *f)
{
	(void)f;
	return PCIMSI_REFUSAL_DECISION;
}

static enum pcimsi_refusal structure(struct fixing *f)
{
	(void)f;
	return PCIMSI_REFUSAL_STRUCTURE;
}

/* In the order of the catalogue. What is not here is not about lines of an INF. */
static const struct fix {
	fix_fn *apply; /* NULL: none is known */
	enum fix_order order;
	bool notes; /* what is but a note has a change worth making */
} fixes[RULE_COUNT] = {
	[RULE_INF401] = { .apply = set_2048, .order = FIX_ORDER_COARSE },
	[RULE_INF402] = { .apply = leave_out },
	[RULE_INF403] = { .apply = move_section, .notes = true },
	[RULE_INF404] = { .apply = structure },
	[RULE_INF405] = { .apply = refer_section, .order = FIX_ORDER_COARSE },
	[RULE_INF406] = { .apply = make_dword },
	[RULE_INF407] = { .apply = correct_spelling },
	[RULE_INF408] = { .apply = rename_section },
	[RULE_INF409] = { .apply = name_near_section },
	[RULE_INF410] = { .apply = structure },
	[RULE_INF411] = { .apply = decision },
	[RULE_INF412] = { .apply = put_flags },
	[RULE_INF413] = { .apply = decision },
	[RULE_INF414] = { .apply = enable, .order = FIX_ORDER_ENABLES },
	[RULE_INF415] = { .apply = decision },
	[RULE_INF416] = { .apply = set_1 },
	[RULE_INF417] = { .apply = decision },
	[RULE_INF418] = { .apply = put_flags },
	[RULE_INF419] = { .apply = put_flags },
	[RULE_INF420] = { .apply = set_value },
	[RULE_INF423] = { .apply = structure },
	[RULE_INF426] = { .apply = decision },
	[RULE_INF427] = { .apply = put_proper_key },
	[RULE_INF430] = { .apply = decision },
	[RULE_INF432] = { .apply = decision },
	[RULE_INF433] = { .apply = decision },
	[RULE_INF436] = { .apply = set_910 },
	[RULE_INF437] = { .apply = decision },
	[RULE_AFF501] = { .apply = decision },
	[RULE_AFF502] = { .apply = decision },
	[RULE_AFF503] = { .apply = decision },
	[RULE_AFF504] = { .apply = decision },
	[RULE_AFF505] = { .apply = decision },
	[RULE_AFF506] = { .apply = decision },
	[RULE_AFF508] = { .apply = decision },
	[RULE_MAT606] = { .apply = structure },
	[RULE_MAT607] = { .apply = decision },
	[RULE_MAT608] = { .apply = turn_subsystem },
	[RULE_GRA701] = { .apply = remove_msi },
	[RULE_GRA702] = { .apply = leave_out },
	[RULE_GRA703] = { .apply = leave_out },
	[RULE_GRA704] = { .apply = correct_limit },
	[RULE_GRA705] = { .apply = raise_limit },
	[RULE_GRA706] = { .apply = raise_limit },
	[RULE_GRA707] = { .apply = enable, .order = FIX_ORDER_ENABLES },
	[RULE_GRA708] = { .apply = enable, .order = FIX_ORDER_ENABLES },
	[RULE_GRA712] = { .apply = set_910 },
};

static const struct fix *fix_of(const struct pcimsi_rule *rule)
{
	return &fixes[rule - rule_table];
}

bool fix_is_known(const struct pcimsi_rule *rule)
{
	return fix_of(rule)->apply != NULL;
}

bool fix_mends(const struct pcimsi_finding *finding)
{
	const struct fix *fix = fix_of(finding->rule);

	return fix->apply && (finding->severity > PCIMSI_SEVERITY_NOTE || fix->notes);
}

enum fix_order fix_order(const struct pcimsi_rule *rule)
{
	return fix_of(rule)->order;
}

enum pcimsi_refusal fix_apply(struct fixing *f)
{
	f->detail = NULL;
	f->other = NULL;
	return fix_of(f->finding->rule)->apply(f);
}
