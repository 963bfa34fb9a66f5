/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suggest/section_changes.h"

#include "base/str.h"
#include "inf/survey.h"
#include "judge/chain.h"

bool is_msi_setting(const struct pcimsi_effect *effect)
{
	return effect->op == PCIMSI_EFFECT_SET && effect->root == PCIMSI_ROOT_HKR &&
	       is_msi_value(effect);
}

/* Where refer() will put its lines. */
static uint32_t place_to_refer(struct fixing *f)
{
	const struct pcimsi_install *install = f->install;

	return install->hw_section ? install->hw_place.line + 1
				   : edit_next_header(f, install->section_place.line);
}

/*
 * "INF DDInstall.HW Section": the name of the install section that is chosen, with
 * its decoration, and .HW. Made behind that section where there is none yet.
 */
static void refer(struct fixing *f, const char *name)
{
	const struct pcimsi_install *install = f->install;
	uint32_t at = place_to_refer(f);

	if (!install->hw_section)
		edit_insert(f, at, "");
	edit_insert(f, at, arena_printf(f->arena, "AddReg = %s", name));
	if (!install->hw_section)
		edit_insert(f, at, arena_printf(f->arena, "[%s.HW]", install->section));
}

/* An AddReg section of its own. */
static enum pcimsi_refusal add_section(struct fixing *f, const char *setting)
{
	const struct pcimsi_install *install = f->install;
	const char *name = arena_printf(f->arena, "%s_MSI", install->section);
	uint32_t behind = install->hw_section ? install->hw_place.line
					      : install->section_place.line;
	uint32_t at = edit_next_header(f, behind);

	if (!name || inf_has_section(f->finding->inf->inf, name))
		return PCIMSI_REFUSAL_STRUCTURE;
	edit_insert(f, at, "");
	edit_insert(f, at, setting);
	edit_insert(f, at, arena_printf(f->arena, "[%s]", name));
	refer(f, name);
	return PCIMSI_REFUSAL_NONE;
}

/* The line beside which another one belongs: of the MSI values, or any. NULL: none. */
static const struct pcimsi_effect *neighbour(const struct pcimsi_install *install)
{
	const struct pcimsi_effect *beside = NULL;

	for (uint32_t i = 0; i < install->n_effects; i++) {
		const struct pcimsi_effect *effect = &install->effects[i];

		if (effect->file || effect->directive != PCIMSI_DIRECTIVE_ADDREG)
			continue;
		if (is_msi_setting(effect))
			return effect;
		if (!beside)
			beside = effect;
	}
	return beside;
}

enum pcimsi_refusal section_add_setting(struct fixing *f, enum pcimsi_setting setting,
					uint32_t value)
{
	const struct pcimsi_effect *beside;
	const char *line = arena_printf(f->arena, "HKR," WRITE_SUBKEY ",%s," WRITE_DWORD ",%u",
					pcimsi_setting_name(setting), value);

	if (!f->install || !f->install->section)
		return PCIMSI_REFUSAL_STRUCTURE;
	if (!f->install->complete)
		return PCIMSI_REFUSAL_INCOMPLETE;
	beside = neighbour(f->install);
	if (!beside)
		return add_section(f, line);
	edit_insert(f, beside->place.line, line);
	return PCIMSI_REFUSAL_NONE;
}

/* ---- sections that are named in the wrong place, or nowhere --------------------------------- */

/* Of the verdicts that the finding explains, the one install section; NULL: none, or several. */
static const struct pcimsi_install *only_install(const struct fixing *f)
{
	const struct pcimsi_install *only = NULL;

	for (uint32_t i = 0; i < f->run->n_verdicts; i++) {
		const struct pcimsi_verdict *verdict = f->run->verdicts[i];

		for (uint32_t k = 0; k < verdict->n_findings; k++) {
			if (verdict->findings[k] != f->finding)
				continue;
			if (only && only != verdict->match.model->install)
				return NULL;
			only = verdict->match.model->install;
		}
	}
	return only;
}

static const struct inf_survey_section *find_section(struct fixing *f, const char *name)
{
	const struct inf_survey *survey = NULL;

	if (inf_survey(f->finding->inf->inf, &survey))
		f->nomem = true;
	for (uint32_t i = 0; name && survey && i < survey->n_sections; i++)
		if (str_ieq(survey->sections[i].name, name))
			return &survey->sections[i];
	return NULL;
}

