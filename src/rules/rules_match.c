/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"

#include "caps/facts.h"
#include "rules/device.h"

#include "base/str.h"
#include "inf/survey.h"

#include <stdio.h>
#include <string.h>

/* MAT: which lines of an INF a function reaches, and which it does not. */

#define TARGET_TEXT 80

static const char *target_text(const struct pcimsi_target *target, char buffer[TARGET_TEXT])
{
	snprintf(buffer, TARGET_TEXT, "%u.%u.%u %s %s", target->major, target->minor, target->build,
		 pcimsi_arch_name(target->arch), pcimsi_product_name(target->product));
	return buffer;
}

static bool names_pci(const struct pcimsi_model *model)
{
	return model->hardware_id && str_istarts(model->hardware_id, "PCI\\");
}

static void cite_first_models(struct finding *finding, const struct judged_inf *inf)
{
	const struct pcimsi_resolution *resolution = inf->pub.resolution;
	uint32_t cited = 0;

	for (uint32_t i = 0; i < resolution->n_models && cited < 3; i++) {
		if (!names_pci(&resolution->models[i]))
			continue;
		finding_model_line(finding, inf, &resolution->models[i]);
		cited++;
	}
}

static void text_or_unknown(struct finding *finding, const char *name, const char *text)
{
	if (*text)
		finding_text(finding, name, text);
	else
		finding_unknown(finding, name);
}

/* A function that may have an id of the INF, which was not captured; NULL: none. */
static const struct judged_function *possible_match(const struct context *c,
						    const struct judged_inf *inf, uint32_t *left)
{
	for (uint32_t i = 0; i < seen_functions(c); i++) {
		const struct judged_function *function = seen_function(c, i);

		if (may_match(function, inf, left))
			return function;
	}
	return NULL;
}

static void report_unmatched(struct context *c, struct judged_inf *inf,
			     const struct judged_function *possible)
{
	bool partial = seen_options(c)->partial;
	uint32_t n_models = inf->pub.resolution->n_models;
	char target[TARGET_TEXT];
	struct finding *finding;

	turn_to(c, inf);
	finding = finding_new(c);
	finding_word(finding, "reason",
		     !n_models           ? "no-models"
		     : possible          ? "not-captured"
		     : partial           ? "filtered"
		     : seen_functions(c) ? "other-ids"
					 : "nothing-read");
	finding_number(finding, "ids", n_models);
	finding_text(finding, "target", target_text(&inf->pub.resolution->target, target));
	if (possible)
		finding_slot(finding, "slot", possible->pub.function->raw.slot);
	else
		finding_none(finding, "slot");
	cite_first_models(finding, inf);
}

/* No Models section is for the Windows, or one that is empty on purpose. */
static bool serves_no_target(const struct judged_inf *inf)
{
	const struct pcimsi_resolution *resolution = inf->pub.resolution;

	return !resolution->n_models && (resolution->excluded || !resolution->has_models_section);
}

enum pcimsi_reason rule_MAT601(struct context *c)
{
	enum pcimsi_reason reason = PCIMSI_REASON_NONE;
	uint32_t left = MAY_MATCH_MAX;

	for (uint32_t i = 0; i < seen_infs(c); i++) {
		struct judged_inf *inf = seen_inf(c, i);
		const struct judged_function *possible;

		if (inf->pub.n_matched || inf->pub.facts->rejection != PCIMSI_INF_ACCEPTED)
			continue;
		/* MAT610 is the reason. */
		if (serves_no_target(inf) && rule_is_wanted(c, RULE_MAT610))
			continue;
		possible = possible_match(c, inf, &left);
		if (possible)
			reason = PCIMSI_REASON_NOT_CAPTURED;
		report_unmatched(c, inf, possible);
	}
	return reason;
}

/* Only where it was asked for: a machine is full of functions that other INFs drive. */
enum pcimsi_reason rule_MAT602(struct context *c)
{
	for (uint32_t i = 0; seen_options(c)->unmatched && i < seen_functions(c); i++) {
		const struct judged_function *judged = seen_function(c, i);
		const struct pcimsi_function *function = judged->pub.function;
		struct pcimsi_device_ids ids;
		struct finding *finding;

		if (judged->pub.n_verdicts || (function->msi.state != PCIMSI_STATE_PRESENT &&
					       function->msix.state != PCIMSI_STATE_PRESENT))
			continue;
		if (judged->pub.undecided) {
			rule_not_evaluated(c, PCIMSI_REASON_NOT_CAPTURED);
			continue;
		}
		pcimsi_device_ids(function, &pcimsi_target_default, &ids);
		finding = finding_on(c, judged);
		text_or_unknown(finding, "id", ids.hardware[1]);
		finding_word(finding, "has",
			     function->msix.state == PCIMSI_STATE_PRESENT ? "msi-x" : "msi");
	}
	return PCIMSI_REASON_NONE;
}

/*
 * Hardware ids of the function, everywhere: with SUBSYS, and REV where the INF's id has
 * it; and the most general one, which names no board.
 */
static void name_better_ids(struct finding *finding, const struct verdict *verdict)
{
	bool of_revision = str_ifind(verdict->pub.match.id, "&REV_") != NULL;
	struct pcimsi_device_ids ids;

	pcimsi_device_ids(verdict->pub.function->function, &pcimsi_target_default, &ids);
	text_or_unknown(finding, "better", ids.hardware[of_revision ? 0 : 1]);
	text_or_unknown(finding, "chip", ids.hardware[ids.n_hardware - 2]);
}

