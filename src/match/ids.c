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

/*
 * "Identifiers for PCI Devices". The page has VEN&DEV and VEN&DEV&REV in both lists. Logs
 * of setup (Server 2003 x64, Windows 7) and Windows 10 (Microsoft in windows-driver-docs
 * issue 1153) have them in the compatible one of a function with a subsystem id; the
 * former have them in the hardware list, too, of one whose subsystem is 00000000.
 */
static const char *const hardware[] = { "vdsr", "vds", "vdc", "vdu" };
static const char *const hardware_bare[] = { "vdsr", "vds", "vdr", "vd", "vdc", "vdu" };
static const char *const compatible[] = { "vdr", "vd", "vc", "vu", "v", "ct", "c", "ut", "u" };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool is_bare(const struct parts *parts)
{
	return parts->subsystem.known && parts->subsystem_vendor.known && !parts->subsystem.value &&
	       !parts->subsystem_vendor.value;
}

/*
 * The DT ids, which only PCI Express functions have: a Server 2016 lists them, a
 * Windows 7 does not. Positions do not count what is not in the list.
 */
static bool lists_types(const struct pcimsi_function *function, const struct parts *parts,
			const struct pcimsi_target *windows)
{
	return windows->major >= 10 &&
	       (parts->type.known || function->walk_end != PCIMSI_WALK_COMPLETE);
}

void pcimsi_device_ids(const struct pcimsi_function *function, const struct pcimsi_target *windows,
		       struct pcimsi_device_ids *ret)
{
	struct parts parts = take_parts(function);
	bool bare = is_bare(&parts), types = lists_types(function, &parts, windows);
	const char *const *formats = bare ? hardware_bare : hardware;

	memset(ret, 0, sizeof(*ret));
	ret->lists_known = parts.subsystem.known && parts.subsystem_vendor.known;
	ret->n_hardware = bare ? COUNT(hardware_bare) : COUNT(hardware);
	for (unsigned i = 0; i < ret->n_hardware; i++)
		make_id(ret->hardware[i], formats[i], &parts);
	for (unsigned i = 0; i < COUNT(compatible); i++)
		if (types || !strchr(compatible[i], 't'))
			make_id(ret->compatible[ret->n_compatible++], compatible[i], &parts);
}
