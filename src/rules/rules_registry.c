/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"
#include "rules/rules_inf.h"
#include "rules/rules_grant.h"
#include "rules/cite.h"

#include <string.h>

/*
 * REG: what an exported registry holds, against what the INF leaves and the silicon has.
 * That the hardware key is "Device Parameters" below the device's instance is documented
 * for StorPort and observed for the others; Microsoft calls the layout private.
 */

/* One value of one device, from both sides. */
struct pair {
	enum pcimsi_setting setting;
	const struct pcimsi_registry_device *device;
	const struct pcimsi_held_value *held;
	const struct pcimsi_effect *effect; /* NULL: the INF leaves none */
};

typedef enum pcimsi_reason pair_fn(struct context *c, const struct pair *pair);

static enum pcimsi_reason each_pair(struct context *c, pair_fn *judge)
{
	const struct pcimsi_judged_function *function = &c->function->pub;
	enum pcimsi_reason reason = PCIMSI_REASON_NONE;

	for (uint32_t i = 0; i < function->n_held * PCIMSI_SETTING_COUNT; i++) {
		const struct pcimsi_registry_device *device =
			function->held[i / PCIMSI_SETTING_COUNT];
		enum pcimsi_setting setting = (enum pcimsi_setting)(i % PCIMSI_SETTING_COUNT);
		const struct pair pair = {
			.setting = setting,
			.device = device,
			.held = &device->settings[setting],
			.effect = c->install->settings[setting],
		};
		enum pcimsi_reason one = judge(c, &pair);

		if (!reason)
			reason = one;
	}
	return reason;
}

/* The INF's line, or where there is none the one that binds the device; then the registry's. */
static struct finding *on_pair(struct context *c, const struct pair *pair)
{
	struct finding *finding = finding_new(c);

	finding_text(finding, "name", pcimsi_setting_name(pair->setting));
	finding_text(finding, "instance", pair->device->instance);
	if (pair->effect)
		finding_effect(finding, c->inf, pair->effect);
	else
		finding_model(finding, c->verdict);
	cite_held(finding, pair->device, pair->setting);
	return finding;
}

/* ---- REG901 ---------------------------------------------------------------------------------- */

/* Of the same type. More than the first bytes of a value are not kept. */
static enum pcimsi_reason same_data(const struct pair *pair, bool *ret)
{
	const struct pcimsi_held_value *held = pair->held;
	const struct pcimsi_effect *effect = pair->effect;
	bool whole = held->data_size <= sizeof(held->data);

	if (held->type == PCIMSI_REGISTRY_DWORD) {
		*ret = held->number_known && held->number == effect->number;
		return effect->number_known ? PCIMSI_REASON_NONE : PCIMSI_REASON_NO_NUMBER;
	}
	/* UTF-16 on one side, UTF-8 on the other; no setting is of these types. */
	if (held->type == PCIMSI_REGISTRY_EXPAND_SZ || held->type == PCIMSI_REGISTRY_MULTI_SZ)
		return PCIMSI_REASON_HELD_UNKNOWN;
	*ret = held->data_size == effect->data_size &&
	       memcmp(held->data, effect->data, whole ? held->data_size : sizeof(held->data)) == 0;
	return *ret && !whole ? PCIMSI_REASON_HELD_UNKNOWN : PCIMSI_REASON_NONE;
}

static void name_left(struct finding *finding, const struct pair *pair)
{
	const struct pcimsi_effect *effect = pair->effect;
	char type[16];
	bool same_type;

	same_type = effect && effect->number_known && effect->type == pair->held->type;
	finding_word(finding, "leaves", effect ? "value" : "nothing");
	if (!effect)
		finding_none(finding, "written");
	else if (same_type)
		finding_number(finding, "written", effect->number);
	else
		finding_text(finding, "written", effect->value_text);
	finding_text_or_none(finding, "type",
			     effect && !same_type ? pcimsi_registry_type_name(effect->type, type)
						  : NULL);
}

/* 0 of these is documented as, or expected to be, what their absence is. */
static bool says_nothing(const struct pair *pair)
{
	bool has_default = pair->setting == PCIMSI_SETTING_MSI_SUPPORTED ||
			   pair->setting == PCIMSI_SETTING_DEVICE_POLICY ||
			   pair->setting == PCIMSI_SETTING_DEVICE_PRIORITY;

	return has_default && !pair->effect && pair->held->number_known && !pair->held->number;
}

