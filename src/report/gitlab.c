/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/formats.h"
#include "report/json_values.h"
#include "report/spots.h"

#include <stdlib.h>

/*
 * Code Quality of GitLab, which a merge request shows as new and as resolved: a list of the part of
 * Code Climate's format that GitLab reads (docs.gitlab.com/ci/testing/code_quality/).
 */

static const char *const severities[] = {
	[PCIMSI_SEVERITY_NOTE] = "info",
	[PCIMSI_SEVERITY_WARNING] = "major",
	[PCIMSI_SEVERITY_ERROR] = "critical",
};

/* Both are asked for: what is in no line is at the first. */
static void put_location(struct jsonw *w, const struct spot *spot)
{
	uint32_t begin = spot->from.line ? spot->from.line : 1;

	key_object(w, "location");
	if (spot->input)
		key_own(w, "path", input_path(spot->input));
	else
		key_word(w, "path", "pcimsi");
	key_object(w, "lines");
	key_number(w, "begin", begin);
	key_number(w, "end", spot->to.line > begin ? spot->to.line : begin);
	jsonw_object_end(w);
	jsonw_object_end(w);
}

static void put_group(struct jsonw *w, const struct pcimsi_run *run,
		      const struct pcimsi_group *group)
{
	const struct pcimsi_finding *finding = group->findings[0];
	struct spot spot = spot_of_finding(run, finding);

	jsonw_next_line(w);
	jsonw_object(w);
	key_own(w, "description", group_sentences(group));
	key_word(w, "check_name", finding->rule->id);
	key_hex(w, "fingerprint", "", group->key, 16);
	key_word(w, "severity", severities[finding->severity]);
	put_location(w, &spot);
	jsonw_object_end(w);
}

static int run(struct report *report, const struct pcimsi_run *run)
{
	struct jsonw writer = { 0 };

	jsonw_array(&writer);
	for (uint32_t i = 0; i < run->n_groups; i++) {
		if (run->groups[i]->findings[0]->waiver)
			continue;
		put_group(&writer, run, run->groups[i]);
		jsonw_spill(&writer, report->out);
	}
	jsonw_array_end(&writer);
	return jsonw_end(&writer, report->out);
}

const struct report_ops report_gitlab = {
	.name = "gitlab",
	.commands = 1 << REPORT_CHECK,
	.run = run,
};
