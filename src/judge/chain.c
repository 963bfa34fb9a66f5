/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/chain.h"

#include "base/str.h"
#include "inf/key.h"

bool is_msi_value(const struct pcimsi_effect *effect)
{
	return !effect->skipped && inf_subkey_is(effect->subkey, INF_PATH_MESSAGES) &&
	       (str_ieq(effect->name, pcimsi_setting_name(PCIMSI_SETTING_MSI_SUPPORTED)) ||
		str_ieq(effect->name, pcimsi_setting_name(PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT)));
}

bool chain_sets_msi(const struct pcimsi_install *install)
{
	return install->settings[PCIMSI_SETTING_MSI_SUPPORTED] ||
	       install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT];
}

const struct pcimsi_install *own_install(const struct pcimsi_install *install)
{
	return install->base_install ? install->base_install : install;
}
