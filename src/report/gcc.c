/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/escape.h"
#include "report/formats.h"
#include "report/spots.h"

#include <stdlib.h>

/*
 * As compilers tell errors: "file:line:column: severity: text [rule]" (GNU Coding Standards, 4.4),
 * which editors jump to. What was odd about an input stands on standard error in the same form.
 */

static bool put_spot(FILE *out, const struct spot *spot)
{
	char *path = spot->input ? input_path(spot->input) : NULL;

	if (spot->input && !path)
		return false;
	put_text(out, path ? path : "pcimsi");
	if (spot->from.line)
		fprintf(out, ":%u", spot->from.line);
	if (spot->from.line && spot->from.column)
		fprintf(out, ":%u", spot->from.column);
	free(path);
	return true;
}

/* The bytes that it does not agree with. */
static bool put_silicon(FILE *out, const struct pcimsi_finding *finding)
{
	const struct pcimsi_location *bytes = silicon_location(finding);
	char slot[PCIMSI_SLOT_TEXT];
	struct spot spot;

	if (!bytes)
		return true;
	spot = spot_of_location(bytes);
	if (!put_spot(out, &spot))
		return false;
	fprintf(out, ": note: %s", pcimsi_slot_text(bytes->slot, slot));
	if (bytes->size)
		fprintf(out, " at 0x%02x", bytes->offset);
	fprintf(out, ": %s", bytes->field);
	if (bytes->value && *bytes->value) {
		fputs(": ", out);
		put_text(out, bytes->value);
	}
	fprintf(out, " [%s]\n", finding->rule->id);
	return true;
}

static int put_group(struct report *report, const struct pcimsi_run *run,
		     const struct pcimsi_group *group)
{
	const struct pcimsi_finding *finding = group->findings[0];
	struct spot spot = spot_of_finding(run, finding);
	char *text = group_sentences(group);
	bool made = text && put_spot(report->out, &spot);

	if (made)
		fprintf(report->out, ": %s: %s [%s]\n", pcimsi_severity_name(finding->severity),
			text, finding->rule->id);
	free(text);
	return made && put_silicon(report->out, finding) ? 0 : PCIMSI_ERR_NOMEM;
}

static int run(struct report *report, const struct pcimsi_run *run)
{
	int err = 0;

	for (uint32_t i = 0; !err && i < run->n_groups; i++)
		if (!run->groups[i]->findings[0]->waiver)
			err = put_group(report, run, run->groups[i]);
	return err;
}

const struct report_ops report_gcc = {
	.name = "gcc",
	.commands = 1 << REPORT_CHECK,
	.run = run,
};
