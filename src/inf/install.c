/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/install.h"

#include "base/str.h"
#include "inf/registry.h"
#include "inf/template.h"

#include <stdio.h>
#include <string.h>

/* An AddReg or DelReg section in the order in which it is applied. */
struct step {
	struct pcimsi_inf *inf; /* that the section stands in */
	struct inf_section *section;
	bool delreg;
};

/* Effects of a list of steps: many install sections share one. */
struct inf_effect_list {
	const struct step *steps;
	uint32_t n_steps;
	const struct pcimsi_effect *effects;
	uint32_t n_effects;
	bool cut;
};

struct walk {
	struct pcimsi_inf *main; /* that is installed */
	struct pcimsi_inf *inf;  /* that the walk is in: the same, or one that it includes */
	enum pcimsi_arch arch;
	bool needs; /* follow them */
	bool incomplete;
	VEC(const struct inf_section *) foreign; /* sections of included INFs that were walked */
	VEC(struct step) steps;
	VEC(struct pcimsi_missing) missing;
};

/* ---- names of sections -------------------------------------------------------------------- */

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

#define HW ".HW"

static bool ends_in_hw(const char *name)
{
	size_t length = strlen(name);

	return length >= strlen(HW) && str_ieq(name + length - strlen(HW), HW);
}

int inf_needed_section(struct pcimsi_inf *inf, const char *name, enum pcimsi_arch arch,
		       struct inf_section **ret)
{
	size_t length = strlen(name);

	*ret = inf_section_find_for(&inf->sections, name, arch);
	if (*ret)
		return 0;
	if (ends_in_hw(name))
		return find_decorated(inf, name, length - strlen(HW), HW, arch, ret);
	return find_decorated(inf, name, length, "", arch, ret);
}

bool inf_is_harmless_need(const char *name)
{
	static const char *const harmless[] = {
		"PciIoSpaceNotRequired", "PciSriovSupported", "PciD3ColdSupported",
		"PciASPMOptIn",          "PciASPMOptOut",     "VWiFiBus.PnPFilterRegistration",
	};

	for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++) {
		const char *rest = name + strlen(harmless[i]);

		if (str_istarts(name, harmless[i]) && (!*rest || str_ieq(rest, HW)))
			return true;
	}
	return false;
}

/* ---- directives --------------------------------------------------------------------------- */

/* The field as a section name: expanded, $ARCH$ filled in. */
static const char *reference(struct walk *walk, const struct inf_field *field)
{
	const char *name = inf_expanded(walk->inf, field->text);

	return name ? inf_stamp(&walk->inf->arena, name, walk->arch) : NULL;
}

/*
 * Whether there is room for `count` more steps of work on this INF. What many install
 * sections name is walked for each of them: their product must end somewhere.
 */
static bool spend(struct walk *walk, uint32_t count)
{
	struct pcimsi_inf *inf = walk->main;
	uint32_t room = inf_room(inf, INF_WALKED_LEAST, INF_WALKED_MAX);

	if (count > room - inf->n_walked) {
		walk->incomplete = true;
		return false;
	}
	inf->n_walked += count;
	return true;
}

/* What the Include lines beside a Needs name: read once, however many Needs there are. */
struct beside {
	const struct inf_section *section;
	bool read;
	const char *names; /* with commas; NULL: there is no Include */
	bool cut;          /* a list nobody would write by hand need not be given in full */
	VEC(struct pcimsi_inf *) infs; /* those that were supplied, each once */
};

static int add_name(struct walk *walk, struct beside *beside, const char *name)
{
	if (beside->names && !beside->cut)
		name = arena_printf(&walk->inf->arena, "%s,%s", beside->names, name);
	if (!name)
		return PCIMSI_ERR_NOMEM;
	beside->cut = beside->cut || strlen(name) > INF_INCLUDES_LENGTH_MAX;
	if (!beside->cut)
		beside->names = name;
	return 0;
}

