/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"
#include "rules/rules_inf.h"
#include "judge/chain.h"

#include "base/str.h"
#include "inf/name_index.h"
#include "inf/key.h"
#include "inf/survey.h"
#include "inf/witness.h"

#include <stdio.h>
#include <string.h>

/* INF: what the whole file shows, for any target: sections that miss their purpose. */

static const struct inf_survey *survey_of(struct context *c)
{
	const struct inf_survey *survey = NULL;

	if (inf_survey(c->inf->pub.inf, &survey))
		rule_nomem(c);
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
		return "service";
	case INF_FROM_EVENT_LOG:
		return "event-log";
	case INF_FROM_INTERFACE:
		return "interface";
	case INF_FROM_COINSTALLERS:
		return "co-installers";
	case INF_FROM_CLASS_INSTALL:
		return "class";
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
	finding_text(finding, "name", value->name);
	finding_text(finding, "section", section->name);
	finding_word(finding, "key", other_key(reference->context));
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
		finding_text(finding, "section", section->name);
		finding_explains(c, finding);
	}
	return PCIMSI_REASON_NONE;
}

static void report_unpaired(struct context *c, const struct inf_unpaired_hw *unpaired)
{
	const struct pcimsi_effect *value = first_msi_value(unpaired->reaches);
	struct finding *finding = finding_new(c);

	finding_section(finding, c->inf, unpaired->place, unpaired->section);
	finding_section(finding, c->inf, c->install->section_place, c->install->section);
	finding_effect(finding, c->inf, value);
	finding_text(finding, "section", c->install->section);
	finding_text(finding, "expected", check_string(c->check, "%s.HW", c->install->section));
	finding_text(finding, "found", unpaired->section);
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
	static const char *const words[] = {
		[PCIMSI_INF_BAD_SECTION_NAME_LINE] = "section-header",
		[PCIMSI_INF_SECTION_NAME_TOO_LONG] = "section-name-length",
		[PCIMSI_INF_EXPECTED_SECTION_NAME] = "text-before-section",
		[PCIMSI_INF_NO_SECTION] = "no-section",
		[PCIMSI_INF_NO_VERSION] = "no-version",
		[PCIMSI_INF_BAD_SIGNATURE] = "no-signature",
	};
	const struct pcimsi_inf_facts *facts = c->inf->pub.facts;
	struct finding *finding;

	if (facts->rejection == PCIMSI_INF_ACCEPTED)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	if (facts->rejected_at.line)
		finding_line(finding, c->inf, facts->rejected_at, facts->rejected_text);
	finding_word(finding, "reason", words[facts->rejection]);
	return PCIMSI_REASON_NONE;
}

/* ---- INF425 ---------------------------------------------------------------------------------- */

enum pcimsi_reason rule_INF425(struct context *c)
{
	const struct pcimsi_inf_facts *facts = c->inf->pub.facts;
	struct finding *finding;

	if (facts->encoding != PCIMSI_ENCODING_UTF8 &&
	    facts->encoding != PCIMSI_ENCODING_UTF8_BOM &&
	    facts->encoding != PCIMSI_ENCODING_UTF16BE)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_line(finding, c->inf, (struct pcimsi_place){ .line = 1, .column = 1 },
		     facts->first_line);
	finding_text(finding, "encoding", pcimsi_encoding_name(facts->encoding));
	if (facts->encoding != PCIMSI_ENCODING_UTF16BE && !facts->non_ascii_names)
		finding_severity(finding, PCIMSI_SEVERITY_NOTE);
	return PCIMSI_REASON_NONE;
}

/* ---- INF423 ---------------------------------------------------------------------------------- */

/* Which architectures serve an id, and on which of them it gets MSI values. */
struct served {
	uint32_t with, without;
	const struct pcimsi_model *line; /* one without */
};

static bool writes_msi(const struct pcimsi_install *install)
{
	return install->settings[PCIMSI_SETTING_MSI_SUPPORTED] ||
	       install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT];
}

static bool is_sure(const struct pcimsi_model *model)
{
	return model->hardware_id && model->install->section && model->install->complete;
}

