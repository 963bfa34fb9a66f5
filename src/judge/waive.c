/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/waive.h"

#include "base/str.h"

#include <string.h>

/* ---- severities ------------------------------------------------------------------------------ */

bool policies_want(const struct pcimsi_check *check, const struct pcimsi_rule *rule)
{
	const struct pcimsi_severity_choice *choice = check->choices[rule - rule_table];

	if (choice && choice->off)
		return false;
	return !check->options.wanted || check->options.wanted(check->options.user, rule);
}

/* What the rule itself took back, for a reason of its own, no policy makes worse again. */
void policies_grade(struct pcimsi_check *check, const struct pcimsi_rule *rule, uint32_t first)
{
	const struct pcimsi_severity_choice *choice = check->choices[rule - rule_table];

	for (uint32_t i = first; choice && i < check->findings.count; i++) {
		struct pcimsi_finding *finding = &check->findings.items[i]->pub;

		if (finding->severity >= rule->severity || choice->severity < finding->severity)
			finding->severity = choice->severity;
	}
}

static void take_severities(struct pcimsi_check *check, const struct pcimsi_policy *policy)
{
	const struct pcimsi_severity_choice *choices;
	uint32_t count;

	choices = pcimsi_policy_severities(policy, &count);
	for (uint32_t i = 0; i < count; i++)
		check->choices[choices[i].rule - rule_table] = &choices[i];
}

/* ---- waivers --------------------------------------------------------------------------------- */

/* A baseline holds one waiver for each finding: most are for one device of one rule. */
static uint32_t hash_of(const struct pcimsi_rule *rule, struct pcimsi_reg vendor_id,
			struct pcimsi_reg device_id)
{
	uint32_t key[] = { (uint32_t)(rule - rule_table), vendor_id.known, vendor_id.value,
			   device_id.value };

	return (uint32_t)str_fnv64(STR_FNV64, key, sizeof(key));
}

static const struct pcimsi_reg any = { 0, false };

static uint32_t hash_of_waiver(const struct pcimsi_waiver *waiver)
{
	const struct pcimsi_policy_ids *ids = waiver->ids.items;

	if (waiver->ids.count != 1 || !ids->device_id.known)
		return hash_of(waiver->rule, any, any);
	return hash_of(waiver->rule, ids->vendor_id, ids->device_id);
}

int waivers_take(struct pcimsi_check *check, const struct pcimsi_policy *policy)
{
	struct waivers *waivers = &check->waivers;
	const struct pcimsi_waiver *list;
	uint32_t count;

	list = pcimsi_policy_waivers(policy, &count);
	for (uint32_t i = 0; i < count; i++) {
		struct pcimsi_waiver_use *use = VEC_ADD(&check->arena, &waivers->uses);

		if (!use || table_add(&waivers->by_rule, &check->arena, hash_of_waiver(&list[i]),
				      waivers->uses.count - 1))
			return PCIMSI_ERR_NOMEM;
		*use = (struct pcimsi_waiver_use){
			.waiver = &list[i],
			.expired = pcimsi_date_is_after(check->options.today, list[i].until),
			.evaluated = !check->options.partial && policies_want(check, list[i].rule),
		};
	}
	return 0;
}

int policies_prepare(struct pcimsi_check *check)
{
	int err = 0;

	for (uint32_t i = 0; i < check->options.n_policies; i++)
		take_severities(check, check->options.policies[i]);
	for (uint32_t i = 0; i < check->options.n_policies && !err; i++)
		err = waivers_take(check, check->options.policies[i]);
	return err;
}

/* A waiver names the file, with its folders or without. */
static bool names_file(const char *wanted, const char *file)
{
	const char *slash = file ? strrchr(file, '/') : NULL;

	return file && (str_ieq(wanted, file) || (slash && str_ieq(wanted, slash + 1)));
}

/* Whether a line of that file, of that kind, proves the finding. */
static bool cites_file(const struct pcimsi_finding *finding, enum pcimsi_input_kind kind,
		       const char *wanted)
{
	for (uint32_t i = 0; i < finding->n_locations; i++)
		if (finding->locations[i].kind == kind &&
		    names_file(wanted, finding->locations[i].file))
			return true;
	return false;
}

static bool has_value(const struct pcimsi_finding *finding, const struct pcimsi_waived_value *value)
{
	const struct pcimsi_value *found = pcimsi_finding_value(finding, value->name);
	char buffer[PCIMSI_VALUE_CHARS];

	return found && !found->param->aside &&
	       strcmp(pcimsi_value_text(found, buffer), value->text) == 0;
}

