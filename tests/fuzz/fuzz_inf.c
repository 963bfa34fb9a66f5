/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fuzz.h"

#include <pcimsi/inf.h>

#include "inf/survey.h"
#include "inf/targets.h"

/*
 * Input: the bytes of an INF. Beside surviving, what is handed out must be
 * whole: strings where strings are promised, counts that agree, a resolution
 * that does not change when it is asked for again.
 */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct pcimsi_target targets[] = {
	{ 10, 0, 26200, PCIMSI_ARCH_AMD64, PCIMSI_PRODUCT_WORKSTATION, 0 },
	{ 10, 0, 10240, PCIMSI_ARCH_ARM64, PCIMSI_PRODUCT_ANY, 0xffffffff },
	{ 6, 1, 7601, PCIMSI_ARCH_X86, PCIMSI_PRODUCT_SERVER, 0x80 },
};

static void see_note(void *user, const struct pcimsi_note *note)
{
	(void)user;
	touch(note->input);
	touch(pcimsi_note_text(note->code));
	if (note->detail)
		touch(note->detail);
}

static void check_effect(const struct pcimsi_effect *e)
{
	touch(e->root_text);
	touch(e->subkey);
	touch(e->name);
	touch(e->flags_text);
	touch(e->value_text);
	touch(e->section);
	touch(e->text);
	CHECK(e->place.line && e->place.column && e->n_fields);
	CHECK(!e->data_size || e->data);
	touch_bytes(e->data, e->data_size);
	CHECK(e->op == PCIMSI_EFFECT_SET || !e->data_size);
	CHECK(!e->number_known || (e->type == PCIMSI_REGISTRY_DWORD && e->data_size == 4));
	CHECK(e->number_known || !e->number);
	CHECK((e->form != PCIMSI_NUMBER_NONE) ==
	      (e->op == PCIMSI_EFFECT_SET && e->type == PCIMSI_REGISTRY_DWORD));
	CHECK(!e->flags_malformed || !e->flags);
}

static void check_install(const struct pcimsi_install *install)
{
	touch(install->base);
	CHECK(install->section || !install->hw_section);
	CHECK(install->hw_section || (!install->n_effects && !install->n_missing));
	for (uint32_t i = 0; i < install->n_effects; i++)
		check_effect(&install->effects[i]);
	for (uint32_t i = 0; i < install->n_software_effects; i++)
		check_effect(&install->software_effects[i]);
	for (uint32_t i = 0; i < install->n_missing; i++)
		touch(install->missing[i].name);
	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++) {
		const struct pcimsi_effect *setting = install->settings[i];

		CHECK(!setting || (setting >= install->effects &&
				   setting < install->effects + install->n_effects));
		CHECK(!setting || (setting->op == PCIMSI_EFFECT_SET && !setting->skipped));
	}
}

static void check_resolution(struct pcimsi_inf *inf, const struct pcimsi_target *target)
{
	const struct pcimsi_resolution *r, *again;

	CHECK(pcimsi_inf_resolve(inf, target, &r) == 0);
	CHECK(pcimsi_inf_resolve(inf, target, &again) == 0 && again == r);
	CHECK(r->has_models_section || !r->n_models);
	CHECK(!r->excluded || !r->n_models);
	CHECK(pcimsi_inf_facts(inf)->rejection == PCIMSI_INF_ACCEPTED || !r->has_models_section);
	for (uint32_t i = 0; i < r->n_models; i++) {
		const struct pcimsi_model *model = &r->models[i];

		touch(model->manufacturer);
		touch(model->description);
		touch(model->models_section);
		touch(model->text);
		CHECK(model->hardware_id || model->n_compatible_ids);
		for (uint32_t k = 0; k < model->n_compatible_ids; k++)
			touch(model->compatible_ids[k]);
		CHECK(model->install >= r->installs &&
		      model->install < r->installs + r->n_installs);
	}
	for (uint32_t i = 0; i < r->n_installs; i++)
		check_install(&r->installs[i]);
}

static void check_section(struct pcimsi_inf *inf, const struct inf_survey_section *section)
{
	uint32_t contexts = 0;

	touch(section->name);
	for (uint32_t i = 0; i < section->n_references; i++) {
		CHECK(!(contexts & (uint32_t)section->references[i].context));
		contexts |= (uint32_t)section->references[i].context;
		touch(section->references[i].text);
	}
	CHECK(contexts == section->contexts);
	for (uint32_t i = 0; i < section->n_effects; i++) {
		struct inf_localized localized;

		check_effect(&section->effects[i]);
		CHECK(inf_localized_difference(inf, &section->effects[i], &localized) >= 0);
	}
}

static void check_survey(struct pcimsi_inf *inf)
{
	const struct inf_survey *survey;

	CHECK(inf_survey(inf, &survey) == 0);
	for (uint32_t i = 0; i < survey->n_sections; i++)
		check_section(inf, &survey->sections[i]);
	for (uint32_t i = 0; i < survey->n_unpaired; i++)
		touch(survey->unpaired[i].base);
	for (uint32_t i = 0; i < survey->n_installs; i++) {
		CHECK(survey->installs[i].archs);
		for (uint32_t k = 0; k < survey->installs[i].n_services; k++)
			touch(survey->installs[i].services[k].name);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pcimsi_inf_options options = { .size = sizeof(options),
					      .notes = { .call = see_note } };
	const struct pcimsi_target *all;
	struct pcimsi_target fallback;
	struct pcimsi_inf *inf;
	uint32_t n;
	int err = pcimsi_inf_open("fuzz.inf", data, size, &options, &inf);

	CHECK(!err == (inf != NULL));
	if (err)
		return 0;
	for (size_t i = 0; i < COUNT(targets); i++)
		check_resolution(inf, &targets[i]);
	if (pcimsi_inf_fallback_target(inf, &targets[0], &fallback))
		check_resolution(inf, &fallback);
	CHECK(pcimsi_inf_targets(inf, &targets[0], &all, &n) == 0 && n <= INF_TARGETS_MAX);
	for (uint32_t i = 0; i < n && i < 4; i++)
		check_resolution(inf, &all[i]);
	check_survey(inf);
	pcimsi_inf_close(inf);
	return 0;
}
