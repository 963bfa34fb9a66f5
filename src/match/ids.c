/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/match.h>

#include "base/str.h"

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

/* ---- ids that a function may have --------------------------------------------------------------
 */

/* Digits of what was not captured; no id of an INF that is an id holds them. */
static void blank(char *id, const char *part, unsigned digits)
{
	char *at = strstr(id, part);

	if (at)
		memset(at + strlen(part), '?', digits);
}

static void blank_unknown(char *id, const struct parts *parts)
{
	if (!parts->vendor.known)
		blank(id, "VEN_", 4);
	if (!parts->device.known)
		blank(id, "DEV_", 4);
	if (!parts->subsystem.known)
		blank(id, "SUBSYS_", 4);
	if (!parts->subsystem_vendor.known && strstr(id, "SUBSYS_"))
		memset(strstr(id, "SUBSYS_") + strlen("SUBSYS_") + 4, '?', 4);
	if (!parts->revision.known)
		blank(id, "REV_", 2);
	if (!parts->class_code.known)
		blank(id, "CC_",
		      (unsigned)strcspn(strstr(id, "CC_") ? strstr(id, "CC_") + 3 : "", "&"));
	if (!parts->type.known)
		blank(id, "DT_", 1);
}

static bool fits(const char *pattern, const char *id)
{
	for (; *pattern && *id; pattern++, id++)
		if (*pattern == '?' ? ascii_hex(*id) < 0
				    : ascii_lower(*pattern) != ascii_lower(*id))
			return false;
	return !*pattern && !*id;
}

/* The id with ? for what is not known of it; false: all is, or it cannot be had. */
static bool make_pattern(char pattern[PCIMSI_DEVICE_ID_SIZE], const char *format,
			 const struct parts *parts)
{
	if ((parts->vendor.known && !is_id(parts->vendor) && strchr(format, 'v')))
		return false;
	strcpy(pattern, "PCI\\");
	for (const char *part = format; *part; part++) {
		if (part != format)
			strcat(pattern, "&");
		append(pattern, PCIMSI_DEVICE_ID_SIZE, *part, parts);
	}
	blank_unknown(pattern, parts);
	return strchr(pattern, '?') != NULL;
}

void pcimsi_possible_ids(const struct pcimsi_function *function, struct pcimsi_possible_ids *ret)
{
	static const char *const formats[] = { "vdsr", "vds", "vdr", "vd", "vdc", "vdu", "vc",
					       "vu",   "v",   "ct",  "c",  "ut",  "u" };
	struct parts parts = take_parts(function);

	memset(ret, 0, sizeof(*ret));
	if (function->walk_end == PCIMSI_WALK_COMPLETE)
		parts.type.known = true;
	for (unsigned i = 0; i < COUNT(formats); i++)
		if (make_pattern(ret->patterns[ret->count], formats[i], &parts))
			ret->count++;
}

bool pcimsi_id_is_possible(const struct pcimsi_possible_ids *ids, const char *id)
{
	for (unsigned i = 0; i < ids->count; i++)
		if (fits(ids->patterns[i], id))
			return true;
	return false;
}
