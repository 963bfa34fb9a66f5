/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/grant.h>

#include <stddef.h>

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* The confidence of a chain of facts is that of its weakest. */
static void weaken(struct pcimsi_grant *grant, enum pcimsi_confidence confidence)
{
	if (confidence > grant->confidence)
		grant->confidence = confidence;
}

static struct pcimsi_reg dword_of(const struct pcimsi_effect *effect)
{
	bool known = effect && effect->type == PCIMSI_REG_DWORD && effect->number_known;

	return (struct pcimsi_reg){ .value = known ? effect->number : 0, .known = known };
}

static enum pcimsi_enabled is_enabled(const struct pcimsi_install *install)
{
	const struct pcimsi_effect *effect = install->settings[PCIMSI_MSI_SUPPORTED];
	struct pcimsi_reg value = dword_of(effect);

	if (!effect)
		return install->complete ? PCIMSI_ENABLED_NO : PCIMSI_ENABLED_UNKNOWN;
	if (!value.known || value.value > 1)
		return PCIMSI_ENABLED_UNKNOWN; /* only 1 is documented to enable */
	return value.value ? PCIMSI_ENABLED_YES : PCIMSI_ENABLED_NO;
}

/* MSI-X is taken where both exist ("Introduction to Message-Signaled Interrupts"). */
static struct pcimsi_reg capacity_of(const struct pcimsi_function *function)
{
	const struct pcimsi_msix *msix = &function->msix;
	const struct pcimsi_msi *msi = &function->msi;

	if (msix->state == PCIMSI_PRESENT)
		return (struct pcimsi_reg){ .value = msix->table_size,
					    .known = msix->table_size != 0 };
	if (msix->state == PCIMSI_UNKNOWN)
		return (struct pcimsi_reg){ .known = false };
	if (msi->state == PCIMSI_PRESENT)
		return (struct pcimsi_reg){ .value = msi->capable, .known = msi->capable != 0 };
	return (struct pcimsi_reg){ .known = msi->state == PCIMSI_ABSENT };
}

static uint32_t ceiling_of(const struct pcimsi_target *target, enum pcimsi_mode mode)
{
	bool before_8 = target->major < 6 || (target->major == 6 && target->minor < 2);

	if (mode == PCIMSI_MODE_MSI)
		return PCIMSI_WINDOWS_MSI_MAX;
	return before_8 ? PCIMSI_WINDOWS_BEFORE_8_MAX : PCIMSI_WINDOWS_MSIX_MAX;
}

/* The line, where the function has one. */
static void use_line(struct pcimsi_grant *grant, struct pcimsi_reg pin)
{
	if (!pin.known)
		return;
	grant->mode = pin.value ? PCIMSI_MODE_INTX : PCIMSI_MODE_NONE;
	grant->requested = (struct pcimsi_reg){ .known = true };
	grant->fallback = PCIMSI_FALLBACK_NONE;
	if (!pin.value)
		weaken(grant, PCIMSI_INFERRED); /* no page discusses a function without a pin */
}

/* Documented as out of range: what Windows does with it is not known. */
static bool limit_is_undefined(const struct pcimsi_grant *grant, enum pcimsi_mode mode)
{
	if (!grant->limit_written)
		return false;
	if (!grant->limit.known || grant->limit.value == 0)
		return true;
	if (mode == PCIMSI_MODE_MSI)
		return !pcimsi_limit_valid_for_msi(grant->limit.value);
	return grant->limit.value > PCIMSI_WINDOWS_MSIX_MAX;
}

