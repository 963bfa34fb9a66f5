/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/policy_priv.h"

#include "base/nearest.h"
#include "base/options.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/* What the sections of a policy file mean. */

void policy_complain(struct pcimsi_policy *policy, enum pcimsi_note_code code,
		     struct pcimsi_place place, const char *detail)
{
	notes_add(&policy->notes, code, place, detail);
	policy->errors++;
	policy->broken = true;
}

static const struct key_row *keys_of(enum section_kind kind)
{
	return kind == SECTION_RULE ? policy_rule_keys : policy_waiver_keys;
}

/* "ids, section or inf": the keys of which the section that is being read needs one. */
static const char *one_of(struct pcimsi_policy *policy)
{
	const char *text = NULL, *last = NULL;

	for (const struct key_row *row = keys_of(policy->kind); row->name; row++) {
		if (row->need != NEED_ONE)
			continue;
		if (last)
			text = text ? arena_printf(&policy->arena, "%s, %s", text, last) : last;
		last = row->name;
	}
	text = text ? arena_printf(&policy->arena, "%s or %s", text, last) : last;
	policy->nomem |= !text;
	return text;
}

static void see_wrong_value(struct pcimsi_policy *policy, const struct policy_key *key,
			    const char *wrong)
{
	const char *detail = arena_printf(&policy->arena, "%s = %s: %s", key->name, key->value,
					  wrong);

	policy->nomem |= !detail;
	policy_complain(policy, PCIMSI_NOTE_POLICY_VALUE, key->line.place, detail);
}

/* `near`: the key that may have been meant, or NULL. */
static void see_no_key(struct pcimsi_policy *policy, const struct policy_key *key, const char *near)
{
	const char *detail = near ? arena_printf(&policy->arena, "%s; did you mean %s?", key->name,
						 near)
				  : key->name;

	policy->nomem |= !detail;
	policy_complain(policy, PCIMSI_NOTE_POLICY_KEY, key->line.place, detail);
}

const char *policy_nearest_key(const struct key_row *row, const char *name)
{
	struct nearest nearest = nearest_to(name);

	for (; row->name; row++)
		nearest_try(&nearest, row->name);
	return nearest.best;
}

static bool has_choice(const struct pcimsi_policy *policy, const struct pcimsi_rule *rule)
{
	for (uint32_t i = 0; i < policy->severities.count; i++)
		if (policy->severities.items[i].rule == rule)
			return true;
	return false;
}

/* There are no more of them than rules. */
static void see_severity(struct pcimsi_policy *policy, const struct policy_key *key)
{
	struct pcimsi_severity_choice choice = {
		.rule = pcimsi_rule_find(key->name),
		.off = str_ieq(key->value, "off"),
		.line = key->line,
	}, *slot;
	const char *wrong = choice.off ? NULL : policy_parse_severity(key->value, &choice.severity);

	if (!choice.rule) {
		see_no_key(policy, key, pcimsi_rule_nearest(key->name));
	} else if (has_choice(policy, choice.rule)) {
		policy_complain(policy, PCIMSI_NOTE_POLICY_REPEATED, key->line.place, key->name);
	} else if (wrong) {
		see_wrong_value(policy, key, "not off, note, warning or error");
	} else {
		slot = VEC_ADD(&policy->arena, &policy->severities);
		policy->nomem |= !slot;
		if (slot)
			*slot = choice;
	}
}

void policy_see_key(struct pcimsi_policy *policy, const struct policy_key *key)
{
	const struct key_row *row = keys_of(policy->kind), *first = row;
	const char *wrong;

	while (row->name && !str_ieq(row->name, key->name))
		row++;
	if (!row->name) {
		see_no_key(policy, key, policy_nearest_key(first, key->name));
		return;
	}
	if (policy->seen & 1u << (row - first))
		policy_complain(policy, PCIMSI_NOTE_POLICY_REPEATED, key->line.place, key->name);
	policy->seen |= 1u << (row - first);
	wrong = row->parse(policy, key);
	if (wrong)
		see_wrong_value(policy, key, wrong);
}

static void see_key(void *user, const struct policy_key *key)
{
	struct pcimsi_policy *policy = user;

	policy->last_line = key->last_line;
	if (policy->kind == SECTION_SEVERITIES)
		see_severity(policy, key);
	else if (policy->kind != SECTION_NONE)
		policy_see_key(policy, key);
	else if (!policy->broken)
		policy_complain(policy, PCIMSI_NOTE_POLICY_KEY, key->line.place, key->name);
}

/* A line was left out, and that was told. */
static void see_broken(void *user)
{
	struct pcimsi_policy *policy = user;

	policy->errors++;
	policy->broken = true;
}