/* GRA707 or GRA708 says that the INF does not enable what is enabled here. */
static bool is_told_by_inf(const struct context *c, const struct pair *pair)
{
	return c->verdict->told_held && pair->setting == PCIMSI_SETTING_MSI_SUPPORTED &&
	       held_enables(pair->device);
}

static enum pcimsi_reason judge_difference(struct context *c, const struct pair *pair)
{
	enum pcimsi_reason reason = PCIMSI_REASON_NONE;
	char held[PCIMSI_HELD_TEXT];
	struct finding *finding;
	bool same = false;

	if (pair->held->state == PCIMSI_HELD_UNKNOWN)
		return PCIMSI_REASON_HELD_UNKNOWN;
	if (pair->held->state == PCIMSI_HELD_MISSING)
		return PCIMSI_REASON_NONE; /* REG904 */
	if (!pair->effect && !c->install->complete)
		return PCIMSI_REASON_INCOMPLETE_INF;
	if (pair->effect && is_template(pair->effect))
		return PCIMSI_REASON_NO_NUMBER;
	if (pair->effect && pair->effect->type == pair->held->type)
		reason = same_data(pair, &same);
	if (reason || same || is_told_by_inf(c, pair))
		return reason;
	finding = on_pair(c, pair);
	if (pair->held->number_known)
		finding_number(finding, "held", pair->held->number);
	else
		finding_text(finding, "held", pcimsi_held_text(pair->held, held));
	name_left(finding, pair);
	if (says_nothing(pair))
		finding_severity(finding, PCIMSI_SEVERITY_NOTE);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_REG901(struct context *c)
{
	return each_pair(c, judge_difference);
}

/* ---- REG902 ---------------------------------------------------------------------------------- */

/* 16 -> 0x16 */
static uint64_t digits_as_hex(uint32_t number)
{
	uint64_t value = 0;

	for (int shift = 0; number; shift += 4, number /= 10)
		value |= (uint64_t)(number % 10) << shift;
	return value;
}

static enum pcimsi_reason judge_slip(struct context *c, const struct pair *pair)
{
	const struct pcimsi_effect *effect = pair->effect;
	struct finding *finding;

	if (!effect)
		return c->install->complete ? PCIMSI_REASON_NONE : PCIMSI_REASON_INCOMPLETE_INF;
	if (pair->held->state == PCIMSI_HELD_UNKNOWN)
		return PCIMSI_REASON_HELD_UNKNOWN;
	if (!pair->held->number_known || effect->type != PCIMSI_REGISTRY_DWORD)
		return PCIMSI_REASON_NONE;
	if (!effect->number_known)
		return PCIMSI_REASON_NO_NUMBER;
	if (pair->held->number == effect->number ||
	    pair->held->number != digits_as_hex(effect->number))
		return PCIMSI_REASON_NONE;
	finding = on_pair(c, pair);
	finding_number(finding, "held", pair->held->number);
	finding_number(finding, "written", effect->number);
	finding_number(finding, "right", effect->number);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_REG902(struct context *c)
{
	return each_pair(c, judge_slip);
}

/* ---- REG903 ---------------------------------------------------------------------------------- */

/* What the registry limits messages to; 0: nothing, or it does not enable them. */
static enum pcimsi_reason held_limit(const struct pcimsi_registry_device *device, uint32_t *ret)
{
	const struct pcimsi_held_value *supported = &device->settings[PCIMSI_SETTING_MSI_SUPPORTED];
	const struct pcimsi_held_value *limit =
		&device->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT];

