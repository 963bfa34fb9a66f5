/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"

#include "rules/device.h"
#include "rules/net_keywords.h"
#include "rules/rules_grant.h"
#include "rules/cite.h"

#include "base/str.h"
#include "caps/facts.h"

#include <stdlib.h>
#include <string.h>

/* GRA: what an INF asks for against what the silicon has. */

static const struct pcimsi_grant *grant_of(const struct context *c)
{
	return &c->verdict->pub.grant;
}

static const struct pcimsi_effect *effect_of(const struct context *c, enum pcimsi_setting setting)
{
	return c->install->settings[setting];
}

static enum pcimsi_reason not_captured(const struct context *c)
{
	return function_of(c)->responding ? PCIMSI_REASON_NOT_CAPTURED : PCIMSI_REASON_NO_RESPONSE;
}

static void cite_setting(struct finding *finding, struct context *c, enum pcimsi_setting setting)
{
	finding_effect(finding, c->inf, effect_of(c, setting));
}

enum pcimsi_reason takes(const struct context *c, enum pcimsi_mode wanted, bool *ret)
{
	const struct pcimsi_function *function = function_of(c);

	*ret = false;
	if (function->msix.state == PCIMSI_STATE_UNKNOWN)
		return not_captured(c);
	if (function->msix.state == PCIMSI_STATE_PRESENT) {
		if (wanted != PCIMSI_MODE_MSIX)
			return PCIMSI_REASON_NONE;
		*ret = function->msix.table_size != 0;
		return *ret ? PCIMSI_REASON_NONE : PCIMSI_REASON_NOT_CAPTURED;
	}
	if (wanted != PCIMSI_MODE_MSI || function->msi.state == PCIMSI_STATE_ABSENT)
		return PCIMSI_REASON_NONE;
	if (function->msi.state == PCIMSI_STATE_UNKNOWN ||
	    (!function->msi.control.known && !function->msi.capable))
		return not_captured(c);
	*ret = true;
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_GRA701(struct context *c)
{
	const struct pcimsi_function *function = function_of(c);
	struct finding *finding;

	if (grant_of(c)->enabled != PCIMSI_ENABLED_YES)
		return PCIMSI_REASON_NONE;
	if (fn_messages(function) == PCIMSI_STATE_PRESENT)
		return PCIMSI_REASON_NONE;
	if (fn_messages(function) == PCIMSI_STATE_UNKNOWN)
		return not_captured(c);
	finding = finding_new(c);
	cite_list(finding, c, "a complete capability list without 05 and 11");
	cite_setting(finding, c, PCIMSI_SETTING_MSI_SUPPORTED);
	return PCIMSI_REASON_NONE;
}

/* "Registering an ISR": message interrupts begin with Vista, so nothing that an INF writes helps.
 */
static bool is_before_vista(const struct context *c)
{
	return c->inf->pub.resolution->target.major < 6;
}

/* What GRA707 and GRA708 begin with: the INF does not enable MSI, and that is sure. */
static enum pcimsi_reason not_enabled(const struct context *c, bool *ret)
{
	const struct pcimsi_function *function = function_of(c);

	*ret = false;
	if (is_before_vista(c))
		return PCIMSI_REASON_NONE;
	if (grant_of(c)->enabled == PCIMSI_ENABLED_UNKNOWN)
		return effect_of(c, PCIMSI_SETTING_MSI_SUPPORTED) ? PCIMSI_REASON_NO_NUMBER
								  : PCIMSI_REASON_INCOMPLETE_INF;
	if (grant_of(c)->enabled == PCIMSI_ENABLED_YES)
		return PCIMSI_REASON_NONE;
	if (fn_messages(function) == PCIMSI_STATE_UNKNOWN)
		return not_captured(c);
	*ret = fn_messages(function) == PCIMSI_STATE_PRESENT;
	return PCIMSI_REASON_NONE;
}

static void name_mechanism(struct finding *finding, const struct context *c)
{
	finding_word(finding, "mechanism",
		     function_of(c)->msix.state == PCIMSI_STATE_PRESENT ? "msi-x" : "msi");
}

static void cite_mechanism(struct finding *finding, struct context *c)
{
	if (function_of(c)->msix.state == PCIMSI_STATE_PRESENT)
		cite_msix(finding, c);
	else
		cite_msi(finding, c);
}

/* With a limit, which then has nothing to limit. */
static void tell_limit(struct finding *finding, struct context *c)
{
	finding_word(finding, "dead", grant_of(c)->limit_written ? "limit" : "none");
	cite_setting(finding, c, PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT);
	served_tell_off(c);
}

bool held_enables(const struct pcimsi_registry_device *device)
{
	const struct pcimsi_held_value *held = &device->settings[PCIMSI_SETTING_MSI_SUPPORTED];

	return held->number_known && held->number == 1;
}

/* Where a registry enables messages all the same, the INF speaks of the next installation only. */
static void tell_registry(struct finding *finding, struct context *c, uint32_t number)
{
	const struct pcimsi_judged_function *function = &c->function->pub;
	bool enables = false;

	for (uint32_t i = 0; i < function->n_held; i++) {
		if (!held_enables(function->held[i]))
			continue;
		cite_held(finding, function->held[i], PCIMSI_SETTING_MSI_SUPPORTED);
		enables = true;
	}
	finding_word(finding, "registry", enables ? "enables" : "silent");
	c->verdict->told_held |= enables && rule_is_wanted(c, number);
}

/* The line that says 0, or, where none says anything, the line that binds the device. */
static void cite_not_enabled(struct finding *finding, struct context *c)
{
	if (effect_of(c, PCIMSI_SETTING_MSI_SUPPORTED))
		cite_setting(finding, c, PCIMSI_SETTING_MSI_SUPPORTED);
	else
		finding_model(finding, c->verdict);
}

static bool has_no_pin(const struct context *c)
{
	return function_of(c)->interrupt_pin.known && !function_of(c)->interrupt_pin.value;
}

/*
 * What keeps the INF from enabling messages says it for the functions that stay on their
 * line; that they have none is GRA708.
 */
static bool told_by_other(struct context *c)
{
	struct finding *cause = seen_cause(c);

	if (cause && finding_has_room(cause))
		cite_mechanism(cause, c);
	return cause || (has_no_pin(c) && rule_is_wanted(c, RULE_GRA708));
}

enum pcimsi_reason rule_GRA707(struct context *c)
{
	bool applies;
	enum pcimsi_reason reason = not_enabled(c, &applies);
	const struct pcimsi_reg *capacity = &grant_of(c)->capacity;
	struct finding *finding;

