/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"
#include "rules/rules_inf.h"

#include "inf/survey.h"

#include <stddef.h>

/* AFF: the Affinity Policy values that an install section leaves. */

#define POLICY_SPECIFIED 4 /* IrqPolicySpecifiedProcessors */
#define POLICY_SPREAD 5    /* IrqPolicySpreadMessagesAcrossAllProcessors */
#define POLICY_MAX 5
#define PRIORITY_MAX 3

static const struct pcimsi_effect *setting(const struct context *c, enum pcimsi_setting which)
{
	return c->install->settings[which];
}

/* A REG_DWORD whose number is known. */
static bool number_of(const struct pcimsi_effect *effect, uint32_t *ret)
{
	if (!effect || effect->type != PCIMSI_REGISTRY_DWORD || !effect->number_known)
		return false;
	*ret = effect->number;
	return true;
}

static enum pcimsi_reason above(struct context *c, enum pcimsi_setting which, uint32_t most)
{
	const struct pcimsi_effect *effect = setting(c, which);
	struct finding *finding;
	uint32_t value;

	if (!effect)
		return PCIMSI_REASON_NONE;
	if (!number_of(effect, &value) || value <= most)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_effect(finding, c->inf, effect);
	finding_number(finding, "value", value);
	finding_of_install(c, finding);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_AFF501(struct context *c)
{
	return above(c, PCIMSI_SETTING_DEVICE_POLICY, POLICY_MAX);
}

static bool has_policy(const struct context *c, uint32_t wanted)
{
	uint32_t policy = 0;

	return number_of(setting(c, PCIMSI_SETTING_DEVICE_POLICY), &policy) && policy == wanted;
}

enum pcimsi_reason rule_AFF502(struct context *c)
{
	struct finding *finding;

	if (!has_policy(c, POLICY_SPECIFIED) || setting(c, PCIMSI_SETTING_ASSIGNMENT_SET_OVERRIDE))
		return PCIMSI_REASON_NONE;
	if (!c->install->complete)
		return PCIMSI_REASON_INCOMPLETE_INF;
	finding = finding_new(c);
	finding_effect(finding, c->inf, setting(c, PCIMSI_SETTING_DEVICE_POLICY));
	finding_of_install(c, finding);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_AFF503(struct context *c)
{
	struct finding *finding;

	if (!setting(c, PCIMSI_SETTING_ASSIGNMENT_SET_OVERRIDE) || has_policy(c, POLICY_SPECIFIED))
		return PCIMSI_REASON_NONE;
	if (!setting(c, PCIMSI_SETTING_DEVICE_POLICY) && !c->install->complete)
		return PCIMSI_REASON_INCOMPLETE_INF;
	finding = finding_new(c);
	finding_effect(finding, c->inf, setting(c, PCIMSI_SETTING_ASSIGNMENT_SET_OVERRIDE));
	finding_effect(finding, c->inf, setting(c, PCIMSI_SETTING_DEVICE_POLICY));
	finding_of_install(c, finding);
	return PCIMSI_REASON_NONE;
}

static bool is_mask_type(uint32_t type)
{
	return type == PCIMSI_REGISTRY_BINARY || type == PCIMSI_REGISTRY_DWORD ||
	       type == PCIMSI_REGISTRY_QWORD;
}

/* Bytes of a KAFFINITY. */
static uint32_t mask_max(const struct context *c)
{
	enum pcimsi_arch arch = c->inf->pub.resolution->target.arch;

	return arch == PCIMSI_ARCH_X86 || arch == PCIMSI_ARCH_ARM ? 4 : 8;
}

static bool is_malformed_mask(const struct context *c, const struct pcimsi_effect *mask)
{
	return !is_mask_type(mask->type) || mask->data_size > mask_max(c);
}

static bool is_zero(const struct pcimsi_effect *mask)
{
	for (uint32_t i = 0; i < mask->data_size; i++)
		if (mask->data[i])
			return false;
	return true;
}

enum pcimsi_reason rule_AFF504(struct context *c)
{
	const struct pcimsi_effect *mask = setting(c, PCIMSI_SETTING_ASSIGNMENT_SET_OVERRIDE);
	struct finding *finding;

