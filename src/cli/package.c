/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/package.h"

#include "cli/folder.h"

#include <pcimsi/error.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- what was read ------------------------------------------------------------------------- */

void package_done(struct package *package)
{
	for (size_t i = 0; i < package->count; i++) {
		free(package->files[i].path);
		input_done(&package->files[i].input);
	}
	free(package->files);
	*package = (struct package){ 0 };
}

const struct package_file *package_find(const struct package *package, const char *path)
{
	for (size_t i = 0; i < package->count; i++)
		if (strcmp(package->files[i].path, path) == 0)
			return &package->files[i];
	return NULL;
}

const struct package_file *package_beside(const struct package *package, const char *path,
					  const char *name)
{
	const char *slash = strrchr(path, '/');
	size_t folder = slash ? (size_t)(slash - path) + 1 : 0;

	for (size_t i = 0; i < package->count; i++) {
		const char *other = package->files[i].path;

		if (strncmp(other, path, folder) == 0 && strcasecmp(other + folder, name) == 0)
			return &package->files[i];
	}
	return NULL;
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

/* All INFs of Windows are less; an archive that expands to more is no driver. */
#define EXPANDED_MAX ((size_t)512 * 1024 * 1024)
#define NESTED_MAX 3

struct unpack {
	struct package *package;
	struct archive *archive;
	const char *path; /* of the archive */
	unsigned depth;
	const char **detail;
};

static int add_archive(struct unpack *unpack, const struct input *input);

static int keep_file(struct package *package, char *path, struct input *input)
{
	if (package->count == package->capacity) {
		size_t capacity = package->capacity ? 2 * package->capacity : 16;
		struct package_file *files = reallocarray(package->files, capacity, sizeof(*files));

		if (!files)
			return PCIMSI_ERR_NOMEM;
		package->files = files;
		package->capacity = capacity;
	}
	package->files[package->count++] = (struct package_file){ .path = path, .input = *input };
	return 0;
}

static int damaged(struct unpack *unpack)
{
	*unpack->detail = "the archive is damaged, cut short or encrypted";
	return PCIMSI_ERR_IO;
}

static int read_member(struct unpack *unpack, struct input *ret)
{
	size_t capacity = 0;
	ssize_t got;

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
		unpack->package->expanded += (size_t)got;
		if (unpack->package->expanded > EXPANDED_MAX) {
			*unpack->detail = "it expands to more than 512 MiB";
			return PCIMSI_ERR_LIMIT;
		}
	} while (got);
	return 0;
}

static bool is_archive_name(const char *name)
{
	static const char *const endings[] = { ".zip", ".cab", ".7z",  ".tar", ".tgz",
					       ".gz",  ".xz",  ".zst", ".bz2" };
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < sizeof(endings) / sizeof(endings[0]); i++)
		if (strcasecmp(dot, endings[i]) == 0)
			return true;
	return false;
}

/* "drivers.zip/folder/card.inf"; of a compressed file alone its own name. */
static char *name_member(const struct unpack *unpack, struct archive_entry *entry)
{
	const char *name = archive_entry_pathname_utf8(entry);
	char *path = NULL;

	if (!name)
		name = archive_entry_pathname(entry);
	if (archive_format(unpack->archive) == ARCHIVE_FORMAT_RAW)
		return strdup(unpack->path);
	if (asprintf(&path, "%s/%s", unpack->path, name ? name : "?") < 0)
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
static int take_member(struct unpack *unpack, char *path)
{
	bool raw = archive_format(unpack->archive) == ARCHIVE_FORMAT_RAW;
	bool nested = is_archive_name(path) && !raw;
	struct input input = { 0 };
	int err = 0;

	if (raw || nested || folder_is_inf(path))
		err = read_member(unpack, &input);
	if (!err && input.size && nested)
		err = take_archive(unpack, path, &input);
	else if (!err && input.size) {
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
		if (archive_entry_filetype(entry) != AE_IFREG)
			continue;
		path = name_member(unpack, entry);
		err = path ? take_member(unpack, path) : PCIMSI_ERR_NOMEM;
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

	return add_archive(&unpack, input);
}

#endif