static int add_beside(struct walk *walk, struct beside *beside, const struct inf_field *field)
{
	const char *name = inf_expanded(walk->inf, field->text);
	struct pcimsi_inf *inf, **place;
	int err = name ? add_name(walk, beside, name) : PCIMSI_ERR_NOMEM;

	if (!err)
		err = inf_included(walk->main, name, &inf);
	if (err || !inf)
		return err;
	for (uint32_t i = 0; i < beside->infs.count; i++)
		if (beside->infs.items[i] == inf)
			return 0;
	place = VEC_ADD(&walk->main->arena, &beside->infs);
	if (!place)
		return PCIMSI_ERR_NOMEM;
	*place = inf;
	return 0;
}

static int read_beside(struct walk *walk, struct beside *beside)
{
	for (uint32_t i = 0; !beside->read && i < beside->section->n_lines; i++) {
		const struct inf_line *line = &beside->section->lines[i];

		if (!inf_key_is(walk->inf, line, "Include"))
			continue;
		for (uint32_t k = 0; k < line->n_fields && spend(walk, 1); k++)
			if (add_beside(walk, beside, &line->fields[k]) < 0)
				return PCIMSI_ERR_NOMEM;
	}
	beside->read = true;
	return 0;
}

static int add_missing(struct walk *walk, const struct inf_section *section,
		       const struct inf_line *line, const struct pcimsi_missing *what)
{
	struct pcimsi_missing *missing = VEC_ADD(&walk->main->arena, &walk->missing);

	if (!missing)
		return PCIMSI_ERR_NOMEM;
	*missing = *what;
	missing->file = walk->inf == walk->main ? NULL : walk->inf->facts.name;
	missing->section = section->name;
	missing->text = line->text;
	return 0;
}

static int add_step(struct walk *walk, const struct inf_section *section,
		    const struct inf_line *line, uint32_t number, bool delreg)
{
	const struct inf_field *field = &line->fields[number];
	const char *name = reference(walk, field);
	struct inf_section *target;
	struct step *step;

	if (!name)
		return PCIMSI_ERR_NOMEM;
	if (!*name)
		return 0;
	target = inf_section_find_for(&walk->inf->sections, name, walk->arch);
	if (!target) {
		const struct pcimsi_missing missing = {
			.directive = delreg ? "DelReg" : "AddReg",
			.name = name,
			.place = field->place,
		};

		return add_missing(walk, section, line, &missing);
	}
	if (walk->steps.count == INF_STEPS_MAX) {
		walk->incomplete = true;
		return 0;
	}
	step = VEC_ADD(&walk->main->arena, &walk->steps);
	if (!step)
		return PCIMSI_ERR_NOMEM;
	*step = (struct step){ .inf = walk->inf, .section = target, .delreg = delreg };
	return 0;
}

/* Every section that lines of this directive name, in order. */
static int add_steps(struct walk *walk, const struct inf_section *section, bool delreg)
{
	const char *directive = delreg ? "DelReg" : "AddReg";
	int err = 0;

	for (uint32_t i = 0; !err && i < section->n_lines; i++) {
		const struct inf_line *line = &section->lines[i];

		if (!inf_key_is(walk->inf, line, directive))
			continue;
		for (uint32_t k = 0; !err && k < line->n_fields; k++)
			err = spend(walk, 1) ? add_step(walk, section, line, k, delreg) : 0;
	}
	return err;
}

static int walk_section(struct walk *walk, struct inf_section *section, unsigned depth);

/* Walks `target`, which stands in `other`. */
static int walk_foreign(struct walk *walk, struct pcimsi_inf *other, struct inf_section *target,
			unsigned depth)
{
	struct pcimsi_inf *back = walk->inf;
	int err;

	walk->inf = other;
	err = walk_section(walk, target, depth + 1);
	walk->inf = back;
	return err;
}

/*
 * A needed section that is not in this INF: looked for in the INFs that are
 * included beside the Needs, as far as they were supplied. 1: found.
 */
