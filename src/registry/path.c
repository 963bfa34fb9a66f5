/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "registry/path.h"

#include "base/str.h"
#include "hwid/hwid.h"

#include <stdlib.h>
#include <string.h>

/* ---- names of keys --------------------------------------------------------------------------- */

#define ENUM_PCI "\\Enum\\PCI\\"
#define CLASS "\\Control\\Class\\"

static bool split(const char *text, const char *branch_name, struct reg_path *ret)
{
	const char *branch = str_ifind(text, branch_name);

	*ret = (struct reg_path){ .text = text };
	if (!branch)
		return false;
	ret->set_length = (size_t)(branch - text);
	ret->id = branch + strlen(branch_name);
	ret->id_length = strcspn(ret->id, "\\");
	if (!ret->id_length || ret->id[ret->id_length] != '\\')
		return false;
	ret->instance = ret->id + ret->id_length + 1;
	ret->instance_length = strcspn(ret->instance, "\\");
	ret->below = ret->instance + ret->instance_length;
	ret->device_length = (size_t)(ret->below - text);
	ret->below += *ret->below == '\\';
	return ret->instance_length > 0;
}

bool reg_path_split(const char *text, struct reg_path *ret)
{
	return split(text, ENUM_PCI, ret);
}

bool reg_path_split_software(const char *text, struct reg_path *ret)
{
	return split(text, CLASS, ret) && *ret->id == '{' && ret->instance_length == 4 &&
	       strspn(ret->instance, "0123456789") == 4;
}

const char *reg_path_clean(struct arena *arena, const char *path)
{
	size_t length = strlen(path);
	char *clean, *out;

	if (!strstr(path, "\\\\") && (!length || path[length - 1] != '\\'))
		return path;
	clean = out = arena_strndup(arena, path, length);
	for (; clean && *path; path++)
		if (*path != '\\' || (path[1] && path[1] != '\\'))
			*out++ = *path;
	if (clean)
		*out = '\0';
	return clean;
}

bool reg_path_same_device(const struct reg_path *a, const struct reg_path *b)
{
	return a->device_length == b->device_length && a->set_length == b->set_length &&
	       str_ieq_n(a->text, b->text, a->device_length);
}

bool reg_path_is_current(const struct reg_path *path)
{
	static const char name[] = "\\CurrentControlSet";
	size_t length = sizeof(name) - 1;

	return path->set_length >= length &&
	       str_ieq_n(path->text + path->set_length - length, name, length);
}

bool reg_path_is_above(const char *key, const char *path)
{
	size_t length = strlen(key);

	return str_istarts(path, key) && (!path[length] || path[length] == '\\' || !length);
}

/* ---- ids ------------------------------------------------------------------------------------- */

void reg_path_ids(struct pcimsi_registry_device *device)
{
	struct hwid hwid;

	hwid_read(device->id, &hwid);
	device->vendor_id = hwid.vendor;
	device->device_id = hwid.device;
	device->revision = hwid.revision;
	device->subsystem_id = hwid.subsystem;
	device->subsystem_vendor_id = hwid.subsystem_vendor;
}

/* ---- places ---------------------------------------------------------------------------------- */

/* "@System32\drivers\pci.sys,#65536;PCI bus %1, device %2, function %3;(1,0,0)" */
void reg_path_location(struct pcimsi_registry_device *device, const char *text)
{
	const char *open = text ? strrchr(text, '(') : NULL;
	unsigned long parts[3];

	if (!open)
		return;
	for (int i = 0; i < 3; i++) {
		char *end;

		if (!ascii_is_digit(open[1]))
			return;
		parts[i] = strtoul(open + 1, &end, 10);
		if (*end != (i < 2 ? ',' : ')') || parts[i] > 0xffffff)
			return;
		open = end;
	}
	device->has_location = true;
	device->bus = (uint32_t)parts[0];
	device->device = (uint32_t)parts[1];
	device->function = (uint32_t)parts[2];
}
