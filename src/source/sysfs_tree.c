/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/sysfs_tree.h"

#include "base/str.h"
#include "source/raw.h"
#include "source/slot_name.h"

#include <pcimsi/error.h>

#include <stdlib.h>
#include <string.h>

struct tree_function {
	struct pcimsi_slot slot;
	const char *root, *directory, *member;
	const uint8_t *config;
	uint32_t config_size, order;
	bool is_told; /* there is a note on its bytes */
	struct sysfs_function says;
};

/* ---- paths ----------------------------------------------------------------------------------- */

struct name {
	const char *text;
	size_t length;
};

static bool name_is(struct name name, const char *text)
{
	return strlen(text) == name.length && memcmp(name.text, text, name.length) == 0;
}

/* The name that begins at or behind `at`; an empty one at the end. */
static struct name next_name(const char *at)
{
	at += strspn(at, "/");
	return (struct name){ .text = at, .length = strcspn(at, "/") };
}

/* A machine's sysfs and /proc are one root. */
static size_t trim_root(const char *path, size_t length)
{
	static const char *const names[] = { "bus/pci/", "sys/", "proc/" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t name = strlen(names[i]);

		if (length >= name && memcmp(path + length - name, names[i], name) == 0 &&
		    (length == name || path[length - name - 1] == '/'))
			length -= name;
	}
	return length;
}

/* sysfs' own names before the first slot: "bus/pci/..." or "devices/...". */
static size_t root_of(const char *path, const char *first_slot)
{
	const char *root = first_slot;
	struct name last = { 0 };

	for (struct name name = next_name(path); name.text < first_slot;
	     name = next_name(name.text + name.length)) {
		bool is_bus = last.length && name_is(last, "bus") && name_is(name, "pci");

		/* bus/pci/devices is one root, not two. */
		if (is_bus)
			root = last.text;
		else if (name_is(name, "devices") && !(last.length && name_is(last, "pci")))
			root = name.text;
		last = name;
	}
	return trim_root(path, (size_t)(root - path));
}

static struct sysfs_place proc_place(const char *path)
{
	const char *file = strrchr(path, '/');
	const char *directory = file;
	struct sysfs_place place = { .kind = SYSFS_NONE, .path = path };

	if (!file)
		return place;
	while (directory > path && directory[-1] != '/')
		directory--;
	if (!slot_name_proc(directory, (size_t)(file - directory), file + 1, &place.slot))
		return place;
	place.kind = SYSFS_PROC;
	place.root_length = trim_root(path, (size_t)(directory - path));
	place.directory_length = strlen(path);
	return place;
}

struct sysfs_place sysfs_place(const char *path)
{
	struct sysfs_place place = { .kind = SYSFS_NONE, .path = path };
	const char *first = NULL, *rest = NULL;

	for (struct name name = next_name(path); name.length;
	     name = next_name(name.text + name.length)) {
		/* The last name is a file's. */
		if (!name.text[name.length] ||
		    !slot_name_whole(name.text, name.length, &place.slot))
			continue;
		first = first ? first : name.text;
		rest = name.text + name.length;
		place.directory_length = (size_t)(rest - path);
		place.root_length = root_of(path, first);
		place.kind = sysfs_attribute_of(rest + strspn(rest, "/"));
	}
	if (!first)
		return proc_place(path);
	/* A name that is no slot has left its mark. */
	while (rest > path && rest[-1] != '/')
		rest--;
	slot_name_whole(rest, place.directory_length - (size_t)(rest - path), &place.slot);
	return place;
}

/* ---- functions ------------------------------------------------------------------------------- */

static bool is_directory(const struct tree_function *function, const struct sysfs_place *place)
{
	return strncmp(function->directory, place->path, place->directory_length) == 0 &&
	       !function->directory[place->directory_length];
}

