/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text.h"

#include "base/str.h"
#include "report/escape.h"

#include <stdlib.h>
#include <string.h>

/* `pcimsi diff`: per function what changed, each fact on a line of its own. */

/* ---- a change -------------------------------------------------------------------------------- */

static void put_number(FILE *out, const struct pcimsi_fact *fact, unsigned long long number)
{
	switch (fact->form) {
	case PCIMSI_FACT_NUMBER:
		fprintf(out, "%llu", number);
		break;
	case PCIMSI_FACT_ID:
		fprintf(out, "%0*llx", fact->digits, number);
		break;
	case PCIMSI_FACT_OFFSET:
	case PCIMSI_FACT_REGISTER:
		fprintf(out, "0x%0*llx", fact->digits, number);
	}
}

static void put_value(FILE *out, const struct pcimsi_fact *fact,
		      const struct pcimsi_fact_value *value)
{
	switch (value->kind) {
	case PCIMSI_VALUE_NUMBER:
		put_number(out, fact, value->number);
		break;
	case PCIMSI_VALUE_WORD:
	case PCIMSI_VALUE_TEXT:
		put_text(out, *value->text ? value->text : "\"\"");
		break;
	default:
		fputs(value->kind == PCIMSI_VALUE_UNKNOWN ? "?" : "none", out);
	}
}

static void put_change(struct report *report, const struct pcimsi_change *change)
{
	FILE *out = report->out;

	fprintf(out, "  %-28s ", change->fact->title);
	put_value(out, change->fact, &change->values[PCIMSI_SIDE_OLD]);
	fputs(" -> ", out);
	put_value(out, change->fact, &change->values[PCIMSI_SIDE_NEW]);
	fputc('\n', out);
}

/* Of a capability that is there its messages say enough, of one that is not, that it is not. */
static bool says_something(const struct pcimsi_fact_value *value)
{
	return value->kind == PCIMSI_VALUE_NUMBER || value->kind == PCIMSI_VALUE_TEXT ||
	       (value->kind == PCIMSI_VALUE_WORD && strcmp(value->text, "present") != 0);
}

/* What one side does not tell, in one line, with what the other says: it is no change. */
static void put_unknown(struct report *report, const struct pcimsi_function_diff *diff,
			enum pcimsi_side side)
{
	FILE *out = report->out;
	bool any = false;

	for (uint32_t i = 0; i < diff->n_changes; i++) {
		const struct pcimsi_change *change = &diff->changes[i];
		const struct pcimsi_fact_value *other = &change->values[!side];

		if (change->values[side].kind != PCIMSI_VALUE_UNKNOWN || !says_something(other))
			continue;
		fprintf(out, "%s%s ", any ? ", " : "  ", change->fact->title);
		put_value(out, change->fact, other);
		any = true;
	}
	if (any)
		fprintf(out, ": not known in %s (%u bytes captured)\n",
			side == PCIMSI_SIDE_OLD ? "OLD" : "NEW",
			diff->functions[side]->function->bytes_captured);
}

static void put_changes(struct report *report, const struct pcimsi_function_diff *diff)
{
	for (uint32_t i = 0; i < diff->n_changes; i++)
		if (!diff->changes[i].unknown)
			put_change(report, &diff->changes[i]);
	put_unknown(report, diff, PCIMSI_SIDE_OLD);
	put_unknown(report, diff, PCIMSI_SIDE_NEW);
}

/* ---- functions ------------------------------------------------------------------------------- */

