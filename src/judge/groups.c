/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/groups.h"

#include "base/str.h"

#include <string.h>

/*
 * Findings that say the same are one, with many places. The same is what the same rule says, with
 * the same values, of the same lines; of silicon, of the same bytes of the same device.
 */

struct group {
	struct pcimsi_group pub;
	VEC(const struct pcimsi_finding *) findings;
	uint32_t n_alike; /* others that would have had its key */
};

struct grouping {
	struct pcimsi_check *check;
	VEC(struct group *) groups;
	struct table by_hash; /* of these */
	struct table by_key;  /* of the keys that are given away, likewise */
};

const struct pcimsi_location *pcimsi_finding_cause(const struct pcimsi_finding *finding)
{
	for (uint32_t i = 0; i < finding->n_locations; i++)
		if (finding->locations[i].role == PCIMSI_ROLE_CAUSE)
			return &finding->locations[i];
	return NULL;
}

/* ---- what is the same ------------------------------------------------------------------------ */

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_place(struct pcimsi_place a, struct pcimsi_place b)
{
	return a.line == b.line && a.column == b.column;
}

static bool same_reg(struct pcimsi_reg a, struct pcimsi_reg b)
{
	return a.known == b.known && (!a.known || a.value == b.value);
}

static bool same_device(const struct pcimsi_judged_function *a,
			const struct pcimsi_judged_function *b)
{
	if (a == b || !a || !b)
		return a == b;
	return same_reg(a->function->vendor_id, b->function->vendor_id) &&
	       same_reg(a->function->device_id, b->function->device_id) &&
	       same_reg(a->function->subsystem_vendor_id, b->function->subsystem_vendor_id) &&
	       same_reg(a->function->subsystem_id, b->function->subsystem_id);
}

static bool same_bytes(const struct pcimsi_location *a, const struct pcimsi_location *b)
{
	return a->offset == b->offset && a->size == b->size && a->bits == b->bits &&
	       memcmp(a->bytes, b->bytes, a->size) == 0 && same_text(a->field, b->field) &&
	       same_text(a->value, b->value);
}

static bool same_line(const struct pcimsi_location *a, const struct pcimsi_location *b)
{
	return a->input == b->input && same_text(a->file, b->file) &&
	       same_place(a->from, b->from) && same_place(a->to, b->to);
}

/* Of a finding that nothing proves: what it is about. */
static bool same_subject(const struct pcimsi_finding *a, const struct pcimsi_finding *b)
{
	return same_device(a->function, b->function) && same_place(a->place, b->place) &&
	       (a->function ||
		(same_text(a->capture, b->capture) && same_text(a->member, b->member)));
}

static bool same_cause(const struct pcimsi_finding *a, const struct pcimsi_finding *b)
{
	const struct pcimsi_location *cause = pcimsi_finding_cause(a);
	const struct pcimsi_location *other = pcimsi_finding_cause(b);

	if (!cause || !other)
		return cause == other && same_subject(a, b);
	if (cause->kind != other->kind)
		return false;
	if (cause->kind != PCIMSI_INPUT_CAPTURE)
		return same_line(cause, other);
	return same_bytes(cause, other) && same_device(a->function, b->function);
}

static bool same_values(const struct pcimsi_finding *a, const struct pcimsi_finding *b)
{
	for (uint32_t i = 0; i < a->n_values; i++)
		if (!a->values[i].param->where && !pcimsi_value_equal(&a->values[i], &b->values[i]))
			return false;
	return true;
}

static const struct pcimsi_input *inf_of(const struct pcimsi_finding *finding)
{
	return finding->inf ? finding->inf->input : NULL;
}

static bool says_the_same(const struct pcimsi_finding *a, const struct pcimsi_finding *b)
{
	return a->rule == b->rule && a->severity == b->severity && a->confidence == b->confidence &&
	       a->waiver == b->waiver && a->counts == b->counts && inf_of(a) == inf_of(b) &&
	       same_values(a, b) && same_cause(a, b);
}

/* ---- hashes ---------------------------------------------------------------------------------- */

static uint64_t hash_text(uint64_t hash, const char *text)
{
	return text ? str_fnv64(hash, text, strlen(text) + 1) : hash;
}

static uint64_t hash_device(uint64_t hash, const struct pcimsi_judged_function *function)
{
	uint32_t ids[] = { function->function->vendor_id.value, function->function->device_id.value,
			   function->function->subsystem_vendor_id.value,
			   function->function->subsystem_id.value };

	return str_fnv64(hash, ids, sizeof(ids));
}

static uint64_t hash_bytes(uint64_t hash, const struct pcimsi_location *cause)
{
	hash = hash_text(str_fnv64(hash, cause->bytes, cause->size), cause->field);
	return str_fnv64(hash, &cause->offset, sizeof(cause->offset));
}

/* A line may be as long as its file, and have as many findings. */
#define LINE_HASHED 256

static uint64_t hash_line(uint64_t hash, const char *line)
{
	return line ? str_fnv64(hash, line, strnlen(line, LINE_HASHED)) : hash;
}

static const char *without_folders(const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash ? slash + 1 : file;
}

