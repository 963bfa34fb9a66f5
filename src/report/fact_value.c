/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/fact_value.h"

#include <stdio.h>

static const char *number_text(const struct pcimsi_fact *fact, unsigned long long number,
			       char buffer[FACT_VALUE_CHARS])
{
	switch (fact->form) {
	case PCIMSI_FACT_NUMBER:
		snprintf(buffer, FACT_VALUE_CHARS, "%llu", number);
		break;
	case PCIMSI_FACT_ID:
		snprintf(buffer, FACT_VALUE_CHARS, "%0*llx", fact->digits, number);
		break;
	case PCIMSI_FACT_OFFSET:
	case PCIMSI_FACT_REGISTER:
		snprintf(buffer, FACT_VALUE_CHARS, "0x%0*llx", fact->digits, number);
	}
	return buffer;
}

const char *fact_value_text(const struct pcimsi_fact *fact, const struct pcimsi_fact_value *value,
			    char buffer[FACT_VALUE_CHARS])
{
	switch (value->kind) {
	case PCIMSI_VALUE_NUMBER:
		return number_text(fact, value->number, buffer);
	case PCIMSI_VALUE_WORD:
	case PCIMSI_VALUE_TEXT:
		return *value->text ? value->text : "\"\"";
	case PCIMSI_VALUE_UNKNOWN:
		return "unknown";
	default:
		return "none";
	}
}

const struct pcimsi_judged_function *
side_function(const struct pcimsi_judged_function *const functions[PCIMSI_SIDES],
	      enum pcimsi_side side)
{
	return functions[side] ? functions[side] : functions[!side];
}

const struct pcimsi_judged_inf *side_inf(const struct pcimsi_judged_inf *const infs[PCIMSI_SIDES],
					 enum pcimsi_side side)
{
	return infs[side] ? infs[side] : infs[!side];
}

const struct pcimsi_model *side_model(const struct pcimsi_model *const models[PCIMSI_SIDES],
				      enum pcimsi_side side)
{
	return models[side] ? models[side] : models[!side];
}

const struct pcimsi_finding *side_finding(const struct pcimsi_finding *const findings[PCIMSI_SIDES],
					  enum pcimsi_side side)
{
	return findings[side] ? findings[side] : findings[!side];
}

const char *pairing_text(enum pcimsi_pairing pairing)
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

const char *side_text(enum pcimsi_side side)
{
	return side == PCIMSI_SIDE_OLD ? "OLD" : "NEW";
}

const char *verdict_side_text(const struct pcimsi_verdict_diff *diff, enum pcimsi_side side)
{
	static const char *const words[] = {
		[PCIMSI_VERDICT_IMPOSSIBLE] = "IMPOSSIBLE",
		[PCIMSI_VERDICT_INEFFECTIVE] = "INEFFECTIVE",
		[PCIMSI_VERDICT_WASTEFUL] = "WASTEFUL",
		[PCIMSI_VERDICT_UNKNOWN] = "UNKNOWN",
		[PCIMSI_VERDICT_FIT] = "FIT",
	};

	if (diff->verdicts[side])
		return words[diff->verdicts[side]->word];
	return diff->functions[side]->undecided ? "UNKNOWN" : "no match";
}

enum happened { CAME, GONE, CHANGED, NOT_KNOWN };

static enum happened happened(const struct pcimsi_finding_diff *diff)
{
	if (diff->reason)
		return NOT_KNOWN;
	if (!diff->findings[PCIMSI_SIDE_OLD])
		return CAME;
	return diff->findings[PCIMSI_SIDE_NEW] ? CHANGED : GONE;
}

const char *finding_diff_text(const struct pcimsi_finding_diff *diff)
{
	static const char *const texts[] = {
		[CAME] = "came",
		[GONE] = "gone",
		[CHANGED] = "now",
		[NOT_KNOWN] = "?",
	};

	return texts[happened(diff)];
}

const char *finding_diff_name(const struct pcimsi_finding_diff *diff)
{
	static const char *const names[] = {
		[CAME] = "came",
		[GONE] = "gone",
		[CHANGED] = "changed",
		[NOT_KNOWN] = "unknown",
	};

	return names[happened(diff)];
}

bool function_diff_is_unknown(const struct pcimsi_function_diff *diff)
{
	if (diff->pairing != PCIMSI_PAIRED_IN_PLACE)
		return false;
	for (uint32_t i = 0; i < diff->n_changes; i++)
		if (!diff->changes[i].unknown)
			return false;
	return true;
}

static uint32_t count_unknown(const struct pcimsi_diff *diff)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < diff->n_functions; i++)
		count += function_diff_is_unknown(&diff->functions[i]);
	return count;
}

struct part {
	uint32_t count;
	const char *one, *several; /* what is said of that many */
};

#define PARTS 3

/* "functions: 1 differs, 3 the same" */
static void put_kind(FILE *out, const char **gap, const char *kind, const struct part parts[PARTS])
{
	const char *inner = ": ";

	if (!parts[0].count && !parts[1].count && !parts[2].count)
		return;
	fprintf(out, "%s%s", *gap, kind);
	for (int i = 0; i < PARTS; i++) {
		if (!parts[i].count)
			continue;
		fprintf(out, "%s%u %s", inner, parts[i].count,
			parts[i].count == 1 ? parts[i].one : parts[i].several);
		inner = ", ";
	}
	*gap = "; ";
}

void put_diff_summary(FILE *out, const struct pcimsi_diff *diff)
{
	uint32_t n_unknown = count_unknown(diff);
	const struct part functions[PARTS] = {
		{ diff->n_functions - n_unknown, "differs", "differ" },
		{ n_unknown, "may differ", "may differ" },
		{ diff->n_same_functions, "the same", "the same" },
	};
	const struct part infs[PARTS] = {
		{ diff->n_infs, "differs", "differ" },
		{ diff->n_same_infs, "the same", "the same" },
	};
	const struct part verdicts[PARTS] = {
		{ diff->n_flips, "flips", "flip" },
		{ diff->n_verdicts - diff->n_flips, "changed otherwise", "changed otherwise" },
		{ diff->n_same_verdicts, "the same", "the same" },
	};
	const char *gap = "";

	put_kind(out, &gap, "functions", functions);
	put_kind(out, &gap, "INFs", infs);
	put_kind(out, &gap, "verdicts", verdicts);
}
