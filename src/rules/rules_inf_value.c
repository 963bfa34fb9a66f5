/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"
#include "rules/rules_inf.h"
#include "judge/chain.h"

#include "base/str.h"
#include "inf/key.h"
#include "inf/survey.h"

#include <string.h>

/* INF: what an install section of an INF leaves in the hardware key, silicon aside. */

static const struct pcimsi_effect *setting(const struct context *c, enum pcimsi_setting which)
{
	return c->install->settings[which];
}

/* A finding on one line of this install section. */
static struct finding *on_effect(struct context *c, const struct pcimsi_effect *effect)
{
	struct finding *finding = finding_new(c);

	finding_effect(finding, c->inf, effect);
	return finding;
}

enum pcimsi_reason rule_INF401(struct context *c)
{
	const struct pcimsi_effect *limit = setting(c, PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT);

	if (limit && limit->number > PCIMSI_WINDOWS_MSIX_MAX) {
		struct finding *finding = on_effect(c, limit);

		finding_number(finding, "limit", limit->number);
		finding_of_install(c, finding);
	}
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_INF402(struct context *c)
{
	const struct pcimsi_effect *limit = setting(c, PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT);

	if (limit && limit->number == 0)
		finding_of_install(c, on_effect(c, limit));
	return PCIMSI_REASON_NONE;
}

static bool same_data(const struct pcimsi_effect *a, const struct pcimsi_effect *b)
{
	return a->type == b->type && a->data_size == b->data_size &&
	       (!a->data_size || memcmp(a->data, b->data, a->data_size) == 0);
}

static bool is_software_msi(const struct pcimsi_effect *effect)
{
	return effect->op == PCIMSI_EFFECT_SET && effect->root == PCIMSI_ROOT_HKR &&
	       is_msi_value(effect);
}

/* The hardware key gets it as well, from another line or from this one. */
static bool has_effect(const struct context *c, const struct pcimsi_effect *effect)
{
	bool is_limit = str_ieq(effect->name,
				pcimsi_setting_name(PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT));
	const struct pcimsi_effect *held = setting(c, is_limit ? PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT
							       : PCIMSI_SETTING_MSI_SUPPORTED);

	return held && same_data(held, effect);
}

/* The values of one section, which a wrong reference brings, from the first one on. */
static uint32_t report_software(struct context *c, uint32_t first)
{
	const struct pcimsi_install *install = c->install;
	const struct pcimsi_effect *effects = install->software_effects;
	const char *section = effects[first].section, *name = effects[first].name;
	struct finding *finding = finding_new(c);
	bool also = true;
	uint32_t i = first;

	for (; i < install->n_software_effects && str_ieq(effects[i].section, section); i++) {
		if (!is_software_msi(&effects[i]))
			continue;
		finding_effect(finding, c->inf, &effects[i]);
		finding_part(finding, &effects[i], EFFECT_LINE);
		also = also && has_effect(c, &effects[i]);
		if (str_ieq(effects[i].name, pcimsi_setting_name(PCIMSI_SETTING_MSI_SUPPORTED)))
			name = effects[i].name;
	}
	finding_text(finding, "name", name);
	finding_text(finding, "section", section);
	finding_text(finding, "hw_section", check_string(c->check, "%s.HW", install->section));
	finding_word(finding, "also", also ? "yes" : "no");
	finding_word(finding, "remedy", also ? "drop" : "move");
	if (also)
		finding_severity(finding, PCIMSI_SEVERITY_NOTE);
	finding_of_install(c, finding);
	return i;
}

enum pcimsi_reason rule_INF403(struct context *c)
{
	uint32_t i = 0;

