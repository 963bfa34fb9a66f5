/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "grant/model.h"

#include <stddef.h>

static struct pcimsi_reg dword_of(const struct pcimsi_effect *effect)
{
	bool known = effect && effect->type == PCIMSI_REGISTRY_DWORD && effect->number_known;

	return (struct pcimsi_reg){ .value = known ? effect->number : 0, .known = known };
}

static enum pcimsi_enabled is_enabled(const struct pcimsi_install *install)
{
	const struct pcimsi_effect *effect = install->settings[PCIMSI_SETTING_MSI_SUPPORTED];
	struct pcimsi_reg value = dword_of(effect);

	if (!effect)
		return install->complete ? PCIMSI_ENABLED_NO : PCIMSI_ENABLED_UNKNOWN;
	if (!value.known || value.value > 1)
		return PCIMSI_ENABLED_UNKNOWN; /* only 1 is documented to enable */
	return value.value ? PCIMSI_ENABLED_YES : PCIMSI_ENABLED_NO;
}

struct pcimsi_grant_settings pcimsi_grant_settings(const struct pcimsi_install *install)
{
	return (struct pcimsi_grant_settings){
		.enabled = is_enabled(install),
		.supported_written = install->settings[PCIMSI_SETTING_MSI_SUPPORTED] != NULL,
		.msi_supported = dword_of(install->settings[PCIMSI_SETTING_MSI_SUPPORTED]),
		.limit = dword_of(install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT]),
		.limit_written = install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT] != NULL,
		.null_driver = install->null_driver,
	};
}

/* MSI-X is taken where both exist ("Introduction to Message-Signaled Interrupts"). */
static struct pcimsi_reg capacity_of(const struct pcimsi_function *function)
{
	const struct pcimsi_msix *msix = &function->msix;
	const struct pcimsi_msi *msi = &function->msi;

	if (msix->state == PCIMSI_STATE_PRESENT)
		return (struct pcimsi_reg){ .value = msix->table_size,
					    .known = msix->table_size != 0 };
	if (msix->state == PCIMSI_STATE_UNKNOWN)
		return (struct pcimsi_reg){ .known = false };
	if (msi->state == PCIMSI_STATE_PRESENT)
		return (struct pcimsi_reg){ .value = msi->capable, .known = msi->capable != 0 };
	return (struct pcimsi_reg){ .known = msi->state == PCIMSI_STATE_ABSENT };
}

/* ---- the facts of a question, each one bit ----------------------------------------------------
 */

static uint8_t era_of(const struct pcimsi_target *target)
{
	if (target->major < 6)
		return ERA_BEFORE_VISTA;
	return target->major == 6 && target->minor < 2 ? ERA_BEFORE_8 : ERA_SINCE_8;
}

static uint8_t enabled_fact(const struct pcimsi_grant_settings *settings)
{
	switch (settings->enabled) {
	case PCIMSI_ENABLED_YES:
		return WRITTEN_ONE;
	case PCIMSI_ENABLED_NO:
		return settings->supported_written ? WRITTEN_ZERO : WRITTEN_NEVER;
	default:
		return settings->supported_written ? WRITTEN_STRANGE : WRITTEN_ELSEWHERE;
	}
}

static uint8_t mechanism_fact(const struct pcimsi_grant *grant)
{
	if (grant->msix == PCIMSI_STATE_PRESENT)
		return MECHANISM_MSIX;
	if (grant->msix == PCIMSI_STATE_UNKNOWN || grant->msi == PCIMSI_STATE_UNKNOWN)
		return MECHANISM_UNSEEN;
	return grant->msi == PCIMSI_STATE_PRESENT ? MECHANISM_MSI : MECHANISM_NEITHER;
}

/* The most that Windows documents for one function. */
static uint32_t ceiling_of(uint8_t mechanism, uint8_t era)
{
	if (mechanism == MECHANISM_MSI)
		return PCIMSI_WINDOWS_MSI_MAX;
	return era == ERA_SINCE_8 ? PCIMSI_WINDOWS_MSIX_MAX : PCIMSI_WINDOWS_BEFORE_8_MAX;
}