static struct tree_function *known_function(const struct sysfs_tree *tree,
					    const struct sysfs_place *place, uint32_t hash)
{
	if (tree->last && is_directory(tree->last, place))
		return tree->last;
	for (uint32_t at = table_first(&tree->directories, hash); at;
	     at = table_next(&tree->directories, at)) {
		uint32_t item = table_item(&tree->directories, at);

		if (is_directory(tree->functions.items[item], place))
			return tree->functions.items[item];
	}
	return NULL;
}

static int add_function(struct sysfs_tree *tree, const struct sysfs_place *place, uint32_t hash,
			struct tree_function **ret)
{
	uint32_t order = tree->functions.count;
	struct tree_function *function, **listed;

	if (order == SYSFS_TREE_MAX)
		return PCIMSI_ERR_LIMIT;
	function = arena_alloc(&tree->arena, sizeof(*function));
	if (!function)
		return PCIMSI_ERR_NOMEM;
	function->slot = place->slot;
	function->order = order;
	function->root = arena_strndup(&tree->arena, place->path, place->root_length);
	function->directory = arena_strndup(&tree->arena, place->path, place->directory_length);
	listed = VEC_ADD(&tree->arena, &tree->functions);
	if (!function->root || !function->directory || !listed)
		return PCIMSI_ERR_NOMEM;
	*listed = *ret = function;
	return table_add(&tree->directories, &tree->arena, hash, order);
}

static int find_function(struct sysfs_tree *tree, const struct sysfs_place *place,
			 struct tree_function **ret)
{
	uint32_t hash = (uint32_t)str_fnv64(STR_FNV64, place->path, place->directory_length);
	int err = 0;

	*ret = known_function(tree, place, hash);
	if (!*ret)
		err = add_function(tree, place, hash, ret);
	tree->last = err ? NULL : *ret;
	return err;
}

/* ---- contents -------------------------------------------------------------------------------- */

/* "path: why", of a function whose bytes are not used. */
static int tell(struct sysfs_tree *tree, struct tree_function *function, const char *path,
		const char *why)
{
	char *detail = arena_printf(&tree->arena, "%s: %s", path + tree->top_length, why);

	if (!detail)
		return PCIMSI_ERR_NOMEM;
	function->is_told = true;
	notes_add(tree->notes, PCIMSI_NOTE_MEMBER_SKIPPED, (struct pcimsi_place){ 0 }, detail);
	return 0;
}

int sysfs_tree_lose(struct sysfs_tree *tree, const struct sysfs_place *place, const char *why)
{
	struct tree_function *function;
	int err = find_function(tree, place, &function);

	return err ? err : tell(tree, function, place->path, why);
}

/* "...pci/devices/SLOT", or "devices/SLOT". */
static bool is_listed(const char *path)
{
	struct name name = next_name(path), parent = { 0 }, grandparent = { 0 };
	struct pcimsi_slot slot;

	for (struct name next = next_name(name.text + name.length); next.length;
	     next = next_name(next.text + next.length)) {
		grandparent = parent;
		parent = name;
		name = next;
	}
	return slot_name_whole(name.text, name.length, &slot) && parent.length &&
	       name_is(parent, "devices") && (!grandparent.length || name_is(grandparent, "pci"));
}

int sysfs_tree_expect(struct sysfs_tree *tree, const char *path)
{
	struct tree_function *function;
	struct sysfs_place place;
	const char *config;

	if (!is_listed(path))
		return 0;
	config = arena_printf(&tree->arena, "%s/config", path);
	if (!config)
		return PCIMSI_ERR_NOMEM;
	place = sysfs_place(config);
	return find_function(tree, &place, &function);
}

static int set_config(struct sysfs_tree *tree, struct tree_function *function, const char *path,
		      const char *content, size_t size)
{
	uint8_t *config;

	if (function->config)
		return 0;
	if (size < RAW_SIZE_MIN)
		return tell(tree, function, path, size ? "less than a header" : "it is empty");
	if (size > RAW_SIZE_MAX)
		return tell(tree, function, path, "larger than configuration space");
	config = arena_alloc(&tree->arena, size);
	function->member = arena_strdup(&tree->arena, path + tree->top_length);
	if (!config || !function->member)
		return PCIMSI_ERR_NOMEM;
	memcpy(config, content, size);
	function->config = config;
	function->config_size = (uint32_t)size;
	return 0;
}