static void put_slots(struct report *report, const struct pcimsi_function_diff *diff)
{
	const struct pcimsi_judged_function *const *sides = diff->functions;
	const struct pcimsi_judged_function *first = sides[0] ? sides[0] : sides[1];
	char slot[PCIMSI_SLOT_TEXT];

	fputs(text_style(report, STYLE_BLUE), report->out);
	fputs(text_slot(report, first->function->raw.slot, slot), report->out);
	if (diff->pairing == PCIMSI_PAIRED_MOVED)
		fprintf(report->out, " -> %s",
			text_slot(report, sides[1]->function->raw.slot, slot));
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

static const char *pairing_text(enum pcimsi_pairing pairing)
{
	static const char *const texts[] = {
		[PCIMSI_PAIRED_IN_PLACE] = "",
		[PCIMSI_PAIRED_MOVED] = "moved",
		[PCIMSI_PAIRED_REPLACED] = "another device",
		[PCIMSI_PAIRED_ONLY_OLD] = "only in OLD",
		[PCIMSI_PAIRED_ONLY_NEW] = "only in NEW",
	};

	return texts[pairing];
}

static void put_messages(struct report *report, const struct pcimsi_function *function)
{
	char msi[TEXT_CELL], msix[TEXT_CELL];

	fprintf(report->out, "  MSI-X %s, MSI %s, pin %s\n", text_msix(&function->msix, msix),
		text_msi(&function->msi, msi), text_pin(function));
}

static void put_function(struct report *report, const struct pcimsi_function_diff *diff, bool named)
{
	const struct pcimsi_judged_function *a = diff->functions[PCIMSI_SIDE_OLD];
	const struct pcimsi_judged_function *b = diff->functions[PCIMSI_SIDE_NEW];
	const char *pairing = pairing_text(diff->pairing);
	FILE *out = report->out;

	put_slots(report, diff);
	fputs("  ", out);
	put_device(report, a ? a : b);
	if (diff->pairing == PCIMSI_PAIRED_REPLACED) {
		fputs(" -> ", out);
		put_device(report, b);
	}
	if (named) {
		fputs("  in ", out);
		put_text(out, text_capture(a ? a : b));
	}
	fprintf(out, "%s%s%s%s\n", *pairing ? "  " : "", text_style(report, STYLE_BOLD), pairing,
		text_reset(report));
	if (!a || !b) {
		put_messages(report, a ? a->function : b->function);
		return;
	}
	put_changes(report, diff);
}

/* ---- all of it ------------------------------------------------------------------------------- */

static void put_sides(struct report *report, const struct pcimsi_diff *diff)
{
	static const char *const labels[] = { "OLD", "NEW" };

	for (int i = 0; i < PCIMSI_SIDES; i++) {
		const struct pcimsi_run *run = diff->runs[i];
		const char *gap = "  ";

		fputs(labels[i], report->out);
		for (uint32_t k = 0; k < run->n_inputs; k++) {
			if (k && strcmp(run->inputs[k]->name, run->inputs[k - 1]->name) == 0)
				continue;
			fputs(gap, report->out);
			put_text(report->out, run->inputs[k]->name);
			gap = ", ";
		}
		fputc('\n', report->out);
	}
	fputc('\n', report->out);
}

/* Nothing has changed as far as both sides tell. */
static bool is_unknown(const struct pcimsi_function_diff *diff)
{
	if (diff->pairing != PCIMSI_PAIRED_IN_PLACE)
		return false;
	for (uint32_t i = 0; i < diff->n_changes; i++)
		if (!diff->changes[i].unknown)
			return false;
	return true;
}

static void put_summary(struct report *report, const struct pcimsi_diff *diff, uint32_t n_unknown)
{
	uint32_t differ = diff->n_functions - n_unknown;

	fprintf(report->out, "%u function%s differ%s, %u may, %u the same\n", differ,
		str_plural(differ), differ == 1 ? "s" : "", n_unknown, diff->n_same_functions);
}

/* Those that may be the same as before stand together at the end; how many they are. */
static uint32_t put_functions(struct report *report, const struct pcimsi_diff *diff)
{
	bool named = text_several_captures(diff->runs[PCIMSI_SIDE_OLD]) ||
		     text_several_captures(diff->runs[PCIMSI_SIDE_NEW]);
	uint32_t n_unknown = 0;

	for (uint32_t i = 0; i < diff->n_functions; i++) {
		if (is_unknown(&diff->functions[i])) {
			n_unknown++;
			continue;
		}
		put_function(report, &diff->functions[i], named);
		fputc('\n', report->out);
	}
	for (uint32_t i = 0; n_unknown && i < diff->n_functions; i++)
		if (is_unknown(&diff->functions[i]))
			put_function(report, &diff->functions[i], named);
	if (n_unknown)
		fputc('\n', report->out);
	return n_unknown;
}

int text_compare(struct report *report, const struct pcimsi_diff *diff)
{
	if (!diff->differs)
		return 0;
	put_sides(report, diff);
	put_summary(report, diff, put_functions(report, diff));
	return 0;
}