static int follow_foreign(struct walk *walk, const struct beside *beside, const char *name,
			  unsigned depth)
{
	for (uint32_t i = 0; i < beside->infs.count && spend(walk, 1); i++) {
		struct pcimsi_inf *other = beside->infs.items[i];
		struct inf_section *target;
		int err = inf_needed_section(other, name, walk->arch, &target);

		if (!err && target)
			err = walk_foreign(walk, other, target, depth);
		if (err || target)
			return err ? err : 1;
	}
	return 0;
}

static int follow_need(struct walk *walk, struct beside *beside, const struct inf_line *line,
		       uint32_t number, unsigned depth)
{
	const struct inf_field *field = &line->fields[number];
	struct pcimsi_missing missing = { .directive = "Needs", .place = field->place };
	struct inf_section *target;
	int err;

	missing.name = reference(walk, field);
	if (!missing.name)
		return PCIMSI_ERR_NOMEM;
	if (!*missing.name)
		return 0;
	err = inf_needed_section(walk->inf, missing.name, walk->arch, &target);
	if (err)
		return err;
	if (target)
		return walk_section(walk, target, depth + 1);
	err = read_beside(walk, beside);
	if (!err)
		err = follow_foreign(walk, beside, missing.name, depth);
	if (err)
		return err < 0 ? err : 0;
	if (!inf_is_harmless_need(missing.name))
		walk->incomplete = true;
	missing.include = beside->names;
	return add_missing(walk, beside->section, line, &missing);
}

static int follow_needs(struct walk *walk, const struct inf_section *section, unsigned depth)
{
	struct beside beside = { .section = section };
	int err = 0;

	for (uint32_t i = 0; !err && i < section->n_lines; i++) {
		const struct inf_line *line = &section->lines[i];

		if (!inf_key_is(walk->inf, line, "Needs"))
			continue;
		for (uint32_t k = 0; !err && k < line->n_fields && spend(walk, 1); k++)
			err = follow_need(walk, &beside, line, k, depth);
	}
	return err;
}

static bool names_setting(struct pcimsi_inf *inf, const struct inf_section *section)
{
	for (uint32_t i = 0; i < section->n_lines; i++) {
		const struct inf_line *line = &section->lines[i];
		const char *key = line->n_fields > 1 ? inf_expanded(inf, line->fields[1].text)
						     : NULL;

		if (key && str_istarts(key, INF_KEY_INTERRUPTS))
			return true;
	}
	return false;
}

/*
 * BitReg changes single bits of values ("INF BitReg directive"). It is not followed:
 * where it reaches interrupt settings, what they become is not known.
 */
static int see_bitreg(struct walk *walk, const struct inf_section *section)
{
	for (uint32_t i = 0; i < section->n_lines; i++) {
		const struct inf_line *line = &section->lines[i];

		if (!inf_key_is(walk->inf, line, "BitReg"))
			continue;
		for (uint32_t k = 0; k < line->n_fields; k++) {
			const char *name = reference(walk, &line->fields[k]);
			const struct inf_section *target;

			if (!name)
				return PCIMSI_ERR_NOMEM;
			target = inf_section_find_for(&walk->inf->sections, name, walk->arch);
			if (!target || !names_setting(walk->inf, target))
				continue;
			walk->incomplete = true;
			if (add_missing(
				    walk, section, line,
				    &(struct pcimsi_missing){ .directive = "BitReg",
							      .name = name,
							      .place = line->fields[k].place }) < 0)
				return PCIMSI_ERR_NOMEM;
		}
	}
	return 0;
}

