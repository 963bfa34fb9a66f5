/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/inf_priv.h"
#include "inf/registry_lines.h"

#include "base/str.h"
#include "inf/key.h"

#include <string.h>

static const char *const setting_keys[PCIMSI_SETTING_COUNT] = {
	[PCIMSI_SETTING_MSI_SUPPORTED] = INF_PATH_MESSAGES,
	[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT] = INF_PATH_MESSAGES,
	[PCIMSI_SETTING_DEVICE_POLICY] = INF_PATH_AFFINITY,
	[PCIMSI_SETTING_DEVICE_PRIORITY] = INF_PATH_AFFINITY,
	[PCIMSI_SETTING_ASSIGNMENT_SET_OVERRIDE] = INF_PATH_AFFINITY,
	[PCIMSI_SETTING_GROUP_POLICY] = INF_PATH_AFFINITY,
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
	/* A value that is not known may not be there. */
	if ((!*setting || (*setting)->unknown) && (effect->flags & PCIMSI_ADDREG_OVERWRITEONLY))
		return;
	*setting = effect;
}

static void delete_value(const struct pcimsi_effect *effect, const struct pcimsi_effect **setting)
{
	/* Removing strings leaves a value that is no REG_MULTI_SZ alone. */
	if ((effect->flags & INF_DELREG_DELSTRING) != INF_DELREG_DELSTRING)
		*setting = NULL;
}

/* "0f,00"; NULL: out of memory. */
static const char *byte_text(struct arena *arena, const uint8_t *bytes, uint32_t count)
{
	static const char digits[] = "0123456789abcdef";
	char *text = arena_alloc(arena, 3 * (size_t)count + 1), *out = text;

	for (uint32_t i = 0; text && i < count; i++) {
		if (i)
			*out++ = ',';
		*out++ = digits[bytes[i] >> 4];
		*out++ = digits[bytes[i] & 15];
	}
	return text;
}

static int change_byte(struct arena *arena, const struct pcimsi_effect *before,
		       struct pcimsi_effect *changed)
{
	uint8_t *data = arena_alloc(arena, before->data_size);
	uint8_t *byte = data ? &data[changed->byte_number] : NULL;

	if (!data)
		return PCIMSI_ERR_NOMEM;
	memcpy(data, before->data, before->data_size);
	if (changed->op == PCIMSI_EFFECT_SET_BITS)
		*byte |= changed->byte_mask;
	else
		*byte &= (uint8_t)~changed->byte_mask;
	changed->op = PCIMSI_EFFECT_SET;
	changed->data = data;
	changed->data_size = before->data_size;
	changed->value_text = byte_text(arena, data, before->data_size);
	return changed->value_text ? 0 : PCIMSI_ERR_NOMEM;
}

/*
 * "INF BitReg directive" tells what becomes of a REG_BINARY value that is there. Of
 * values that are not, of bytes they do not have, and of other types it tells nothing.
 */
static int change_bits(struct arena *arena, const struct pcimsi_effect *effect,
		       const struct pcimsi_effect **setting)
{
	const struct pcimsi_effect *before = *setting;
	struct pcimsi_effect *changed = arena_alloc(arena, sizeof(*changed));

	if (!changed)
		return PCIMSI_ERR_NOMEM;
	*changed = *effect;
	changed->type = before ? before->type : PCIMSI_REGISTRY_DWORD;
	*setting = changed;
	changed->unknown = effect->unknown || !before || before->unknown ||
			   before->type != PCIMSI_REGISTRY_BINARY ||
			   effect->byte_number >= before->data_size;
	return changed->unknown ? 0 : change_byte(arena, before, changed);
}

int inf_settings(struct arena *arena, const struct pcimsi_effect *effects, uint32_t count,
		 const struct pcimsi_effect **ret)
{
	int err = 0;

	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++)
		ret[i] = NULL;
	for (const struct pcimsi_effect *effect = effects; !err && effect < effects + count;
	     effect++) {
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
		else if (effect->directive == PCIMSI_DIRECTIVE_BITREG)
			err = change_bits(arena, effect, &ret[which]);
	}
	return err;
}
