/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"
#include "rules/cite.h"

/*
 * WIN: what a running Windows granted, against what was to be expected of it. What is expected
 * follows from what the registry holds for the device, if that is given, since that is what
 * Windows reads; else from the INF.
 */

struct expectation {
	struct pcimsi_grant grant;
	const struct pcimsi_registry_device *held; /* it follows from this; NULL: from the INF */
};

/* ---- what was to be expected ------------------------------------------------------------------
 */

static bool predict(const struct context *c, const struct pcimsi_registry_device *held,
		    struct pcimsi_grant *ret)
{
	return pcimsi_held_predict(function_of(c), held, &c->verdict->pub.inf->resolution->target,
				   ret);
}

static bool same_request(const struct pcimsi_grant *a, const struct pcimsi_grant *b)
{
	return a->mode == b->mode && a->requested.known == b->requested.known &&
	       a->requested.value == b->requested.value;
}

/* Of several devices that the function may be, the one that was granted, or what all let expect. */
static enum pcimsi_reason expect_of_registry(const struct context *c, struct expectation *ret)
{
	const struct pcimsi_judged_function *function = &c->function->pub;
	struct pcimsi_grant other;

	ret->held = function->granted.held;
	if (ret->held)
		return predict(c, ret->held, &ret->grant) ? PCIMSI_REASON_NONE
							  : PCIMSI_REASON_HELD_UNKNOWN;
	ret->held = function->held[0];
	if (!predict(c, ret->held, &ret->grant))
		return PCIMSI_REASON_HELD_UNKNOWN;
	for (uint32_t i = 1; i < function->n_held; i++)
		if (!predict(c, function->held[i], &other) || !same_request(&ret->grant, &other))
			return PCIMSI_REASON_HELD_UNKNOWN;
	return PCIMSI_REASON_NONE;
}

static enum pcimsi_reason expect(const struct context *c, struct expectation *ret)
{
	*ret = (struct expectation){ .grant = c->verdict->pub.grant };
	return c->function->pub.n_held ? expect_of_registry(c, ret) : PCIMSI_REASON_NONE;
}

/* The number, too. */
static enum pcimsi_reason expect_number(const struct context *c, struct expectation *ret)
{
	enum pcimsi_reason reason = expect(c, ret);

	if (!reason && (ret->grant.mode == PCIMSI_MODE_UNKNOWN || !ret->grant.requested.known))
		reason = PCIMSI_REASON_REQUEST_UNKNOWN;
	return reason;
}

static bool expects_messages(const struct expectation *e)
{
	return e->grant.mode == PCIMSI_MODE_MSIX || e->grant.mode == PCIMSI_MODE_MSI;
}

/* ---- findings ---------------------------------------------------------------------------------
 */

static void cite_granted(struct finding *finding, const struct context *c)
{
	const struct pcimsi_granted_device *device = c->function->pub.granted.device;

	if (!device)
		finding_windows_granted(finding, c->function);
	else if (device->number_text)
		finding_file_line(finding, PCIMSI_INPUT_GRANTED, device->file, device->number_place,
				  device->number_text);
	else
		finding_file_line(finding, PCIMSI_INPUT_GRANTED, device->file, device->place,
				  device->text);
}

/* A value, or the key that lacks it; nothing if the export reaches neither. */
static void cite_value(struct finding *finding, const struct pcimsi_registry_device *held,
		       enum pcimsi_setting setting)
{
	if (held->settings[setting].place.line)
		cite_held(finding, held, setting);
}

