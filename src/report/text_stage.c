/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/escape.h"
#include "base/str.h"
#include "report/stage.h"

#include "inf/inf_priv.h"

/* `pcimsi inf --stage`: what one stage of the INF front end made of the file. */

static void put_quoted(FILE *out, const char *text)
{
	fputc('"', out);
	put_text(out, text);
	fputc('"', out);
}

static void put_place(FILE *out, struct pcimsi_place place)
{
	fprintf(out, "%u:%u", place.line, place.column);
}

static void put_line(FILE *out, const struct inf_line *line)
{
	put_place(out, line->place);
	fputs("  ", out);
	if (line->has_equals) {
		put_quoted(out, line->key);
		fputs(" =", out);
	}
	for (uint32_t i = 0; i < line->n_fields; i++) {
		fputs(i ? ", " : line->has_equals ? " " : "", out);
		put_quoted(out, line->fields[i].text);
	}
	fputs(line->unterminated_quote ? "  (a quote was not closed)\n" : "\n", out);
}

static void put_header(FILE *out, const struct inf_section *section)
{
	put_place(out, section->place);
	fputs("  [", out);
	put_text(out, section->name);
	fputs("]", out);
}

static void put_lines(FILE *out, const struct pcimsi_inf *inf)
{
	for (uint32_t i = 0; i < inf->sections.count; i++) {
		const struct inf_section *section = &inf->sections.items[i];

		put_header(out, section);
		fputc('\n', out);
		for (uint32_t k = 0; k < section->n_lines; k++)
			put_line(out, &section->lines[k]);
	}
}

static void put_sections(FILE *out, const struct pcimsi_inf *inf)
{
	for (uint32_t i = 0; i < inf->sections.count; i++) {
		put_header(out, &inf->sections.items[i]);
		fprintf(out, "  %u line%s\n", inf->sections.items[i].n_lines,
			str_plural(inf->sections.items[i].n_lines));
	}
}

static void put_strings_of(FILE *out, const struct inf_section *section)
{
	put_header(out, section);
	fputc('\n', out);
	for (uint32_t k = 0; k < section->n_lines; k++)
		if (section->lines[k].has_equals)
			put_line(out, &section->lines[k]);
}

static void put_strings(FILE *out, const struct pcimsi_inf *inf)
{
	if (inf->strings.section)
		put_strings_of(out, inf->strings.section);
	for (uint32_t i = 0; i < inf->strings.n_languages; i++)
		put_strings_of(out, inf->strings.languages[i].section);
}

static void put_manufacturers(FILE *out, const struct pcimsi_inf *inf,
			      const struct pcimsi_target *target)
{
	for (uint32_t i = 0; i < inf->manufacturers.count; i++) {
		const struct inf_manufacturer *manufacturer = &inf->manufacturers.items[i];
		const struct inf_decorated *chosen = inf_models_choose(manufacturer, target);

		put_place(out, manufacturer->line->place);
		fputs("  ", out);
		put_quoted(out, manufacturer->name);
		fputs(" = ", out);
		put_text(out, manufacturer->models);
		for (uint32_t k = 0; k < manufacturer->n_decorated; k++) {
			const struct inf_decorated *decorated = &manufacturer->decorated[k];

			fprintf(out, " %s", decorated == chosen ? "*" : "");
			put_text(out, *decorated->text ? decorated->text : "(undecorated)");
		}
		fputs(chosen ? "\n" : "  (none is taken)\n", out);
	}
}

static void put_models(FILE *out, const struct pcimsi_inf *inf,
		       const struct pcimsi_resolution *resolution)
{
	put_manufacturers(out, inf, &resolution->target);
	for (uint32_t i = 0; i < resolution->n_models; i++) {
		const struct pcimsi_model *model = &resolution->models[i];

		put_place(out, model->place);
		fputs("  [", out);
		put_text(out, model->models_section);
		fputs("]  ", out);
		put_text(out, model->hardware_id ? model->hardware_id : "(no hardware id)");
		for (uint32_t k = 0; k < model->n_compatible_ids; k++) {
			fputs(", ", out);
			put_text(out, model->compatible_ids[k]);
		}
		fputs("  ->  [", out);
		put_text(out,
			 model->install->section ? model->install->section : model->install->base);
		fprintf(out, "]%s\n", model->install->section ? "" : " (missing)");
	}
}

