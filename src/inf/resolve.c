/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/install.h"
#include "inf/targets.h"
#include "inf/template.h"

#include "base/str.h"

#include <string.h>

struct resolving {
	struct pcimsi_inf *inf;
	struct pcimsi_resolution *resolution;
	struct pcimsi_model *models;
	struct pcimsi_install *installs;
	const char **bases; /* install section of each model, stamped */
	uint32_t *groups;   /* of each model: equal for equal bases */
	uint32_t n_groups;
	uint64_t room;    /* what they may cost */
	uint32_t *placed; /* of each group: its place in installs + 1; 0: none yet */
};

static struct inf_section *models_section(const struct inf_manufacturer *manufacturer,
					  const struct pcimsi_target *target)
{
	const struct inf_decorated *choice = inf_models_choose(manufacturer, target);

	return choice ? choice->sections[target->arch] : NULL;
}

/* What the models of one more target may cost. */
static uint64_t room_for_models(const struct pcimsi_inf *inf)
{
	uint64_t one = INF_MODELS_LEAST + (uint64_t)inf->text.size * INF_MODELS_PER_BYTE, left;

	one = one < INF_MODELS_MAX ? one : INF_MODELS_MAX;
	left = one * INF_TARGETS_TOGETHER - inf->models_cost;
	return one < left ? one : left;
}

/*
 * How many there are. Also tells whether there is a Models section, and
 * whether all there are are empty.
 */
static uint64_t count_models(struct pcimsi_inf *inf, struct pcimsi_resolution *resolution)
{
	bool lines = false;
	uint64_t n = 0;

	for (uint32_t i = 0; i < inf->manufacturers.count; i++) {
		const struct inf_section *section = models_section(&inf->manufacturers.items[i],
								   &resolution->target);

		if (!section)
			continue;
		resolution->has_models_section = true;
		lines = lines || section->n_lines;
		n += section->n_models;
	}
	resolution->excluded = resolution->has_models_section && !lines;
	return n;
}

static int allocate(struct resolving *r, uint32_t n)
{
	struct arena *arena = &r->inf->arena;

	r->models = arena_array(arena, n, sizeof(*r->models));
	r->bases = arena_array(arena, n, sizeof(*r->bases));
	r->groups = arena_array(arena, n, sizeof(*r->groups));
	r->placed = arena_array(arena, n, sizeof(*r->placed));
	return r->models && r->bases && r->groups && r->placed ? 0 : PCIMSI_ERR_NOMEM;
}

static int add_model(struct resolving *r, const struct inf_manufacturer *manufacturer,
		     const struct inf_section *section, const struct inf_model_line *line)
{
	uint32_t number = r->resolution->n_models++;

	r->models[number] = (struct pcimsi_model){
		.manufacturer = manufacturer->name,
		.description = line->description,
		.hardware_id = line->hardware_id,
		.compatible_ids = line->compatible_ids,
		.n_compatible_ids = line->n_compatible_ids,
		.fields = line->line->fields,
		.n_fields = line->line->n_fields,
		.models_section = section->name,
		.place = line->line->place,
		.text = line->line->text,
	};
	r->bases[number] = inf_stamp(&r->inf->arena, line->install, r->resolution->target.arch);
	return r->bases[number] ? 0 : PCIMSI_ERR_NOMEM;
}

static int add_models(struct resolving *r, uint32_t wanted)
{
	for (uint32_t i = 0; i < r->inf->manufacturers.count; i++) {
		const struct inf_manufacturer *manufacturer = &r->inf->manufacturers.items[i];
		const struct inf_section *section = models_section(manufacturer,
								   &r->resolution->target);

		for (uint32_t k = 0; section && k < section->n_models; k++) {
			if (r->resolution->n_models == wanted)
				return 0;
			if (add_model(r, manufacturer, section, &section->models[k]) < 0)
				return PCIMSI_ERR_NOMEM;
		}
	}
	return 0;
}

