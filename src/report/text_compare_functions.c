/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_compare.h"

#include "report/fact_value.h"

#include <stdlib.h>

/* Of each function what changed, a fact a line. */

static void put_unknown(struct report *report, const struct pcimsi_function_diff *diff,
			enum pcimsi_side side)
{
	char captured[64];

	snprintf(captured, sizeof(captured), " (%u bytes captured)",
		 diff->functions[side]->function->bytes_captured);
	text_unknown(report, 2, diff->changes, diff->n_changes, side, captured);
}

static void put_changes(struct report *report, const struct pcimsi_function_diff *diff)
{
	for (uint32_t i = 0; i < diff->n_changes; i++)
		if (!diff->changes[i].unknown)
			text_change(report, 2, &diff->changes[i]);
	put_unknown(report, diff, PCIMSI_SIDE_OLD);
	put_unknown(report, diff, PCIMSI_SIDE_NEW);
}

static void put_slots(struct report *report, const struct pcimsi_function_diff *diff)
{
	const struct pcimsi_judged_function *first = side_function(diff->functions,
								   PCIMSI_SIDE_OLD);
	const struct pcimsi_judged_function *last = side_function(diff->functions, PCIMSI_SIDE_NEW);
	char slot[PCIMSI_SLOT_TEXT];

	fputs(text_style(report, STYLE_BLUE), report->out);
	fputs(text_slot(report, first->function->raw.slot, slot), report->out);
	if (diff->pairing == PCIMSI_PAIRED_MOVED)
		fprintf(report->out, " -> %s", text_slot(report, last->function->raw.slot, slot));
	fputs(text_reset(report), report->out);
}

static void put_device(struct report *report, const struct pcimsi_judged_function *judged)
{
	char *name = report->numeric == 1 ? NULL : text_name(report, judged->function);
	char ids[TEXT_IDS];

	fprintf(report->out, "%s", text_ids(judged->function, ids));
	if (name && *name)
		fprintf(report->out, "  %s", name);
	free(name);
}

static void put_messages(struct report *report, const struct pcimsi_function *function)
{
	char msi[TEXT_CELL], msix[TEXT_CELL];

	fprintf(report->out, "  MSI-X %s, MSI %s, pin %s\n", text_msix(&function->msix, msix),
		text_msi(&function->msi, msi), text_pin(function));
}

static void put_function(struct report *report, const struct pcimsi_function_diff *diff, bool named)
{
	const struct pcimsi_judged_function *first = side_function(diff->functions,
								   PCIMSI_SIDE_OLD);
	const struct pcimsi_judged_function *last = side_function(diff->functions, PCIMSI_SIDE_NEW);
	const char *pairing = pairing_text(diff->pairing);
	FILE *out = report->out;

	put_slots(report, diff);
	fputs("  ", out);
	put_device(report, first);
	if (diff->pairing == PCIMSI_PAIRED_REPLACED) {
		fputs(" -> ", out);
		put_device(report, last);
	}
	if (named) {
		fputs("  in ", out);
		text_put_capture(report, out, first);
	}
	fprintf(out, "%s%s%s%s\n", *pairing ? "  " : "", text_style(report, STYLE_BOLD), pairing,
		text_reset(report));
	if (first != last)
		put_changes(report, diff);
	else
		put_messages(report, first->function);
}

void text_function_diffs(struct report *report, const struct pcimsi_diff *diff)
{
	bool named = text_several_captures(diff->runs[PCIMSI_SIDE_OLD]) ||
		     text_several_captures(diff->runs[PCIMSI_SIDE_NEW]);
	uint32_t differ = 0;

	for (uint32_t i = 0; i < diff->n_functions; i++) {
		if (function_diff_is_unknown(&diff->functions[i]))
			continue;
		put_function(report, &diff->functions[i], named);
		fputc('\n', report->out);
		differ++;
	}
	/* Those that may be the same as before stand together. */
	for (uint32_t i = 0; i < diff->n_functions; i++)
		if (function_diff_is_unknown(&diff->functions[i]))
			put_function(report, &diff->functions[i], named);
	if (differ < diff->n_functions)
		fputc('\n', report->out);
}
