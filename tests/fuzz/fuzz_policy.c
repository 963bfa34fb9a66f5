/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fuzz.h"

#include <pcimsi/policy.h>

/*
 * Input: a policy file. Beside surviving, what holds must be whole, every error be
 * noted, and the file without its waivers be the same policy without them.
 */

static void note(void *user, const struct pcimsi_note *n)
{
	touch(n->input);
	touch(n->detail ? n->detail : "");
	CHECK(n->place.line);
	if (n->code == PCIMSI_NOTE_POLICY_OLD_VALUE)
		return;
	++*(uint32_t *)user;
}

static struct pcimsi_policy *open_policy(const uint8_t *data, size_t size)
{
	uint32_t notes = 0;
	const struct pcimsi_policy_options options = {
		.size = sizeof(options),
		.notes = { .call = note, .user = &notes },
	};
	struct pcimsi_policy *policy;

	CHECK(pcimsi_policy_open("p", data, size, &options, &policy) == 0);
	CHECK((pcimsi_policy_errors(policy) != 0) == (notes != 0));
	return policy;
}

static void check_ids(const struct pcimsi_policy_id_list *list)
{
	for (uint32_t i = 0; i < list->count; i++)
		CHECK(list->items[i].vendor_id.known && list->items[i].vendor_id.value <= 0xffff);
}

static void check_waivers(const struct pcimsi_policy *policy, size_t size)
{
	const struct pcimsi_waiver *waivers;
	uint32_t count;
	size_t end = 0;

	waivers = pcimsi_policy_waivers(policy, &count);
	for (uint32_t i = 0; i < count; i++) {
		const struct pcimsi_waiver *waiver = &waivers[i];

		CHECK(waiver->rule);
		touch(waiver->name);
		touch(waiver->reason);
		touch(waiver->owner);
		touch(waiver->line.text);
		CHECK(waiver->ids.count || waiver->section || waiver->inf || waiver->capture ||
		      waiver->registry || waiver->granted);
		check_ids(&waiver->ids);
		for (uint32_t k = 0; k < waiver->n_values; k++) {
			touch(waiver->values[k].name);
			touch(waiver->values[k].text);
		}
		CHECK(waiver->offset >= end && waiver->size && waiver->offset < size);
		end = waiver->offset + waiver->size;
		CHECK(end <= size);
	}
}

static void check_house_rules(const struct pcimsi_policy *policy)
{
	const struct pcimsi_house_rule *rules;
	uint32_t count;

	rules = pcimsi_policy_house_rules(policy, &count);
	for (uint32_t i = 0; i < count; i++) {
		unsigned given = 0;

		touch(rules[i].name);
		CHECK(rules[i].class_digits <= 6 && rules[i].class_code <= 0xffffff);
		check_ids(&rules[i].ids);
		for (unsigned k = 0; k < PCIMSI_REQUIRE_COUNT; k++)
			given += rules[i].requirements[k].given;
		CHECK(given);
	}
}

/* What --write-waivers leaves of a file in which nothing is wrong. */
static void check_without_waivers(const struct pcimsi_policy *policy, const uint8_t *data,
				  size_t size)
{
	const struct pcimsi_waiver *waivers;
	uint8_t *rest = malloc(size + 1);
	struct pcimsi_policy *without;
	uint32_t count, severities[2], house_rules[2];
	size_t from = 0, length = 0;

	CHECK(rest);
	waivers = pcimsi_policy_waivers(policy, &count);
	for (uint32_t i = 0; i < count; i++) {
		memcpy(rest + length, data + from, waivers[i].offset - from);
		length += waivers[i].offset - from;
		from = waivers[i].offset + waivers[i].size;
	}
	if (from < size)
		memcpy(rest + length, data + from, size - from);
	length += size - from;
	without = open_policy(rest, length);
	CHECK(pcimsi_policy_errors(without) == 0);
	pcimsi_policy_waivers(without, &count);
	CHECK(count == 0);
	pcimsi_policy_severities(policy, &severities[0]);
	pcimsi_policy_severities(without, &severities[1]);
	pcimsi_policy_house_rules(policy, &house_rules[0]);
	pcimsi_policy_house_rules(without, &house_rules[1]);
	CHECK(severities[0] == severities[1] && house_rules[0] == house_rules[1]);
	pcimsi_policy_close(without);
	free(rest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pcimsi_policy *policy;

	if (size > 65536)
		return 0;
	policy = open_policy(data, size);
	check_waivers(policy, size);
	check_house_rules(policy);
	/* What is no UTF-16 stays so whatever is left of it. */
	if (size && !pcimsi_policy_errors(policy) && !memchr(data, 0, size) && data[0] < 0xfe)
		check_without_waivers(policy, data, size);
	pcimsi_policy_close(policy);
	return 0;
}