static int group_models(struct resolving *r)
{
	struct name_index index = { 0 };
	const char *last = NULL;

	for (uint32_t i = 0; i < r->resolution->n_models; i++)
		if (name_index_add(&r->inf->arena, &index, r->bases[i], i) < 0)
			return PCIMSI_ERR_NOMEM;
	name_index_sort(&index);
	for (uint32_t i = 0; i < index.entries.count; i++) {
		const struct name_entry *entry = &index.entries.items[i];

		if (!last || !str_ieq(entry->name, last))
			r->n_groups++;
		last = entry->name;
		r->groups[entry->value] = r->n_groups - 1;
	}
	return 0;
}

static size_t length_of(const char *text)
{
	return text ? strlen(text) : 0;
}

static uint64_t cost_of(const struct pcimsi_model *model)
{
	const struct pcimsi_install *install = model->install;
	uint64_t cost = INF_MODEL_COST + length_of(model->manufacturer) +
			length_of(model->description) + length_of(model->hardware_id) +
			length_of(install->base);

	for (uint32_t i = 0; i < model->n_compatible_ids; i++)
		cost += length_of(model->compatible_ids[i]) + sizeof("\"\",");
	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++)
		if (install->settings[i])
			cost += length_of(install->settings[i]->value_text) +
				install->settings[i]->data_size * 2;
	return cost;
}

/*
 * Each install section once, in the order in which the models name them. Models end
 * where their cost does.
 */
static int add_installs(struct resolving *r)
{
	uint64_t cost = 0;
	uint32_t n = 0;

	r->installs = arena_array(&r->inf->arena, r->n_groups, sizeof(*r->installs));
	if (!r->installs)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < r->resolution->n_models; i++) {
		uint32_t *place = &r->placed[r->groups[i]];

		if (!*place) {
			*place = ++n;
			if (inf_install(r->inf, r->bases[i], r->resolution->target.arch,
					&r->installs[n - 1]) < 0)
				return PCIMSI_ERR_NOMEM;
		}
		r->models[i].install = &r->installs[*place - 1];
		cost += cost_of(&r->models[i]);
		if (cost > r->room)
			r->resolution->n_models = i;
	}
	r->inf->models_cost += cost < r->room ? cost : r->room;
	r->resolution->installs = r->installs;
	r->resolution->n_installs = n;
	return 0;
}

static int resolve(struct pcimsi_inf *inf, struct pcimsi_resolution *resolution)
{
	struct resolving r = { .inf = inf, .resolution = resolution, .room = room_for_models(inf) };
	uint64_t all = count_models(inf, resolution), fit = r.room / INF_MODEL_COST;
	uint32_t n = (uint32_t)(all < fit ? all : fit);
	int err = allocate(&r, n);

	if (!err)
		err = add_models(&r, n);
	if (!err)
		err = group_models(&r);
	if (!err)
		err = add_installs(&r);
	resolution->models = r.models;
	all -= resolution->n_models;
	resolution->n_left_out = (uint32_t)(all < UINT32_MAX ? all : UINT32_MAX);
	return err;
}

int pcimsi_inf_resolve(struct pcimsi_inf *inf, const struct pcimsi_target *target,
		       const struct pcimsi_resolution **ret)
{
	struct pcimsi_resolution *resolution;
	const struct pcimsi_resolution **cached;
	bool sane = (unsigned)target->arch < INF_ARCH_COUNT;

	for (uint32_t i = 0; i < inf->resolutions.count; i++)
		if (inf_target_equal(&inf->resolutions.items[i]->target, target)) {
			*ret = inf->resolutions.items[i];
			return 0;
		}
	resolution = arena_alloc(&inf->arena, sizeof(*resolution));
	if (!resolution)
		return PCIMSI_ERR_NOMEM;
	resolution->target = *target;
	if (inf->facts.rejection == PCIMSI_INF_ACCEPTED && sane && resolve(inf, resolution) < 0)
		return PCIMSI_ERR_NOMEM;
	cached = VEC_ADD(&inf->arena, &inf->resolutions);
	if (!cached)
		return PCIMSI_ERR_NOMEM;
	*ret = *cached = resolution;
	return 0;
}