int sysfs_tree_add(struct sysfs_tree *tree, const struct sysfs_place *place, const char *content,
		   size_t size)
{
	struct tree_function *function;
	bool is_config = place->kind == SYSFS_CONFIG || place->kind == SYSFS_PROC;
	int err;

	if (place->kind <= SYSFS_OTHER)
		return 0;
	if (place->kind == SYSFS_PROC && !raw_is_config(content, size, true))
		return 0;
	if (size > SYSFS_FILE_MAX)
		size = SYSFS_FILE_MAX;
	err = find_function(tree, place, &function);
	if (err)
		return err;
	if (is_config)
		return set_config(tree, function, place->path, content, size);
	return sysfs_function_take(&function->says, &tree->arena, place->kind, content, size);
}

/* ---- the functions --------------------------------------------------------------------------- */

/* Of one function met twice, through links, the fuller and then the first comes first. */
static int compare(const void *a, const void *b)
{
	const struct tree_function *x = *(struct tree_function *const *)a;
	const struct tree_function *y = *(struct tree_function *const *)b;
	int order = strcmp(x->root, y->root);

	if (!order)
		order = slot_compare(x->slot, y->slot);
	if (!order)
		order = (x->config_size < y->config_size) - (x->config_size > y->config_size);
	if (!order)
		order = (x->order > y->order) - (x->order < y->order);
	return order;
}

void sysfs_tree_finish(struct sysfs_tree *tree)
{
	if (tree->functions.count)
		qsort(tree->functions.items, tree->functions.count, sizeof(struct tree_function *),
		      compare);
}

static void fill_raw(struct pcimsi_raw_function *raw, struct tree_function *function)
{
	*raw = (struct pcimsi_raw_function){
		.slot = function->slot,
		.bytes = { .data = function->config, .size = function->config_size },
		.source = PCIMSI_SOURCE_BINARY,
		.member = function->member,
	};
	sysfs_function_fill(&function->says, raw);
}

static bool is_same(const struct tree_function *x, const struct tree_function *y)
{
	return slot_compare(x->slot, y->slot) == 0 && strcmp(x->root, y->root) == 0;
}

/* The items from `at` on that are one function, met more than once. */
static uint32_t count_same(const struct sysfs_tree *tree, uint32_t at)
{
	uint32_t count = 1;

	while (at + count < tree->functions.count &&
	       is_same(tree->functions.items[at], tree->functions.items[at + count]))
		count++;
	return count;
}

/* The bytes of a function were not among its files: it is missing, and nothing said so yet. */
static void tell_missing(struct sysfs_tree *tree, uint32_t at, uint32_t count)
{
	char text[PCIMSI_SLOT_TEXT];

	for (uint32_t i = at; i < at + count; i++)
		if (tree->functions.items[i]->is_told)
			return;
	pcimsi_slot_text(tree->functions.items[at]->slot, text);
	notes_add(tree->notes, PCIMSI_NOTE_FUNCTION_LOST, (struct pcimsi_place){ 0 }, text);
}

const struct pcimsi_raw_function *sysfs_tree_next(struct sysfs_tree *tree)
{
	while (tree->next < tree->functions.count) {
		struct tree_function *first = tree->functions.items[tree->next];
		uint32_t at = tree->next, count = count_same(tree, at);

		/* The one with the most bytes comes first. */
		tree->next += count;
		if (!first->config) {
			tell_missing(tree, at, count);
			continue;
		}
		fill_raw(&tree->raw, first);
		return &tree->raw;
	}
	return NULL;
}

void sysfs_tree_done(struct sysfs_tree *tree)
{
	arena_done(&tree->arena);
}
