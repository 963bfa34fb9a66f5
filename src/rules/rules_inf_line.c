/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"
#include "rules/rules_inf.h"
#include "judge/chain.h"

#include "base/str.h"
#include "inf/key.h"
#include "inf/survey.h"

#include <string.h>

/* INF: how the lines with MSI settings are written. */

typedef bool line_test(const struct pcimsi_effect *effect);
typedef void line_words(struct finding *finding, const struct pcimsi_effect *effect);

/* A finding for every line of the install section that the test holds for. */
static enum pcimsi_reason each_line(struct context *c, line_test *test, line_words *words)
{
	for (uint32_t i = 0; i < c->install->n_effects; i++) {
		const struct pcimsi_effect *effect = &c->install->effects[i];
		struct finding *finding;

		if (effect->skipped || !test(effect))
			continue;
		finding = finding_new(c);
		finding_effect(finding, c->inf, effect);
		words(finding, effect);
		finding_of_install(c, finding);
	}
	return PCIMSI_REASON_NONE;
}

static bool is_hkr_value(const struct pcimsi_effect *effect)
{
	return effect->op == PCIMSI_EFFECT_SET && effect->root == PCIMSI_ROOT_HKR;
}

/* Interrupt Management itself, or a key below it. */
static bool is_below_interrupts(const struct pcimsi_effect *effect)
{
	return effect->root == PCIMSI_ROOT_HKR &&
	       inf_subkey_is_below(effect->subkey, INF_KEY_INTERRUPTS);
}

/* Digits, decimal or after 0x. */
static bool is_number(const char *text)
{
	bool hex = text[0] == '0' && ascii_lower(text[1]) == 'x';

	if (hex)
		text += 2;
	if (!*text)
		return false;
	for (; *text; text++)
		if (hex ? ascii_hex(*text) < 0 : !ascii_is_digit(*text))
			return false;
	return true;
}

static void name_number(struct finding *finding, const struct pcimsi_effect *effect)
{
	finding_text(finding, "name", effect->name);
	finding_text(finding, "text", effect->value_text);
	finding_number(finding, "value", effect->number);
}

static bool has_leading_zero(const struct pcimsi_effect *effect)
{
	return is_hkr_value(effect) && is_msi_value(effect) && effect->leading_zero;
}

enum pcimsi_reason rule_INF420(struct context *c)
{
	return each_line(c, has_leading_zero, name_number);
}

static bool is_byte_list(const struct pcimsi_effect *effect)
{
	return is_hkr_value(effect) && is_msi_value(effect) &&
	       effect->form == PCIMSI_NUMBER_BYTES && effect->number_known;
}

enum pcimsi_reason rule_INF421(struct context *c)
{
	return each_line(c, is_byte_list, name_number);
}

static bool has_view_bits(const struct pcimsi_effect *effect)
{
	return is_hkr_value(effect) && is_msi_value(effect) &&
	       effect->flags & (PCIMSI_ADDREG_64BITKEY | PCIMSI_ADDREG_32BITKEY);
}

static void name_flags(struct finding *finding, const struct pcimsi_effect *effect)
{
	finding_part(finding, effect, EFFECT_FLAGS);
	finding_text(finding, "name", effect->name);
	finding_text(finding, "flags", effect->flags_text);
}

enum pcimsi_reason rule_INF422(struct context *c)
{
	return each_line(c, has_view_bits, name_flags);
}

static bool is_delreg_there(const struct pcimsi_effect *effect)
{
	return effect->directive == PCIMSI_DIRECTIVE_DELREG && is_below_interrupts(effect);
}

static void name_section(struct finding *finding, const struct pcimsi_effect *effect)
{
	finding_part(finding, effect, EFFECT_LINE);
	finding_text(finding, "section", effect->section);
	finding_text(finding, "key", effect->subkey);
}

enum pcimsi_reason rule_INF426(struct context *c)
{
	return each_line(c, is_delreg_there, name_section);
}