/* Whether the section was walked before; from now on it was. */
static int was_walked(struct walk *walk, const struct inf_section *section)
{
	struct pcimsi_inf *inf = walk->main;
	const struct inf_section **place;

	if (walk->inf == inf) {
		bool was = inf->walked[section->number] == inf->walk;

		inf->walked[section->number] = inf->walk;
		return was;
	}
	for (uint32_t i = 0; i < walk->foreign.count; i++)
		if (walk->foreign.items[i] == section)
			return 1;
	if (walk->foreign.count == INF_FOREIGN_MAX) {
		walk->incomplete = true;
		return 1;
	}
	place = VEC_ADD(&inf->arena, &walk->foreign);
	if (!place)
		return PCIMSI_ERR_NOMEM;
	*place = section;
	return 0;
}

/*
 * Needed sections first, so that the section's own lines win: the order is not
 * documented. Of one section all DelReg, then all AddReg, as in Wine. A section
 * that was needed before is not walked again, which also ends every cycle.
 */
static int walk_section(struct walk *walk, struct inf_section *section, unsigned depth)
{
	int err = was_walked(walk, section);

	if (err)
		return err < 0 ? err : 0;
	if (depth > INF_NEEDS_DEPTH_MAX)
		walk->incomplete = true;
	if (depth > INF_NEEDS_DEPTH_MAX || (walk->needs && !spend(walk, section->n_lines)))
		return 0;
	if (walk->needs)
		err = follow_needs(walk, section, depth);
	if (!err && walk->needs)
		err = see_bitreg(walk, section);
	if (!err)
		err = add_steps(walk, section, true);
	if (!err)
		err = add_steps(walk, section, false);
	return err;
}

/* ---- effects ------------------------------------------------------------------------------ */

#define LISTS 1024

/*
 * A place in a small cache of lists. Two lists that want the same place only
 * cost memory.
 */
static struct inf_effect_list **cache_slot(struct pcimsi_inf *inf, const struct walk *walk)
{
	uint64_t hash = STR_FNV64;

	if (!inf->lists) {
		inf->lists = arena_array(&inf->arena, LISTS, sizeof(struct inf_effect_list *));
		if (!inf->lists)
			return NULL;
	}
	for (uint32_t i = 0; i < walk->steps.count; i++) {
		uint32_t word = walk->steps.items[i].section->number * 2 +
				walk->steps.items[i].delreg;

		hash = str_fnv64(hash, &walk->steps.items[i].inf, sizeof(struct pcimsi_inf *));
		hash = str_fnv64(hash, &word, sizeof(word));
	}
	return &inf->lists[hash % LISTS];
}

static bool same_steps(const struct inf_effect_list *list, const struct walk *walk)
{
	if (!list || list->n_steps != walk->steps.count)
		return false;
	for (uint32_t i = 0; i < list->n_steps; i++)
		if (list->steps[i].section != walk->steps.items[i].section ||
		    list->steps[i].delreg != walk->steps.items[i].delreg)
			return false;
	return true;
}

/* The software key, where most lines are, leaves half of the room to the hardware key. */
static uint32_t room_left(const struct walk *walk)
{
	uint32_t room = inf_room(walk->inf, INF_EFFECTS_LEAST, INF_EFFECTS_MAX);
	uint32_t all = walk->needs ? room : room / 2;

	return all > walk->inf->n_effects ? all - walk->inf->n_effects : 0;
}

static int fill_list(const struct walk *walk, struct inf_effect_list *list)
{
	struct pcimsi_inf *inf = walk->inf;
	uint32_t room = room_left(walk), n = 0, total = 0;
	struct pcimsi_effect *all;

	/* Cannot overflow: a sum that passes `room` ends the count. */
	for (uint32_t i = 0; i < list->n_steps && total <= room; i++)
		total += list->steps[i].section->n_lines;
	list->cut = total > room;
	total = total < room ? total : room;
	all = arena_array(&inf->arena, total, sizeof(*all));
	if (!all)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < list->n_steps && n < total; i++) {
		struct inf_section *section = list->steps[i].section;
		uint32_t count = section->n_lines < total - n ? section->n_lines : total - n;
		struct pcimsi_inf *owner = list->steps[i].inf;
		const struct pcimsi_effect *effects = inf_section_effects(owner, section,
									  list->steps[i].delreg);

		if (!effects)
			return PCIMSI_ERR_NOMEM;
		memcpy(all + n, effects, count * sizeof(*all));
		for (uint32_t k = n; owner != inf && k < n + count; k++)
			all[k].file = owner->facts.name;
		n += count;
	}
	list->effects = all;
	list->n_effects = n;
	inf->n_effects += n;
	return 0;
}