/* Why that was to be expected: the values, and how many messages there are. */
static void cite_reasons(struct finding *finding, struct context *c, const struct expectation *e)
{
	const struct pcimsi_effect *const *settings = c->install->settings;

	if (e->held) {
		finding_at_model(finding, c->verdict);
		cite_value(finding, e->held, PCIMSI_SETTING_MSI_SUPPORTED);
		cite_value(finding, e->held, PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT);
	} else if (settings[PCIMSI_SETTING_MSI_SUPPORTED]) {
		finding_effect(finding, c->inf, settings[PCIMSI_SETTING_MSI_SUPPORTED]);
		finding_role(finding, PCIMSI_ROLE_DEFINES);
		finding_effect(finding, c->inf, settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT]);
		if (settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT])
			finding_role(finding, PCIMSI_ROLE_DEFINES);
	} else {
		finding_model(finding, c->verdict);
	}
	if (e->grant.msix == PCIMSI_STATE_PRESENT)
		cite_msix(finding, c);
	else if (e->grant.msi == PCIMSI_STATE_PRESENT)
		cite_msi(finding, c);
}

/* It is what was granted that is odd; it is no surer than either side. */
static struct finding *on_granted(struct context *c, const struct expectation *e)
{
	const struct pcimsi_granted *granted = &c->function->pub.granted;
	struct finding *finding = finding_new(c);

	finding_word(finding, "asked", e->held ? "registry" : "inf");
	cite_granted(finding, c);
	finding_role(finding, PCIMSI_ROLE_CAUSE);
	cite_reasons(finding, c, e);
	finding_confidence(finding, granted->confidence > e->grant.confidence
					    ? granted->confidence
					    : e->grant.confidence);
	return finding;
}

static void name_expected(struct finding *finding, const struct expectation *e)
{
	finding_number(finding, "expected", e->grant.requested.value);
	finding_word(finding, "mechanism", pcimsi_mode_name(e->grant.mode));
}

/* ---- WIN961 to WIN963, WIN965 ------------------------------------------------------------------
 */

/* Sets *ret if messages were to be expected; a single number of MSI is told of apart. */
static enum pcimsi_reason expect_messages(struct context *c, struct expectation *e, bool *ret)
{
	enum pcimsi_reason reason = expect_number(c, e);

	*ret = !reason && expects_messages(e);
	return reason;
}

enum pcimsi_reason rule_WIN961(struct context *c)
{
	const struct pcimsi_granted *granted = &c->function->pub.granted;
	struct expectation e;
	struct finding *finding;
	bool messages;
	enum pcimsi_reason reason = expect_messages(c, &e, &messages);

	if (!messages || granted->messages >= e.grant.requested.value)
		return reason;
	if (granted->at_least)
		return PCIMSI_REASON_GRANTED_UNKNOWN;
	if (granted->messages <= 1) /* WIN962, WIN963, WIN965 */
		return reason;
	finding = on_granted(c, &e);
	finding_number(finding, "granted", granted->messages);
	name_expected(finding, &e);
	return reason;
}

enum pcimsi_reason rule_WIN962(struct context *c)
{
	const struct pcimsi_granted *granted = &c->function->pub.granted;
	struct expectation e;
	bool messages;
	enum pcimsi_reason reason = expect_messages(c, &e, &messages);

	if (!messages || granted->messages != 1 || e.grant.requested.value <= 1)
		return reason;
	if (granted->at_least)
		return PCIMSI_REASON_GRANTED_UNKNOWN;
	name_expected(on_granted(c, &e), &e);
	return reason;
}

/* Whether no message was granted, though some were to be expected. */
static enum pcimsi_reason lacks_all(struct context *c, struct expectation *e, bool *ret)
{
	const struct pcimsi_granted *granted = &c->function->pub.granted;
	enum pcimsi_reason reason = expect_messages(c, e, ret);

	*ret = *ret && !granted->messages;
	if (*ret && !granted->lines_known) {
		*ret = false;
		return PCIMSI_REASON_GRANTED_UNKNOWN;
	}
	return reason;
}

enum pcimsi_reason rule_WIN963(struct context *c)
{
	struct expectation e;
	bool lacks;
	enum pcimsi_reason reason = lacks_all(c, &e, &lacks);

	if (lacks && c->function->pub.granted.lines)
		name_expected(on_granted(c, &e), &e);
	return reason;
}

