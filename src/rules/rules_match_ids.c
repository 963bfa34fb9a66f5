/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"
#include "match/id_fault.h"

#include "base/str.h"
#include "hwid/hwid.h"

#include <string.h>

/* MAT607, MAT608: ids that no PCI function has, or that another one has. */

static void check_id(struct context *c, const struct pcimsi_model *model, const char *id)
{
	const char *why = id ? pci_id_doubt(id) : NULL;
	bool sure = id && pci_id_fault(id);
	struct finding *finding;

	if (!why)
		return;
	finding = finding_new(c);
	if (!sure) {
		finding_severity(finding, PCIMSI_SEVERITY_NOTE);
		finding_confidence(finding, PCIMSI_CONFIDENCE_INFERRED);
	}
	finding_model_line(finding, c->inf, model);
	finding_text(finding, "id", id);
	finding_word(finding, "matches", sure ? "nothing" : "unsure");
	finding_word(finding, "reason", why);
}

enum pcimsi_reason rule_MAT607(struct context *c)
{
	const struct pcimsi_resolution *resolution = c->inf->pub.resolution;

	for (uint32_t i = 0; i < resolution->n_models; i++) {
		const struct pcimsi_model *model = &resolution->models[i];

		check_id(c, model, model->hardware_id);
		for (uint32_t k = 0; k < model->n_compatible_ids; k++)
			check_id(c, model, model->compatible_ids[k]);
	}
	return PCIMSI_REASON_NONE;
}

/* ---- MAT608: vendor and device exchanged in SUBSYS ------------------------------------------- */

static void report_swapped(struct context *c, const struct judged_function *function,
			   const struct pcimsi_match *match)
{
	const struct pcimsi_function *f = function->pub.function;
	struct finding *finding;

	if (!hwid_find(match->id, 's'))
		return;
	turn_to(c, seen_inf(c, match->inf));
	finding = finding_on(c, function);
	finding_text(finding, "id", match->id);
	finding_text(finding, "right",
		     check_string(c->check, "SUBSYS_%04X%04X", f->subsystem_id.value,
				  f->subsystem_vendor_id.value));
	finding_model_line(finding, c->inf, match->model);
}

enum pcimsi_reason rule_MAT608(struct context *c)
{
	for (uint32_t i = 0; i < seen_functions(c); i++) {
		const struct judged_function *function = seen_function(c, i);
		struct pcimsi_function swapped = *function->pub.function;
		const struct pcimsi_match *matches;
		uint32_t count;

		if (!exchange_subsystem(&swapped))
			continue;
		count = seen_matches(c, &swapped, &matches);
		for (uint32_t k = 0; k < count; k++)
			if (k == 0 || matches[k].inf != matches[k - 1].inf)
				report_swapped(c, function, &matches[k]);
	}
	return PCIMSI_REASON_NONE;
}
