/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/policy.h>

/* What a policy names against what there is. */

static enum pcimsi_agreement agreement(struct pcimsi_reg wanted, struct pcimsi_reg there)
{
	if (!wanted.known)
		return PCIMSI_AGREEMENT_YES;
	if (!there.known)
		return PCIMSI_AGREEMENT_POSSIBLE;
	return wanted.value == there.value ? PCIMSI_AGREEMENT_YES : PCIMSI_AGREEMENT_NO;
}

static enum pcimsi_agreement least(enum pcimsi_agreement a, enum pcimsi_agreement b)
{
	return a < b ? a : b;
}

static enum pcimsi_agreement has_ids(const struct pcimsi_function *function,
				     const struct pcimsi_policy_ids *ids)
{
	enum pcimsi_agreement device = least(agreement(ids->vendor_id, function->vendor_id),
					     agreement(ids->device_id, function->device_id));
	enum pcimsi_agreement subsystem =
		least(agreement(ids->subsystem_vendor_id, function->subsystem_vendor_id),
		      agreement(ids->subsystem_id, function->subsystem_id));

	return least(device, subsystem);
}

enum pcimsi_agreement pcimsi_policy_ids_match(const struct pcimsi_policy_id_list *list,
					      const struct pcimsi_function *function)
{
	enum pcimsi_agreement best = list->count ? PCIMSI_AGREEMENT_NO : PCIMSI_AGREEMENT_YES;

	for (uint32_t i = 0; i < list->count && best != PCIMSI_AGREEMENT_YES; i++) {
		enum pcimsi_agreement one = has_ids(function, &list->items[i]);

		if (one > best)
			best = one;
	}
	return best;
}

enum pcimsi_agreement pcimsi_house_rule_selects(const struct pcimsi_house_rule *rule,
						const struct pcimsi_function *function)
{
	const struct pcimsi_reg wanted = { rule->class_code, rule->class_digits != 0 };
	const struct pcimsi_reg there = {
		function->class_code.value >> 4 * (6 - rule->class_digits),
		function->class_code.known,
	};

	/* The ids and the class of a function that did not answer are none. */
	if (!function->responding && (wanted.known || rule->ids.count))
		return PCIMSI_AGREEMENT_POSSIBLE;
	return least(agreement(wanted, there), pcimsi_policy_ids_match(&rule->ids, function));
}

static uint32_t day_number(struct pcimsi_date date)
{
	return date.year * 512u + date.month * 32u + date.day;
}

bool pcimsi_date_is_after(struct pcimsi_date a, struct pcimsi_date b)
{
	return a.year && b.year && day_number(a) > day_number(b);
}
