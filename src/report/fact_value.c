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
