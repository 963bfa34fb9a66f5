/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/fingerprint.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/* By what a finding is known again in another run, and told from the others of its own. */

static uint64_t identity(const struct finding *finding)
{
	const struct pcimsi_judged_function *function = finding->pub.function;
	uint64_t hash = str_fnv64(values_hash(finding), finding->pub.rule->id, 6);

	if (function) {
		uint32_t ids[] = { function->function->vendor_id.value,
				   function->function->device_id.value,
				   function->function->subsystem_vendor_id.value,
				   function->function->subsystem_id.value };

		hash = str_fnv64(hash, ids, sizeof(ids));
	}
	if (finding->pub.section)
		hash = str_fnv64(hash, finding->pub.section, strlen(finding->pub.section));
	return hash;
}

static int by_identity(const void *a, const void *b)
{
	const struct pcimsi_finding *x = &(*(struct finding *const *)a)->pub;
	const struct pcimsi_finding *y = &(*(struct finding *const *)b)->pub;

	if (x->identity != y->identity)
		return x->identity < y->identity ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* Two boards of a kind, or two files, have the same finding: the first keeps its fingerprint. */
static void tell_apart(struct finding *const *findings, uint32_t count)
{
	uint32_t ordinal = 0;

	for (uint32_t i = 1; i < count; i++) {
		struct pcimsi_finding *finding = &findings[i]->pub;

		ordinal = finding->identity == findings[i - 1]->pub.identity ? ordinal + 1 : 0;
		if (ordinal)
			finding->fingerprint = str_fnv64(finding->identity, &ordinal,
							 sizeof(ordinal));
	}
}

bool fingerprints_make(struct pcimsi_check *check)
{
	uint32_t count = check->findings.count;
	struct finding **findings = arena_array(&check->arena, count, sizeof(struct finding *));

	if (!findings)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		findings[i] = check->findings.items[i];
		findings[i]->pub.identity = findings[i]->pub.fingerprint = identity(findings[i]);
	}
	if (count > 1)
		qsort(findings, count, sizeof(struct finding *), by_identity);
	tell_apart(findings, count);
	return true;
}
