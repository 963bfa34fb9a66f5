/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/check.h>

/* What Windows is expected to request with what a registry holds. */

static struct pcimsi_reg number_of(const struct pcimsi_held_value *held)
{
	return (struct pcimsi_reg){ .value = held->number, .known = held->number_known };
}

static enum pcimsi_enabled enabled_by(const struct pcimsi_held_value *supported)
{
	if (supported->state == PCIMSI_HELD_MISSING)
		return PCIMSI_ENABLED_NO;
	if (!supported->number_known || supported->number > 1)
		return PCIMSI_ENABLED_UNKNOWN;
	return supported->number ? PCIMSI_ENABLED_YES : PCIMSI_ENABLED_NO;
}

bool pcimsi_held_predict(const struct pcimsi_function *function,
			 const struct pcimsi_registry_device *device,
			 const struct pcimsi_target *windows, struct pcimsi_grant *ret)
{
	const struct pcimsi_held_value *supported = &device->settings[PCIMSI_SETTING_MSI_SUPPORTED];
	const struct pcimsi_held_value *limit =
		&device->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT];
	const struct pcimsi_grant_settings settings = {
		.enabled = enabled_by(supported),
		.supported_written = supported->state == PCIMSI_HELD_VALUE,
		.msi_supported = number_of(supported),
		.limit = number_of(limit),
		.limit_written = limit->state == PCIMSI_HELD_VALUE,
	};

	if (supported->state == PCIMSI_HELD_UNKNOWN)
		return false;
	pcimsi_grant_predict_settings(function, &settings, windows, ret);
	/* That this key is the hardware key is documented for StorPort, and observed elsewhere. */
	if (ret->confidence < PCIMSI_CONFIDENCE_OBSERVED)
		ret->confidence = PCIMSI_CONFIDENCE_OBSERVED;
	return true;
}
