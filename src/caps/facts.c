/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "caps/facts.h"

#include "base/bytes.h"

#include <stddef.h>

const struct pcimsi_capability *fn_capability(const struct pcimsi_function *fn, uint8_t id)
{
	for (unsigned i = 0; i < fn->n_capabilities; i++)
		if (fn->capabilities[i].id == id)
			return &fn->capabilities[i];
	return NULL;
}

const struct pcimsi_extended *fn_extended(const struct pcimsi_function *fn, uint16_t id)
{
	for (unsigned i = 0; i < fn->n_extended; i++)
		if (fn->extended[i].id == id)
			return &fn->extended[i];
	return NULL;
}

enum pcimsi_state fn_messages(const struct pcimsi_function *fn)
{
	if (fn->msi.state == PCIMSI_STATE_PRESENT || fn->msix.state == PCIMSI_STATE_PRESENT)
		return PCIMSI_STATE_PRESENT;
	if (fn->msi.state == PCIMSI_STATE_UNKNOWN || fn->msix.state == PCIMSI_STATE_UNKNOWN)
		return PCIMSI_STATE_UNKNOWN;
	return PCIMSI_STATE_ABSENT;
}

bool fn_is_bridge(const struct pcimsi_function *fn)
{
	return (fn->header_type.known && fn->header_type.value == 1) ||
	       (fn->class_code.known && fn->class_code.value >> 16 == 0x06);
}

bool fn_is_vf(const struct pcimsi_function *fn)
{
	struct pcimsi_reg ids = bytes_u32(&fn->raw.bytes, 0);

	return ids.known && ids.value == UINT32_MAX && fn->responding;
}

bool fn_is_vf_of_known(const struct pcimsi_function *fn)
{
	return fn->raw.vf_device_id.known && fn_is_vf(fn);
}
