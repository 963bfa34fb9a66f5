/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/package.h"

#include "archive/container.h"
#include "archive/unpack.h"
#include "base/str.h"
#include "cli/folder.h"

#include <pcimsi/error.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what was read ------------------------------------------------------------------------- */

void package_done(struct package *package)
{
	for (size_t i = 0; i < package->files.count; i++)
		input_done(&package->files.items[i].input);
	arena_done(&package->arena);
	*package = (struct package){ 0 };
}

static uint32_t hash_of(const char *path, size_t length, const char *behind)
{
	return str_ihash_more(str_ihash(path, length), behind, strlen(behind));
}

/* The first of the archive. */
static const struct package_file *find(const struct package *package, const char *path,
				       size_t exact, const char *name)
{
	uint32_t at = table_first(&package->by_path, hash_of(path, exact, name));

	for (; at; at = table_next(&package->by_path, at)) {
		const struct package_file *file =
			&package->files.items[table_item(&package->by_path, at)];

		if (strncmp(file->path, path, exact) == 0 && str_ieq(file->path + exact, name))
			return file;
	}
	return NULL;
}

const struct package_file *package_find(const struct package *package, const char *path)
{
	return find(package, path, strlen(path), "");
}

const struct package_file *package_beside(const struct package *package, const char *path,
					  const char *name)
{
	const char *slash = strrchr(path, '/');

	return find(package, path, slash ? (size_t)(slash - path) + 1 : 0, name);
}

bool package_is(const struct input *input)
{
	return container_find(input->bytes, input->size);
}

/* ---- keeping --------------------------------------------------------------------------------- */

/* Takes the bytes. */
static int keep_file(struct package *package, const char *path, struct input *input)
{
	const char *copy = arena_strdup(&package->arena, path);
	struct package_file *file = copy ? VEC_ADD(&package->arena, &package->files) : NULL;

	if (!file)
		return PCIMSI_ERR_NOMEM;
	*file = (struct package_file){ .path = copy, .input = *input };
	*input = (struct input){ 0 };
	package->kept += file->input.size;
	return table_add(&package->by_path, &package->arena, hash_of(path, strlen(path), ""),
			 package->files.count - 1);
}

/* ---- members --------------------------------------------------------------------------------- */

/* All INFs of Windows are less, and are kept in memory. */
#define KEPT_MAX (UINT64_C(512) << 20)
/* Of a member: what tells that it is a container. */
#define HEAD_MAX ((size_t)65536)

/* One container whose members are being read. */
struct reading {
	struct package *package;
	const struct package_visitor *visitor;
	struct unpack *unpack;
	const char *path;
	bool is_mail, is_inside; /* of another container */
};

/* The first bytes of a member, which are kept, and then those behind them. */
struct member_bytes {
	struct unpack *unpack;
	struct input input;
	size_t capacity, at;
};

static int read_container(const struct reading *outer, const struct container *container,
			  const char *path, const struct unpack_input *input);

static void lose(const struct reading *reading, const char *path, int err, const char *why)
{
	reading->visitor->lost(path, err, why, reading->visitor->user);
}

static int grow_bytes(struct member_bytes *bytes)
{
	size_t wanted = bytes->capacity ? 2 * bytes->capacity : HEAD_MAX;
	char *grown = realloc(bytes->input.bytes, wanted);

	if (!grown)
		return PCIMSI_ERR_NOMEM;
	bytes->input.bytes = grown;
	bytes->capacity = wanted;
	return 0;
}

/* Reads on until there are `max` bytes. PCIMSI_ERR_IO: the member ends before it does. */
static int read_on(struct member_bytes *bytes, size_t max)
{
	struct input *input = &bytes->input;
	ssize_t got = 1;

	while (got > 0 && input->size < max) {
		int err = input->size == bytes->capacity ? grow_bytes(bytes) : 0;
		size_t end = bytes->capacity < max ? bytes->capacity : max;

		if (err)
			return err;
		got = unpack_read(bytes->unpack, input->bytes + input->size, end - input->size);
		input->size += got > 0 ? (size_t)got : 0;
	}
	return got < 0 ? PCIMSI_ERR_IO : 0;
}

static ssize_t read_behind(void *source, void *buffer, size_t size)
{
	struct member_bytes *bytes = source;
	size_t left = bytes->input.size - bytes->at;

	if (!left)
		return unpack_read(bytes->unpack, buffer, size);
	size = size < left ? size : left;
	memcpy(buffer, bytes->input.bytes + bytes->at, size);
	bytes->at += size;
	return (ssize_t)size;
}

/* "drivers.zip/folder/card.inf"; of a compressed file alone its own name. */
static char *path_of(const struct reading *reading, const struct unpack_member *member)
{
	char *path = NULL;

	if (member->is_stream)
		return strdup(reading->path);
	return asprintf(&path, "%s/%s", reading->path, member->name) < 0 ? NULL : path;
}