static uint8_t capacity_fact(struct pcimsi_reg capacity, uint32_t ceiling)
{
	if (!capacity.known)
		return CAPACITY_UNSEEN;
	if (capacity.value > ceiling)
		return CAPACITY_BEYOND;
	return capacity.value == 1 ? CAPACITY_ONE : CAPACITY_SOME;
}

static uint8_t limit_fact(const struct pcimsi_grant_settings *settings, uint8_t mechanism,
			  uint32_t reach)
{
	uint32_t limit = settings->limit.value;

	if (!settings->limit_written)
		return LIMIT_NONE;
	if (!settings->limit.known || !limit)
		return LIMIT_ZERO;
	if (mechanism == MECHANISM_MSI && !pcimsi_limit_valid_for_msi(limit))
		return limit <= reach ? LIMIT_ODD : LIMIT_ODD_ABOVE;
	if (mechanism != MECHANISM_MSI && limit > PCIMSI_WINDOWS_MSIX_MAX)
		return LIMIT_INVALID;
	return limit <= reach ? LIMIT_WITHIN : LIMIT_ABOVE;
}

static uint8_t pin_fact(struct pcimsi_reg pin)
{
	return !pin.known ? PIN_UNSEEN : pin.value ? PIN_YES : PIN_NO;
}

/* ---- the answer --------------------------------------------------------------------------------
 */

static bool takes_messages(enum pcimsi_mode mode)
{
	return mode == PCIMSI_MODE_MSIX || mode == PCIMSI_MODE_MSI;
}

static enum pcimsi_fallback fallback_of(enum pcimsi_mode mode, struct pcimsi_reg pin)
{
	if (mode == PCIMSI_MODE_UNKNOWN || (takes_messages(mode) && !pin.known))
		return PCIMSI_FALLBACK_UNKNOWN;
	if (!takes_messages(mode))
		return PCIMSI_FALLBACK_NONE;
	return pin.value ? PCIMSI_FALLBACK_ONE_OR_INTX : PCIMSI_FALLBACK_ONE;
}

static struct pcimsi_reg requested_of(const struct model_row *row, uint32_t limit, uint32_t reach)
{
	return (struct pcimsi_reg){
		.value = row->count == COUNT_LIMIT   ? limit
			 : row->count == COUNT_REACH ? reach
						     : 0,
		.known = takes_messages(row->mode) ? row->count != COUNT_NONE
						   : row->mode != PCIMSI_MODE_UNKNOWN,
	};
}

static enum pcimsi_grant_unknown why_unknown(const struct pcimsi_function *function,
					     const struct pcimsi_grant_settings *settings,
					     const struct pcimsi_grant *grant)
{
	if (grant->mode != PCIMSI_MODE_UNKNOWN)
		return PCIMSI_GRANT_KNOWN;
	if (!function->responding)
		return PCIMSI_GRANT_NO_RESPONSE;
	if (settings->enabled == PCIMSI_ENABLED_UNKNOWN && settings->msi_supported.known)
		return PCIMSI_GRANT_SUPPORTED_VALUE;
	if (settings->enabled == PCIMSI_ENABLED_UNKNOWN)
		return settings->supported_written ? PCIMSI_GRANT_SUPPORTED_TYPE
						   : PCIMSI_GRANT_INCOMPLETE_INF;
	if (!grant->capacity.known || grant->msix == PCIMSI_STATE_UNKNOWN)
		return PCIMSI_GRANT_NOT_CAPTURED;
	return settings->enabled == PCIMSI_ENABLED_YES && settings->limit_written
		       ? PCIMSI_GRANT_LIMIT_UNDOCUMENTED
		       : PCIMSI_GRANT_PIN_NOT_CAPTURED;
}

