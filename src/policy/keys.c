/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/policy_priv.h"

#include "base/str.h"
#include "policy/value.h"

#include <string.h>

/* What can stand behind the keys of house rules and waivers. */

static struct pcimsi_house_rule *house_rule(struct pcimsi_policy *policy)
{
	return &policy->house_rules.items[policy->house_rules.count - 1];
}

static struct pcimsi_waiver *waiver(struct pcimsi_policy *policy)
{
	return &policy->waivers.items[policy->waivers.count - 1];
}

/* ---- values ---------------------------------------------------------------------------------- */

static bool take_decimal(const char **at, unsigned digits, uint32_t *ret)
{
	*ret = 0;
	for (unsigned i = 0; i < digits; i++, (*at)++) {
		if (!ascii_is_digit(**at))
			return false;
		*ret = *ret * 10 + (uint32_t)(**at - '0');
	}
	return true;
}

/* vvvv, vvvv:dddd or vvvv:dddd:ssss:ssss */
static bool take_ids(const char **at, struct pcimsi_policy_ids *ids)
{
	struct pcimsi_reg *parts[] = { &ids->vendor_id, &ids->device_id, &ids->subsystem_vendor_id,
				       &ids->subsystem_id };
	unsigned count = 0;

	do {
		if (!ascii_take_hex(at, 4, &parts[count]->value))
			return false;
		parts[count++]->known = true;
	} while (count < 4 && **at == ':' && (*at)++);
	return count != 3;
}

static const char *parse_ids(struct pcimsi_policy *policy, const struct policy_key *key,
			     struct pcimsi_policy_id_list *ret)
{
	static const char wrong[] =
		"not a list of VVVV, VVVV:DDDD or VVVV:DDDD:SSSS:SSSS with commas between";
	VEC(struct pcimsi_policy_ids) list = { 0 };
	const char *at = key->value;

	do {
		struct pcimsi_policy_ids *ids = VEC_ADD(&policy->arena, &list);

		at += strspn(at, " \t");
		if (!ids)
			policy->nomem = true;
		else if (!take_ids(&at, ids))
			return wrong;
		at += strspn(at, " \t");
	} while (!policy->nomem && *at == ',' && at++);
	ret->items = list.items;
	ret->count = list.count;
	return *at && !policy->nomem ? wrong : NULL;
}

const char *policy_parse_severity(const char *word, enum pcimsi_severity *ret)
{
	for (int i = PCIMSI_SEVERITY_NOTE; i <= PCIMSI_SEVERITY_ERROR; i++) {
		if (!str_ieq(word, pcimsi_severity_name((enum pcimsi_severity)i)))
			continue;
		*ret = (enum pcimsi_severity)i;
		return NULL;
	}
	return "not note, warning or error";
}

static unsigned days_of(uint32_t year, uint32_t month)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

static const char *parse_date(const char *at, struct pcimsi_date *ret)
{
	uint32_t year, month, day;

	if (!take_decimal(&at, 4, &year) || *at++ != '-' || !take_decimal(&at, 2, &month) ||
	    *at++ != '-' || !take_decimal(&at, 2, &day) || *at || !year || month < 1 ||
	    month > 12 || day < 1 || day > days_of(year, month))
		return "not a day, YYYY-MM-DD";
	*ret = (struct pcimsi_date){
		.year = (uint16_t)year,
		.month = (uint8_t)month,
		.day = (uint8_t)day,
	};
	return NULL;
}

static const char *parse_text(struct pcimsi_policy *policy, const char *from, const char **ret)
{
	const char *wrong;

	*ret = value_text(&policy->arena, from, &wrong);
	policy->nomem |= !*ret && !wrong;
	return wrong;
}

/* What people wrote for people is taken as it is. */
static const char *parse_prose(const char *from, const char **ret)
{
	*ret = from;
	return *from ? NULL : "a text is missing";
}

/* ---- keys of a house rule -------------------------------------------------------------------- */

static const char *rule_class(struct pcimsi_policy *policy, const struct policy_key *key)
{
	struct pcimsi_house_rule *rule = house_rule(policy);
	size_t digits = strlen(key->value);
	const char *at = key->value;

	if (!digits || digits > 6 || !ascii_take_hex(&at, (unsigned)digits, &rule->class_code))
		return "not the first 1 to 6 hexadecimal digits of a class";
	rule->class_digits = (uint8_t)digits;
	return NULL;
}

static const char *rule_ids(struct pcimsi_policy *policy, const struct policy_key *key)
{
	return parse_ids(policy, key, &house_rule(policy)->ids);
}

static struct pcimsi_requirement *require(struct pcimsi_policy *policy,
					  enum pcimsi_requirement_kind kind,
					  const struct policy_key *key)
{
	struct pcimsi_requirement *requirement = &house_rule(policy)->requirements[kind];

	requirement->given = true;
	requirement->line = key->line;
	return requirement;
}

static const char *require_messages(struct pcimsi_policy *policy, enum pcimsi_requirement_kind kind,
				    const struct policy_key *key)
{
	size_t digits = strlen(key->value);
	const char *at = key->value;

	if (!digits || digits > 9 ||
	    !take_decimal(&at, (unsigned)digits, &require(policy, kind, key)->messages))
		return "not a number of messages";
	return NULL;
}

static const char *rule_at_least(struct pcimsi_policy *policy, const struct policy_key *key)
{
	return require_messages(policy, PCIMSI_REQUIRE_AT_LEAST, key);
}