/* Of each architecture the newest Windows that the INF names; how many there are. */
static uint32_t newest_targets(struct context *c, struct pcimsi_target newest[8])
{
	const struct pcimsi_target *targets = NULL;
	uint32_t count = 0, n = 0;

	if (pcimsi_inf_targets(c->inf->pub.inf, &c->inf->pub.resolution->target, &targets, &count))
		rule_nomem(c);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t k = 0;

		while (k < n && newest[k].arch != targets[i].arch)
			k++;
		if (k == 8)
			continue;
		if (k == n)
			newest[n++] = targets[i];
		else if (targets[i].major > newest[k].major ||
			 (targets[i].major == newest[k].major &&
			  (targets[i].minor > newest[k].minor ||
			   (targets[i].minor == newest[k].minor &&
			    targets[i].build > newest[k].build))))
			newest[k] = targets[i];
	}
	return n;
}

static const struct pcimsi_resolution *resolution_for(struct context *c,
						      const struct pcimsi_target *target)
{
	const struct pcimsi_resolution *resolution = NULL;

	if (pcimsi_inf_resolve(c->inf->pub.inf, target, &resolution))
		rule_nomem(c);
	return resolution;
}

static void index_models(struct context *c, const struct pcimsi_target *targets, uint32_t n,
			 struct name_index *index)
{
	for (uint32_t t = 0; t < n; t++) {
		const struct pcimsi_resolution *resolution = resolution_for(c, &targets[t]);

		for (uint32_t i = 0; resolution && i < resolution->n_models; i++)
			if (is_sure(&resolution->models[i]) &&
			    name_index_add(rule_arena(c), index, resolution->models[i].hardware_id,
					   t << 28 | i))
				rule_nomem(c);
	}
	name_index_sort(index);
}

static struct finding *report_uneven(struct context *c, const struct pcimsi_target *targets,
				     const struct served *served)
{
	struct finding *finding = finding_new(c);
	char names[2][64] = { "", "" };

	for (uint32_t t = 0; t < 8; t++) {
		const char *name = pcimsi_arch_name(targets[t].arch);
		char *list = names[served->with >> t & 1];

		if (!((served->with | served->without) >> t & 1))
			continue;
		snprintf(list + strlen(list), 64 - strlen(list), "%s%s", *list ? ", " : "",
			 *name ? name : "x86");
	}
	finding_line(finding, c->inf, served->line->place, served->line->text);
	finding_text(finding, "id", served->line->hardware_id);
	finding_text(finding, "with", names[1]);
	finding_text(finding, "without", names[0]);
	return finding;
}

/* A family often has the same gap: one finding for each install section that has it. */
enum pcimsi_reason rule_INF423(struct context *c)
{
	struct pcimsi_target targets[8] = { 0 };
	uint32_t n = newest_targets(c, targets), reported = 0;
	const struct pcimsi_install *last = NULL;
	struct name_index index = { 0 };

	if (n < 2)
		return PCIMSI_REASON_NONE;
	index_models(c, targets, n, &index);
	for (uint32_t i = 0, next; i < index.entries.count && reported < 16; i = next) {
		struct served served = { 0 };

		for (next = i; next < index.entries.count &&
			       str_ieq(index.entries.items[next].name, index.entries.items[i].name);
		     next++) {
			uint32_t t = index.entries.items[next].value >> 28;
			const struct pcimsi_model *model =
				&resolution_for(c, &targets[t])
					 ->models[index.entries.items[next].value & 0xfffffff];

			if (writes_msi(model->install)) {
				served.with |= 1u << t;
			} else {
				served.without |= 1u << t;
				served.line = model;
			}
		}
		if (!served.with || !(served.without & ~served.with) ||
		    served.line->install == last)
			continue;
		last = served.line->install;
		reported++;
		report_uneven(c, targets, &served);
	}
	return PCIMSI_REASON_NONE;
}

/* ---- INF429, INF430: one install section --------------------------------------------- */

/* Lines that miss a comma are meant to, and INF428 speaks of them. */
static bool creates_msi_key(const struct pcimsi_install *install)
{
	for (uint32_t i = 0; i < install->n_effects; i++) {
		const struct pcimsi_effect *effect = &install->effects[i];

		if (is_missing_comma(effect) ||
		    (effect->op == PCIMSI_EFFECT_CREATE_KEY && effect->root == PCIMSI_ROOT_HKR &&
		     inf_subkey_is(effect->subkey, INF_PATH_MESSAGES)))
			return true;
	}
	return false;
}