static const char *verb(const struct pcimsi_effect *effect)
{
	switch (effect->op) {
	case PCIMSI_EFFECT_SET:
		return effect->flags & PCIMSI_ADDREG_NOCLOBBER       ? "set if new"
		       : effect->flags & PCIMSI_ADDREG_OVERWRITEONLY ? "set if there"
								     : "set";
	case PCIMSI_EFFECT_CREATE_KEY:
		return "create key";
	case PCIMSI_EFFECT_DELETE_VALUE:
		return "delete value";
	case PCIMSI_EFFECT_DELETE_KEY:
		return "delete key";
	case PCIMSI_EFFECT_CLEAR_BITS:
		return "clear bits";
	case PCIMSI_EFFECT_SET_BITS:
		return "set bits";
	}
	return "?";
}

static void put_effect(FILE *out, const struct pcimsi_effect *effect)
{
	char type[16];

	put_place(out, effect->place);
	if (effect->file) {
		fputs(" of ", out);
		put_text(out, effect->file);
	}
	fprintf(out, "  %s%s ", effect->skipped ? "(passed over) " : "", verb(effect));
	put_text(out, effect->root_text);
	fputc(' ', out);
	put_quoted(out, effect->subkey);
	if (effect->op != PCIMSI_EFFECT_CREATE_KEY && effect->op != PCIMSI_EFFECT_DELETE_KEY) {
		fputc(' ', out);
		put_quoted(out, effect->name);
	}
	if (effect->op == PCIMSI_EFFECT_SET) {
		fprintf(out, " %s ", pcimsi_registry_type_name(effect->type, type));
		if (effect->type == PCIMSI_REGISTRY_DWORD && effect->number_known)
			fprintf(out, "%u", effect->number);
		else
			put_text(out, effect->value_text);
	}
	if (effect->directive == PCIMSI_DIRECTIVE_BITREG) {
		fputc(' ', out);
		if (effect->unknown)
			put_text(out, effect->value_text);
		else
			fprintf(out, "%02x of byte %u", effect->byte_mask, effect->byte_number);
	}
	fputc('\n', out);
}

static void put_list(FILE *out, const char *section, const char *key,
		     const struct pcimsi_effect *effects, uint32_t count)
{
	fputs("[", out);
	put_text(out, section);
	fprintf(out, "]  on the %s key, in this order\n", key);
	for (uint32_t i = 0; i < count; i++)
		put_effect(out, &effects[i]);
}

static void put_effects(FILE *out, const struct pcimsi_resolution *resolution)
{
	for (uint32_t i = 0; i < resolution->n_installs; i++) {
		const struct pcimsi_install *install = &resolution->installs[i];

		if (install->section)
			put_list(out, install->section, "software", install->software_effects,
				 install->n_software_effects);
		if (install->hw_section)
			put_list(out, install->hw_section, "hardware", install->effects,
				 install->n_effects);
	}
}

const char *stage_name(enum inf_stage stage)
{
	static const char *const names[] = {
		[STAGE_LINES] = "lines",     [STAGE_SECTIONS] = "sections",
		[STAGE_STRINGS] = "strings", [STAGE_MODELS] = "models",
		[STAGE_EFFECTS] = "effects",
	};

	return (unsigned)stage < sizeof(names) / sizeof(names[0]) ? names[stage] : NULL;
}

void text_stage(FILE *out, const struct pcimsi_inf *inf, const struct pcimsi_resolution *resolution,
		enum inf_stage stage)
{
	switch (stage) {
	case STAGE_NONE:
		break;
	case STAGE_LINES:
		put_lines(out, inf);
		break;
	case STAGE_SECTIONS:
		put_sections(out, inf);
		break;
	case STAGE_STRINGS:
		put_strings(out, inf);
		break;
	case STAGE_MODELS:
		put_models(out, inf, resolution);
		break;
	case STAGE_EFFECTS:
		put_effects(out, resolution);
		break;
	}
}