void pcimsi_grant_predict_settings(const struct pcimsi_function *function,
				   const struct pcimsi_grant_settings *settings,
				   const struct pcimsi_target *target, struct pcimsi_grant *ret)
{
	const struct model_row *row;
	struct model_facts facts;
	uint32_t ceiling, reach;

	*ret = (struct pcimsi_grant){
		.enabled = settings->enabled,
		.msi_supported = settings->msi_supported,
		.limit = settings->limit,
		.limit_written = settings->limit_written,
		.null_driver = settings->null_driver,
		.msi = function->msi.state,
		.msix = function->msix.state,
		.capacity = capacity_of(function),
	};
	facts = (struct model_facts){
		.driver = settings->null_driver ? DRIVER_NULL : DRIVER_SOME,
		.enabled = enabled_fact(settings),
		.mechanism = mechanism_fact(ret),
		.pin = pin_fact(function->interrupt_pin),
		.era = era_of(target),
	};
	ceiling = ceiling_of(facts.mechanism, facts.era);
	reach = ret->capacity.value < ceiling ? ret->capacity.value : ceiling;
	facts.capacity = capacity_fact(ret->capacity, ceiling);
	facts.limit = limit_fact(settings, facts.mechanism, reach);
	row = model_find(&facts);
	ret->row = &row->pub;
	ret->mode = row->mode;
	ret->unknown = why_unknown(function, settings, ret);
	ret->requested = requested_of(row, settings->limit.value, reach);
	ret->unused = (struct pcimsi_reg){
		.value = ret->capacity.value - ret->requested.value,
		.known = ret->capacity.known && ret->requested.known,
	};
	ret->fallback = fallback_of(row->mode, function->interrupt_pin);
	ret->confidence = row->pub.confidence;
	/* What a chain of facts is worth is what its weakest is: here Windows' own word. */
	if (function->raw.windows && ret->confidence < PCIMSI_CONFIDENCE_OBSERVED)
		ret->confidence = PCIMSI_CONFIDENCE_OBSERVED;
}

void pcimsi_grant_predict(const struct pcimsi_function *function,
			  const struct pcimsi_install *install, const struct pcimsi_target *target,
			  struct pcimsi_grant *ret)
{
	const struct pcimsi_grant_settings settings = pcimsi_grant_settings(install);

	pcimsi_grant_predict_settings(function, &settings, target, ret);
}

bool pcimsi_limit_valid_for_msi(uint32_t limit)
{
	return limit && limit <= PCIMSI_WINDOWS_MSI_MAX && (limit & (limit - 1)) == 0;
}

const char *pcimsi_grant_unknown_name(enum pcimsi_grant_unknown unknown)
{
	static const char *const names[] = {
		[PCIMSI_GRANT_KNOWN] = NULL,
		[PCIMSI_GRANT_NO_RESPONSE] = "no-response",
		[PCIMSI_GRANT_SUPPORTED_VALUE] = "supported-value",
		[PCIMSI_GRANT_SUPPORTED_TYPE] = "supported-type",
		[PCIMSI_GRANT_INCOMPLETE_INF] = "incomplete-inf",
		[PCIMSI_GRANT_NOT_CAPTURED] = "not-captured",
		[PCIMSI_GRANT_LIMIT_UNDOCUMENTED] = "limit-undocumented",
		[PCIMSI_GRANT_PIN_NOT_CAPTURED] = "pin-not-captured",
	};

	return names[unknown];
}

const char *pcimsi_fallback_name(enum pcimsi_fallback fallback)
{
	static const char *const names[] = {
		[PCIMSI_FALLBACK_UNKNOWN] = NULL,
		[PCIMSI_FALLBACK_NONE] = "none",
		[PCIMSI_FALLBACK_INTX] = "intx",
		[PCIMSI_FALLBACK_ONE] = "one-message",
		[PCIMSI_FALLBACK_ONE_OR_INTX] = "one-message-or-intx",
	};

	return names[fallback];
}

enum pcimsi_asks pcimsi_grant_asks(const struct pcimsi_grant *grant)
{
	if (grant->null_driver || grant->enabled == PCIMSI_ENABLED_NO)
		return PCIMSI_ASKS_NOTHING;
	if (grant->enabled == PCIMSI_ENABLED_UNKNOWN)
		return PCIMSI_ASKS_UNKNOWN;
	if (!grant->limit_written)
		return PCIMSI_ASKS_ALL;
	return grant->limit.known ? PCIMSI_ASKS_LIMIT : PCIMSI_ASKS_UNKNOWN;
}