	while (i < c->install->n_software_effects)
		i = is_software_msi(&c->install->software_effects[i]) ? report_software(c, i)
								      : i + 1;
	return PCIMSI_REASON_NONE;
}

static void wrong_type(struct context *c, enum pcimsi_setting which)
{
	const struct pcimsi_effect *effect = setting(c, which);
	struct finding *finding;
	char type[16];

	/* Undefined and unstamped tokens are INF432 and INF434. */
	if (!effect || effect->type == PCIMSI_REGISTRY_DWORD || is_template(effect))
		return;
	finding = on_effect(c, effect);
	finding_text(finding, "name", pcimsi_setting_name(which));
	finding_part(finding, effect, EFFECT_FLAGS);
	finding_text(finding, "type", pcimsi_registry_type_name(effect->type, type));
	finding_of_install(c, finding);
}

enum pcimsi_reason rule_INF406(struct context *c)
{
	wrong_type(c, PCIMSI_SETTING_MSI_SUPPORTED);
	wrong_type(c, PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT);
	return PCIMSI_REASON_NONE;
}

/* Near a known name, and not it. */
static const char *misspelt(const char *written, const char *known)
{
	return str_is_near(written, known, 2) && !str_ieq(written, known) ? known : NULL;
}

static const char *misspelt_value(const char *name)
{
	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++)
		if (str_ieq(name, pcimsi_setting_name((enum pcimsi_setting)i)))
			return NULL;
	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++) {
		const char *known = pcimsi_setting_name((enum pcimsi_setting)i);

		if (misspelt(name, known))
			return known;
	}
	return NULL;
}

/* A component of the key path at distance 1 or 2 of its proper name; copied to `written`. */
static const char *misspelt_component(const char *subkey, char written[64])
{
	const char *known[] = { INF_KEY_INTERRUPTS, INF_KEY_MESSAGES, INF_KEY_AFFINITY };
	bool first = true;

	while (*subkey) {
		size_t length = strcspn(subkey, "\\");

		if (length && length < 64) {
			memcpy(written, subkey, length);
			written[length] = '\0';
			for (int i = first ? 0 : 1; i < (first ? 1 : 3); i++)
				if (misspelt(written, known[i]))
					return known[i];
			/* Another key: whatever is below it is none of ours. */
			if (first && !str_ieq(written, INF_KEY_INTERRUPTS))
				return NULL;
			first = false;
		}
		subkey += length + (subkey[length] == '\\');
	}
	return NULL;
}

static void check_spelling(struct context *c, const struct pcimsi_effect *effect)
{
	const char *written = effect->name, *known = NULL;
	struct finding *finding;
	char component[64];

	if (effect->skipped || effect->root != PCIMSI_ROOT_HKR ||
	    effect->op == PCIMSI_EFFECT_DELETE_KEY)
		return;
	known = misspelt_component(effect->subkey, component);
	if (known)
		written = component;
	else if (str_istarts(effect->subkey, INF_KEY_INTERRUPTS))
		known = misspelt_value(effect->name);
	if (!known)
		return;
	finding = on_effect(c, effect);
	finding_part(finding, effect, written == component ? EFFECT_SUBKEY : EFFECT_NAME);
	finding_text(finding, "written", written);
	finding_text(finding, "known", known);
	finding_of_install(c, finding);
}

enum pcimsi_reason rule_INF407(struct context *c)
{
	for (uint32_t i = 0; i < c->install->n_effects; i++)
		check_spelling(c, &c->install->effects[i]);
	return PCIMSI_REASON_NONE;
}

static bool reaches_msi(const struct pcimsi_install *install)
{
	for (uint32_t i = 0; i < install->n_effects; i++)
		if (is_msi_value(&install->effects[i]))
			return true;
	return false;
}

static void name_near_section(struct finding *finding, const struct context *c, const char *name)
{
	const char *near = inf_near_section(c->inf->pub.inf, name);

	finding_text_or_none(finding, "near", near);
}

enum pcimsi_reason rule_INF409(struct context *c)
{
	for (uint32_t i = 0; i < c->install->n_missing; i++) {
		const struct pcimsi_missing *missing = &c->install->missing[i];
		struct finding *finding;

		if (missing->directive != PCIMSI_DIRECTIVE_ADDREG)
			continue;
		finding = finding_new(c);
		finding_missing(finding, c->inf, missing);
		finding_text(finding, "hw_section", missing->section);
		finding_text(finding, "missing", missing->name);
		name_near_section(finding, c, missing->name);
		if (!reaches_msi(c->install))
			finding_severity(finding, PCIMSI_SEVERITY_NOTE);
		finding_of_install(c, finding);
	}
	return PCIMSI_REASON_NONE;
}