enum pcimsi_reason rule_MAT603(struct context *c)
{
	for (uint32_t i = 0; i < seen_infs(c); i++) {
		struct judged_inf *inf = seen_inf(c, i);
		const struct verdict *verdict = inf->first_compatible;
		struct finding *finding;

		if (!verdict)
			continue;
		turn_to(c, inf);
		finding = finding_on(c, seen_function(c, verdict->pub.function->order));
		finding_text(finding, "id", verdict->pub.match.id);
		if (verdict->pub.match.rank_known)
			finding_number(finding, "rank", verdict->pub.match.rank);
		else
			finding_unknown(finding, "rank");
		name_better_ids(finding, verdict);
		finding_model(finding, verdict);
	}
	return PCIMSI_REASON_NONE;
}

static const struct pcimsi_effect *any_setting(const struct pcimsi_install *install)
{
	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++)
		if (install->settings[i])
			return install->settings[i];
	return NULL;
}

/* "class" or "vendor", where the id names no device; NULL: it does. */
static const char *reach_of_id(const char *id)
{
	if (str_istarts(id, "PCI\\CC_"))
		return "class";
	return str_ifind(id, "&DEV_") ? NULL : "vendor";
}

enum pcimsi_reason rule_MAT604(struct context *c)
{
	const struct pcimsi_effect *setting = any_setting(c->install);
	const char *id = c->verdict->pub.match.id, *reach = reach_of_id(id);
	struct finding *finding;

	if (!setting || !reach)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_text(finding, "section", c->install->section);
	finding_text(finding, "id", id);
	finding_word(finding, "reach", reach);
	finding_model(finding, c->verdict);
	finding_effect(finding, c->inf, setting);
	return PCIMSI_REASON_NONE;
}

/* The first line that says which Models sections there are. */
static void cite_manufacturer(struct finding *finding, struct context *c)
{
	const struct inf_survey *survey = NULL;

	if (inf_survey(c->inf->pub.inf, &survey))
		rule_nomem(c);
	if (survey && survey->n_models)
		finding_line(finding, c->inf, survey->models[0].place, survey->models[0].text);
}

enum pcimsi_reason rule_MAT610(struct context *c)
{
	const struct pcimsi_resolution *resolution = c->inf->pub.resolution;
	char target[TARGET_TEXT];
	struct finding *finding;

	if (!serves_no_target(c->inf) && !c->inf->pub.fell_back)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	if (c->inf->pub.fell_back)
		finding_severity(finding, PCIMSI_SEVERITY_NOTE);
	finding_word(finding, "what",
		     c->inf->pub.fell_back  ? "fell-back"
		     : resolution->excluded ? "excluded"
					    : "no-section");
	finding_text(finding, "target", target_text(&resolution->target, target));
	cite_manufacturer(finding, c);
	return PCIMSI_REASON_NONE;
}

/* ---- MAT605, MAT609, MAT611: one verdict ----------------------------------------------------- */

enum pcimsi_reason rule_MAT605(struct context *c)
{
	const struct pcimsi_match *shadowed = &c->verdict->shadowed;
	struct finding *finding;

	if (!shadowed->model)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_model(finding, c->verdict);
	finding_model_line(finding, c->inf, shadowed->model);
	finding_text(finding, "id", c->verdict->pub.match.id);
	finding_text(finding, "section", c->install->base);
	finding_text(finding, "other_id", shadowed->id);
	finding_text(finding, "other_section", shadowed->model->install->base);
	return PCIMSI_REASON_NONE;
}

static bool same_data(const struct pcimsi_effect *a, const struct pcimsi_effect *b)
{
	return a->type == b->type && a->data_size == b->data_size &&
	       memcmp(a->data, b->data, a->data_size) == 0;
}

enum pcimsi_reason rule_MAT609(struct context *c)
{
	const struct pcimsi_install *base = c->install->base_install;

	for (int i = 0; base && i < PCIMSI_SETTING_COUNT; i++) {
		const struct pcimsi_effect *before = base->settings[i];
		const struct pcimsi_effect *after = c->install->settings[i];
		struct finding *finding;

		if (!before || !after || same_data(before, after))
			continue;
		finding = finding_new(c);
		finding_effect(finding, c->inf, before);
		finding_effect(finding, c->inf, after);
		finding_text(finding, "name", pcimsi_setting_name((enum pcimsi_setting)i));
		finding_text(finding, "before", before->value_text);
		finding_text(finding, "after", after->value_text);
		finding_text(finding, "extension", after->file ? after->file : "");
	}
	return PCIMSI_REASON_NONE;
}

static bool needs_sriov(const struct inf_survey_install *install)
{
	for (uint32_t i = 0; i < install->n_needs; i++)
		if (str_istarts(install->needs[i], "PciSriovSupported"))
			return true;
	return false;
}

enum pcimsi_reason rule_MAT611(struct context *c)
{
	const struct pcimsi_function *function = c->function->pub.function;
	const char *class_name = c->inf->pub.facts->class_name;
	const struct inf_survey_install *install = NULL;
	const struct inf_survey *survey = NULL;
	struct finding *finding;

	if (!class_name || !str_ieq(class_name, "Net") || !c->install->section)
		return PCIMSI_REASON_NONE;
	if (!fn_extended(function, EXTENDED_ID_SRIOV))
		return extended_reason(function);
	if (inf_survey(c->inf->pub.inf, &survey))
		rule_nomem(c);
	if (survey)
		install = inf_survey_install(survey, c->install->section);
	if (!install || needs_sriov(install))
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_model(finding, c->verdict);
	finding_section(finding, c->inf, c->install->section_place, c->install->section);
	finding_text(finding, "section", c->install->section);
	return PCIMSI_REASON_NONE;
}
