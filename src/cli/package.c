/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/package.h"

#include "base/str.h"
#include "base/utf.h"
#include "cli/folder.h"

#include <pcimsi/error.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* ---- what was read ------------------------------------------------------------------------- */

void package_done(struct package *package)
{
	for (size_t i = 0; i < package->count; i++) {
		free(package->files[i].path);
		input_done(&package->files[i].input);
	}
	free(package->files);
	free(package->buckets);
	*package = (struct package){ 0 };
}

static size_t *bucket_of(const struct package *package, uint32_t hash)
{
	return &package->buckets[hash % package->capacity];
}

/* The first of the archive, in whatever order the bucket has them. */
static const struct package_file *find(const struct package *package, const char *path,
				       size_t exact, const char *name)
{
	const struct package_file *found = NULL;
	uint32_t hash = str_ihash_more(str_ihash(path, exact), name, strlen(name));

	for (size_t i = package->count ? *bucket_of(package, hash) : 0; i;
	     i = package->files[i - 1].next) {
		const struct package_file *file = &package->files[i - 1];

		if (strncmp(file->path, path, exact) == 0 && str_ieq(file->path + exact, name) &&
		    (!found || file < found))
			found = file;
	}
	return found;
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
	static const struct {
		const char *bytes;
		size_t offset, length;
	} magics[] = {
		{ .bytes = "PK\3\4", .length = 4 },
		{ .bytes = "PK\5\6", .length = 4 },
		{ .bytes = "MSCF", .length = 4 }, /* [MS-CAB] 2.1 */
		{ .bytes = "7z\xbc\xaf\x27\x1c", .length = 6 },
		{ .bytes = "ustar", .offset = 257, .length = 5 },
		{ .bytes = "\x1f\x8b", .length = 2 },
		{ .bytes = "\xfd"
			   "7zXZ\0",
		  .length = 6 },
		{ .bytes = "\x28\xb5\x2f\xfd", .length = 4 },
		{ .bytes = "BZh", .length = 3 },
	};

	for (size_t i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		if (input->size >= magics[i].offset + magics[i].length &&
		    memcmp(input->bytes + magics[i].offset, magics[i].bytes, magics[i].length) == 0)
			return true;
	return false;
}

#ifndef HAVE_LIBARCHIVE

int package_add(struct package *package, const char *path, const struct input *input,
		const char **reterr_detail)
{
	(void)package;
	(void)path;
	(void)input;
	*reterr_detail = "this build reads no archives; unpack it";
	return PCIMSI_ERR_UNSUPPORTED;
}

#else

#include <archive.h>
#include <archive_entry.h>

/* ---- reading ------------------------------------------------------------------------------- */

/* All INFs of Windows are less, and are kept in memory. */
#define KEPT_MAX (UINT64_C(512) << 20)
/* What is skipped may have to be expanded, too; drivers come with much that is no INF. */
#define EXPANDED_MAX (UINT64_C(4) << 30)
/* No driver shrinks to a thousandth; as for captures (source/archive.c). */
#define RATIO_MAX 1000u
#define RATIO_FROM (UINT64_C(16) << 20)
#define MEMBERS_MAX 100000u
#define NESTED_MAX 3
#define HEADER_SIZE 512 /* of a member, in a .tar */

struct unpack {
	struct package *package;
	struct archive *archive;
	const char *path; /* of the archive */
	unsigned depth;
	const char **detail;
};

static int add_archive(struct unpack *unpack, const struct input *input);

static void add_to_index(struct package *package, size_t i)
{
	struct package_file *file = &package->files[i];
	size_t *bucket = bucket_of(package, str_ihash(file->path, strlen(file->path)));

	file->next = *bucket;
	*bucket = i + 1;
}

static int grow(struct package *package)
{
	size_t capacity = package->capacity ? 2 * package->capacity : 16;
	struct package_file *files = reallocarray(package->files, capacity, sizeof(*files));
	size_t *buckets;

	if (!files)
		return PCIMSI_ERR_NOMEM;
	package->files = files;
	buckets = calloc(capacity, sizeof(*buckets));
	if (!buckets)
		return PCIMSI_ERR_NOMEM;
	free(package->buckets);
	package->buckets = buckets;
	package->capacity = capacity;
	for (size_t i = 0; i < package->count; i++)
		add_to_index(package, i);
	return 0;
}

static int keep_file(struct package *package, char *path, struct input *input)
{
	int err = package->count == package->capacity ? grow(package) : 0;

	if (err)
		return err;
	package->files[package->count] = (struct package_file){ .path = path, .input = *input };
	add_to_index(package, package->count++);
	return 0;
}

static int refuse(struct unpack *unpack, const char *why)
{
	*unpack->detail = why;
	return PCIMSI_ERR_LIMIT;
}

static int hold_limits(struct unpack *unpack)
{
	const struct package *package = unpack->package;

	if (package->kept > KEPT_MAX)
		return refuse(unpack, "its INFs expand to more than 512 MiB");
	if (package->expanded > EXPANDED_MAX)
		return refuse(unpack, "it expands to more than 4 GiB");
	if (package->expanded > RATIO_FROM && package->expanded / RATIO_MAX > package->packed)
		return refuse(unpack, "it expands to more than 1000 times its size");
	if (package->members > MEMBERS_MAX)
		return refuse(unpack, "it holds more than 100000 members");
	return 0;
}

static int damaged(struct unpack *unpack)
{
	*unpack->detail = "the archive is damaged, cut short or encrypted";
	return PCIMSI_ERR_IO;
}

static int read_member(struct unpack *unpack, struct input *ret)
{
	struct package *package = unpack->package;
	size_t capacity = 0;
	ssize_t got;
	int err;

	*ret = (struct input){ 0 };
	do {
		if (ret->size == capacity) {
			size_t wanted = capacity ? 2 * capacity : 65536;
			char *grown = realloc(ret->bytes, wanted);

			if (!grown)
				return PCIMSI_ERR_NOMEM;
			ret->bytes = grown;
			capacity = wanted;
		}
		got = archive_read_data(unpack->archive, ret->bytes + ret->size,
					capacity - ret->size);
		if (got < 0)
			return damaged(unpack);
		ret->size += (size_t)got;
		package->expanded += (size_t)got;
		package->kept += (size_t)got;
		err = hold_limits(unpack);
	} while (!err && got);
	return err;
}

/* A .zip tells where the next member is, and it is all in memory. */
static bool skips_without_expanding(const struct unpack *unpack)
{
	return (archive_format(unpack->archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP &&
	       archive_filter_count(unpack->archive) == 1;
}

/*
 * libarchive expands what is skipped when it looks for the next member, all in one
 * call: what that comes to has to be known, or found out, before.
 */
static int skip_member(struct unpack *unpack, struct archive_entry *entry)
{
	bool known = archive_entry_size_is_set(entry);
	const void *block;
	size_t length;
	int64_t offset;
	int status = ARCHIVE_EOF, err = 0;

	if (skips_without_expanding(unpack))
		return 0;
	if (known) {
		unpack->package->expanded += (uint64_t)archive_entry_size(entry);
		return hold_limits(unpack);
	}
	while (!err && (status = archive_read_data_block(unpack->archive, &block, &length,
							 &offset)) == ARCHIVE_OK) {
		unpack->package->expanded += length;
		err = hold_limits(unpack);
	}
	/* One that is encrypted is no loss. */
	return err ? err : status == ARCHIVE_FATAL ? damaged(unpack) : 0;
}

static bool is_archive_name(const char *name)
{
	static const char *const endings[] = { ".zip", ".cab", ".7z",  ".tar", ".tgz",
					       ".gz",  ".xz",  ".zst", ".bz2" };
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < sizeof(endings) / sizeof(endings[0]); i++)
		if (str_ieq(dot, endings[i]))
			return true;
	return false;
}

/* What the locale has no characters for is still known as wide ones. The caller frees it. */
static char *wide_name(struct archive_entry *entry)
{
	const wchar_t *wide = archive_entry_pathname_w(entry);
	char *name = wide ? malloc(4 * wcslen(wide) + 1) : NULL, *out = name;

	if (!name)
		return NULL;
	for (; *wide; wide++)
		out += utf8_put(out, (uint32_t)*wide);
	*out = '\0';
	return name;
}

/* "drivers.zip/folder/card.inf"; of a compressed file alone its own name. */
static char *name_member(const struct unpack *unpack, struct archive_entry *entry)
{
	const char *name = archive_entry_pathname_utf8(entry);
	char *path = NULL, *wide = NULL;
	int length;

	if (archive_format(unpack->archive) == ARCHIVE_FORMAT_RAW)
		return strdup(unpack->path);
	if (!name)
		name = archive_entry_pathname(entry);
	if (!name)
		name = wide = wide_name(entry);
	/* One without a name may well be an INF; it is told apart by its number. */
	length = name ? asprintf(&path, "%s/%s", unpack->path, name)
		      : asprintf(&path, "%s/member-%u.inf", unpack->path, unpack->package->members);
	free(wide);
	if (length < 0)
		return NULL;
	for (char *c = path + strlen(unpack->path); *c; c++)
		if (*c == '\\')
			*c = '/'; /* as in .cab */
	return path;
}

static int take_archive(struct unpack *unpack, const char *path, const struct input *input)
{
	struct unpack inner = {
		.package = unpack->package,
		.path = path,
		.depth = unpack->depth + 1,
		.detail = unpack->detail,
	};

	if (inner.depth > NESTED_MAX) {
		*unpack->detail = "an archive in an archive in an archive";
		return PCIMSI_ERR_UNSUPPORTED;
	}
	return add_archive(&inner, input);
}

/* Takes `path`. */
static int take_member(struct unpack *unpack, struct archive_entry *entry, char *path)
{
	bool raw = archive_format(unpack->archive) == ARCHIVE_FORMAT_RAW;
	bool nested = is_archive_name(path) && !raw;
	struct input input = { 0 };
	int err = 0;

	if (raw || nested || folder_is_inf(path))
		err = read_member(unpack, &input);
	else
		err = skip_member(unpack, entry);
	if (!err && nested && input.size) {
		err = take_archive(unpack, path, &input);
	} else if (!err && input.bytes && !nested) {
		err = keep_file(unpack->package, path, &input);
		if (!err)
			return 0;
	}
	input_done(&input);
	free(path);
	return err;
}

static int take_members(struct unpack *unpack)
{
	struct archive_entry *entry;
	int err = 0;

	while (!err) {
		int more = archive_read_next_header(unpack->archive, &entry);
		char *path;

		if (more == ARCHIVE_EOF)
			return 0;
		if (more < ARCHIVE_WARN)
			return damaged(unpack);
		unpack->package->members++;
		unpack->package->expanded += HEADER_SIZE;
		err = hold_limits(unpack);
		if (err)
			return err;
		if (archive_entry_filetype(entry) != AE_IFREG) {
			err = skip_member(unpack, entry);
			continue;
		}
		path = name_member(unpack, entry);
		err = path ? take_member(unpack, entry, path) : PCIMSI_ERR_NOMEM;
	}
	return err;
}

static int add_archive(struct unpack *unpack, const struct input *input)
{
	struct archive *archive = archive_read_new();
	int err;

	if (!archive)
		return PCIMSI_ERR_NOMEM;
	unpack->archive = archive;
	archive_read_support_filter_gzip(archive);
	archive_read_support_filter_xz(archive);
	archive_read_support_filter_zstd(archive);
	archive_read_support_filter_bzip2(archive);
	archive_read_support_format_tar(archive);
	archive_read_support_format_zip(archive);
	archive_read_support_format_cab(archive);
	archive_read_support_format_7zip(archive);
	archive_read_support_format_raw(archive);
	err = archive_read_open_memory(archive, input->bytes, input->size) == ARCHIVE_OK
		      ? take_members(unpack)
		      : damaged(unpack);
	archive_read_free(archive);
	return err;
}

int package_add(struct package *package, const char *path, const struct input *input,
		const char **reterr_detail)
{
	struct unpack unpack = { .package = package, .path = path, .detail = reterr_detail };

	package->packed += input->size;
	return add_archive(&unpack, input);
}

#endif
