/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"

#include "caps/facts.h"
#include "rules/device.h"
#include "rules/cite.h"

#include <stddef.h>
#include <string.h>

/* LNX: what Linux made of the function, or would. */

static void cite_table(struct finding *finding, struct context *c)
{
	const struct pcimsi_function *function = function_of(c);

	if (function->msix.state == PCIMSI_STATE_PRESENT && function->msix.control.known)
		cite_msix(finding, c);
	else if (function->msi.state == PCIMSI_STATE_PRESENT && function->msi.control.known)
		cite_msi(finding, c);
}

/* How many vectors the mechanism that Linux uses has; 0: not known. */
static uint32_t capable_of(const struct pcimsi_function *function, const char *mode)
{
	if (strcmp(mode, "msi-x") == 0)
		return function->msix.control.known ? function->msix.table_size : 0;
	if (strcmp(mode, "msi") == 0)
		return function->msi.control.known ? function->msi.capable : 0;
	return 0;
}

enum pcimsi_reason rule_LNX801(struct context *c)
{
	const struct pcimsi_linux *state = function_of(c)->raw.linux_state;
	struct finding *finding;
	uint32_t capable;

	capable = capable_of(function_of(c), state->mode);
	if (!state->vectors || state->vectors >= capable)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number(finding, "vectors", state->vectors);
	finding_number(finding, "capable", capable);
	cite_table(finding, c);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_LNX802(struct context *c)
{
	const struct pcimsi_linux *state = function_of(c)->raw.linux_state;
	const struct pcimsi_grant *grant = &c->verdict->pub.grant;
	struct finding *finding;

	if (!grant->requested.known)
		return PCIMSI_REASON_NOT_CAPTURED;
	if (!grant->requested.value || state->vectors <= grant->requested.value)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number(finding, "vectors", state->vectors);
	finding_number(finding, "requested", grant->requested.value);
	cite_table(finding, c);
	finding_model(finding, c->verdict);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_LNX803(struct context *c)
{
	const struct pcimsi_linux *state = function_of(c)->raw.linux_state;

	if (fn_is_bridge(function_of(c)) && !state->msi_allowed)
		finding_new(c);
	return PCIMSI_REASON_NONE;
}

/* ---- quirks ---------------------------------------------------------------------------------- */

enum quirk_part {
	FUNCTION, /* whatever it is */
	BRIDGE,   /* the ids are used for other things too */
};

struct quirk {
	uint16_t vendor, first, last;
	uint16_t revisions_below;
	enum quirk_part part;
	const char *effect;
};

#define ANY 0x100

static const struct quirk quirks[] = {
#define QUIRK(...) { __VA_ARGS__ },
#include "rules/quirks.def"
#undef QUIRK
};

static const struct quirk *find_quirk(const struct pcimsi_function *function)
{
	for (size_t i = 0; i < sizeof(quirks) / sizeof(quirks[0]); i++) {
		const struct quirk *quirk = &quirks[i];

		if (function->vendor_id.value == quirk->vendor &&
		    function->device_id.value >= quirk->first &&
		    function->device_id.value <= quirk->last)
			return quirk;
	}
	return NULL;
}

enum pcimsi_reason rule_LNX804(struct context *c)
{
	const struct pcimsi_function *function = function_of(c);
	const struct quirk *quirk;
	struct finding *finding;

	quirk = find_quirk(function);
	if (!quirk)
		return PCIMSI_REASON_NONE;
	if ((quirk->revisions_below != ANY && !function->revision.known) ||
	    (quirk->part == BRIDGE && !function->class_code.known))
		return PCIMSI_REASON_NOT_CAPTURED;
	if ((quirk->revisions_below != ANY && function->revision.value >= quirk->revisions_below) ||
	    (quirk->part == BRIDGE && !fn_is_bridge(function)))
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_word(finding, "effect", quirk->effect);
	cite_ids(finding, c, NULL);
	return PCIMSI_REASON_NONE;
}