/* A waiver never hides a value that it does not name. */
static bool agrees_on_value(const struct pcimsi_finding *finding,
			    const struct pcimsi_waiver *waiver)
{
	for (uint32_t i = 0; i < waiver->n_values; i++)
		if (!has_value(finding, &waiver->values[i]))
			return false;
	for (uint32_t i = 0; !waiver->n_values && i < finding->n_values; i++)
		if (!finding->values[i].param->aside)
			return false;
	return true;
}

/* Whether the line of the INF at which the waiver stands proves the finding. */
static bool cites_line(const struct pcimsi_finding *finding, const struct pcimsi_waiver *waiver)
{
	for (uint32_t i = 0; i < finding->n_locations; i++) {
		const struct pcimsi_location *location = &finding->locations[i];

		if (location->kind == PCIMSI_INPUT_INF && location->place.line == waiver->of_line &&
		    strcmp(location->file, waiver->file) == 0)
			return true;
	}
	return false;
}

/* But for the value. */
static bool is_about(const struct pcimsi_waiver *waiver, const struct pcimsi_finding *finding)
{
	if (waiver->rule != finding->rule)
		return false;
	if (waiver->ids.count &&
	    (!finding->function ||
	     pcimsi_policy_ids_match(&waiver->ids, finding->function->function) !=
		     PCIMSI_AGREEMENT_YES))
		return false;
	if (waiver->section && (!finding->section || !str_ieq(waiver->section, finding->section)))
		return false;
	if (waiver->inf && (!finding->inf || !names_file(waiver->inf, finding->inf->facts->name)))
		return false;
	if (waiver->capture && !names_file(waiver->capture, finding->capture) &&
	    !names_file(waiver->capture, finding->member))
		return false;
	if (waiver->of_line && !cites_line(finding, waiver))
		return false;
	if (waiver->granted && !cites_file(finding, PCIMSI_INPUT_GRANTED, waiver->granted))
		return false;
	return !waiver->registry || cites_file(finding, PCIMSI_INPUT_REGISTRY, waiver->registry);
}

/*
 * The first of the waivers with the hash that holds, if it is before `best`; those are in
 * the order of the policies. Counted from 1.
 */
static uint32_t try_waivers(struct waivers *waivers, uint32_t hash, struct pcimsi_finding *finding,
			    uint32_t best)
{
	const struct table *table = &waivers->by_rule;

	for (uint32_t at = table_first(table, hash); at; at = table_next(table, at)) {
		uint32_t item = table_item(table, at);
		struct pcimsi_waiver_use *use = &waivers->uses.items[item];

		if (!is_about(use->waiver, finding))
			continue;
		if (!agrees_on_value(finding, use->waiver)) {
			use->missed = use->missed ? use->missed : finding;
			continue;
		}
		use->n_findings++;
		if (!use->expired && (!best || item + 1 < best))
			best = item + 1;
	}
	return best;
}

static void waive(struct waivers *waivers, struct pcimsi_finding *finding)
{
	const struct pcimsi_judged_function *judged = finding->function;
	uint32_t of_all = hash_of(finding->rule, any, any), of_device = of_all;
	uint32_t best;

	if (judged)
		of_device = hash_of(finding->rule, judged->function->vendor_id,
				    judged->function->device_id);
	best = try_waivers(waivers, of_all, finding, 0);
	if (of_device != of_all)
		best = try_waivers(waivers, of_device, finding, best);
	if (best)
		finding->waiver = waivers->uses.items[best - 1].waiver;
}

/* What a waiver names that was not read could not show what it is for. */
static bool was_read(const struct pcimsi_check *check, enum pcimsi_input_kind kind,
		     const char *name)
{
	for (uint32_t i = 0; name && i < check->inputs.count; i++) {
		const struct pcimsi_input *input = check->inputs.items[i];

		if (input->kind == kind &&
		    (names_file(name, input->name) || names_file(name, input->member)))
			return true;
	}
	return !name;
}

static void leave_out_unread(struct pcimsi_check *check)
{
	for (uint32_t i = 0; i < check->waivers.uses.count; i++) {
		struct pcimsi_waiver_use *use = &check->waivers.uses.items[i];
		const struct pcimsi_waiver *waiver = use->waiver;

		use->evaluated &= was_read(check, PCIMSI_INPUT_INF, waiver->inf) &&
				  was_read(check, PCIMSI_INPUT_CAPTURE, waiver->capture) &&
				  was_read(check, PCIMSI_INPUT_REGISTRY, waiver->registry) &&
				  was_read(check, PCIMSI_INPUT_GRANTED, waiver->granted);
	}
}

void policies_waive(struct pcimsi_check *check)
{
	leave_out_unread(check);
	for (uint32_t i = 0; i < check->findings.count; i++)
		waive(&check->waivers, &check->findings.items[i]->pub);
}