	*ret = 0;
	if (supported->state == PCIMSI_HELD_UNKNOWN || limit->state == PCIMSI_HELD_UNKNOWN)
		return PCIMSI_REASON_HELD_UNKNOWN;
	if (supported->number_known && supported->number == 1 && limit->number_known)
		*ret = limit->number;
	return PCIMSI_REASON_NONE;
}

/* Then GRA702, GRA703 or GRA704 says so of the INF, which knows of families. */
static bool inf_writes(const struct context *c, uint32_t limit)
{
	for (uint32_t i = seen_verdicts(c); i; i--) {
		const struct pcimsi_verdict *verdict = &seen_verdict(c, i - 1)->pub;

		if (verdict->function != &c->function->pub)
			break;
		if (verdict->grant.limit.known && verdict->grant.limit.value == limit)
			return true;
	}
	return false;
}

static struct finding *on_limit(struct context *c, const struct pcimsi_registry_device *device,
				uint32_t limit)
{
	struct finding *finding = finding_new(c);
	bool of_inf = inf_writes(c, limit);

	finding_number(finding, "limit", limit);
	finding_text(finding, "instance", device->instance);
	finding_word(finding, "too", of_inf ? "yes" : "no");
	if (of_inf)
		finding_severity(finding, PCIMSI_SEVERITY_NOTE);
	return finding;
}

static void judge_msix(struct context *c, const struct pcimsi_registry_device *device,
		       uint32_t limit)
{
	uint32_t entries = c->function->pub.function->msix.table_size;
	struct finding *finding;

	/* 2048 says: as many as there are. */
	if (limit <= entries || limit == PCIMSI_WINDOWS_MSIX_MAX)
		return;
	finding = on_limit(c, device, limit);
	finding_word(finding, "fault", "table");
	finding_number(finding, "reach", entries);
	finding_number(finding, "best", entries);
	cite_msix(finding, c);
	cite_held(finding, device, PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT);
}

static void judge_msi(struct context *c, const struct pcimsi_registry_device *device,
		      uint32_t limit)
{
	uint32_t capable = c->function->pub.function->msi.capable;
	struct finding *finding;

	if (pcimsi_limit_valid_for_msi(limit) && (!capable || limit <= capable))
		return;
	finding = on_limit(c, device, limit);
	finding_word(finding, "fault", pcimsi_limit_valid_for_msi(limit) ? "capable" : "invalid");
	if (pcimsi_limit_valid_for_msi(limit))
		finding_number(finding, "reach", capable);
	else
		finding_none(finding, "reach");
	finding_number_or_unknown(finding, "best", best_msi_limit(c));
	cite_msi(finding, c);
	cite_held(finding, device, PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT);
}

static enum pcimsi_reason judge_limit(struct context *c,
				      const struct pcimsi_registry_device *device)
{
	bool msix = false, msi = false;
	uint32_t limit;
	enum pcimsi_reason reason = held_limit(device, &limit);

	if (reason || !limit)
		return reason;
	reason = takes(c, PCIMSI_MODE_MSIX, &msix);
	if (!reason && !msix)
		reason = takes(c, PCIMSI_MODE_MSI, &msi);
	if (msix)
		judge_msix(c, device, limit);
	else if (msi)
		judge_msi(c, device, limit);
	return reason;
}

enum pcimsi_reason rule_REG903(struct context *c)
{
	enum pcimsi_reason reason = PCIMSI_REASON_NONE;

	for (uint32_t i = 0; i < c->function->pub.n_held; i++) {
		enum pcimsi_reason one = judge_limit(c, c->function->pub.held[i]);

		if (!reason)
			reason = one;
	}
	return reason;
}

/* ---- REG904, REG905 -------------------------------------------------------------------------- */

static enum pcimsi_reason judge_missing(struct context *c, const struct pair *pair)
{
	if (!pair->effect && c->install->complete)
		return PCIMSI_REASON_NONE;
	if (pair->held->state == PCIMSI_HELD_UNKNOWN)
		return PCIMSI_REASON_HELD_UNKNOWN;
	if (pair->held->state == PCIMSI_HELD_VALUE)
		return PCIMSI_REASON_NONE;
	if (!pair->effect)
		return PCIMSI_REASON_INCOMPLETE_INF;
	on_pair(c, pair);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_REG904(struct context *c)
{
	return each_pair(c, judge_missing);
}

enum pcimsi_reason rule_REG905(struct context *c)
{
	uint32_t n_uses;
	const struct registry_use *uses = seen_registries(c, &n_uses);

	for (uint32_t i = 0; i < n_uses; i++) {
		const struct registry_use *held = &uses[i];
		const struct pcimsi_registry_device *devices;
		struct finding *finding;
		uint32_t count;

		if (held->n_matched)
			continue;
		devices = pcimsi_registry_devices(held->registry, &count);
		if (!count) /* which is a failure to read it */
			continue;
		if (!seen_all_ids(c))
			return PCIMSI_REASON_NOT_CAPTURED;
		finding = finding_new(c);
		finding_number(finding, "devices", count);
		for (uint32_t k = 0; k < count && k < 3; k++)
			finding_file_line(finding, PCIMSI_INPUT_REGISTRY, devices[k].file,
					  devices[k].place, devices[k].text);
	}
	return PCIMSI_REASON_NONE;
}
