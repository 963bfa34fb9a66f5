/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"

#include "caps/facts.h"
#include "rules/device.h"
#include "rules/cite.h"

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

enum pcimsi_reason rule_LNX804(struct context *c)
{
	const char *effect;
	struct finding *finding;

	if (!fn_linux_quirk(function_of(c), &effect))
		return PCIMSI_REASON_NOT_CAPTURED;
	if (!effect)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_word(finding, "effect", effect);
	cite_ids(finding, c, NULL);
	return PCIMSI_REASON_NONE;
}
