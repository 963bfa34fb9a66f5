/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/match.h>

#include <stdio.h>
#include <string.h>

/* The registers that ids are made of; a part that was not captured is not known. */
struct parts {
	struct pcimsi_reg vendor, device, subsystem_vendor, subsystem, revision, class_code, type;
};

static bool is_id(struct pcimsi_reg reg)
{
	return reg.known && reg.value != 0 && reg.value != 0xffff;
}

static struct parts take_parts(const struct pcimsi_function *function)
{
	struct parts parts = {
		.vendor = function->vendor_id,
		.device = function->device_id,
		.subsystem_vendor = function->subsystem_vendor_id,
		.subsystem = function->subsystem_id,
		.revision = function->revision,
		.class_code = function->class_code,
		.type = function->express_type,
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

/*
 * What an id is made of besides PCI\: letters for its parts. v vendor, d device,
 * s subsystem, r revision, c class to prog-if, u class to subclass, t port type.
 */
static bool append(char *id, size_t size, char part, const struct parts *parts)
{
	size_t length = strlen(id);
	char *end = id + length;
	size_t room = size - length;
	unsigned class_code = parts->class_code.value;

	switch (part) {
	case 'v':
		snprintf(end, room, "VEN_%04X", parts->vendor.value);
		return is_id(parts->vendor);
	case 'd':
		snprintf(end, room, "DEV_%04X", parts->device.value);
		return parts->device.known;
	case 's':
		snprintf(end, room, "SUBSYS_%04X%04X", parts->subsystem.value,
			 parts->subsystem_vendor.value);
		return parts->subsystem.known && parts->subsystem_vendor.known;
	case 'r':
		snprintf(end, room, "REV_%02X", parts->revision.value);
		return parts->revision.known;
	case 'c':
		snprintf(end, room, "CC_%06X", class_code);
		return parts->class_code.known;
	case 'u':
		snprintf(end, room, "CC_%04X", class_code >> 8);
		return parts->class_code.known;
	case 't':
		snprintf(end, room, "DT_%X", parts->type.value);
		return parts->type.known;
	default:
		return false;
	}
}

static void make_id(char id[PCIMSI_DEVICE_ID_SIZE], const char *format, const struct parts *parts)
{
	bool known = true;

	strcpy(id, "PCI\\");
	for (const char *part = format; *part; part++) {
		if (part != format)
			strcat(id, "&");
		known = append(id, PCIMSI_DEVICE_ID_SIZE, *part, parts) && known;
	}
	if (!known)
		id[0] = '\0';
}

/* "Identifiers for PCI Devices"; the lists as they were until Windows 8.1. */
static const char *const hardware[] = { "vdsr", "vds", "vdr", "vd", "vdc", "vdu" };
/*
 * Windows 10 and later report two-part ids as compatible ids only (confirmed by
 * Microsoft in windows-driver-docs issue 1153).
 */
static const char *const hardware_split[] = { "vdsr", "vds", "vdc", "vdu" };
static const char *const compatible[] = { "vdr", "vd", "vc", "vu", "v", "ct", "c", "ut", "u" };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

void pcimsi_device_ids(const struct pcimsi_function *function, bool split_lists,
		       struct pcimsi_device_ids *ret)
{
	struct parts parts = take_parts(function);
	const char *const *formats = split_lists ? hardware_split : hardware;

	memset(ret, 0, sizeof(*ret));
	ret->n_hardware = split_lists ? COUNT(hardware_split) : COUNT(hardware);
	for (unsigned i = 0; i < ret->n_hardware; i++)
		make_id(ret->hardware[i], formats[i], &parts);
	for (unsigned i = 0; i < COUNT(compatible); i++) {
		bool express_only = strchr(compatible[i], 't') != NULL;

		/* Only PCI Express functions have the DT ids; positions do not count them. */
		if (express_only && !parts.type.known && function->walk_end == PCIMSI_WALK_COMPLETE)
			continue;
		make_id(ret->compatible[ret->n_compatible++], compatible[i], &parts);
	}
}
