/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/attributes.h"

#include "base/str.h"
#include "source/raw.h"
#include "source/slot_name.h"

#include <pcimsi/error.h>

#include <stdlib.h>
#include <string.h>

struct attribute_function {
	struct attribute_function *chain;
	struct pcimsi_slot slot;
	const char *root, *directory, *member;
	const uint8_t *config;
	uint32_t config_size, order;
	struct pcimsi_reg vendor, device, irq;
	uint64_t bar_sizes[PCIMSI_BARS_MAX];
	bool has_state; /* something of `state` was given */
	struct pcimsi_linux state;
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

static enum attribute kind_of(const char *file)
{
	static const struct {
		const char *file;
		enum attribute kind;
	} kinds[] = {
		{ .file = "config", .kind = ATTRIBUTE_CONFIG },
		{ .file = "resource", .kind = ATTRIBUTE_RESOURCE },
		{ .file = "vendor", .kind = ATTRIBUTE_VENDOR },
		{ .file = "device", .kind = ATTRIBUTE_DEVICE },
		{ .file = "irq", .kind = ATTRIBUTE_IRQ },
		{ .file = "msi_bus", .kind = ATTRIBUTE_MSI_BUS },
		{ .file = "uevent", .kind = ATTRIBUTE_UEVENT },
		{ .file = "driver", .kind = ATTRIBUTE_DRIVER },
		/* Archives for systems without links have their targets in files. */
		{ .file = "driver.link", .kind = ATTRIBUTE_DRIVER },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(file, kinds[i].file) == 0)
			return kinds[i].kind;
	if (strncmp(file, "msi_irqs/", 9) == 0 && file[9] && !strchr(file + 9, '/'))
		return ATTRIBUTE_MSI_IRQ;
	return ATTRIBUTE_OTHER;
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

static struct attribute_place proc_place(const char *path)
{
	const char *file = strrchr(path, '/');
	const char *directory = file;
	struct attribute_place place = { .kind = ATTRIBUTE_NONE, .path = path };

	if (!file)
		return place;
	while (directory > path && directory[-1] != '/')
		directory--;
	if (!slot_name_proc(directory, (size_t)(file - directory), file + 1, &place.slot))
		return place;
	place.kind = ATTRIBUTE_PROC;
	place.root_length = trim_root(path, (size_t)(directory - path));
	place.directory_length = strlen(path);
	return place;
}

struct attribute_place attributes_place(const char *path)
{
	struct attribute_place place = { .kind = ATTRIBUTE_NONE, .path = path };
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
		place.kind = kind_of(rest + strspn(rest, "/"));
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

static bool is_directory(const struct attribute_function *function,
			 const struct attribute_place *place)
{
	return strncmp(function->directory, place->path, place->directory_length) == 0 &&
	       !function->directory[place->directory_length];
}

static int find_function(struct attributes *attributes, const struct attribute_place *place,
			 struct attribute_function **ret)
{
	uint64_t hash = str_fnv64(STR_FNV64, place->path, place->directory_length);
	struct attribute_function **bucket = &attributes->buckets[hash % ATTRIBUTE_BUCKETS];
	struct attribute_function *function = attributes->last, **listed;

	if (!function || !is_directory(function, place))
		for (function = *bucket; function && !is_directory(function, place);)
			function = function->chain;
	attributes->last = *ret = function;
	if (function)
		return 0;
	if (attributes->functions.count == ATTRIBUTE_FUNCTIONS_MAX)
		return PCIMSI_ERR_LIMIT;
	function = arena_alloc(&attributes->arena, sizeof(*function));
	if (!function)
		return PCIMSI_ERR_NOMEM;
	function->slot = place->slot;
	function->order = attributes->functions.count;
	function->root = arena_strndup(&attributes->arena, place->path, place->root_length);
	function->directory = arena_strndup(&attributes->arena, place->path,
					    place->directory_length);
	listed = VEC_ADD(&attributes->arena, &attributes->functions);
	if (!function->root || !function->directory || !listed)
		return PCIMSI_ERR_NOMEM;
	function->chain = *bucket;
	*listed = *bucket = attributes->last = *ret = function;
	return 0;
}

/* ---- contents -------------------------------------------------------------------------------- */

static struct pcimsi_reg parse_number(const char *text, int base)
{
	char *end;
	unsigned long value = strtoul(text, &end, base);

