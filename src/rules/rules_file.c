/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/engine.h"

#include "base/str.h"
#include "inf/survey.h"

/* INF: what the whole file shows, for any target: sections that miss their purpose. */

static const struct inf_survey *survey_of(struct context *c)
{
	const struct inf_survey *survey = NULL;

	if (inf_survey(c->inf->pub.inf, &survey))
		c->check->nomem = true;
	return survey;
}

/* The first line of a section that writes an MSI value, or NULL. */
static const struct pcimsi_effect *first_msi_value(const struct inf_survey_section *section)
{
	for (uint32_t i = 0; i < section->n_effects; i++)
		if (section->effects[i].op == PCIMSI_EFFECT_SET &&
		    section->effects[i].root == PCIMSI_ROOT_HKR &&
		    is_msi_value(&section->effects[i]))
			return &section->effects[i];
	return NULL;
}

/* What HKR is in a section that is reached so ("INF AddReg directive"); NULL: none of these. */
static const char *other_key(uint32_t context)
{
	switch (context) {
	case INF_FROM_SERVICE:
		return "the Services key of the service";
	case INF_FROM_EVENT_LOG:
		return "the EventLog key of the service";
	case INF_FROM_INTERFACE:
		return "the key of the device interface";
	case INF_FROM_COINSTALLERS:
		return "not the hardware key (a co-installer section)";
	case INF_FROM_CLASS_INSTALL:
		return "the key of the device class";
	default:
		return NULL;
	}
}

static void report_other_key(struct context *c, const struct inf_survey_section *section,
			     const struct inf_reference *reference)
{
	const struct pcimsi_effect *value = first_msi_value(section);
	struct finding *finding;

	if (!value)
		return;
	finding = finding_new(c);
	finding_effect(finding, c->inf, value);
	finding_line(finding, c->inf, reference->place, reference->text);
	finding_argument(finding, "name", "%s", value->name);
	finding_argument(finding, "section", "%s", section->name);
	finding_argument(finding, "key", "%s", other_key(reference->context));
	finding_explains(c, finding);
}

enum pcimsi_reason rule_INF404(struct context *c)
{
	const struct inf_survey *survey = survey_of(c);

	for (uint32_t i = 0; survey && i < survey->n_sections; i++) {
		const struct inf_survey_section *section = &survey->sections[i];

		/* What reaches the hardware key as well has its effect there. */
		if (section->contexts & INF_FROM_HW_ADDREG)
			continue;
		for (uint32_t k = 0; k < section->n_references; k++)
			if (other_key(section->references[k].context))
				report_other_key(c, section, &section->references[k]);
	}
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_INF405(struct context *c)
{
	const struct inf_survey *survey = survey_of(c);

	for (uint32_t i = 0; survey && i < survey->n_sections; i++) {
		const struct inf_survey_section *section = &survey->sections[i];
		const struct pcimsi_effect *value = first_msi_value(section);
		struct finding *finding;

		if (!value || section->contexts & ~(uint32_t)INF_FROM_UNUSED)
			continue;
		finding = finding_new(c);
		finding_effect(finding, c->inf, value);
		for (uint32_t k = 0; k < section->n_references; k++)
			finding_line(finding, c->inf, section->references[k].place,
				     section->references[k].text);
		finding_argument(finding, "section", "%s", section->name);
		finding_explains(c, finding);
	}
	return PCIMSI_REASON_NONE;
}

static void report_unpaired(struct context *c, const struct inf_unpaired_hw *unpaired)
{
	const struct pcimsi_effect *value = first_msi_value(unpaired->reaches);
	struct finding *finding = finding_new(c);

	finding_line(finding, c->inf, unpaired->place,
		     check_string(c->check, "[%s]", unpaired->section));
	finding_line(finding, c->inf, c->install->section_place,
		     check_string(c->check, "[%s]", c->install->section));
	finding_effect(finding, c->inf, value);
	finding_argument(finding, "section", "%s", c->install->section);
	finding_argument(finding, "expected", "%s.HW", c->install->section);
	finding_argument(finding, "found", "%s", unpaired->section);
	finding_of_install(c, finding);
}

enum pcimsi_reason rule_INF408(struct context *c)
{
	const struct inf_survey *survey = survey_of(c);

	if (!c->install->section || chain_sets_msi(c->install))
		return PCIMSI_REASON_NONE;
	for (uint32_t i = 0; survey && i < survey->n_unpaired; i++) {
		const struct inf_unpaired_hw *unpaired = &survey->unpaired[i];

		/* With an install section of its own it belongs to another platform. */
		if (!unpaired->own && str_ieq(unpaired->base, c->install->base) &&
		    unpaired->reaches && first_msi_value(unpaired->reaches))
			report_unpaired(c, unpaired);
	}
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_INF435(struct context *c)
{
	const struct pcimsi_inf_facts *facts = c->inf->pub.facts;
	struct finding *finding;

	if (facts->rejection == PCIMSI_INF_ACCEPTED)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	if (facts->rejected_at.line)
		finding_line(finding, c->inf, facts->rejected_at, NULL);
	finding_argument(finding, "reason", "%s", pcimsi_rejection_text(facts->rejection));
	return PCIMSI_REASON_NONE;
}
