/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/inf_priv.h"

#include "base/str.h"
#include "inf/template.h"

#include <string.h>

/* ---- [Manufacturer] ("INF Manufacturer Section") ------------------------------------ */

struct pcimsi_decoration inf_decoration_for(const struct inf_decorated *decorated,
					    enum pcimsi_arch arch)
{
	struct pcimsi_decoration d = decorated->parsed;

	if (decorated->is_template && d.valid)
		d.arch = arch;
	return d;
}

static int find_sections(struct pcimsi_inf *inf, const struct inf_manufacturer *manufacturer,
			 struct inf_decorated *decorated)
{
	const char *name = manufacturer->models;

	if (*decorated->text)
		name = arena_printf(&inf->arena, "%s.%s", name, decorated->text);
	if (!name)
		return PCIMSI_ERR_NOMEM;
	for (int arch = PCIMSI_ARCH_X86; arch < INF_ARCH_COUNT; arch++) {
		const char *stamped = inf_stamp(&inf->arena, name, (enum pcimsi_arch)arch);

		if (!stamped)
			return PCIMSI_ERR_NOMEM;
		decorated->sections[arch] = inf_section_find_for(&inf->sections, stamped,
								 (enum pcimsi_arch)arch);
	}
	return 0;
}

static bool found_any(const struct inf_decorated *decorated)
{
	for (int arch = PCIMSI_ARCH_X86; arch < INF_ARCH_COUNT; arch++)
		if (decorated->sections[arch])
			return true;
	return false;
}

static int fill_decorated(struct pcimsi_inf *inf, const struct inf_manufacturer *manufacturer,
			  const char *text, struct inf_decorated *ret)
{
	const char *stamped = inf_stamp(&inf->arena, text, PCIMSI_ARCH_X86);

	if (!stamped)
		return PCIMSI_ERR_NOMEM;
	ret->text = text;
	ret->is_template = stamped != text;
	ret->parsed = pcimsi_decoration_parse(stamped, strlen(stamped));
	return find_sections(inf, manufacturer, ret);
}

static void note_decorated(struct pcimsi_inf *inf, const struct inf_manufacturer *manufacturer,
			   const struct inf_decorated *decorated, struct pcimsi_place place)
{
	if (!decorated->parsed.valid || decorated->parsed.product > PCIMSI_PRODUCT_SERVER)
		notes_add(&inf->notes, PCIMSI_NOTE_INF_BAD_DECORATION, place, decorated->text);
	else if (!found_any(decorated))
		notes_add(&inf->notes, PCIMSI_NOTE_INF_MODELS_MISSING, place,
			  *decorated->text ? decorated->text : manufacturer->models);
}

/* Field 0 names the section, undecorated; each of the others is a decoration. */
static int read_decorations(struct pcimsi_inf *inf, struct inf_manufacturer *manufacturer)
{
	const struct inf_line *line = manufacturer->line;
	uint32_t room = INF_DECORATIONS_MAX - inf->n_decorated;
	uint32_t wanted = line->n_fields < room ? line->n_fields : room;

	if (wanted < line->n_fields)
		notes_add(&inf->notes, PCIMSI_NOTE_INF_LIMIT, line->place, "decorations");
	manufacturer->decorated = arena_array(&inf->arena, wanted, sizeof(struct inf_decorated));
	if (!manufacturer->decorated)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < wanted; i++) {
		struct inf_decorated *decorated =
			&manufacturer->decorated[manufacturer->n_decorated];
		const char *text = i ? inf_expanded(inf, line->fields[i].text) : "";

		/* A trailing comma says no more than the section's name. */
		if (text && i && !*text)
			continue;
		if (!text || fill_decorated(inf, manufacturer, text, decorated) < 0)
			return PCIMSI_ERR_NOMEM;
		manufacturer->n_decorated++;
		if (i || line->n_fields == 1)
			note_decorated(inf, manufacturer, decorated, line->fields[i].place);
	}
	inf->n_decorated += manufacturer->n_decorated;
	return 0;
}

static int read_manufacturer(struct pcimsi_inf *inf, const struct inf_line *line)
{
	const char *models = inf_expanded(inf, line->fields[0].text);
	const char *name = line->key ? inf_expanded(inf, line->key) : models;
	struct inf_manufacturer *manufacturer;

	if (!models || !name)
		return PCIMSI_ERR_NOMEM;
	/* A line of the C preprocessor names no manufacturer. */
	if (!*models || *models == '#')
		return 0;
	if (inf->manufacturers.count == INF_MANUFACTURERS_MAX) {
		notes_add(&inf->notes, PCIMSI_NOTE_INF_LIMIT, line->place, "manufacturers");
		return 0;
	}
	manufacturer = VEC_ADD(&inf->arena, &inf->manufacturers);
	if (!manufacturer)
		return PCIMSI_ERR_NOMEM;
	*manufacturer = (struct inf_manufacturer){ .name = name, .models = models, .line = line };
	return read_decorations(inf, manufacturer);
}