static const char *rule_at_most(struct pcimsi_policy *policy, const struct policy_key *key)
{
	return require_messages(policy, PCIMSI_REQUIRE_AT_MOST, key);
}

static const char *rule_capable_of(struct pcimsi_policy *policy, const struct policy_key *key)
{
	return require_messages(policy, PCIMSI_REQUIRE_CAPABLE_OF, key);
}

static const char *rule_mode(struct pcimsi_policy *policy, const struct policy_key *key)
{
	static const enum pcimsi_mode modes[] = { PCIMSI_MODE_MSIX, PCIMSI_MODE_MSI,
						  PCIMSI_MODE_INTX };

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		if (!str_ieq(key->value, pcimsi_mode_name(modes[i])))
			continue;
		require(policy, PCIMSI_REQUIRE_MODE, key)->mode = modes[i];
		return NULL;
	}
	return "not msi-x, msi or intx";
}

static const char *rule_severity(struct pcimsi_policy *policy, const struct policy_key *key)
{
	return policy_parse_severity(key->value, &house_rule(policy)->severity);
}

static const char *rule_reason(struct pcimsi_policy *policy, const struct policy_key *key)
{
	return parse_prose(key->value, &house_rule(policy)->reason);
}

/* ---- keys of a waiver ------------------------------------------------------------------------ */

static const char *waiver_rule(struct pcimsi_policy *policy, const struct policy_key *key)
{
	const struct pcimsi_rule *rule = pcimsi_rule_find(key->value);

	if (!rule)
		return "no rule of this id or slug";
	if (rule->class_ == PCIMSI_CLASS_POLICY)
		return "a finding of a policy cannot be waived";
	waiver(policy)->rule = rule;
	return NULL;
}

static const char *waiver_ids(struct pcimsi_policy *policy, const struct policy_key *key)
{
	return parse_ids(policy, key, &waiver(policy)->ids);
}

static const char *waiver_section(struct pcimsi_policy *policy, const struct policy_key *key)
{
	return parse_text(policy, key->value, &waiver(policy)->section);
}

static const char *waiver_inf(struct pcimsi_policy *policy, const struct policy_key *key)
{
	return parse_text(policy, key->value, &waiver(policy)->inf);
}

static const char *waiver_capture(struct pcimsi_policy *policy, const struct policy_key *key)
{
	return parse_text(policy, key->value, &waiver(policy)->capture);
}

static const char *waiver_registry(struct pcimsi_policy *policy, const struct policy_key *key)
{
	return parse_text(policy, key->value, &waiver(policy)->registry);
}

static const char *waiver_granted(struct pcimsi_policy *policy, const struct policy_key *key)
{
	return parse_text(policy, key->value, &waiver(policy)->granted);
}

static const char *waiver_value(struct pcimsi_policy *policy, const struct policy_key *key)
{
	struct value_list list = { 0 };
	const char *wrong;

	if (!value_list(&policy->arena, key->value, &list, &wrong)) {
		policy->nomem |= !wrong;
		return wrong && list.old ? "not a list of name=value with blanks between" : wrong;
	}
	waiver(policy)->values = list.items;
	waiver(policy)->n_values = list.count;
	policy->value_is_old = list.old;
	policy->value_place = key->line.place;
	return NULL;
}

static const char *waiver_reason(struct pcimsi_policy *policy, const struct policy_key *key)
{
	return parse_prose(key->value, &waiver(policy)->reason);
}

static const char *waiver_owner(struct pcimsi_policy *policy, const struct policy_key *key)
{
	return parse_prose(key->value, &waiver(policy)->owner);
}

static const char *waiver_until(struct pcimsi_policy *policy, const struct policy_key *key)
{
	waiver(policy)->until_line = key->line;
	return parse_date(key->value, &waiver(policy)->until);
}

/* ---- tables ---------------------------------------------------------------------------------- */

const struct key_row policy_rule_keys[] = {
	{ .name = "class", .parse = rule_class },
	{ .name = "ids", .parse = rule_ids },
	{ .name = "messages-at-least", .parse = rule_at_least, .need = NEED_ONE },
	{ .name = "messages-at-most", .parse = rule_at_most, .need = NEED_ONE },
	{ .name = "capable-of", .parse = rule_capable_of, .need = NEED_ONE },
	{ .name = "mode", .parse = rule_mode, .need = NEED_ONE },
	{ .name = "severity", .parse = rule_severity },
	{ .name = "reason", .parse = rule_reason },
	{ .name = NULL },
};

const struct key_row policy_waiver_keys[] = {
	{ .name = "rule", .parse = waiver_rule, .need = NEED_ALL },
	{ .name = "ids", .parse = waiver_ids, .need = NEED_ONE },
	{ .name = "section", .parse = waiver_section, .need = NEED_ONE },
	{ .name = "inf", .parse = waiver_inf, .need = NEED_ONE },
	{ .name = "capture", .parse = waiver_capture, .need = NEED_ONE },
	{ .name = "registry", .parse = waiver_registry, .need = NEED_ONE },
	{ .name = "granted", .parse = waiver_granted, .need = NEED_ONE },
	{ .name = "value", .parse = waiver_value },
	{ .name = "reason", .parse = waiver_reason, .need = NEED_ALL },
	{ .name = "owner", .parse = waiver_owner, .need = NEED_ALL },
	{ .name = "until", .parse = waiver_until },
	{ .name = NULL },
};
