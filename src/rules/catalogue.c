/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/engine.h"

#include "base/str.h"

#include <stddef.h>

const struct pcimsi_rule rule_table[RULE_COUNT] = {
#define RULE(name, ...) [RULE_##name] = { .id = #name, __VA_ARGS__ },
#include "rules/catalogue.def"
#undef RULE
};

const struct pcimsi_rule *pcimsi_rules(uint32_t *ret_count)
{
	*ret_count = RULE_COUNT;
	return rule_table;
}

const struct pcimsi_rule *pcimsi_rule_find(const char *id_or_slug)
{
	for (uint32_t i = 0; i < RULE_COUNT; i++)
		if (str_ieq(rule_table[i].id, id_or_slug) ||
		    str_ieq(rule_table[i].slug, id_or_slug))
			return &rule_table[i];
	return NULL;
}

const char *pcimsi_severity_name(enum pcimsi_severity severity)
{
	static const char *const names[] = {
		[PCIMSI_NOTE] = "note",
		[PCIMSI_WARNING] = "warning",
		[PCIMSI_ERROR] = "error",
	};

	return names[severity];
}

const char *pcimsi_class_name(enum pcimsi_class class_)
{
	static const char *const names[] = {
		[PCIMSI_CLASS_IMPOSSIBLE] = "impossible",
		[PCIMSI_CLASS_INEFFECTIVE] = "ineffective",
		[PCIMSI_CLASS_WASTEFUL] = "wasteful",
		[PCIMSI_CLASS_BROKEN] = "broken",
		[PCIMSI_CLASS_ODD] = "odd",
		[PCIMSI_CLASS_UNKNOWN] = "unknown",
		[PCIMSI_CLASS_POLICY] = "policy",
	};

	return names[class_];
}

const char *pcimsi_verdict_name(enum pcimsi_verdict_word word)
{
	static const char *const names[] = {
		[PCIMSI_VERDICT_IMPOSSIBLE] = "impossible",
		[PCIMSI_VERDICT_INEFFECTIVE] = "ineffective",
		[PCIMSI_VERDICT_WASTEFUL] = "wasteful",
		[PCIMSI_VERDICT_UNKNOWN] = "unknown",
		[PCIMSI_VERDICT_FIT] = "fit",
	};

	return names[word];
}

const char *pcimsi_reason_text(enum pcimsi_reason reason)
{
	static const char *const texts[] = {
		[PCIMSI_REASON_NONE] = "evaluated",
		[PCIMSI_REASON_NOT_CAPTURED] = "the bytes that would tell were not captured",
		[PCIMSI_REASON_NO_RESPONSE] = "the function did not answer",
		[PCIMSI_REASON_INCOMPLETE_INF] = "a Needs section was not supplied",
		[PCIMSI_REASON_NO_NUMBER] = "the value in the INF is no number",
		[PCIMSI_REASON_NO_CPUS] = "the number of processors was not given (--cpus)",
		[PCIMSI_REASON_NO_LINUX] =
			"the capture does not tell what Linux made of the function",
		[PCIMSI_REASON_NO_SIZES] = "the capture does not hold the sizes of BARs",
		[PCIMSI_REASON_REJECTED_INF] = "SetupAPI would refuse the INF",
		[PCIMSI_REASON_NO_REGISTRY] = "no exported registry was given (--registry)",
		[PCIMSI_REASON_NOT_EXPORTED] =
			"no exported registry holds a device with the ids of the function",
		[PCIMSI_REASON_MORE_HELD] =
			"more than 256 exported devices have the ids of the function",
		[PCIMSI_REASON_HELD_UNKNOWN] = "the export does not tell what the registry holds",
		[PCIMSI_REASON_LEFT_OUT] = "what the policy is for was left out of this run",
	};

	return texts[reason];
}
