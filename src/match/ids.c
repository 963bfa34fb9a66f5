/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/match.h>

#include "hwid/hwid.h"

#include <string.h>

static struct hwid parts_of(const struct pcimsi_function *function)
{
	struct hwid parts = {
		.vendor = function->vendor_id,
		.device = function->device_id,
		.subsystem_vendor = function->subsystem_vendor_id,
		.subsystem = function->subsystem_id,
		.revision = function->revision,
		.class_code = function->class_code,
		.port_type = function->express_type,
	};

	/*
	 * The header of a bridge has no subsystem registers. Without capability 0d
	 * Windows is expected to report SUBSYS_00000000 (inferred).
	 */
	if (function->header_type.known && function->header_type.value == 1 &&
	    function->walk_end == PCIMSI_WALK_COMPLETE && !parts.subsystem_vendor.known) {
		parts.subsystem_vendor = (struct pcimsi_reg){ .known = true };
		parts.subsystem = (struct pcimsi_reg){ .known = true };
	}
	return parts;
}

static bool is_bare(const struct hwid *parts)
{
	return parts->subsystem.known && parts->subsystem_vendor.known && !parts->subsystem.value &&
	       !parts->subsystem_vendor.value;
}

/*
 * The DT ids, which only PCI Express functions have: a Server 2016 lists them, a
 * Windows 7 does not. Positions do not count what is not in the list.
 */
static bool lists_types(const struct pcimsi_function *function, const struct pcimsi_target *windows)
{
	return windows->major >= 10 &&
	       (function->express_type.known || function->walk_end != PCIMSI_WALK_COMPLETE);
}

void pcimsi_device_ids(const struct pcimsi_function *function, const struct pcimsi_target *windows,
		       struct pcimsi_device_ids *ret)
{
	const struct hwid parts = parts_of(function);
	const struct hwid_list hardware = hwid_hardware(is_bare(&parts));
	const struct hwid_list compatible = hwid_compatible();
	bool types = lists_types(function, windows);

	memset(ret, 0, sizeof(*ret));
	ret->lists_known = parts.subsystem.known && parts.subsystem_vendor.known;
	ret->n_hardware = hardware.count;
	for (unsigned i = 0; i < hardware.count; i++)
		hwid_write(ret->hardware[i], hardware.forms[i], &parts);
	for (unsigned i = 0; i < compatible.count; i++)
		if (types || !strchr(compatible.forms[i], 't'))
			hwid_write(ret->compatible[ret->n_compatible++], compatible.forms[i],
				   &parts);
}

void pcimsi_possible_ids(const struct pcimsi_function *function, struct pcimsi_possible_ids *ret)
{
	const struct hwid_list all = hwid_all();
	struct hwid parts = parts_of(function);

	memset(ret, 0, sizeof(*ret));
	if (function->walk_end == PCIMSI_WALK_COMPLETE)
		parts.port_type.known = true;
	for (unsigned i = 0; i < all.count; i++) {
		char *pattern = ret->patterns[ret->count];

		if (hwid_write_pattern(pattern, all.forms[i], &parts) && strchr(pattern, '?'))
			ret->count++;
	}
}

bool pcimsi_id_is_possible(const struct pcimsi_possible_ids *ids, const char *id)
{
	for (unsigned i = 0; i < ids->count; i++)
		if (hwid_fits(ids->patterns[i], id))
			return true;
	return false;
}
