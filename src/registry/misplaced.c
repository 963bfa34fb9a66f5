/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "registry/misplaced.h"

#include "base/str.h"

#include <pcimsi/error.h>

#include <string.h>

/* ---- values ---------------------------------------------------------------------------------- */

/* The one that is there already: whatever the file holds last stays. */
static struct misplaced_row *find_row(struct misplaced *misplaced, uint32_t hash,
				      const struct pcimsi_misplaced_value *value)
{
	const struct table *table = &misplaced->by_place;

	for (uint32_t at = table_first(table, hash); at; at = table_next(table, at)) {
		struct misplaced_row *row = &misplaced->rows.items[table_item(table, at)];

		if (row->pub.setting == value->setting &&
		    str_ieq(row->pub.held.key->path, value->held.key->path))
			return row;
	}
	return NULL;
}

int misplaced_add(struct misplaced *misplaced, struct arena *arena, struct misplaced_list *list,
		  const struct pcimsi_misplaced_value *value)
{
	const char *path = value->held.key->path;
	uint32_t hash = str_ihash(path, strlen(path)) + (uint32_t)value->setting;
	struct misplaced_row *row = find_row(misplaced, hash, value);

	if (row) {
		row->pub = *value;
		return 0;
	}
	row = VEC_ADD(arena, &misplaced->rows);
	if (!row)
		return PCIMSI_ERR_NOMEM;
	row->pub = *value;
	if (list->last)
		misplaced->rows.items[list->last - 1].next = misplaced->rows.count;
	else
		list->first = misplaced->rows.count;
	list->last = misplaced->rows.count;
	return table_add(&misplaced->by_place, arena, hash, misplaced->rows.count - 1);
}

/* ---- software keys --------------------------------------------------------------------------- */

/* "{4d36e972-e325-11ce-bfc1-08002be10318}\0001" */
static size_t name_length(const struct reg_path *path)
{
	return path->id_length + 1 + path->instance_length;
}

/* The first one of that name; NULL: none. */
static struct software_key *find_name(struct misplaced *misplaced, const char *name, size_t length)
{
	const struct table *table = &misplaced->by_name;

	for (uint32_t at = table_first(table, str_ihash(name, length)); at;
	     at = table_next(table, at)) {
		struct software_key *key = &misplaced->software.items[table_item(table, at)];

		if (name_length(&key->path) == length && str_ieq_n(key->path.id, name, length))
			return key;
	}
	return NULL;
}

/* That of the current control set, else of the first one that is in the file. */
static struct software_key *find_software(struct misplaced *misplaced, const char *name,
					  size_t length)
{
	const struct software_key *first = find_name(misplaced, name, length);

	return first ? &misplaced->software.items[first->counts] : NULL;
}

static int name_software(struct misplaced *misplaced, struct arena *arena, uint32_t which)
{
	struct software_key *key = &misplaced->software.items[which];
	size_t length = name_length(&key->path);
	struct software_key *first = find_name(misplaced, key->path.id, length);

	if (first) {
		if (reg_path_is_current(&key->path) &&
		    !reg_path_is_current(&misplaced->software.items[first->counts].path))
			first->counts = which;
		return 0;
	}
	key->counts = which;
	return table_add(&misplaced->by_name, arena, str_ihash(key->path.id, length), which);
}

static int add_software(struct misplaced *misplaced, struct arena *arena,
			const struct reg_path *path, uint32_t hash, struct software_key **ret)
{
	uint32_t which = misplaced->software.count;
	int err;

	if (which == REG_DEVICES_MAX)
		return PCIMSI_ERR_LIMIT;
	*ret = VEC_ADD(arena, &misplaced->software);
	if (!*ret)
		return PCIMSI_ERR_NOMEM;
	(*ret)->path = *path;
	err = table_add(&misplaced->by_path, arena, hash, which);
	return err ? err : name_software(misplaced, arena, which);
}

int misplaced_add_software(struct misplaced *misplaced, struct arena *arena,
			   const struct reg_path *path, const struct pcimsi_misplaced_value *value)
{
	uint32_t hash = str_ihash(path->text, path->device_length);
	const struct table *table = &misplaced->by_path;
	struct software_key *key;
	int err;

	for (uint32_t at = table_first(table, hash); at; at = table_next(table, at)) {
		key = &misplaced->software.items[table_item(table, at)];
		if (reg_path_same_device(&key->path, path))
			return misplaced_add(misplaced, arena, &key->values, value);
	}
	err = add_software(misplaced, arena, path, hash, &key);
	return err ? err : misplaced_add(misplaced, arena, &key->values, value);
}

/* ---- whose they are -------------------------------------------------------------------------- */

typedef VEC(struct pcimsi_misplaced_value) value_list;

static int collect(const struct misplaced *misplaced, struct arena *arena,
		   const struct misplaced_list *list, value_list *values)
{
	for (uint32_t at = list->first; at; at = misplaced->rows.items[at - 1].next) {
		const struct misplaced_row *row = &misplaced->rows.items[at - 1];
		struct pcimsi_misplaced_value *value;

		if (row->pub.held.state == PCIMSI_HELD_MISSING) /* deleted again */
			continue;
		value = VEC_ADD(arena, values);
		if (!value)
			return PCIMSI_ERR_NOMEM;
		*value = row->pub;
	}
	return 0;
}

int misplaced_claim(struct misplaced *misplaced, struct arena *arena,
		    const struct misplaced_list *list, const char *driver,
		    struct pcimsi_registry_device *device)
{
	struct software_key *key = driver ? find_software(misplaced, driver, strlen(driver)) : NULL;
	value_list values = { 0 };
	int err = collect(misplaced, arena, list, &values);

	if (!err && key && !key->claimed)
		err = collect(misplaced, arena, &key->values, &values);
	if (key)
		key->claimed = true;
	device->misplaced = values.items;
	device->n_misplaced = values.count;
	return err;
}

int misplaced_unclaimed(struct misplaced *misplaced, struct arena *arena,
			const struct pcimsi_misplaced_value **ret, uint32_t *ret_count)
{
	value_list values = { 0 };
	int err = 0;

	for (uint32_t i = 0; i < misplaced->software.count && !err; i++) {
		const struct software_key *key = &misplaced->software.items[i];
		const struct software_key *counts = find_software(misplaced, key->path.id,
								  name_length(&key->path));

		if (key == counts && !key->claimed)
			err = collect(misplaced, arena, &key->values, &values);
	}
	*ret = values.items;
	*ret_count = values.count;
	return err;
}
