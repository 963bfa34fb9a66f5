/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/policy.h>

/* What a policy names against what there is. */

static bool agrees(struct pcimsi_reg wanted, struct pcimsi_reg there)
{
	return !wanted.known || (there.known && there.value == wanted.value);
}

bool pcimsi_policy_ids_match(const struct pcimsi_policy_id_list *list,
			     const struct pcimsi_function *function)
{
	for (uint32_t i = 0; i < list->count; i++) {
		const struct pcimsi_policy_ids *ids = &list->items[i];

		if (agrees(ids->vendor_id, function->vendor_id) &&
		    agrees(ids->device_id, function->device_id) &&
		    agrees(ids->subsystem_vendor_id, function->subsystem_vendor_id) &&
		    agrees(ids->subsystem_id, function->subsystem_id))
			return true;
	}
	return !list->count;
}

static uint32_t day_number(struct pcimsi_date date)
{
	return date.year * 512u + date.month * 32u + date.day;
}

bool pcimsi_date_is_after(struct pcimsi_date a, struct pcimsi_date b)
{
	return a.year && b.year && day_number(a) > day_number(b);
}