	if (!applies || fn_is_bridge(function_of(c)) || told_by_other(c))
		return reason;
	finding = finding_new(c);
	c->inf->told_not_enabled = true;
	name_mechanism(finding, c);
	if (capacity->known)
		finding_number(finding, "capacity", capacity->value);
	else
		finding_unknown(finding, "capacity");
	finding_word(finding, "leaves",
		     effect_of(c, PCIMSI_SETTING_MSI_SUPPORTED) ? "zero" : "absent");
	cite_mechanism(finding, c);
	cite_not_enabled(finding, c);
	tell_limit(finding, c);
	tell_registry(finding, c, RULE_GRA707);
	return reason;
}

enum pcimsi_reason rule_GRA708(struct context *c)
{
	bool applies;
	enum pcimsi_reason reason = not_enabled(c, &applies);
	struct finding *finding;

	if (!applies)
		return reason;
	if (!function_of(c)->interrupt_pin.known)
		return PCIMSI_REASON_NOT_CAPTURED;
	if (!has_no_pin(c))
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	c->inf->told_not_enabled = true;
	name_mechanism(finding, c);
	finding_field(finding, c->function, 0, 0x3d, "no pin");
	cite_mechanism(finding, c);
	cite_not_enabled(finding, c);
	tell_limit(finding, c);
	tell_registry(finding, c, RULE_GRA708);
	return reason;
}

enum pcimsi_reason rule_GRA710(struct context *c)
{
	const struct pcimsi_grant *grant = grant_of(c);
	uint32_t cpus = seen_options(c)->cpus;
	struct finding *finding;

	if (!grant->requested.known)
		return grant->capacity.known ? PCIMSI_REASON_NO_NUMBER : not_captured(c);
	if (grant->requested.value <= cpus + (net_vmq(c) ? VMQ_OTHER_VECTORS : 0))
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number(finding, "requested", grant->requested.value);
	finding_number(finding, "cpus", cpus);
	cite_mechanism(finding, c);
	cite_setting(finding, c, PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_GRA711(struct context *c)
{
	bool plain_msi;
	enum pcimsi_reason reason = takes(c, PCIMSI_MODE_MSI, &plain_msi);

	if (plain_msi && function_of(c)->msi.capable == 32)
		cite_msi(finding_new(c), c);
	return reason;
}

enum pcimsi_reason rule_GRA712(struct context *c)
{
	const struct pcimsi_target *target = &c->inf->pub.resolution->target;
	const struct pcimsi_grant *grant = grant_of(c);
	bool before_8 = target->major == 6 && target->minor < 2;
	bool applies = false;
	enum pcimsi_reason reason = PCIMSI_REASON_NONE;
	struct finding *finding;

	if (before_8 && grant->enabled == PCIMSI_ENABLED_YES)
		reason = takes(c, PCIMSI_MODE_MSIX, &applies);
	if (!applies || function_of(c)->msix.table_size <= PCIMSI_WINDOWS_BEFORE_8_MAX ||
	    (grant->limit.known && grant->limit.value <= PCIMSI_WINDOWS_BEFORE_8_MAX))
		return reason;
	finding = finding_new(c);
	finding_number(finding, "entries", function_of(c)->msix.table_size);
	finding_text(finding, "target",
		     check_string(c->check, "%u.%u", target->major, target->minor));
	cite_msix(finding, c);
	cite_setting(finding, c, PCIMSI_SETTING_MSI_SUPPORTED);
	cite_setting(finding, c, PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT);
	return reason;
}

enum pcimsi_reason rule_GRA713(struct context *c)
{
	const struct pcimsi_function *function = function_of(c);
	struct finding *finding;

	if (function->msi.state == PCIMSI_STATE_ABSENT ||
	    function->msix.state == PCIMSI_STATE_ABSENT)
		return PCIMSI_REASON_NONE;
	/* There is nothing that the one or the other would be held against. */
	if (grant_of(c)->enabled == PCIMSI_ENABLED_NO || !grant_of(c)->limit_written)
		return PCIMSI_REASON_NONE;
	if (!function->msi.control.known || !function->msix.control.known)
		return PCIMSI_REASON_NOT_CAPTURED;
	finding = finding_new(c);
	finding_number_or_unknown(finding, "capable", function->msi.capable);
	finding_number(finding, "entries", function->msix.table_size);
	finding_at_model(finding, c->verdict);
	cite_msi(finding, c);
	cite_msix(finding, c);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_GRA716(struct context *c)
{
	const struct pcimsi_function *function = function_of(c);
	struct finding *finding;

	if (!fn_is_vf_of_known(function) || function->msix.state != PCIMSI_STATE_PRESENT)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_at_model(finding, c->verdict);
	cite_msix(finding, c);
	return PCIMSI_REASON_NONE;
}