/*
 * What does not change when lines are added above it or folders are renamed, and when another
 * function is captured.
 */
static uint64_t content_hash(const struct pcimsi_finding *finding)
{
	const struct pcimsi_location *cause = pcimsi_finding_cause(finding);
	uint64_t hash = values_hash_of_group(finding);
	bool silicon = !cause || cause->kind == PCIMSI_INPUT_CAPTURE;

	if (silicon && finding->function)
		hash = hash_device(hash, finding->function);
	if (cause && silicon)
		hash = hash_bytes(hash, cause);
	else if (cause)
		hash = hash_line(hash_text(hash, without_folders(cause->file)), cause->text);
	return finding->inf ? hash_text(hash, without_folders(finding->inf->facts->name)) : hash;
}

static uint32_t group_hash(const struct pcimsi_finding *finding)
{
	const struct pcimsi_location *cause = pcimsi_finding_cause(finding);
	struct pcimsi_place place = cause ? cause->from : finding->place;
	uint64_t hash = content_hash(finding);

	if (!cause || cause->kind != PCIMSI_INPUT_CAPTURE)
		hash = str_fnv64(hash, &place, sizeof(place));
	if (!cause && !finding->function)
		hash = hash_text(hash_text(hash, finding->capture), finding->member);
	hash = str_fnv64(hash, &finding->waiver, sizeof(finding->waiver));
	return (uint32_t)(hash ^ hash >> 32);
}

/* ---- making them ----------------------------------------------------------------------------- */

static struct group *group_of(const struct grouping *all, const struct pcimsi_finding *finding,
			      uint32_t hash)
{
	const struct table *table = &all->by_hash;

	for (uint32_t at = table_first(table, hash); at; at = table_next(table, at)) {
		struct group *group = all->groups.items[table_item(table, at)];

		if (says_the_same(group->findings.items[0], finding))
			return group;
	}
	return NULL;
}

static struct group *new_group(struct grouping *all, uint32_t hash)
{
	struct arena *arena = &all->check->arena;
	struct group **slot = VEC_ADD(arena, &all->groups);
	struct group *group = slot ? arena_alloc(arena, sizeof(*group)) : NULL;

	if (!group || table_add(&all->by_hash, arena, hash, all->groups.count - 1))
		return NULL;
	*slot = group;
	group->pub.number = all->groups.count - 1;
	return group;
}

static bool add_finding(struct grouping *all, struct pcimsi_finding *finding)
{
	uint32_t hash = group_hash(finding);
	struct group *group = group_of(all, finding, hash);
	const struct pcimsi_finding **slot;

	if (!group)
		group = new_group(all, hash);
	slot = group ? VEC_ADD(&all->check->arena, &group->findings) : NULL;
	if (!slot)
		return false;
	*slot = finding;
	finding->group = &group->pub;
	group->pub.findings = group->findings.items;
	group->pub.n_findings = group->findings.count;
	return true;
}

/* ---- keys ------------------------------------------------------------------------------------ */

/* The first by name: whatever the captures hold, and in which order. */
static const char *first_section(const struct group *group)
{
	const char *first = NULL;

	for (uint32_t i = 0; i < group->findings.count; i++) {
		const char *section = group->findings.items[i]->section;

		if (section && (!first || strcmp(section, first) < 0))
			first = section;
	}
	return first;
}

static struct group *find_key(const struct grouping *all, uint64_t key)
{
	const struct table *table = &all->by_key;

	for (uint32_t at = table_first(table, (uint32_t)key); at; at = table_next(table, at)) {
		struct group *group = all->groups.items[table_item(table, at)];

		if (group->pub.key == key)
			return group;
	}
	return NULL;
}

/* Several lines of a section may say the same: the second of them is that. */
static bool give_key(struct grouping *all, struct group *group)
{
	uint64_t key = hash_text(content_hash(group->findings.items[0]), first_section(group));
	struct group *first = find_key(all, key);

	while (first && find_key(all, key)) {
		uint32_t number = ++first->n_alike;

		key = str_fnv64(key, &number, sizeof(number));
	}
	group->pub.key = key;
	return table_add(&all->by_key, &all->check->arena, (uint32_t)key, group->pub.number) == 0;
}

/* Those that are waived last: who waives one of two that are alike does not rename the other. */
static bool give_keys(struct grouping *all)
{
	for (int waived = 0; waived <= 1; waived++) {
		for (uint32_t i = 0; i < all->groups.count; i++) {
			struct group *group = all->groups.items[i];

			if ((group->findings.items[0]->waiver != NULL) == waived &&
			    !give_key(all, group))
				return false;
		}
	}
	return true;
}

void groups_make(struct pcimsi_check *check)
{
	struct grouping all = { .check = check };
	bool made = true;

	for (uint32_t i = 0; made && i < check->findings.count; i++)
		made = add_finding(&all, &check->findings.items[i]->pub);
	if (!made || !give_keys(&all)) {
		check->nomem = true;
		return;
	}
	check->run.groups = (const struct pcimsi_group *const *)all.groups.items;
	check->run.n_groups = all.groups.count;
}