enum pcimsi_reason rule_WIN965(struct context *c)
{
	struct expectation e;
	bool lacks;
	enum pcimsi_reason reason = lacks_all(c, &e, &lacks);

	if (lacks && !c->function->pub.granted.lines)
		name_expected(on_granted(c, &e), &e);
	return reason;
}

/* ---- WIN964 ------------------------------------------------------------------------------------
 */

static bool has_capability(const struct pcimsi_grant *grant)
{
	return grant->msix != PCIMSI_STATE_ABSENT || grant->msi != PCIMSI_STATE_ABSENT;
}

enum pcimsi_reason rule_WIN964(struct context *c)
{
	const struct pcimsi_granted *granted = &c->function->pub.granted;
	struct expectation e;
	struct finding *finding;
	enum pcimsi_reason reason = expect(c, &e);

	if (!reason && e.grant.enabled == PCIMSI_ENABLED_UNKNOWN)
		reason = PCIMSI_REASON_REQUEST_UNKNOWN;
	if (reason || !granted->messages || e.grant.enabled != PCIMSI_ENABLED_NO ||
	    !has_capability(&e.grant))
		return reason;
	finding = on_granted(c, &e);
	finding_number(finding, "granted", granted->messages);
	finding_word(finding, "silent",
		     e.held                        ? "registry"
		     : e.grant.msi_supported.known ? "zero"
						   : "absent");
	return reason;
}

/* ---- WIN966 ------------------------------------------------------------------------------------
 */

/* What no row of the model, nor an event beside it, accounts for; NULL: all is accounted for. */
static const char *surprise(const struct pcimsi_granted *granted, const struct pcimsi_grant *grant)
{
	if (granted->messages && !has_capability(grant))
		return "no-capability";
	if (granted->messages && granted->lines_known && granted->lines)
		return "both";
	if ((grant->mode == PCIMSI_MODE_MSIX || grant->mode == PCIMSI_MODE_MSI) &&
	    granted->messages > grant->requested.value)
		return grant->capacity.known && granted->messages > grant->capacity.value
			       ? "above-silicon"
			       : "above-request";
	if (grant->mode == PCIMSI_MODE_NONE && granted->lines_known && granted->lines)
		return "no-pin";
	return NULL;
}

enum pcimsi_reason rule_WIN966(struct context *c)
{
	const struct pcimsi_granted *granted = &c->function->pub.granted;
	struct expectation e;
	struct finding *finding;
	enum pcimsi_reason reason = expect_number(c, &e);
	const char *word = reason ? NULL : surprise(granted, &e.grant);

	if (!word)
		return reason;
	finding = on_granted(c, &e);
	finding_number(finding, "granted", granted->messages);
	finding_word(finding, "surprise", word);
	finding_number(finding, "expected", e.grant.requested.value);
	finding_number_or_unknown(finding, "capacity", e.grant.capacity.value);
	finding_text(finding, "model", e.grant.row->id);
	return reason;
}

/* ---- WIN967 ------------------------------------------------------------------------------------
 */

enum pcimsi_reason rule_WIN967(struct context *c)
{
	uint32_t n_uses;
	const struct granted_use *uses = seen_granted(c, &n_uses);

	for (uint32_t i = 0; i < n_uses; i++) {
		const struct pcimsi_granted_device *devices;
		struct finding *finding;
		uint32_t count;

		devices = pcimsi_granted_devices(uses[i].list, &count);
		if (uses[i].n_matched || !count) /* none is a failure to read it */
			continue;
		if (!seen_all_ids(c))
			return PCIMSI_REASON_NOT_CAPTURED;
		finding = finding_new(c);
		finding_number(finding, "devices", count);
		for (uint32_t k = 0; k < count && k < 3; k++)
			finding_file_line(finding, PCIMSI_INPUT_GRANTED, devices[k].file,
					  devices[k].place, devices[k].text);
	}
	return PCIMSI_REASON_NONE;
}