static void wrong_root(struct context *c, const struct pcimsi_effect *effects, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct pcimsi_effect *effect = &effects[i];
		struct finding *finding;

		if (effect->root == PCIMSI_ROOT_HKR || effect->op != PCIMSI_EFFECT_SET ||
		    !str_ifind(effect->subkey, INF_KEY_INTERRUPTS))
			continue;
		finding = on_effect(c, effect);
		finding_part(finding, effect, EFFECT_ROOT);
		finding_text(finding, "root", effect->root_text);
		finding_of_install(c, finding);
	}
}

enum pcimsi_reason rule_INF410(struct context *c)
{
	wrong_root(c, c->install->effects, c->install->n_effects);
	wrong_root(c, c->install->software_effects, c->install->n_software_effects);
	return PCIMSI_REASON_NONE;
}

static void not_a_number(struct context *c, enum pcimsi_setting which)
{
	const struct pcimsi_effect *effect = setting(c, which);
	struct finding *finding;

	if (!effect || effect->type != PCIMSI_REGISTRY_DWORD || effect->number_known ||
	    is_template(effect))
		return;
	finding = on_effect(c, effect);
	finding_text(finding, "name", pcimsi_setting_name(which));
	finding_text(finding, "text", effect->value_text);
	finding_of_install(c, finding);
}