	if (!mask || !has_policy(c, POLICY_SPECIFIED) || is_malformed_mask(c, mask) ||
	    !is_zero(mask))
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_effect(finding, c->inf, mask);
	finding_effect(finding, c->inf, setting(c, PCIMSI_SETTING_DEVICE_POLICY));
	finding_of_install(c, finding);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_AFF505(struct context *c)
{
	const struct pcimsi_effect *mask = setting(c, PCIMSI_SETTING_ASSIGNMENT_SET_OVERRIDE);
	struct finding *finding;
	char type[16];

	if (!mask || !is_malformed_mask(c, mask))
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_effect(finding, c->inf, mask);
	finding_text(finding, "type", pcimsi_registry_type_name(mask->type, type));
	finding_number(finding, "size", mask->data_size);
	finding_number(finding, "most", mask_max(c));
	finding_text(finding, "arch", pcimsi_arch_name(c->inf->pub.resolution->target.arch));
	if (mask->type == PCIMSI_REGISTRY_QWORD)
		finding_confidence(finding, PCIMSI_CONFIDENCE_INFERRED);
	finding_of_install(c, finding);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_AFF506(struct context *c)
{
	return above(c, PCIMSI_SETTING_DEVICE_PRIORITY, PRIORITY_MAX);
}

enum pcimsi_reason rule_AFF507(struct context *c)
{
	const struct pcimsi_effect *policy = setting(c, PCIMSI_SETTING_GROUP_POLICY);
	struct finding *finding;

	if (!policy)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_effect(finding, c->inf, policy);
	finding_text(finding, "value", policy->value_text);
	finding_of_install(c, finding);
	return PCIMSI_REASON_NONE;
}

/* Windows is expected to use messages, and the policy is to spread them. */
static bool spreads_messages(const struct context *c)
{
	return c->verdict->pub.grant.enabled == PCIMSI_ENABLED_YES && has_policy(c, POLICY_SPREAD);
}

enum pcimsi_reason rule_AFF508(struct context *c)
{
	const struct pcimsi_function *function = function_of(c);
	const struct pcimsi_grant *grant = &c->verdict->pub.grant;
	struct finding *finding;

	if (!spreads_messages(c))
		return PCIMSI_REASON_NONE;
	if (function->msix.state == PCIMSI_STATE_UNKNOWN ||
	    function->msi.state == PCIMSI_STATE_UNKNOWN)
		return PCIMSI_REASON_NOT_CAPTURED;
	if (function->msix.state == PCIMSI_STATE_PRESENT ||
	    function->msi.state == PCIMSI_STATE_ABSENT)
		return PCIMSI_REASON_NONE;
	/* Of one message AFF509 says that there is nothing to spread. */
	if (grant->requested.known && grant->requested.value < 2)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number_or_unknown(finding, "messages", grant->requested.value);
	finding_field(finding, c->function, function->msi.offset, 0,
		      "MSI, and no MSI-X in the list");
	finding_effect(finding, c->inf, setting(c, PCIMSI_SETTING_DEVICE_POLICY));
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_AFF509(struct context *c)
{
	const struct pcimsi_grant *grant = &c->verdict->pub.grant;
	struct finding *finding;

	if (!spreads_messages(c))
		return PCIMSI_REASON_NONE;
	if (!grant->requested.known)
		return PCIMSI_REASON_NOT_CAPTURED;
	if (grant->requested.value > 1)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_effect(finding, c->inf, setting(c, PCIMSI_SETTING_DEVICE_POLICY));
	finding_effect(finding, c->inf, setting(c, PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT));
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_AFF510(struct context *c)
{
	const struct inf_survey_install *install = NULL;
	const struct inf_survey *survey = NULL;
	struct finding *finding;
	uint32_t policy;

	if (!number_of(setting(c, PCIMSI_SETTING_DEVICE_POLICY), &policy) || !policy ||
	    !c->install->section)
		return PCIMSI_REASON_NONE;
	if (inf_survey(c->inf->pub.inf, &survey))
		rule_nomem(c);
	if (survey)
		install = inf_survey_install(survey, c->install->section);
	if (!install || !install->kmdf)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_effect(finding, c->inf, setting(c, PCIMSI_SETTING_DEVICE_POLICY));
	finding_line(finding, c->inf, install->kmdf_place, install->kmdf_text);
	finding_number(finding, "policy", policy);
	finding_of_install(c, finding);
	return PCIMSI_REASON_NONE;
}

/* ---- AFF511, AFF512 ---------------------------------------------------------------------------
 */

static void check_type(struct context *c, enum pcimsi_setting which)
{
	const struct pcimsi_effect *effect = setting(c, which);
	struct finding *finding;
	char type[16];

	/* Undefined and unstamped tokens are INF432 and INF434. */
	if (!effect || effect->type == PCIMSI_REGISTRY_DWORD || is_template(effect))
		return;
	finding = finding_new(c);
	finding_effect(finding, c->inf, effect);
	if (which != PCIMSI_SETTING_DEVICE_POLICY) {
		finding_severity(finding, PCIMSI_SEVERITY_WARNING);
		finding_confidence(finding, PCIMSI_CONFIDENCE_OBSERVED);
	}
	finding_text(finding, "name", pcimsi_setting_name(which));
	finding_text(finding, "type", pcimsi_registry_type_name(effect->type, type));
	finding_of_install(c, finding);
}

enum pcimsi_reason rule_AFF511(struct context *c)
{
	check_type(c, PCIMSI_SETTING_DEVICE_POLICY);
	check_type(c, PCIMSI_SETTING_DEVICE_PRIORITY);
	check_type(c, PCIMSI_SETTING_GROUP_POLICY);
	return PCIMSI_REASON_NONE;
}

/* The lowest byte comes first in all three types. */
static uint64_t read_mask(const struct pcimsi_effect *mask)
{
	uint64_t value = 0;

	for (uint32_t i = mask->data_size; i; i--)
		value = value << 8 | mask->data[i - 1];
	return value;
}

/* Of more processors than a group holds, nobody knows which group the mask is for. */
enum pcimsi_reason rule_AFF512(struct context *c)
{
	const struct pcimsi_effect *mask = setting(c, PCIMSI_SETTING_ASSIGNMENT_SET_OVERRIDE);
	uint32_t cpus = seen_options(c)->cpus;
	uint64_t value, there = cpus < 64 ? (UINT64_C(1) << cpus) - 1 : UINT64_MAX;
	struct finding *finding;

	if (!mask || !has_policy(c, POLICY_SPECIFIED) || is_malformed_mask(c, mask) ||
	    cpus > mask_max(c) * 8)
		return PCIMSI_REASON_NONE;
	value = read_mask(mask);
	if (!(value & ~there))
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_effect(finding, c->inf, mask);
	if (value & there)
		finding_severity(finding, PCIMSI_SEVERITY_NOTE);
	finding_number(finding, "mask", value);
	finding_number(finding, "cpus", cpus);
	finding_word(finding, "outside", value & there ? "some" : "all");
	finding_of_install(c, finding);
	return PCIMSI_REASON_NONE;
}