static int take_inf(const struct reading *reading, const char *path, struct member_bytes *bytes)
{
	struct package *package = reading->package;
	uint64_t room = KEPT_MAX - package->kept;
	int err = read_on(bytes, room + 1);

	if (err == PCIMSI_ERR_IO) {
		/* What ends all of it is told with that. */
		const char *damage = unpack_damage(reading->unpack);

		if (!unpack_limit(reading->unpack))
			lose(reading, path, err, damage);
		return 0;
	}
	if (!err && bytes->input.size > room) {
		lose(reading, path, PCIMSI_ERR_LIMIT, "INFs of more than 512 MiB");
		return PCIMSI_ERR_LIMIT;
	}
	return err ? err : keep_file(package, path, &bytes->input);
}

/* As "card.inf.gz"; one that the user named may be called anything. */
static bool may_be_inf_stream(const struct reading *reading)
{
	const char *dot = strrchr(reading->path, '.');
	bool is_inf = dot && dot - reading->path > 4 &&
		      (str_ieq_n(dot - 4, ".inf", 4) || str_ieq_n(dot - 4, ".inx", 4));

	return is_inf || !reading->is_inside || folder_is_inf(reading->path);
}

/* Nothing else says what a member without a name is; a mail has texts of that kind. */
static bool may_be_inf(const struct reading *reading, const struct unpack_member *member)
{
	if (member->is_stream)
		return may_be_inf_stream(reading);
	return member->is_named ? folder_is_inf(member->name) : !reading->is_mail;
}

static int take_bytes(const struct reading *reading, const struct unpack_member *member,
		      const char *path, struct member_bytes *bytes)
{
	const struct unpack_input input = { .read = read_behind, .source = bytes };
	int err = read_on(bytes, HEAD_MAX);
	const struct container *container = NULL;

	if (err == PCIMSI_ERR_NOMEM)
		return err;
	if (bytes->input.size)
		container = container_find(bytes->input.bytes, bytes->input.size);
	if (container)
		return read_container(reading, container, path, &input);
	if (may_be_inf(reading, member))
		return take_inf(reading, path, bytes);
	/* One that cannot be read, as it is encrypted, is no loss. */
	if (err)
		unpack_damage(reading->unpack);
	return 0;
}

static int take_member(const struct reading *reading, const struct unpack_member *member)
{
	struct member_bytes bytes = { .unpack = reading->unpack };
	char *path = path_of(reading, member);
	int err = path ? take_bytes(reading, member, path, &bytes) : PCIMSI_ERR_NOMEM;

	input_done(&bytes.input);
	free(path);
	return err;
}

/* ---- containers ------------------------------------------------------------------------------ */

static int tell_damage(const struct reading *reading, const char *last)
{
	const char *damage = unpack_damage(reading->unpack);
	char *why = NULL;

	if (!damage)
		return 0;
	if (asprintf(&why, "%s%s%s%s", reading->is_mail ? "" : "damaged, cut short or encrypted: ",
		     damage, last ? ", in or behind " : "", last ? last : "") < 0)
		return PCIMSI_ERR_NOMEM;
	lose(reading, reading->path, PCIMSI_ERR_IO, why);
	free(why);
	return 0;
}

/* 0 if there may be more in what is around it. */
static int take_members(const struct reading *reading)
{
	const struct unpack_member *member;
	char *last = NULL;
	int more, err;

	do {
		more = unpack_next(reading->unpack, &member);
		err = more == PCIMSI_ERR_NOMEM ? more : 0;
		if (more == PCIMSI_ERR_LIMIT)
			lose(reading, reading->path, more, unpack_limit(reading->unpack));
		else if (!err)
			err = tell_damage(reading, last);
		free(last);
		last = more == 1 && member->name ? strdup(member->name) : NULL;
		if (!err && more == 1 && member->is_file)
			err = take_member(reading, member);
	} while (!err && more == 1);
	free(last);
	return err;
}

static int read_container(const struct reading *outer, const struct container *container,
			  const char *path, const struct unpack_input *input)
{
	struct reading reading = *outer;
	const char *detail = NULL;
	int err;

	reading.path = path;
	reading.is_mail = container->is_mail;
	reading.is_inside = outer->unpack;
	reading.unpack = NULL;
	err = unpack_open(container, input, outer->unpack, &reading.unpack, &detail);
	if (!err)
		err = take_members(&reading);
	else if (err != PCIMSI_ERR_NOMEM)
		lose(&reading, path, err, detail);
	unpack_close(reading.unpack);
	return err == PCIMSI_ERR_NOMEM ? err : 0;
}

int package_add(struct package *package, const char *path, const struct input *input,
		const struct package_visitor *visitor)
{
	const struct container *container = container_find(input->bytes, input->size);
	const struct unpack_input bytes = { .bytes = input->bytes, .size = input->size };
	const struct reading all = { .package = package, .visitor = visitor };

	return read_container(&all, container, path, &bytes);
}
