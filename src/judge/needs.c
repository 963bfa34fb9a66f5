/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/needs.h"

/* Each of these: whether that is known of the subject in the context. */

static bool has_msi_control(const struct context *c)
{
	const struct pcimsi_msi *msi = &function_of(c)->msi;

	return msi->state == PCIMSI_STATE_ABSENT ||
	       (msi->state == PCIMSI_STATE_PRESENT && msi->control.known);
}

static bool has_msix_control(const struct context *c)
{
	const struct pcimsi_msix *msix = &function_of(c)->msix;

	return msix->state == PCIMSI_STATE_ABSENT ||
	       (msix->state == PCIMSI_STATE_PRESENT && msix->control.known);
}

static bool has_msix_tables(const struct context *c)
{
	const struct pcimsi_msix *msix = &function_of(c)->msix;

	return msix->state == PCIMSI_STATE_ABSENT ||
	       (msix->state == PCIMSI_STATE_PRESENT && msix->table.known && msix->pba.known);
}

static bool has_size(const struct pcimsi_function *function, uint8_t bar)
{
	return bar <= 5 && bar < function->n_bars && function->bars[bar].size;
}

static bool has_bar_sizes(const struct context *c)
{
	const struct pcimsi_msix *msix = &function_of(c)->msix;

	return msix->state == PCIMSI_STATE_ABSENT || (has_size(function_of(c), msix->table_bar) &&
						      has_size(function_of(c), msix->pba_bar));
}

static bool has_linux(const struct context *c)
{
	const struct pcimsi_linux *state = function_of(c)->raw.linux_state;

	return state && state->mode;
}

static bool has_linux_msi_bus(const struct context *c)
{
	const struct pcimsi_linux *state = function_of(c)->raw.linux_state;

	return state && state->msi_allowed_known;
}

/* What the section leaves of it, if anything, is a REG_DWORD whose number is known. */
static bool is_number(const struct context *c, enum pcimsi_setting setting)
{
	const struct pcimsi_effect *effect = c->install->settings[setting];

	return !effect || (effect->type == PCIMSI_REGISTRY_DWORD && effect->number_known);
}

static bool has_mask(const struct context *c)
{
	const struct pcimsi_effect *mask =
		c->install->settings[PCIMSI_SETTING_ASSIGNMENT_SET_OVERRIDE];

	return !mask || !mask->unknown;
}

static bool has_granted(const struct context *c, enum pcimsi_need need)
{
	const struct pcimsi_granted *granted = c->function ? &c->function->pub.granted : NULL;

	switch (need) {
	case PCIMSI_NEED_GRANTED_GIVEN:
		return c->check->granted.uses.count ||
		       (granted && granted->state == PCIMSI_GRANTED_KNOWN);
	case PCIMSI_NEED_GRANTED_LISTED:
		return granted->state == PCIMSI_GRANTED_UNKNOWN ||
		       granted->state == PCIMSI_GRANTED_KNOWN;
	case PCIMSI_NEED_GRANTED:
		return granted->state == PCIMSI_GRANTED_KNOWN;
	default:
		return false;
	}
}

static bool has_register(const struct context *c, enum pcimsi_need need)
{
	switch (need) {
	case PCIMSI_NEED_IDS:
		return function_of(c)->vendor_id.known && function_of(c)->device_id.known;
	case PCIMSI_NEED_ID_BYTES:
		return bytes_has(c->bytes, 0, 4);
	case PCIMSI_NEED_COMMAND:
		return function_of(c)->command.known;
	case PCIMSI_NEED_CLASS:
		return function_of(c)->class_code.known;
	case PCIMSI_NEED_HEADER_TYPE:
		return function_of(c)->header_type.known;
	case PCIMSI_NEED_PIN:
		return function_of(c)->interrupt_pin.known;
	default:
		return false;
	}
}

static bool has_setting(const struct context *c, enum pcimsi_need need)
{
	switch (need) {
	case PCIMSI_NEED_SUPPORTED:
		return is_number(c, PCIMSI_SETTING_MSI_SUPPORTED);
	case PCIMSI_NEED_LIMIT:
		return is_number(c, PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT);
	case PCIMSI_NEED_POLICY:
		return is_number(c, PCIMSI_SETTING_DEVICE_POLICY);
	case PCIMSI_NEED_PRIORITY:
		return is_number(c, PCIMSI_SETTING_DEVICE_PRIORITY);
	case PCIMSI_NEED_MASK:
		return has_mask(c);
	default:
		return false;
	}
}