static bool is_elsewhere(const struct pcimsi_effect *effect)
{
	return is_hkr_value(effect) && !inf_subkey_is(effect->subkey, INF_PATH_MESSAGES) &&
	       (str_ieq(effect->name, pcimsi_setting_name(PCIMSI_SETTING_MSI_SUPPORTED)) ||
		str_ieq(effect->name, pcimsi_setting_name(PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT))) &&
	       /* A key that is merely misspelt is INF407. */
	       (!is_below_interrupts(effect) || !str_is_near(effect->subkey, INF_PATH_MESSAGES, 2));
}

static void name_key(struct finding *finding, const struct pcimsi_effect *effect)
{
	finding_part(finding, effect, EFFECT_SUBKEY);
	finding_text(finding, "name", effect->name);
	finding_text(finding, "key", effect->subkey);
}

enum pcimsi_reason rule_INF427(struct context *c)
{
	return each_line(c, is_elsewhere, name_key);
}

/* HKR,"Interrupt Management",0x10: three fields, the last of which are flags. */
bool is_missing_comma(const struct pcimsi_effect *effect)
{
	return is_below_interrupts(effect) && effect->op == PCIMSI_EFFECT_SET &&
	       effect->n_fields == 3 && is_number(effect->name);
}

enum pcimsi_reason rule_INF428(struct context *c)
{
	const struct inf_survey *survey = NULL;

	if (inf_survey(c->inf->pub.inf, &survey))
		rule_nomem(c);
	for (uint32_t i = 0; survey && i < survey->n_sections; i++) {
		const struct inf_survey_section *section = &survey->sections[i];

		for (uint32_t k = 0; k < section->n_effects; k++) {
			struct finding *finding;

			if (!is_missing_comma(&section->effects[k]))
				continue;
			finding = finding_new(c);
			finding_effect(finding, c->inf, &section->effects[k]);
			finding_part(finding, &section->effects[k], EFFECT_LINE);
			finding_text(finding, "name", section->effects[k].name);
			return PCIMSI_REASON_NONE; /* once per file */
		}
	}
	return PCIMSI_REASON_NONE;
}

/* ---- INF415, INF431: MSI is off, and no finding on a function tells so -------------------------
 */

static const struct pcimsi_effect *limit_of(const struct pcimsi_install *install)
{
	return install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT];
}

/* The line that turns MSI off; NULL: none does. */
static const struct pcimsi_effect *disabling(const struct pcimsi_install *install)
{
	const struct pcimsi_effect *effect = install->settings[PCIMSI_SETTING_MSI_SUPPORTED];
	bool disables = effect && effect->type == PCIMSI_REGISTRY_DWORD && effect->number_known &&
			!effect->number;

	return disables ? effect : NULL;
}

typedef void install_fn(struct context *c);

static enum pcimsi_reason each_disabled(struct context *c, install_fn *report)
{
	for (uint32_t i = 0; i < seen_infs(c); i++) {
		struct judged_inf *inf = seen_inf(c, i);

		for (uint32_t k = 0; k < inf->pub.resolution->n_installs; k++) {
			turn_to(c, inf);
			c->install = &inf->pub.resolution->installs[k];
			if (disabling(c->install))
				report(c);
		}
	}
	c->inf = NULL;
	c->install = NULL;
	return PCIMSI_REASON_NONE;
}

static void report_dead_limit(struct context *c)
{
	const struct pcimsi_effect *limit = limit_of(c->install);
	struct finding *finding;

	if (!limit || served_is_told_off(c))
		return;
	finding = finding_new(c);
	finding_effect(finding, c->inf, limit);
	finding_effect(finding, c->inf, disabling(c->install));
	if (limit->number_known)
		finding_number(finding, "limit", limit->number);
	else
		finding_text(finding, "limit", limit->value_text);
	finding_of_install(c, finding);
}

enum pcimsi_reason rule_INF415(struct context *c)
{
	return each_disabled(c, report_dead_limit);
}

