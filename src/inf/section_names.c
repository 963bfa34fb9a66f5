/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/section_names.h"

#include "base/str.h"
#include "inf/template.h"

#include <stdio.h>
#include <string.h>

#define JOINED_SIZE 512

/* prefix + middle + suffix. Names are asked for much more often than they are there. */
static int find_joined(struct pcimsi_inf *inf, enum pcimsi_arch arch, const char *parts[3],
		       size_t prefix_length, struct inf_section **ret)
{
	size_t size = prefix_length + strlen(parts[1]) + strlen(parts[2]) + 1;
	char buffer[JOINED_SIZE], *name = buffer;

	if (size > sizeof(buffer))
		name = arena_alloc(&inf->arena, size);
	if (!name)
		return PCIMSI_ERR_NOMEM;
	memcpy(name, parts[0], prefix_length);
	strcpy(stpcpy(name + prefix_length, parts[1]), parts[2]);
	*ret = inf_section_find_for(&inf->sections, name, arch);
	return 0;
}

/* name.NTarch or name.NT; `suffix` stands behind the decoration. */
static int find_decorated(struct pcimsi_inf *inf, const char *name, size_t length,
			  const char *suffix, enum pcimsi_arch arch, struct inf_section **ret)
{
	char decoration[sizeof(".NTamd64") + 8];
	int err;

	*ret = NULL;
	snprintf(decoration, sizeof(decoration), ".NT%s", pcimsi_arch_name(arch));
	err = find_joined(inf, arch, (const char *[3]){ name, decoration, suffix }, length, ret);
	if (err || *ret)
		return err;
	return find_joined(inf, arch, (const char *[3]){ name, ".NT", suffix }, length, ret);
}

int inf_choose_section(struct pcimsi_inf *inf, const char *base, enum pcimsi_arch arch,
		       struct inf_section **ret)
{
	int err = find_decorated(inf, base, strlen(base), "", arch, ret);

	if (!err && !*ret)
		*ret = inf_section_find_for(&inf->sections, base, arch);
	return err;
}

int inf_related_section(struct pcimsi_inf *inf, const struct inf_section *section,
			const char *suffix, enum pcimsi_arch arch, struct inf_section **ret)
{
	const char *name = inf_stamp(&inf->arena, section->name, arch);

	*ret = NULL;
	if (!name)
		return PCIMSI_ERR_NOMEM;
	return find_joined(inf, arch, (const char *[3]){ name, suffix, "" }, strlen(name), ret);
}

static bool ends_in_hw(const char *name)
{
	size_t length = strlen(name);

	return length >= strlen(INF_HW) && str_ieq(name + length - strlen(INF_HW), INF_HW);
}

int inf_needed_section(struct pcimsi_inf *inf, const char *name, enum pcimsi_arch arch,
		       struct inf_section **ret)
{
	size_t length = strlen(name);

	*ret = inf_section_find_for(&inf->sections, name, arch);
	if (*ret)
		return 0;
	if (ends_in_hw(name))
		return find_decorated(inf, name, length - strlen(INF_HW), INF_HW, arch, ret);
	return find_decorated(inf, name, length, "", arch, ret);
}

bool inf_is_harmless_need(const char *name)
{
	static const char *const harmless[] = {
#define INBOX_NEED(section, source) section,
#include "inf/inbox_needs.def"
#undef INBOX_NEED
	};

	for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++) {
		const char *rest = name + strlen(harmless[i]);

		if (str_istarts(name, harmless[i]) && (!*rest || str_ieq(rest, INF_HW)))
			return true;
	}
	return false;
}
