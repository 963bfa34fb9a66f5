/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <pcimsi/match.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/table.h"

#include <stdlib.h>
#include <string.h>

/*
 * A hash from id to every place of every INF that names it, so that the cost of
 * matching grows with INF lines plus functions plus matches.
 */
struct entry {
	const char *id;
	const struct pcimsi_model *model;
	uint32_t inf;
	uint16_t position; /* 0: the hw-id field, k + 1: the k-th compatible id */
	bool old;          /* resolved for a Windows before 10 */
};

struct pcimsi_match_index {
	struct arena arena;
	VEC(struct entry) entries;
	struct table by_id; /* of these */
	struct pcimsi_match *found;
	uint32_t n_found, found_capacity;
	bool has_new, has_old;
};

struct pcimsi_match_index *pcimsi_match_index_new(void)
{
	return calloc(1, sizeof(struct pcimsi_match_index));
}

void pcimsi_match_index_free(struct pcimsi_match_index *index)
{
	if (!index)
		return;
	arena_done(&index->arena);
	free(index->found);
	free(index);
}

static int add_id(struct pcimsi_match_index *index, const struct entry *template, const char *id,
		  uint32_t position)
{
	struct entry *entry;

	if (!id || !*id)
		return 0;
	entry = VEC_ADD(&index->arena, &index->entries);
	if (!entry)
		return PCIMSI_ERR_NOMEM;
	*entry = *template;
	entry->id = id;
	entry->position = (uint16_t)(position < UINT16_MAX ? position : UINT16_MAX);
	return table_add(&index->by_id, &index->arena, str_ihash(id, strlen(id)),
			 index->entries.count - 1);
}

int pcimsi_match_index_add(struct pcimsi_match_index *index, uint32_t inf,
			   const struct pcimsi_resolution *resolution)
{
	bool old = resolution->target.major < 10;

	for (uint32_t i = 0; i < resolution->n_models; i++) {
		const struct pcimsi_model *model = &resolution->models[i];
		struct entry template = { .model = model, .inf = inf, .old = old };
		int err = add_id(index, &template, model->hardware_id, 0);

		for (uint32_t k = 0; !err && k < model->n_compatible_ids; k++)
			err = add_id(index, &template, model->compatible_ids[k], k + 1);
		if (err)
			return err;
	}
	if (old)
		index->has_old = true;
	else
		index->has_new = true;
	return 0;
}

/*
 * "Identifier Score (Windows Vista and Later)": 0x0000 + i, 0x1000 + i, 0x2000 + i
 * and 0x3000 + j + k * 0x100, with i and j positions in the device's lists.
 */
static uint16_t score(bool from_hardware_list, uint32_t device, uint32_t inf_position)
{
	uint32_t k = inf_position - 1;

	if (from_hardware_list)
		return (uint16_t)((inf_position ? 0x1000 : 0x0000) + device);
	if (!inf_position)
		return (uint16_t)(0x2000 + device);
	return (uint16_t)(0x3000 + device + (k < 0xcf ? k : 0xcf) * 0x100);
}

static int add_match(struct pcimsi_match_index *index, const struct pcimsi_match *match)
{
	if (index->n_found == index->found_capacity) {
		uint32_t wanted = index->found_capacity ? index->found_capacity * 2 : 64;
		void *grown = realloc(index->found, wanted * sizeof(*index->found));

		if (!grown)
			return PCIMSI_ERR_NOMEM;
		index->found = grown;
		index->found_capacity = wanted;
	}
	index->found[index->n_found++] = *match;
	return 0;
}

/* One id of a function, as one kind of Windows lists it. */
struct listed {
	const char *id;
	uint32_t position;
	bool old, hardware, rank_known;
};

/* What follows VEN&DEV in the compatible list stands there in the same place either way. */
#define ALWAYS_COMPATIBLE 2

static int look_up(struct pcimsi_match_index *index, const struct listed *listed)
{
	const char *id = listed->id;
	uint32_t at = table_first(&index->by_id, str_ihash(id, strlen(id)));
	int err = 0;

	for (; at && !err; at = table_next(&index->by_id, at)) {
		const struct entry *entry = &index->entries.items[table_item(&index->by_id, at)];

		if (entry->old != listed->old || !str_ieq(entry->id, id))
			continue;
		err = add_match(index, &(struct pcimsi_match){
					       .model = entry->model,
					       .id = entry->id,
					       .inf = entry->inf,
					       .rank = score(listed->hardware, listed->position,
							     entry->position),
					       .from_hardware_list = listed->hardware,
					       .rank_known = listed->rank_known,
				       });
	}
	return err;
}

static int find_with(struct pcimsi_match_index *index, const struct pcimsi_function *function,
		     bool old)
{
	const struct pcimsi_target windows = { .major = old ? 6 : 10 };
	struct pcimsi_device_ids ids;
	int err = 0;

	pcimsi_device_ids(function, &windows, &ids);
	for (uint32_t i = 0; !err && i < ids.n_hardware; i++)
		err = look_up(index, &(struct listed){ .id = ids.hardware[i],
						       .position = i,
						       .old = old,
						       .hardware = true,
						       .rank_known = ids.lists_known });
	for (uint32_t i = 0; !err && i < ids.n_compatible; i++)
		err = look_up(index, &(struct listed){ .id = ids.compatible[i],
						       .position = i,
						       .old = old,
						       .rank_known = ids.lists_known ||
								     i >= ALWAYS_COMPATIBLE });
	return err;
}

static int compare(const void *a, const void *b)
{
	const struct pcimsi_match *x = a, *y = b;

	if (x->inf != y->inf)
		return x->inf < y->inf ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	/* Models are stored in the order of the file. */
	return x->model < y->model ? -1 : x->model > y->model;
}

int pcimsi_match_index_find(struct pcimsi_match_index *index,
			    const struct pcimsi_function *function, const struct pcimsi_match **ret)
{
	int err = 0;

	index->n_found = 0;
	if (!err && index->has_new)
		err = find_with(index, function, false);
	if (!err && index->has_old)
		err = find_with(index, function, true);
	if (err)
		return err;
	if (index->n_found > 1)
		qsort(index->found, index->n_found, sizeof(*index->found), compare);
	*ret = index->found;
	return (int)index->n_found;
}
