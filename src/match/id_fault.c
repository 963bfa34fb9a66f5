/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "match/id_fault.h"

#include "base/str.h"
#include "hwid/hwid.h"
#include "inf/template.h"

#include <string.h>

/* Template tokens are filled in later; INF434 tells of them. */
static bool has_token(const char *id)
{
	return strpbrk(id, "$%@{}<>*?") || inf_has_placeholder(id);
}

const char *pci_id_doubt(const char *id)
{
	return str_istarts(id, "PCI\\") && !has_token(id) ? hwid_fault(id) : NULL;
}

const char *pci_id_fault(const char *id)
{
	const char *why = pci_id_doubt(id);

	return why && strcmp(why, "example") != 0 ? why : NULL;
}

bool exchange_subsystem(struct pcimsi_function *function)
{
	const struct pcimsi_reg vendor = function->subsystem_vendor_id;

	if (!vendor.known || !function->subsystem_id.known ||
	    vendor.value == function->subsystem_id.value)
		return false;
	function->subsystem_vendor_id = function->subsystem_id;
	function->subsystem_id = vendor;
	return true;
}

size_t vendor_device_length(const char *id)
{
	const char *device = hwid_find(id, 'd');

	return device ? (size_t)(device - id) + 4 : 0;
}