/* NULL: out of memory. */
static const struct inf_effect_list *effects_of(struct walk *walk)
{
	struct inf_effect_list **slot = cache_slot(walk->inf, walk), *list;

	if (!slot)
		return NULL;
	if (same_steps(*slot, walk))
		return *slot;
	list = arena_alloc(&walk->inf->arena, sizeof(*list));
	if (!list)
		return NULL;
	list->steps = walk->steps.items;
	list->n_steps = walk->steps.count;
	if (fill_list(walk, list) < 0)
		return NULL;
	*slot = list;
	return list;
}

static int start_walk(struct walk *walk, struct inf_section *section)
{
	struct pcimsi_inf *inf = walk->inf;

	if (!inf->walked) {
		inf->walked = arena_array(&inf->arena, inf->sections.count, sizeof(*inf->walked));
		if (!inf->walked)
			return PCIMSI_ERR_NOMEM;
	}
	inf->walk++;
	return walk_section(walk, section, 0);
}

/* Sections of many devices share a list, and each is judged by all of it. */
static uint32_t use_list(struct pcimsi_inf *inf, const struct inf_effect_list *list)
{
	uint32_t left = inf_room(inf, INF_USED_LEAST, INF_USED_MAX) - inf->n_used;
	uint32_t used = list->n_effects < left ? list->n_effects : left;

	inf->n_used += used;
	return used;
}

static int install_hw(struct pcimsi_inf *inf, struct inf_section *section, enum pcimsi_arch arch,
		      struct pcimsi_install *ret)
{
	struct walk walk = { .main = inf, .inf = inf, .arch = arch, .needs = true };
	const struct inf_effect_list *list;
	int err = start_walk(&walk, section);

	list = err ? NULL : effects_of(&walk);
	if (!list)
		return PCIMSI_ERR_NOMEM;
	ret->hw_section = section->name;
	ret->hw_place = section->place;
	ret->effects = list->effects;
	ret->n_effects = use_list(inf, list);
	ret->complete = !walk.incomplete && !list->cut && ret->n_effects == list->n_effects;
	ret->missing = walk.missing.items;
	ret->n_missing = walk.missing.count;
	inf_settings(ret->effects, ret->n_effects, ret->settings);
	return 0;
}

static int install_software(struct pcimsi_inf *inf, struct inf_section *section,
			    enum pcimsi_arch arch, struct pcimsi_install *ret)
{
	struct walk walk = { .main = inf, .inf = inf, .arch = arch };
	const struct inf_effect_list *list;
	int err = start_walk(&walk, section);

	list = err ? NULL : effects_of(&walk);
	if (!list)
		return PCIMSI_ERR_NOMEM;
	ret->section = section->name;
	ret->section_place = section->place;
	ret->software_effects = list->effects;
	ret->n_software_effects = list->n_effects;
	return 0;
}

int inf_install(struct pcimsi_inf *inf, const char *base, enum pcimsi_arch arch,
		struct pcimsi_install *ret)
{
	struct inf_section *section, *hw = NULL;
	int err;

	*ret = (struct pcimsi_install){ .base = base, .complete = true };
	err = inf_choose_section(inf, base, arch, &section);
	if (!err && section)
		err = install_software(inf, section, arch, ret);
	/* Of the chosen name only: [X.NTamd64] does not take [X.HW]. */
	if (!err && section)
		err = inf_related_section(inf, section, HW, arch, &hw);
	if (!err && hw)
		err = install_hw(inf, hw, arch, ret);
	return err;
}