static void use_messages(struct pcimsi_grant *grant, enum pcimsi_mode mode,
			 const struct pcimsi_target *target, struct pcimsi_reg pin)
{
	uint32_t ceiling = ceiling_of(target, mode), want;

	if (limit_is_undefined(grant, mode))
		return;
	grant->mode = mode;
	if (pin.known)
		grant->fallback = pin.value ? PCIMSI_FALLBACK_ONE_OR_INTX : PCIMSI_FALLBACK_ONE;
	if (!grant->capacity.known)
		return;
	want = least(grant->capacity.value, ceiling);
	/*
	 * The documentation gives the shape and the ceilings. That the hardware's
	 * own count is requested without a limit, or under one that is above it, is
	 * what public drivers rely on; no page says so.
	 */
	if (!grant->limit.known || grant->limit.value > want)
		weaken(grant, grant->capacity.value == 1 ? PCIMSI_DOCUMENTED : PCIMSI_INFERRED);
	if (grant->limit.known)
		want = least(want, grant->limit.value);
	grant->requested = (struct pcimsi_reg){ .value = want, .known = true };
}

/* MSISupported is 1: what becomes of it depends on the capabilities. */
static void use_enabled(struct pcimsi_grant *grant, const struct pcimsi_target *target,
			struct pcimsi_reg pin)
{
	if (grant->msix == PCIMSI_PRESENT) {
		use_messages(grant, PCIMSI_MODE_MSIX, target, pin);
	} else if (grant->msix == PCIMSI_ABSENT && grant->msi == PCIMSI_PRESENT) {
		use_messages(grant, PCIMSI_MODE_MSI, target, pin);
	} else if (grant->msix == PCIMSI_ABSENT && grant->msi == PCIMSI_ABSENT) {
		use_line(grant, pin);
		weaken(grant, PCIMSI_INFERRED); /* windows-driver-docs issue 1048, never answered */
	}
}

void pcimsi_grant_predict(const struct pcimsi_function *function,
			  const struct pcimsi_install *install, const struct pcimsi_target *target,
			  struct pcimsi_grant *ret)
{
	*ret = (struct pcimsi_grant){
		.enabled = is_enabled(install),
		.msi_supported = dword_of(install->settings[PCIMSI_MSI_SUPPORTED]),
		.limit = dword_of(install->settings[PCIMSI_MESSAGE_NUMBER_LIMIT]),
		.limit_written = install->settings[PCIMSI_MESSAGE_NUMBER_LIMIT] != NULL,
		.msi = function->msi.state,
		.msix = function->msix.state,
		.capacity = capacity_of(function),
		.confidence = PCIMSI_DOCUMENTED,
	};
	if (function->raw.windows)
		weaken(ret, PCIMSI_OBSERVED);
	if (target->major < 6) {
		/* No message interrupts before Vista ("Registering an ISR"). */
		use_line(ret, function->interrupt_pin);
		return;
	}
	switch (ret->enabled) {
	case PCIMSI_ENABLED_YES:
		use_enabled(ret, target, function->interrupt_pin);
		break;
	case PCIMSI_ENABLED_NO:
		/* That silence keeps the line, and that 0 forbids messages: Microsoft staff,
		 * reports. */
		use_line(ret, function->interrupt_pin);
		weaken(ret, PCIMSI_OBSERVED);
		break;
	case PCIMSI_ENABLED_UNKNOWN:
		break;
	}
	if (ret->mode == PCIMSI_MODE_UNKNOWN)
		weaken(ret, PCIMSI_INFERRED);
}

bool pcimsi_limit_valid_for_msi(uint32_t limit)
{
	return limit && limit <= PCIMSI_WINDOWS_MSI_MAX && (limit & (limit - 1)) == 0;
}

const char *pcimsi_mode_name(enum pcimsi_mode mode)
{
	static const char *const names[] = {
		[PCIMSI_MODE_UNKNOWN] = "unknown", [PCIMSI_MODE_MSIX] = "msi-x",
		[PCIMSI_MODE_MSI] = "msi",         [PCIMSI_MODE_INTX] = "intx",
		[PCIMSI_MODE_NONE] = "none",
	};

	return names[mode];
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

const char *pcimsi_confidence_name(enum pcimsi_confidence confidence)
{
	static const char *const names[] = {
		[PCIMSI_DOCUMENTED] = "documented",
		[PCIMSI_OBSERVED] = "observed",
		[PCIMSI_INFERRED] = "inferred",
	};

	return names[confidence];
}