	return (struct pcimsi_reg){ .value = (uint32_t)value,
				    .known = end != text && value <= UINT32_MAX };
}

/* Ids are 16 bits. */
static struct pcimsi_reg parse_id(const char *text)
{
	struct pcimsi_reg id = parse_number(text, 16);

	return id.known && id.value <= 0xffff ? id : (struct pcimsi_reg){ 0 };
}

/*
 * Lines of "start end flags", the first six those of the BARs; an unused one is
 * zeros (Linux drivers/pci/pci-sysfs.c, resource_show()).
 */
static void parse_resource(struct attribute_function *function, const char *text)
{
	for (unsigned i = 0; i < PCIMSI_BARS_MAX; i++) {
		char *after_start, *after_end;
		uint64_t start = strtoull(text, &after_start, 16);
		uint64_t end = strtoull(after_start, &after_end, 16);

		if (after_start == text || after_end == after_start)
			return;
		function->bar_sizes[i] = end > start ? end - start + 1 : 0;
		text = strchr(after_end, '\n');
		if (!text)
			return;
		text++;
	}
}

static bool set_driver(struct attributes *attributes, struct attribute_function *function,
		       const char *text)
{
	size_t length = strcspn(text, "\n");
	const char *name = text;

	if (function->state.driver)
		return true;
	for (const char *at = text; at < text + length; at++)
		if (*at == '/')
			name = at + 1;
	length -= (size_t)(name - text);
	function->state.driver = length ? arena_strndup(&attributes->arena, name, length) : NULL;
	return !length || function->state.driver;
}

static bool parse_uevent(struct attributes *attributes, struct attribute_function *function,
			 const char *text)
{
	for (; text; text = strchr(text, '\n')) {
		text += *text == '\n';
		if (strncmp(text, "DRIVER=", 7) == 0)
			return set_driver(attributes, function, text + 7);
	}
	return true;
}

static void note_odd_config(struct attributes *attributes, const char *path)
{
	notes_add(attributes->notes, PCIMSI_NOTE_MEMBER_SKIPPED, (struct pcimsi_place){ 0 }, path);
}

static bool set_config(struct attributes *attributes, struct attribute_function *function,
		       const char *path, const char *content, size_t size)
{
	uint8_t *config;

	if (function->config)
		return true;
	if (size < RAW_SIZE_MIN || size > RAW_SIZE_MAX) {
		note_odd_config(attributes, path + attributes->top_length);
		return true;
	}
	config = arena_alloc(&attributes->arena, size);
	function->member = arena_strdup(&attributes->arena, path + attributes->top_length);
	if (!config || !function->member)
		return false;
	memcpy(config, content, size);
	function->config = config;
	function->config_size = (uint32_t)size;
	return true;
}

/* Text attributes; `text` ends with a NUL. */
static bool set_text(struct attributes *attributes, struct attribute_function *function,
		     enum attribute kind, const char *text)
{
	switch (kind) {
	case ATTRIBUTE_RESOURCE:
		parse_resource(function, text);
		return true;
	case ATTRIBUTE_VENDOR:
		function->vendor = parse_id(text);
		return true;
	case ATTRIBUTE_DEVICE:
		function->device = parse_id(text);
		return true;
	case ATTRIBUTE_IRQ:
		function->irq = parse_number(text, 10);
		return true;
	case ATTRIBUTE_MSI_IRQ: /* a file per allocated irq, which holds "msi" or "msix" */
		function->state.mode = strncmp(text, "msix", 4) == 0 ? "msi-x" : "msi";
		function->state.vectors++;
		break;
	case ATTRIBUTE_MSI_BUS:
		function->state.msi_allowed_known = *text != '\0' && *text != '\n';
		function->state.msi_allowed = *text != '0';
		break;
	case ATTRIBUTE_DRIVER:
		function->has_state = true;
		return set_driver(attributes, function, text);
	case ATTRIBUTE_UEVENT:
		function->has_state = true;
		return parse_uevent(attributes, function, text);
	default:
		return true;
	}
	function->has_state = true;
	return true;
}

int attributes_add(struct attributes *attributes, const struct attribute_place *place,
		   const char *content, size_t size)
{
	char text[ATTRIBUTE_SIZE_MAX + 1];
	struct attribute_function *function;
	bool is_config = place->kind == ATTRIBUTE_CONFIG || place->kind == ATTRIBUTE_PROC;
	int err;

	if (place->kind <= ATTRIBUTE_OTHER)
		return 0;
	if (place->kind == ATTRIBUTE_PROC && !raw_is_config(content, size, true))
		return 0;
	if (size > ATTRIBUTE_SIZE_MAX)
		size = ATTRIBUTE_SIZE_MAX;
	err = find_function(attributes, place, &function);
	if (err)
		return err;
	if (is_config)
		return set_config(attributes, function, place->path, content, size)
			       ? 0
			       : PCIMSI_ERR_NOMEM;
	memcpy(text, content, size);
	text[size] = '\0';
	return set_text(attributes, function, place->kind, text) ? 0 : PCIMSI_ERR_NOMEM;
}

/* ---- the functions --------------------------------------------------------------------------- */

static int compare_slots(struct pcimsi_slot x, struct pcimsi_slot y)
{
	if (x.domain != y.domain)
		return x.domain < y.domain ? -1 : 1;
	if (x.bus != y.bus)
		return x.bus < y.bus ? -1 : 1;
	if (x.device != y.device)
		return x.device < y.device ? -1 : 1;
	return x.function < y.function ? -1 : x.function > y.function;
}

/* Of one function met twice, through links, the fuller and then the first comes first. */
static int compare(const void *a, const void *b)
{
	const struct attribute_function *x = *(struct attribute_function *const *)a;
	const struct attribute_function *y = *(struct attribute_function *const *)b;
	int order = strcmp(x->root, y->root);

	if (!order)
		order = compare_slots(x->slot, y->slot);
	if (!order)
		order = (x->config_size < y->config_size) - (x->config_size > y->config_size);
	if (!order)
		order = (x->order > y->order) - (x->order < y->order);
	return order;
}

void attributes_finish(struct attributes *attributes)
{
	if (attributes->functions.count)
		qsort(attributes->functions.items, attributes->functions.count,
		      sizeof(struct attribute_function *), compare);
}

/*
 * Without files in msi_irqs the interrupt line is in use, unless the bytes say
 * that the directory is what was not copied.
 */
static void finish_mode(struct attribute_function *function, const struct pcimsi_raw_function *raw)
{
	struct pcimsi_function decoded;

	if (function->state.vectors || !function->irq.known)
		return;
	pcimsi_function_decode(raw, &decoded);
	if (decoded.msi.enabled || decoded.msix.enabled)
		return;
	function->has_state = true;
	function->state.mode = function->irq.value ? "intx" : "none";
}

static void fill_raw(struct pcimsi_raw_function *raw, struct attribute_function *function)
{
	*raw = (struct pcimsi_raw_function){
		.slot = function->slot,
		.bytes = { .data = function->config,
			   .size = raw_captured_size(function->config, function->config_size) },
		.source = PCIMSI_SOURCE_BINARY,
		.member = function->member,
		.vf_vendor_id = function->vendor,
		.vf_device_id = function->device,
	};
	memcpy(raw->bar_sizes, function->bar_sizes, sizeof(raw->bar_sizes));
	finish_mode(function, raw);
	raw->linux_state = function->has_state ? &function->state : NULL;
}

static bool is_same(const struct attribute_function *x, const struct attribute_function *y)
{
	return compare_slots(x->slot, y->slot) == 0 && strcmp(x->root, y->root) == 0;
}

const struct pcimsi_raw_function *attributes_next(struct attributes *attributes)
{
	struct attribute_function **items = attributes->functions.items;

	while (attributes->next < attributes->functions.count) {
		uint32_t at = attributes->next++;

		if (!items[at]->config || (at && is_same(items[at - 1], items[at])))
			continue;
		fill_raw(&attributes->raw, items[at]);
		return &attributes->raw;
	}
	return NULL;
}

void attributes_done(struct attributes *attributes)
{
	arena_done(&attributes->arena);
}