static bool is_met(const struct context *c, enum pcimsi_need need)
{
	switch (need) {
	case PCIMSI_NEED_RESPONDING:
		return function_of(c)->responding;
	case PCIMSI_NEED_CAP_LIST:
		return function_of(c)->walk_end != PCIMSI_WALK_NOT_CAPTURED;
	case PCIMSI_NEED_MSI:
		return function_of(c)->msi.state != PCIMSI_STATE_UNKNOWN;
	case PCIMSI_NEED_MSIX:
		return function_of(c)->msix.state != PCIMSI_STATE_UNKNOWN;
	case PCIMSI_NEED_MSI_CONTROL:
		return has_msi_control(c);
	case PCIMSI_NEED_MSIX_CONTROL:
		return has_msix_control(c);
	case PCIMSI_NEED_MSIX_TABLES:
		return has_msix_tables(c);
	case PCIMSI_NEED_BAR_SIZES:
		return has_bar_sizes(c);
	case PCIMSI_NEED_LINUX:
		return has_linux(c);
	case PCIMSI_NEED_LINUX_MSI_BUS:
		return has_linux_msi_bus(c);
	case PCIMSI_NEED_ACCEPTED_INF:
		return c->inf->pub.facts->rejection == PCIMSI_INF_ACCEPTED;
	case PCIMSI_NEED_CPUS:
		return c->check->options.cpus;
	case PCIMSI_NEED_REGISTRY:
		return c->check->registries.uses.count;
	case PCIMSI_NEED_EXPORTED:
		return c->function->pub.n_held;
	case PCIMSI_NEED_ALL_EXPORTED:
		return !c->function->pub.more_held;
	default:
		return has_register(c, need) || has_setting(c, need) || has_granted(c, need);
	}
}

static enum pcimsi_reason reason_of(enum pcimsi_need need)
{
	switch (need) {
	case PCIMSI_NEED_RESPONDING:
		return PCIMSI_REASON_NO_RESPONSE;
	case PCIMSI_NEED_BAR_SIZES:
		return PCIMSI_REASON_NO_SIZES;
	case PCIMSI_NEED_LINUX:
	case PCIMSI_NEED_LINUX_MSI_BUS:
		return PCIMSI_REASON_NO_LINUX;
	case PCIMSI_NEED_ACCEPTED_INF:
		return PCIMSI_REASON_REJECTED_INF;
	case PCIMSI_NEED_SUPPORTED:
	case PCIMSI_NEED_LIMIT:
	case PCIMSI_NEED_POLICY:
	case PCIMSI_NEED_PRIORITY:
	case PCIMSI_NEED_MASK:
		return PCIMSI_REASON_NO_NUMBER;
	case PCIMSI_NEED_CPUS:
		return PCIMSI_REASON_NO_CPUS;
	case PCIMSI_NEED_REGISTRY:
		return PCIMSI_REASON_NO_REGISTRY;
	case PCIMSI_NEED_EXPORTED:
		return PCIMSI_REASON_NOT_EXPORTED;
	case PCIMSI_NEED_ALL_EXPORTED:
		return PCIMSI_REASON_MORE_HELD;
	case PCIMSI_NEED_GRANTED_GIVEN:
		return PCIMSI_REASON_NO_GRANTED;
	case PCIMSI_NEED_GRANTED_LISTED:
		return PCIMSI_REASON_NOT_LISTED;
	case PCIMSI_NEED_GRANTED:
		return PCIMSI_REASON_GRANTED_UNKNOWN;
	default:
		return PCIMSI_REASON_NOT_CAPTURED;
	}
}

enum pcimsi_reason needs_unmet(const struct context *c, uint32_t needs)
{
	for (uint32_t bit = 0; needs >> bit; bit++) {
		enum pcimsi_need need = (enum pcimsi_need)(1u << bit);

		if (needs & need && !is_met(c, need))
			return reason_of(need);
	}
	return PCIMSI_REASON_NONE;
}