/* All that can be chosen for some target. */
static int read_models_of(struct pcimsi_inf *inf, const struct inf_manufacturer *manufacturer)
{
	for (uint32_t i = 0; i < manufacturer->n_decorated; i++)
		for (int arch = PCIMSI_ARCH_X86; arch < INF_ARCH_COUNT; arch++) {
			struct inf_section *section = manufacturer->decorated[i].sections[arch];

			if (section && inf_models_read(inf, section) < 0)
				return PCIMSI_ERR_NOMEM;
		}
	return 0;
}

int inf_manufacturers_read(struct pcimsi_inf *inf)
{
	const struct inf_section *section = inf_section_find(&inf->sections, "Manufacturer");
	int err = 0;

	for (uint32_t i = 0; !err && section && i < section->n_lines; i++)
		err = read_manufacturer(inf, &section->lines[i]);
	for (uint32_t i = 0; !err && i < inf->manufacturers.count; i++)
		err = read_models_of(inf, &inf->manufacturers.items[i]);
	return err;
}

const struct inf_decorated *inf_models_choose(const struct inf_manufacturer *manufacturer,
					      const struct pcimsi_target *target)
{
	const struct inf_decorated *best = NULL;
	struct pcimsi_decoration best_parsed = { 0 };

	for (uint32_t i = 0; i < manufacturer->n_decorated; i++) {
		const struct inf_decorated *decorated = &manufacturer->decorated[i];
		struct pcimsi_decoration d = inf_decoration_for(decorated, target->arch);

		if (!inf_decoration_applies(&d, target))
			continue;
		/* The undecorated section is a fallback that need not be there. */
		if (!d.has_nt && !decorated->sections[target->arch])
			continue;
		if (best && inf_decoration_compare(&d, &best_parsed, target) <= 0)
			continue;
		best = decorated;
		best_parsed = d;
	}
	return best;
}

/* ---- Models ("INF Models Section") ------------------------------------------------- */

/* Empty fields between ids keep their places: the place of an id is part of its rank. */
static int read_compatible_ids(struct pcimsi_inf *inf, const struct inf_line *line,
			       struct inf_model_line *model)
{
	uint32_t n = line->n_fields;
	const char **ids;

	while (n > 2 && !*line->fields[n - 1].text)
		n--;
	if (n <= 2)
		return 0;
	ids = arena_array(&inf->arena, n - 2, sizeof(*ids));
	if (!ids)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 2; i < n; i++) {
		ids[i - 2] = inf_expanded(inf, line->fields[i].text);
		if (!ids[i - 2])
			return PCIMSI_ERR_NOMEM;
	}
	model->compatible_ids = ids;
	model->n_compatible_ids = n - 2;
	return 0;
}

/* description = install-section [, hw-id [, compatible-id ...]] */
static int read_model(struct pcimsi_inf *inf, const struct inf_line *line,
		      struct inf_model_line *model)
{
	*model = (struct inf_model_line){ .line = line };
	model->description = inf_expanded(inf, line->key ? line->key : "");
	model->install = inf_expanded(inf, line->fields[0].text);
	if (!model->description || !model->install)
		return PCIMSI_ERR_NOMEM;
	if (line->n_fields > 1 && *line->fields[1].text) {
		model->hardware_id = inf_expanded(inf, line->fields[1].text);
		if (!model->hardware_id)
			return PCIMSI_ERR_NOMEM;
	}
	return read_compatible_ids(inf, line, model);
}

int inf_models_read(struct pcimsi_inf *inf, struct inf_section *section)
{
	struct inf_model_line *models;
	uint32_t n = 0;

	if (section->has_models)
		return 0;
	models = arena_array(&inf->arena, section->n_lines, sizeof(*models));
	if (!models)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < section->n_lines; i++) {
		const struct inf_line *line = &section->lines[i];

		if (read_model(inf, line, &models[n]) < 0)
			return PCIMSI_ERR_NOMEM;
		if (line->key && (models[n].hardware_id || models[n].n_compatible_ids))
			n++;
		else if (*line->fields[0].text != '#')
			notes_add(&inf->notes, PCIMSI_NOTE_INF_MODEL_WITHOUT_ID, line->place,
				  line->text);
	}
	section->models = models;
	section->n_models = n;
	section->has_models = true;
	return 0;
}
