/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/str.h"
#include "judge/chain.h"
#include "judge/judge_priv.h"

#include <string.h>

/*
 * One fact, one finding: where a line of the INF is why MSISupported is not written, that a
 * function stays on its line is a consequence, and stands with the cause.
 */

/* One that speaks of another value than MSISupported does not explain its absence. */
static bool is_about_another(const struct finding *finding)
{
	static const char *const params[] = { "name", "known" };

	for (size_t i = 0; i < sizeof(params) / sizeof(params[0]); i++) {
		const struct pcimsi_value *value = pcimsi_finding_value(&finding->pub, params[i]);

		for (int k = PCIMSI_SETTING_MSI_SUPPORTED + 1; value && k < PCIMSI_SETTING_COUNT;
		     k++)
			if (value->text &&
			    str_ieq(value->text, pcimsi_setting_name((enum pcimsi_setting)k)))
				return true;
	}
	return false;
}

static struct finding *first_explaining(const finding_list *list)
{
	for (uint32_t i = 0; i < list->count; i++) {
		struct finding *finding = list->items[i];

		if (finding->pub.rule->decides &&
		    finding->pub.rule->class_ == PCIMSI_CLASS_INEFFECTIVE &&
		    finding->pub.severity >= PCIMSI_SEVERITY_WARNING && !is_about_another(finding))
			return finding;
	}
	return NULL;
}

struct finding *seen_cause(const struct context *c)
{
	const struct judged_inf *inf = c->check->infs.items[c->verdict->pub.match.inf];
	const struct pcimsi_install *merged = c->verdict->pub.match.model->install;
	const struct pcimsi_install *own = own_install(merged);
	struct finding *cause;

	if (merged->settings[PCIMSI_SETTING_MSI_SUPPORTED])
		return NULL;
	cause = first_explaining(&inf->by_install[own - inf->pub.resolution->installs]);
	if (!cause && !chain_sets_msi(merged))
		cause = first_explaining(&inf->explaining);
	return cause;
}

/* More functions than these would bury what the cause says itself. */
#define CITED_MAX 4

bool finding_has_room(const struct finding *finding)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < finding->locations.count; i++)
		count += finding->locations.items[i].kind == PCIMSI_INPUT_CAPTURE;
	return count < CITED_MAX;
}
