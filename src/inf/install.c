/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/install.h"

#include "base/str.h"
#include "inf/directive.h"
#include "inf/driver_ver.h"
#include "inf/effect_list.h"
#include "inf/registry_lines.h"
#include "inf/section_names.h"
#include "inf/services.h"
#include "inf/template.h"

#include <string.h>

struct walk {
	struct pcimsi_inf *main; /* that is installed */
	struct pcimsi_inf *inf;  /* that the walk is in: the same, or one that it includes */
	enum pcimsi_arch arch;
	unsigned depth; /* of Needs */
	bool needs;     /* follow them */
	bool incomplete;
	VEC(const struct inf_section *) foreign; /* sections of included INFs that were walked */
	VEC(struct inf_step) steps;
	VEC(struct pcimsi_missing) missing;
};

/* The field as a section name: expanded, $ARCH$ filled in. */
static const char *reference(struct walk *walk, const struct pcimsi_inf_field *field)
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

/* ---- sections of registry lines ------------------------------------------------------------- */

static int add_step(struct walk *walk, const struct inf_section *section,
		    const struct inf_line *line, uint32_t number, enum pcimsi_directive directive)
{
	const struct pcimsi_inf_field *field = &line->fields[number];
	const char *name = reference(walk, field);
	struct inf_section *target;
	struct inf_step *step;

	if (!name)
		return PCIMSI_ERR_NOMEM;
	if (!*name)
		return 0;
	target = inf_section_find_for(&walk->inf->sections, name, walk->arch);
	if (!target)
		return add_missing(walk, section, line,
				   &(struct pcimsi_missing){ .directive = directive,
							     .name = name,
							     .place = field->place,
							     .end = field->end });
	if (walk->steps.count == INF_STEPS_MAX) {
		walk->incomplete = true;
		return 0;
	}
	step = VEC_ADD(&walk->main->arena, &walk->steps);
	if (!step)
		return PCIMSI_ERR_NOMEM;
	*step = (struct inf_step){ .inf = walk->inf, .section = target, .directive = directive };
	return 0;
}

/* Every section that the line names, in order. */
static int add_steps(void *user, const struct inf_section *section, const struct inf_line *line,
		     enum pcimsi_directive directive)
{
	struct walk *walk = user;
	int err = 0;

	for (uint32_t i = 0; !err && i < line->n_fields && spend(walk, 1); i++)
		err = add_step(walk, section, line, i, directive);
	return err;
}

/* ---- Include and Needs ---------------------------------------------------------------------- */

/* What the Include lines beside a Needs name: read once, however many Needs there are. */
struct beside {
	struct walk *walk;
	bool read;
	const char *names; /* with commas; NULL: there is no Include */
	bool cut;          /* a list nobody would write by hand need not be given in full */
	VEC(struct pcimsi_inf *) infs; /* those that were supplied, each once */
};

static int add_name(struct beside *beside, const char *name)
{
	if (beside->names && !beside->cut)
		name = arena_printf(&beside->walk->inf->arena, "%s,%s", beside->names, name);
	if (!name)
		return PCIMSI_ERR_NOMEM;
	beside->cut = beside->cut || strlen(name) > INF_INCLUDES_LENGTH_MAX;
	if (!beside->cut)
		beside->names = name;
	return 0;
}