static void report_disabled(struct context *c)
{
	struct finding *finding;

	/* GRA707 tells the same of a function that has messages, INF415 of a limit. */
	if (c->inf->told_not_enabled || limit_of(c->install))
		return;
	finding = finding_new(c);
	finding_effect(finding, c->inf, disabling(c->install));
	finding_text(finding, "section", c->install->section);
	finding_of_install(c, finding);
}

enum pcimsi_reason rule_INF431(struct context *c)
{
	return each_disabled(c, report_disabled);
}

static bool has_undefined_token(const struct pcimsi_effect *effect)
{
	return effect->undefined_token && (is_below_interrupts(effect) || is_elsewhere(effect)) &&
	       !effect->placeholder;
}

static void name_token(struct finding *finding, const struct pcimsi_effect *effect)
{
	finding_part(finding, effect, EFFECT_LINE);
	finding_text(finding, "token", effect->undefined_token);
}

enum pcimsi_reason rule_INF432(struct context *c)
{
	return each_line(c, has_undefined_token, name_token);
}

static bool has_open_quote(const struct pcimsi_effect *effect)
{
	return effect->unterminated_quote && str_istarts(effect->subkey, INF_KEY_INTERRUPTS);
}

/* Of the line nothing but where it is. */
static void whole_line(struct finding *finding, const struct pcimsi_effect *effect)
{
	finding_part(finding, effect, EFFECT_LINE);
}

enum pcimsi_reason rule_INF433(struct context *c)
{
	return each_line(c, has_open_quote, whole_line);
}

static bool has_placeholder(const struct pcimsi_effect *effect)
{
	return effect->placeholder && is_below_interrupts(effect);
}

enum pcimsi_reason rule_INF434(struct context *c)
{
	return each_line(c, has_placeholder, whole_line);
}

enum pcimsi_reason rule_INF437(struct context *c)
{
	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++) {
		const struct pcimsi_effect *effect = c->install->settings[i];
		struct inf_localized localized;
		struct finding *finding;
		int differs = effect ? inf_localized_difference(c->inf->pub.inf, effect, &localized)
				     : 0;

		if (differs < 0)
			rule_nomem(c);
		if (differs <= 0 || effect->undefined_token)
			continue;
		finding = finding_new(c);
		finding_effect(finding, c->inf, effect);
		finding_line(finding, c->inf, localized.place, localized.localized_value);
		finding_text(finding, "token", localized.token);
		finding_text_or_none(finding, "here", localized.value);
		finding_text_or_none(finding, "there", localized.localized_value);
		finding_text(finding, "section", localized.section);
		finding_of_install(c, finding);
	}
	return PCIMSI_REASON_NONE;
}

static bool is_junk(const struct pcimsi_effect *effect)
{
	const char *last = strrchr(effect->subkey, '\\');

	if (!is_below_interrupts(effect) || effect->op != PCIMSI_EFFECT_SET ||
	    is_missing_comma(effect))
		return false;
	if (last && str_ieq(last + 1, pcimsi_setting_name(PCIMSI_SETTING_GROUP_POLICY)))
		return !*effect->name || is_number(effect->name);
	return is_number(effect->name);
}

enum pcimsi_reason rule_INF438(struct context *c)
{
	return each_line(c, is_junk, name_key);
}

/* Leads to a key of ours if the backslashes too many are left out. */
static bool has_superfluous_backslash(const struct pcimsi_effect *effect)
{
	const char *subkey = effect->subkey + strspn(effect->subkey, "\\");
	size_t length = strlen(subkey);

	if (effect->root != PCIMSI_ROOT_HKR || (!inf_subkey_is(subkey, INF_PATH_MESSAGES) &&
						!inf_subkey_is(subkey, INF_PATH_AFFINITY)))
		return false;
	return subkey != effect->subkey || strstr(subkey, "\\\\") || subkey[length - 1] == '\\';
}

static void name_subkey(struct finding *finding, const struct pcimsi_effect *effect)
{
	finding_text(finding, "key", effect->subkey);
}

enum pcimsi_reason rule_INF439(struct context *c)
{
	return each_line(c, has_superfluous_backslash, name_subkey);
}
