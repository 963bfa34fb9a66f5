/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/engine.h"

#include "base/str.h"
#include "inf/key.h"

#include <string.h>

bool is_msi_value(const struct pcimsi_effect *effect)
{
	return !effect->skipped && inf_subkey_is(effect->subkey, INF_PATH_MESSAGES) &&
	       (str_ieq(effect->name, pcimsi_setting_name(PCIMSI_MSI_SUPPORTED)) ||
		str_ieq(effect->name, pcimsi_setting_name(PCIMSI_MESSAGE_NUMBER_LIMIT)));
}

bool chain_sets_msi(const struct pcimsi_install *install)
{
	return install->settings[PCIMSI_MSI_SUPPORTED] ||
	       install->settings[PCIMSI_MESSAGE_NUMBER_LIMIT];
}

bool is_bridge(const struct pcimsi_function *function)
{
	return (function->header_type.known && function->header_type.value == 1) ||
	       (function->class_code.known && function->class_code.value >> 16 == 0x06);
}

bool same_machine(const struct judged_function *a, const struct judged_function *b)
{
	return a->pub.capture == b->pub.capture &&
	       a->pub.function.raw.machine == b->pub.function.raw.machine;
}

const char *machine_member(const struct judged_function *function)
{
	const struct pcimsi_raw_function *raw = &function->pub.function.raw;

	return raw->machine ? raw->member : NULL;
}

const char *machine_name(const struct judged_function *function)
{
	const char *member = machine_member(function);

	return member ? member : function->pub.capture;
}

enum pcimsi_reason extended_reason(const struct pcimsi_function *function)
{
	switch (function->extended_end) {
	case PCIMSI_WALK_NOT_CAPTURED:
		return PCIMSI_REASON_NOT_CAPTURED;
	case PCIMSI_WALK_BAD_POINTER:
	case PCIMSI_WALK_ID_FF:
	case PCIMSI_WALK_TOO_LONG:
		return PCIMSI_REASON_LIST_BROKEN;
	default:
		return PCIMSI_REASON_NONE;
	}
}

size_t vendor_device_length(const char *id)
{
	const char *device = str_ifind(id, "&DEV_");

	return device ? (size_t)(device - id) + 9 : 0;
}

const struct pcimsi_install *own_install(const struct pcimsi_install *install)
{
	return install->base_install ? install->base_install : install;
}

void turn_to(struct context *c, struct judged_inf *inf)
{
	c->inf = inf;
	c->install = NULL;
}

void cite_ids(struct finding *finding, struct context *c, const char *what)
{
	for (uint32_t offset = 0; offset < 4; offset += 2)
		if (what)
			finding_field(finding, c->function, 0, offset, "%s", what);
		else
			finding_field(finding, c->function, 0, offset, "%04x",
				      bytes_u16(c->bytes, offset).value);
}
