/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"

#include "base/str.h"

/* MAT606: one limit for functions that differ. */

static const struct pcimsi_effect *limit_of(const struct verdict *verdict)
{
	return verdict->pub.match.model->install->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT];
}

/* Some function asks for less than it could. */
static bool takes_messages(const struct served_value *served)
{
	for (uint32_t i = 0; i < served->captured.count; i++) {
		const struct verdict *verdict = served->captured.items[i];
		const struct pcimsi_reg *requested = &verdict->pub.grant.requested;

		if (!requested->known || requested->value < reach_of(verdict))
			return true;
	}
	return false;
}

/* The install section; where several share the line, the section that it stands in. */
static const char *section_of(const struct served_value *served)
{
	const struct verdict *first = served->captured.items[0];
	const char *base = first->pub.match.model->install->base;

	for (uint32_t i = 1; i < served->captured.count; i++)
		if (!str_ieq(served->captured.items[i]->pub.match.model->install->base, base))
			return limit_of(first)->section;
	return base;
}

static void name_function(struct finding *finding, struct context *c, const struct verdict *verdict,
			  const char *const names[4], bool with_capture)
{
	bool msix = verdict->pub.function->function->msix.state == PCIMSI_STATE_PRESENT;

	finding_slot(finding, names[0], verdict->pub.function->function->raw.slot);
	if (with_capture)
		finding_text(finding, names[1],
			     machine_name(seen_function(c, verdict->pub.function->order)));
	else
		finding_none(finding, names[1]);
	finding_number(finding, names[2], verdict->pub.grant.capacity.value);
	finding_word(finding, names[3], msix ? "msi-x" : "msi");
	finding_line(finding, c->inf, verdict->pub.match.model->place,
		     verdict->pub.match.model->text);
}

static void report_difference(struct context *c, const struct served_value *served,
			      const struct verdict *msi, const struct verdict *msix)
{
	static const char *const one[] = { "slot", "capture", "one", "one_by" };
	static const char *const other[] = { "other_slot", "other_capture", "other", "other_by" };
	bool apart = !same_machine(seen_function(c, msi->pub.function->order),
				   seen_function(c, msix->pub.function->order));
	struct finding *finding;

	turn_to(c, seen_inf(c, msi->pub.match.inf));
	finding = finding_new(c);
	finding_effect(finding, c->inf, limit_of(msi));
	finding_text(finding, "section", section_of(served));
	name_function(finding, c, msi, one, apart);
	name_function(finding, c, msix, other, apart);
	finding_word(finding, "ids",
		     str_ieq(msi->pub.match.id, msix->pub.match.id) ? "same" : "different");
	if (!takes_messages(served))
		finding_severity(finding, PCIMSI_SEVERITY_NOTE);
}

enum pcimsi_reason rule_MAT606(struct context *c)
{
	for (uint32_t i = 0; i < seen_verdicts(c); i++) {
		const struct verdict *verdict = seen_verdict(c, i), *msi, *msix;
		const struct served_value *served = served_captured(c, verdict);

		/* Once for each line. */
		if (served && served->captured.count && served->captured.items[0] == verdict &&
		    served_differ(served, &msi, &msix) &&
		    msi->pub.grant.enabled == PCIMSI_ENABLED_YES)
			report_difference(c, served, msi, msix);
	}
	return PCIMSI_REASON_NONE;
}