/* A line that writes something else would write it to another key from then on. */
static bool has_only_interrupts(const struct inf_survey_section *section)
{
	for (uint32_t i = 0; i < section->n_effects; i++)
		if (section->effects[i].root != PCIMSI_ROOT_HKR ||
		    !str_istarts(section->effects[i].subkey, INF_KEY_INTERRUPTS))
			return false;
	return true;
}

/* An AddReg of the .HW section that names nothing, and is spelt almost so; NULL: none. */
static const struct pcimsi_missing *misspelt_reference(const struct fixing *f, const char *name)
{
	for (uint32_t i = 0; i < f->install->n_missing; i++) {
		const struct pcimsi_missing *missing = &f->install->missing[i];
		const char *near = inf_near_section(f->finding->inf->inf, missing->name);

		if (!missing->file && near && str_ieq(near, name) &&
		    missing->directive == PCIMSI_DIRECTIVE_ADDREG)
			return missing;
	}
	return NULL;
}

enum pcimsi_refusal section_refer(struct fixing *f, const char *name)
{
	const struct inf_survey_section *section = find_section(f, name);
	const struct pcimsi_missing *missing;

	f->install = only_install(f);
	if (!f->install || !f->install->section)
		return PCIMSI_REFUSAL_DECISION;
	missing = misspelt_reference(f, name);
	if (missing)
		return edit_word(f, missing->place, missing->name, name);
	if (!section || !has_only_interrupts(section))
		return PCIMSI_REFUSAL_STRUCTURE;
	refer(f, name);
	return PCIMSI_REFUSAL_NONE;
}

/* The AddReg line of the install section that names it. */
static const struct inf_reference *find_reference(const struct fixing *f,
						  const struct inf_survey_section *section)
{
	for (uint32_t i = 0; i < section->n_references; i++)
		if (section->references[i].context == INF_FROM_INSTALL_ADDREG &&
		    str_ieq(section->references[i].section, f->install->section))
			return &section->references[i];
	return NULL;
}

/* Takes the name out of "AddReg = A, NAME, B"; a line that names nothing else goes. */
static enum pcimsi_refusal take_out(struct fixing *f, struct pcimsi_place place, const char *name)
{
	const struct pcimsi_inf_field *fields;
	struct edit_line line;
	uint32_t which = 0;

	if (!edit_open(f, place, &line))
		return PCIMSI_REFUSAL_UNUSUAL;
	if (line.inf->n_fields == 1)
		return edit_remove(f, place);
	fields = line.inf->fields;
	while (which < line.inf->n_fields && !str_ieq(fields[which].text, name))
		which++;
	if (which == line.inf->n_fields)
		return PCIMSI_REFUSAL_UNUSUAL;
	if (which + 1 < line.inf->n_fields)
		return edit_columns(f, line.line, fields[which].place.column,
				    fields[which + 1].place.column, "");
	return edit_columns(f, line.line, fields[which - 1].end.column, fields[which].end.column,
			    "");
}

/* The line of the install section that names it, which writes nothing but interrupt settings. */
static const struct inf_reference *reference_to_drop(struct fixing *f, const char *name)
{
	const struct inf_survey_section *section = find_section(f, name);

	if (!section || !f->install || !f->install->section || !has_only_interrupts(section))
		return NULL;
	return find_reference(f, section);
}

enum pcimsi_refusal section_drop(struct fixing *f, const char *name)
{
	const struct inf_reference *reference = reference_to_drop(f, name);

	return reference ? take_out(f, reference->place, name) : PCIMSI_REFUSAL_STRUCTURE;
}

enum pcimsi_refusal section_move(struct fixing *f, const char *name)
{
	const struct inf_reference *reference = reference_to_drop(f, name);
	enum pcimsi_refusal refusal;

	if (!reference)
		return PCIMSI_REFUSAL_STRUCTURE;
	/* What stands further down first, so that the other place stays right. */
	if (place_to_refer(f) > reference->place.line) {
		refer(f, name);
		return take_out(f, reference->place, name);
	}
	refusal = take_out(f, reference->place, name);
	if (!refusal)
		refer(f, name);
	return refusal;
}