static void check_complete(struct pcimsi_policy *policy)
{
	const struct key_row *rows = keys_of(policy->kind);
	bool one = false;

	for (unsigned i = 0; rows[i].name; i++) {
		bool seen = policy->seen & 1u << i;

		if (rows[i].need == NEED_ALL && !seen)
			policy_complain(policy, PCIMSI_NOTE_POLICY_MISSING, policy->line.place,
					rows[i].name);
		one |= rows[i].need == NEED_ONE && seen;
	}
	if (!one)
		policy_complain(policy, PCIMSI_NOTE_POLICY_MISSING, policy->line.place,
				one_of(policy));
}

/* Which values there are depends on the rule, which may be named behind them. */
static void check_values(struct pcimsi_policy *policy, struct pcimsi_waiver *waiver)
{
	const char *wrong = waiver_check_values(policy, waiver);

	if (wrong)
		policy_complain(policy, PCIMSI_NOTE_POLICY_VALUE, policy->value_place, wrong);
	else if (policy->value_is_old && waiver->n_values)
		notes_add(&policy->notes, PCIMSI_NOTE_POLICY_OLD_VALUE, policy->value_place, NULL);
}

/* Where the section is in the file, with the blank lines behind it. */
static void measure(struct pcimsi_policy *policy, struct pcimsi_waiver *ret)
{
	const struct policy_lines *lines = &policy->lines;
	uint32_t next = policy->last_line;

	while (next < lines->count && lines->items[next].blank)
		next++;
	ret->offset = lines->items[policy->line.place.line - 1].offset;
	if (next < lines->count)
		ret->size = lines->items[next].offset - ret->offset;
	else
		ret->size = SIZE_MAX; /* to the end */
}

static void end_section(struct pcimsi_policy *policy)
{
	if (policy->kind == SECTION_NONE || policy->kind == SECTION_SEVERITIES)
		return;
	if (!policy->broken)
		check_complete(policy);
	if (policy->kind == SECTION_WAIVER && !policy->broken && !policy->nomem)
		check_values(policy, &policy->waivers.items[policy->waivers.count - 1]);
	if (policy->kind == SECTION_WAIVER && !policy->broken && policy->lines.count)
		measure(policy, &policy->waivers.items[policy->waivers.count - 1]);
	if (policy->kind == SECTION_WAIVER)
		policy->waivers.count -= policy->broken;
	else
		policy->house_rules.count -= policy->broken;
}

/* Whether the section has a name that none before it has; then it is remembered. */
static bool is_new(struct pcimsi_policy *policy, const char *title)
{
	uint32_t hash = str_ihash(title, strlen(title));
	const char **added;

	for (uint32_t at = table_first(&policy->by_title, hash); at;
	     at = table_next(&policy->by_title, at))
		if (str_ieq(policy->titles.items[table_item(&policy->by_title, at)], title))
			return false;
	added = VEC_ADD(&policy->arena, &policy->titles);
	policy->nomem |= !added || table_add(&policy->by_title, &policy->arena, hash,
					     policy->titles.count - 1);
	if (added)
		*added = title;
	return true;
}

/* The name behind `kind`; NULL: another kind, or no name. */
static const char *name_behind(const char *title, const char *kind)
{
	size_t length = strlen(kind);

	if (!str_istarts(title, kind) || !ascii_is_blank(title[length]))
		return NULL;
	title += length + strspn(title + length, " \t");
	return *title ? title : NULL;
}

static enum section_kind begin_house_rule(struct pcimsi_policy *policy, const char *name)
{
	struct pcimsi_house_rule *rule = VEC_ADD(&policy->arena, &policy->house_rules);

	policy->nomem |= !rule;
	if (!rule)
		return SECTION_NONE;
	*rule = (struct pcimsi_house_rule){
		.name = name,
		.file = policy->name,
		.severity = PCIMSI_SEVERITY_ERROR,
		.line = policy->line,
	};
	return SECTION_RULE;
}

static enum section_kind begin_waiver(struct pcimsi_policy *policy, const char *name)
{
	struct pcimsi_waiver *added = VEC_ADD(&policy->arena, &policy->waivers);

	policy->nomem |= !added;
	if (!added)
		return SECTION_NONE;
	*added = (struct pcimsi_waiver){
		.name = name,
		.file = policy->name,
		.line = policy->line,
	};
	return SECTION_WAIVER;
}

static enum section_kind begin_section(struct pcimsi_policy *policy, const char *title)
{
	const char *rule_name = name_behind(title, "rule");
	const char *waiver_name = name_behind(title, "waiver");