static int add_beside(struct beside *beside, const struct pcimsi_inf_field *field)
{
	struct walk *walk = beside->walk;
	const char *name = inf_expanded(walk->inf, field->text);
	struct pcimsi_inf *inf, **place;
	int err = name ? add_name(beside, name) : PCIMSI_ERR_NOMEM;

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

/* The names of an Include line. */
static int read_include(void *user, const struct inf_section *section, const struct inf_line *line,
			enum pcimsi_directive directive)
{
	struct beside *beside = user;
	int err = 0;

	(void)section;
	(void)directive;
	for (uint32_t i = 0; !err && i < line->n_fields && spend(beside->walk, 1); i++)
		err = add_beside(beside, &line->fields[i]);
	return err;
}

static int read_beside(struct beside *beside, const struct inf_section *section)
{
	if (beside->read)
		return 0;
	beside->read = true;
	return inf_walk(beside->walk->inf, section, INF_DIRECTIVE(PCIMSI_DIRECTIVE_INCLUDE),
			read_include, beside);
}

static int walk_section(struct walk *walk, struct inf_section *section);

/* Walks a section that is needed and stands in `inf`. */
static int walk_needed(struct walk *walk, struct pcimsi_inf *inf, struct inf_section *section)
{
	struct pcimsi_inf *back = walk->inf;
	int err;

	walk->inf = inf;
	walk->depth++;
	err = walk_section(walk, section);
	walk->depth--;
	walk->inf = back;
	return err;
}

/*
 * A needed section that is not in this INF: looked for in the INFs that are
 * included beside the Needs, as far as they were supplied. 1: found.
 */
static int follow_foreign(const struct beside *beside, const char *name)
{
	struct walk *walk = beside->walk;

	for (uint32_t i = 0; i < beside->infs.count && spend(walk, 1); i++) {
		struct pcimsi_inf *other = beside->infs.items[i];
		struct inf_section *target;
		int err = inf_needed_section(other, name, walk->arch, &target);

		if (!err && target)
			err = walk_needed(walk, other, target);
		if (err || target)
			return err ? err : 1;
	}
	return 0;
}

static int follow_need(struct beside *beside, const struct inf_section *section,
		       const struct inf_line *line, uint32_t number)
{
	const struct pcimsi_inf_field *field = &line->fields[number];
	struct pcimsi_missing missing = { .directive = PCIMSI_DIRECTIVE_NEEDS,
					  .place = field->place,
					  .end = field->end };
	struct walk *walk = beside->walk;
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
		return walk_needed(walk, walk->inf, target);
	err = read_beside(beside, section);
	if (!err)
		err = follow_foreign(beside, missing.name);
	if (err)
		return err < 0 ? err : 0;
	missing.harmless = inf_is_harmless_need(missing.name);
	if (!missing.harmless)
		walk->incomplete = true;
	missing.include = beside->names;
	return add_missing(walk, section, line, &missing);
}

static int follow_needs(void *user, const struct inf_section *section, const struct inf_line *line,
			enum pcimsi_directive directive)
{
	struct beside *beside = user;
	int err = 0;

	(void)directive;
	for (uint32_t i = 0; !err && i < line->n_fields && spend(beside->walk, 1); i++)
		err = follow_need(beside, section, line, i);
	return err;
}

/* ---- one section after the other ------------------------------------------------------------ */

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

/* The lines of one section: all DelReg, then all AddReg, then all BitReg, as in Wine. */
static int walk_lines(struct walk *walk, const struct inf_section *section)
{
	struct pcimsi_inf *inf = walk->inf;
	struct beside beside = { .walk = walk };
	int err = 0;

	if (walk->needs)
		err = inf_walk(inf, section, INF_DIRECTIVE(PCIMSI_DIRECTIVE_NEEDS), follow_needs,
			       &beside);
	for (int i = 0; !err && i < INF_REGISTRY_DIRECTIVES; i++)
		err = inf_walk(inf, section, INF_DIRECTIVE(i), add_steps, walk);
	return err;
}

/*
 * Needed sections first, so that the section's own lines win: the order is not
 * documented. A section that was needed before is not walked again, which also ends
 * every cycle.
 */
static int walk_section(struct walk *walk, struct inf_section *section)
{
	int err = was_walked(walk, section);

	if (err)
		return err < 0 ? err : 0;
	if (walk->depth > INF_NEEDS_DEPTH_MAX)
		walk->incomplete = true;
	if (walk->depth > INF_NEEDS_DEPTH_MAX || (walk->needs && !spend(walk, section->n_lines)))
		return 0;
	return walk_lines(walk, section);
}

/* ---- an install section --------------------------------------------------------------------- */

/* The software key, where most lines are, leaves half of the room to the hardware key. */
static const struct inf_effect_list *effects_of(struct walk *walk)
{
	uint32_t room = inf_room(walk->main, INF_EFFECTS_LEAST, INF_EFFECTS_MAX);

	return inf_effect_list(walk->main, walk->steps.items, walk->steps.count,
			       walk->needs ? room : room / 2);
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
	return walk_section(walk, section);
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
	return inf_settings(&inf->arena, ret->effects, ret->n_effects, ret->settings);
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

/* A DriverVer of the install section stands in place of that of [Version]. */
static int rank_section(struct pcimsi_inf *inf, const struct inf_section *section,
			struct pcimsi_install *ret)
{
	struct pcimsi_driver_ver own;
	int err = inf_driver_ver(inf, section, &own);

	if (own.date_known)
		ret->driver_ver = own;
	return err ? err : inf_feature_score(inf, section, &ret->feature_score);
}

int inf_install(struct pcimsi_inf *inf, const char *base, enum pcimsi_arch arch,
		struct pcimsi_install *ret)
{
	struct inf_section *section, *hw = NULL;
	int err;

	*ret = (struct pcimsi_install){ .base = base,
					.driver_ver = inf->facts.driver_ver,
					.feature_score = PCIMSI_FEATURE_SCORE_NONE,
					.complete = true };
	err = inf_choose_section(inf, base, arch, &section);
	if (!err && section)
		err = install_software(inf, section, arch, ret);
	if (!err && section)
		err = rank_section(inf, section, ret);
	if (!err && section)
		err = inf_null_driver(inf, section, arch, &ret->null_driver);
	/* Of the chosen name only: [X.NTamd64] does not take [X.HW]. */
	if (!err && section)
		err = inf_related_section(inf, section, INF_HW, arch, &hw);
	if (!err && hw)
		err = install_hw(inf, hw, arch, ret);
	return err;
}