enum pcimsi_reason rule_INF411(struct context *c)
{
	not_a_number(c, PCIMSI_SETTING_MSI_SUPPORTED);
	not_a_number(c, PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_INF412(struct context *c)
{
	for (uint32_t i = 0; i < c->install->n_effects; i++) {
		const struct pcimsi_effect *effect = &c->install->effects[i];
		struct finding *finding;

		if (effect->op != PCIMSI_EFFECT_CREATE_KEY || !is_msi_value(effect))
			continue;
		finding = on_effect(c, effect);
		finding_text(finding, "name", effect->name);
		finding_part(finding, effect, EFFECT_FLAGS);
		finding_text(finding, "flags", effect->flags_text);
		finding_of_install(c, finding);
	}
	return PCIMSI_REASON_NONE;
}

static bool writes(const struct pcimsi_effect *effect, enum pcimsi_setting which)
{
	return !effect->skipped && effect->op == PCIMSI_EFFECT_SET &&
	       effect->root == PCIMSI_ROOT_HKR &&
	       inf_subkey_is(effect->subkey, INF_PATH_MESSAGES) &&
	       str_ieq(effect->name, pcimsi_setting_name(which));
}

/* The value itself, its key, or a key above it. */
static bool deletes(const struct pcimsi_effect *effect, enum pcimsi_setting which)
{
	if (effect->skipped || effect->root != PCIMSI_ROOT_HKR)
		return false;
	if (effect->op == PCIMSI_EFFECT_DELETE_VALUE)
		return inf_subkey_is(effect->subkey, INF_PATH_MESSAGES) &&
		       str_ieq(effect->name, pcimsi_setting_name(which));
	return effect->op == PCIMSI_EFFECT_DELETE_KEY &&
	       inf_key_holds(effect->subkey, INF_PATH_MESSAGES);
}

/* The last line that writes the value, if a later one deletes it; else NULL. */
static const struct pcimsi_effect *deleted_write(const struct pcimsi_install *install,
						 enum pcimsi_setting which,
						 const struct pcimsi_effect **ret_deleter)
{
	const struct pcimsi_effect *written = NULL;

	*ret_deleter = NULL;
	for (uint32_t i = 0; i < install->n_effects; i++) {
		const struct pcimsi_effect *effect = &install->effects[i];

		if (writes(effect, which)) {
			written = effect;
			*ret_deleter = NULL;
		} else if (written && deletes(effect, which)) {
			*ret_deleter = effect;
		}
	}
	return *ret_deleter ? written : NULL;
}

static void deleted_later(struct context *c, enum pcimsi_setting which)
{
	const struct pcimsi_effect *deleter;
	const struct pcimsi_effect *written = deleted_write(c->install, which, &deleter);
	struct finding *finding;

	if (!written)
		return;
	finding = on_effect(c, written);
	finding_effect(finding, c->inf, deleter);
	finding_text(finding, "name", pcimsi_setting_name(which));
	finding_of_install(c, finding);
}

enum pcimsi_reason rule_INF413(struct context *c)
{
	deleted_later(c, PCIMSI_SETTING_MSI_SUPPORTED);
	deleted_later(c, PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT);
	return PCIMSI_REASON_NONE;
}

static void name_limit(struct finding *finding, const struct pcimsi_effect *limit)
{
	if (limit->number_known)
		finding_number(finding, "limit", limit->number);
	else
		finding_text(finding, "limit", limit->value_text);
}

enum pcimsi_reason rule_INF414(struct context *c)
{
	const struct pcimsi_effect *limit = setting(c, PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT);
	struct finding *finding;

	if (!limit || setting(c, PCIMSI_SETTING_MSI_SUPPORTED))
		return PCIMSI_REASON_NONE;
	/* The base INF of an extension INF writes values as well. */
	if (!c->install->complete || c->inf->pub.facts->extension)
		return PCIMSI_REASON_INCOMPLETE_INF;
	finding = on_effect(c, limit);
	name_limit(finding, limit);
	finding_of_install(c, finding);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_INF416(struct context *c)
{
	const struct pcimsi_effect *supported = setting(c, PCIMSI_SETTING_MSI_SUPPORTED);

	if (supported && supported->number > 1) {
		struct finding *finding = on_effect(c, supported);

		finding_number(finding, "value", supported->number);
		finding_of_install(c, finding);
	}
	return PCIMSI_REASON_NONE;
}

static void conflict(struct context *c, enum pcimsi_setting which)
{
	const struct pcimsi_effect *first = NULL;

	for (uint32_t i = 0; i < c->install->n_effects; i++) {
		const struct pcimsi_effect *effect = &c->install->effects[i];
		struct finding *finding;

		if (!writes(effect, which) ||
		    effect->flags & (PCIMSI_ADDREG_NOCLOBBER | PCIMSI_ADDREG_OVERWRITEONLY))
			continue;
		if (!first || same_data(first, effect)) {
			first = effect;
			continue;
		}
		finding = on_effect(c, effect);
		finding_effect(finding, c->inf, first);
		finding_text(finding, "name", pcimsi_setting_name(which));
		finding_text(finding, "first", first->value_text);
		finding_text(finding, "second", effect->value_text);
		finding_of_install(c, finding);
		first = effect;
	}
}

enum pcimsi_reason rule_INF417(struct context *c)
{
	conflict(c, PCIMSI_SETTING_MSI_SUPPORTED);
	conflict(c, PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT);
	return PCIMSI_REASON_NONE;
}

static void flagged(struct context *c, uint32_t flag)
{
	for (uint32_t i = 0; i < c->install->n_effects; i++) {
		const struct pcimsi_effect *effect = &c->install->effects[i];
		struct finding *finding;

		if (effect->op != PCIMSI_EFFECT_SET || effect->root != PCIMSI_ROOT_HKR ||
		    !(effect->flags & flag) || !is_msi_value(effect))
			continue;
		finding = on_effect(c, effect);
		finding_part(finding, effect, EFFECT_FLAGS);
		finding_text(finding, "name", effect->name);
		finding_of_install(c, finding);
	}
}

enum pcimsi_reason rule_INF418(struct context *c)
{
	flagged(c, PCIMSI_ADDREG_NOCLOBBER);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_INF419(struct context *c)
{
	flagged(c, PCIMSI_ADDREG_OVERWRITEONLY);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_INF424(struct context *c)
{
	for (uint32_t i = 0; !c->install->complete && i < c->install->n_missing; i++) {
		const struct pcimsi_missing *missing = &c->install->missing[i];
		struct finding *finding;

		if (missing->directive != PCIMSI_DIRECTIVE_NEEDS || missing->harmless)
			continue;
		finding = finding_new(c);
		finding_missing(finding, c->inf, missing);
		finding_text(finding, "section", missing->section);
		finding_text(finding, "missing", missing->name);
		finding_text_or_none(finding, "include", missing->include);
		finding_of_install(c, finding);
	}
	return PCIMSI_REASON_NONE;
}