	if (!is_new(policy, title)) {
		policy_complain(policy, PCIMSI_NOTE_POLICY_REPEATED, policy->line.place, title);
		return SECTION_NONE;
	}
	if (rule_name)
		return begin_house_rule(policy, rule_name);
	if (waiver_name)
		return begin_waiver(policy, waiver_name);
	if (str_ieq(title, "severities"))
		return SECTION_SEVERITIES;
	policy_complain(policy, PCIMSI_NOTE_POLICY_SECTION, policy->line.place, title);
	return SECTION_NONE;
}

static void reset(struct pcimsi_policy *policy, const struct pcimsi_policy_line *line)
{
	policy->line = *line;
	policy->last_line = line->place.line;
	policy->seen = 0;
	policy->broken = false;
	policy->value_is_old = false;
}

/* NULL: what it is cannot be read, which is told. */
static void see_section(void *user, const char *title, const struct pcimsi_policy_line *line)
{
	struct pcimsi_policy *policy = user;

	end_section(policy);
	reset(policy, line);
	policy->kind = title ? begin_section(policy, title) : SECTION_NONE;
}

struct pcimsi_waiver *policy_begin_waiver(struct pcimsi_policy *policy, const char *name,
					  const struct pcimsi_policy_line *line)
{
	reset(policy, line);
	policy->kind = begin_waiver(policy, name);
	return policy->kind == SECTION_WAIVER ? &policy->waivers.items[policy->waivers.count - 1]
					      : NULL;
}

void policy_end_waiver(struct pcimsi_policy *policy, const char *const *given)
{
	for (; *given; given++)
		for (unsigned i = 0; policy_waiver_keys[i].name; i++)
			if (strcmp(policy_waiver_keys[i].name, *given) == 0)
				policy->seen |= 1u << i;
	end_section(policy);
	policy->kind = SECTION_NONE;
}

/* ---- the object ------------------------------------------------------------------------------ */

int policy_read(struct pcimsi_policy *policy, const char *name, const void *bytes, size_t size)
{
	const struct policy_visitor visitor = {
		.section = see_section,
		.key = see_key,
		.broken = see_broken,
		.user = policy,
	};
	int err;

	policy->name = arena_strdup(&policy->arena, name);
	if (!policy->name)
		return PCIMSI_ERR_NOMEM;
	policy->notes.input = policy->name;
	err = policy_text_read(&policy->arena, &policy->notes, bytes, size, &visitor,
			       &policy->lines);
	if (err)
		return err;
	end_section(policy);
	for (uint32_t i = 0; i < policy->waivers.count; i++)
		if (policy->waivers.items[i].size == SIZE_MAX)
			policy->waivers.items[i].size = size - policy->waivers.items[i].offset;
	return policy->nomem ? PCIMSI_ERR_NOMEM : 0;
}

int policy_new(const struct pcimsi_policy_options *options, struct pcimsi_policy **ret)
{
	struct pcimsi_policy_options own;
	struct pcimsi_policy *policy;

	*ret = NULL;
	if (!OPTIONS_TAKE(&own, options))
		return PCIMSI_ERR_USAGE;
	policy = calloc(1, sizeof(*policy));
	if (!policy)
		return PCIMSI_ERR_NOMEM;
	policy->notes.sink = own.notes;
	*ret = policy;
	return 0;
}

int policy_made(int err, struct pcimsi_policy **ret)
{
	if (err) {
		pcimsi_policy_close(*ret);
		*ret = NULL;
	}
	return err;
}

int pcimsi_policy_open(const char *name, const void *bytes, size_t size,
		       const struct pcimsi_policy_options *options, struct pcimsi_policy **ret)
{
	int err = policy_new(options, ret);

	if (!err)
		err = size > POLICY_SIZE_MAX ? PCIMSI_ERR_LIMIT
					     : policy_read(*ret, name, bytes, size);
	return policy_made(err, ret);
}

void pcimsi_policy_close(struct pcimsi_policy *policy)
{
	if (policy)
		arena_done(&policy->arena);
	free(policy);
}

const char *pcimsi_policy_name(const struct pcimsi_policy *policy)
{
	return policy->name;
}

uint32_t pcimsi_policy_errors(const struct pcimsi_policy *policy)
{
	return policy->errors;
}

const struct pcimsi_severity_choice *pcimsi_policy_severities(const struct pcimsi_policy *policy,
							      uint32_t *ret_count)
{
	*ret_count = policy->severities.count;
	return policy->severities.items;
}

const struct pcimsi_house_rule *pcimsi_policy_house_rules(const struct pcimsi_policy *policy,
							  uint32_t *ret_count)
{
	*ret_count = policy->house_rules.count;
	return policy->house_rules.items;
}

const struct pcimsi_waiver *pcimsi_policy_waivers(const struct pcimsi_policy *policy,
						  uint32_t *ret_count)
{
	*ret_count = policy->waivers.count;
	return policy->waivers.items;
}