static const struct pcimsi_effect *first_setting(const struct pcimsi_install *install)
{
	const struct pcimsi_effect *supported = install->settings[PCIMSI_SETTING_MSI_SUPPORTED];

	return supported ? supported : install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT];
}

enum pcimsi_reason rule_INF429(struct context *c)
{
	struct finding *finding;

	if (c->inf->pub.resolution->target.major >= 10 || !first_setting(c->install) ||
	    creates_msi_key(c->install))
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_effect(finding, c->inf, first_setting(c->install));
	finding_of_install(c, finding);
	return PCIMSI_REASON_NONE;
}

/* "mf.inf" installs the inbox driver of multifunction cards. */
static const char *names_mf(const struct inf_survey_install *install,
			    const struct inf_service **ret_service)
{
	*ret_service = NULL;
	for (uint32_t i = 0; i < install->n_services; i++)
		if (install->services[i].function_driver &&
		    str_ieq(install->services[i].name, "mf")) {
			*ret_service = &install->services[i];
			return "service";
		}
	for (uint32_t i = 0; i < install->n_includes; i++)
		if (str_ieq(install->includes[i], "mf.inf"))
			return "include";
	return NULL;
}

enum pcimsi_reason rule_INF430(struct context *c)
{
	const struct inf_survey *survey = survey_of(c);
	const struct pcimsi_effect *supported = c->install->settings[PCIMSI_SETTING_MSI_SUPPORTED];
	const struct inf_survey_install *install;
	const struct inf_service *service = NULL;
	const char *how;
	struct finding *finding;

	if (!survey || !supported || !c->install->section || !supported->number)
		return PCIMSI_REASON_NONE;
	install = inf_survey_install(survey, c->install->section);
	how = install ? names_mf(install, &service) : NULL;
	if (!how)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_effect(finding, c->inf, supported);
	if (service)
		finding_line(finding, c->inf, service->place, service->text);
	else
		finding_line(finding, c->inf, install->mf_place, install->mf_text);
	finding_text(finding, "section", c->install->section);
	finding_word(finding, "how", how);
	finding_of_install(c, finding);
	return PCIMSI_REASON_NONE;
}

/* ---- INF436: Models sections that only Vista and 7 take ---------------------------------------
 */

/* What the page says can be written for MSI-X: no ceiling was meant. */
#define NO_CEILING PCIMSI_WINDOWS_MSIX_MAX
#define OLD_SECTIONS_MAX 8 /* that are looked at: each is resolved for its Windows */

static void report_old_limit(struct context *c, const struct pcimsi_model *model,
			     const struct pcimsi_target *target)
{
	const struct pcimsi_effect *limit =
		model->install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT];
	struct finding *finding = finding_new(c);

	finding_effect(finding, c->inf, limit);
	finding_line(finding, c->inf, model->place, model->text);
	finding_number(finding, "limit", limit->number);
	finding_text(finding, "section", model->models_section);
	finding_text(finding, "os", check_string(c->check, "%u.%u", target->major, target->minor));
}

/* Models of one section mostly share a limit: each is told once. */
static void judge_old_section(struct context *c, const struct inf_witness *witness)
{
	const struct pcimsi_resolution *resolution = resolution_for(c, &witness->target);
	const char *section = witness->decorated->sections[witness->arch]->name;
	const struct pcimsi_effect *last = NULL;

	for (uint32_t i = 0; resolution && i < resolution->n_models; i++) {
		const struct pcimsi_model *model = &resolution->models[i];
		const struct pcimsi_effect *limit =
			model->install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT];

		if (!limit || limit == last || !str_ieq(model->models_section, section))
			continue;
		last = limit;
		if (limit->number_known && limit->number != NO_CEILING &&
		    limit->number > PCIMSI_WINDOWS_BEFORE_8_MAX)
			report_old_limit(c, model, &witness->target);
	}
}

enum pcimsi_reason rule_INF436(struct context *c)
{
	const struct inf_witness *witnesses;
	uint32_t count, judged = 0;

	witnesses = inf_witnesses(c->inf->pub.inf, &count);
	for (uint32_t i = 0; i < count && judged < OLD_SECTIONS_MAX; i++) {
		if (!witnesses[i].searched || !witnesses[i].before_8 || witnesses[i].since_8)
			continue;
		judged++;
		judge_old_section(c, &witnesses[i]);
	}
	return PCIMSI_REASON_NONE;
}
