/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/registry.h"

#include "base/str.h"
#include "inf/key.h"

static const char *const setting_keys[PCIMSI_SETTING_COUNT] = {
	[PCIMSI_MSI_SUPPORTED] = INF_PATH_MESSAGES,
	[PCIMSI_MESSAGE_NUMBER_LIMIT] = INF_PATH_MESSAGES,
	[PCIMSI_DEVICE_POLICY] = INF_PATH_AFFINITY,
	[PCIMSI_DEVICE_PRIORITY] = INF_PATH_AFFINITY,
	[PCIMSI_ASSIGNMENT_SET_OVERRIDE] = INF_PATH_AFFINITY,
	[PCIMSI_GROUP_POLICY] = INF_PATH_AFFINITY,
};

static void delete_key(const struct pcimsi_effect *effect, const struct pcimsi_effect **settings)
{
	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++)
		if (inf_key_holds(effect->subkey, setting_keys[i]))
			settings[i] = NULL;
}

static int find_setting(const struct pcimsi_effect *effect)
{
	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++)
		if (str_ieq(effect->name, pcimsi_setting_name((enum pcimsi_setting)i)) &&
		    inf_subkey_is(effect->subkey, setting_keys[i]))
			return i;
	return -1;
}

static void set_value(const struct pcimsi_effect *effect, const struct pcimsi_effect **setting)
{
	if (*setting && (effect->flags & PCIMSI_ADDREG_NOCLOBBER))
		return;
	if (!*setting && (effect->flags & PCIMSI_ADDREG_OVERWRITEONLY))
		return;
	*setting = effect;
}

static void delete_value(const struct pcimsi_effect *effect, const struct pcimsi_effect **setting)
{
	/* Removing strings leaves a value that is no REG_MULTI_SZ alone. */
	if ((effect->flags & INF_DELREG_DELSTRING) != INF_DELREG_DELSTRING)
		*setting = NULL;
}

void inf_settings(const struct pcimsi_effect *effects, uint32_t count,
		  const struct pcimsi_effect **ret)
{
	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++)
		ret[i] = NULL;
	for (const struct pcimsi_effect *effect = effects; effect < effects + count; effect++) {
		int which;

		if (effect->root != PCIMSI_ROOT_HKR || effect->skipped)
			continue;
		if (effect->op == PCIMSI_EFFECT_DELETE_KEY)
			delete_key(effect, ret);
		which = find_setting(effect);
		if (which < 0)
			continue;
		if (effect->op == PCIMSI_EFFECT_SET)
			set_value(effect, &ret[which]);
		else if (effect->op == PCIMSI_EFFECT_DELETE_VALUE)
			delete_value(effect, &ret[which]);
	}
}
