/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "archive/unpack_priv.h"

#ifndef HAVE_LIBARCHIVE

static const char *missing(void)
{
	return "this build reads no archives; unpack it";
}

const struct unpack_ops unpack_archive = { .missing = missing };

#else

#include "archive/library.h"
#include "base/utf.h"

#include <pcimsi/error.h>

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* Archives and compressed streams, through libarchive. */

LIBRARY_NOTE("archives", "Captures and INFs in archives, and writing archives of captures",
	     LIBRARY_ARCHIVE);

#define FUNCTIONS(DO)                            \
	DO(archive_entry_filetype)               \
	DO(archive_entry_hardlink)               \
	DO(archive_entry_pathname)               \
	DO(archive_entry_pathname_utf8)          \
	DO(archive_entry_pathname_w)             \
	DO(archive_entry_size_is_set)            \
	DO(archive_entry_symlink)                \
	DO(archive_error_string)                 \
	DO(archive_filter_count)                 \
	DO(archive_format)                       \
	DO(archive_read_data)                    \
	DO(archive_read_data_block)              \
	DO(archive_read_free)                    \
	DO(archive_read_new)                     \
	DO(archive_read_next_header)             \
	DO(archive_read_open)                    \
	DO(archive_read_open_memory)             \
	DO(archive_read_support_filter_bzip2)    \
	DO(archive_read_support_filter_compress) \
	DO(archive_read_support_filter_gzip)     \
	DO(archive_read_support_filter_lz4)      \
	DO(archive_read_support_filter_lzip)     \
	DO(archive_read_support_filter_xz)       \
	DO(archive_read_support_filter_zstd)     \
	DO(archive_read_support_format_7zip)     \
	DO(archive_read_support_format_ar)       \
	DO(archive_read_support_format_cab)      \
	DO(archive_read_support_format_cpio)     \
	DO(archive_read_support_format_raw)      \
	DO(archive_read_support_format_tar)      \
	DO(archive_read_support_format_zip)      \
	DO(archive_set_error)

FUNCTIONS(LIBRARY_FUNCTION)

static const char *missing(void)
{
	static const struct library_symbol symbols[] = { FUNCTIONS(LIBRARY_SYMBOL){ 0 } };
	static struct library library = { .soname = LIBRARY_ARCHIVE, .symbols = symbols };

	return library_load(&library);
}

struct reading {
	struct archive *archive;
	const void *block; /* of the current member, as the library gave it */
	size_t block_size;
	int64_t block_at, at; /* where it stands in the member, and where we are */
	bool size_is_set;     /* of the member */
	bool is_broken;       /* nothing can be read any more */
	uint32_t n_members;
	char input[65536];
};

static struct reading *reading_of(const struct unpack *unpack)
{
	return unpack->state;
}

/* ---- opening --------------------------------------------------------------------------------- */

static ssize_t give_input(struct archive *archive, void *user, const void **ret)
{
	struct unpack *unpack = user;
	ssize_t got;

	*ret = reading_of(unpack)->input;
	got = unpack_input(unpack, reading_of(unpack)->input, sizeof(reading_of(unpack)->input));
	if (got < 0)
		sym_archive_set_error(archive, errno, "%s", strerror(errno));
	return got;
}

static void enable_readers(struct archive *archive)
{
	sym_archive_read_support_filter_gzip(archive);
	sym_archive_read_support_filter_xz(archive);
	sym_archive_read_support_filter_zstd(archive);
	sym_archive_read_support_filter_bzip2(archive);
	sym_archive_read_support_filter_lz4(archive);
	sym_archive_read_support_filter_lzip(archive);
	sym_archive_read_support_filter_compress(archive);
	sym_archive_read_support_format_tar(archive);
	sym_archive_read_support_format_zip(archive);
	sym_archive_read_support_format_7zip(archive);
	sym_archive_read_support_format_cab(archive);
	sym_archive_read_support_format_cpio(archive);
	sym_archive_read_support_format_ar(archive);
	sym_archive_read_support_format_raw(archive);
}

static int open_archive(struct unpack *unpack, const char **ret_detail)
{
	const struct unpack_input *input = &unpack->input;
	struct reading *reading = calloc(1, sizeof(*reading));
	int status;

	if (!reading)
		return PCIMSI_ERR_NOMEM;
	unpack->state = reading;
	reading->archive = sym_archive_read_new();
	if (!reading->archive)
		return PCIMSI_ERR_NOMEM;
	enable_readers(reading->archive);
	status = input->bytes
			 ? sym_archive_read_open_memory(reading->archive, input->bytes, input->size)
			 : sym_archive_read_open(reading->archive, unpack, NULL, give_input, NULL);
	if (status == ARCHIVE_OK)
		return 0;
	*ret_detail = "the archive is damaged, cut short or encrypted";
	return PCIMSI_ERR_IO;
}

static void close_archive(struct unpack *unpack)
{
	sym_archive_read_free(reading_of(unpack)->archive);
	free(unpack->state);
}

static int note_damage(struct unpack *unpack)
{
	const char *why = sym_archive_error_string(reading_of(unpack)->archive);

	unpack->damage = why ? why : "no reason given";
	return PCIMSI_ERR_IO;
}

/* ---- bytes ----------------------------------------------------------------------------------- */

/* sym_archive_read_data() would lose what stands before damage. 1, 0 at the end, or -1. */
static int next_block(struct unpack *unpack)
{
	struct reading *reading = reading_of(unpack);
	int status;

	do
		status = sym_archive_read_data_block(reading->archive, &reading->block,
						     &reading->block_size, &reading->block_at);
	while (status == ARCHIVE_RETRY);
	/* Bytes whose checksum is another. */
	if (status == ARCHIVE_WARN)
		note_damage(unpack);
	if (status == ARCHIVE_OK || status == ARCHIVE_WARN)
		return 1;
	reading->block_size = 0;
	if (status == ARCHIVE_EOF)
		return 0;
	reading->is_broken = status == ARCHIVE_FATAL;
	note_damage(unpack);
	errno = EIO;
	return -1;
}

static ssize_t read_archive(struct unpack *unpack, void *buffer, size_t size)
{
	struct reading *reading = reading_of(unpack);
	int more = 1;

	while (more == 1 && reading->at >= reading->block_at + (int64_t)reading->block_size)
		more = next_block(unpack);
	if (more != 1)
		return more;
	if (reading->at < reading->block_at) {
		int64_t hole = reading->block_at - reading->at;

		size = hole < (int64_t)size ? (size_t)hole : size;
		memset(buffer, 0, size);
	} else {
		size_t offset = (size_t)(reading->at - reading->block_at);

		if (size > reading->block_size - offset)
			size = reading->block_size - offset;
		memcpy(buffer, (const char *)reading->block + offset, size);
	}
	reading->at += (int64_t)size;
	return (ssize_t)size;
}

/* A .zip in memory tells where the next member is. */
static bool skips_unread(const struct unpack *unpack)
{
	const struct reading *reading = reading_of(unpack);
	int format = sym_archive_format(reading->archive) & ARCHIVE_FORMAT_BASE_MASK;

	return unpack->input.bytes && reading->size_is_set && format == ARCHIVE_FORMAT_ZIP &&
	       sym_archive_filter_count(reading->archive) == 1;
}

/* ---- members --------------------------------------------------------------------------------- */

/* What the locale has no characters for is still known as wide ones. The caller frees it. */
static char *wide_name(struct archive_entry *entry)
{
	const wchar_t *wide = sym_archive_entry_pathname_w(entry);
	char *name = wide ? malloc(4 * wcslen(wide) + 1) : NULL, *out = name;

	if (!name)
		return NULL;
	for (; *wide; wide++)
		out += utf8_put(out, (uint32_t)*wide);
	*out = '\0';
	return name;
}

/* Of Windows' archives only: elsewhere it is a character like others. */
static void turn_slashes(const struct reading *reading, char *name)
{
	int format = sym_archive_format(reading->archive) & ARCHIVE_FORMAT_BASE_MASK;

	if (format != ARCHIVE_FORMAT_ZIP && format != ARCHIVE_FORMAT_CAB &&
	    format != ARCHIVE_FORMAT_7ZIP)
		return;
	for (; *name; name++)
		if (*name == '\\')
			*name = '/';
}

/* Without "./" and slashes at the end. */
static char *trimmed(const char *path)
{
	size_t length;

	while (strncmp(path, "./", 2) == 0)
		path += 2;
	for (length = strlen(path); length > 1 && path[length - 1] == '/'; length--)
		;
	return strndup(path, length);
}

/* In UTF-8 if it can be had, whatever the locale. */
static char *name_of(struct unpack *unpack, struct archive_entry *entry, bool *ret_named)
{
	const struct reading *reading = reading_of(unpack);
	const char *path = sym_archive_entry_pathname_utf8(entry);
	char *wide = NULL, *name;

	path = path ? path : sym_archive_entry_pathname(entry);
	path = path ? path : (wide = wide_name(entry));
	*ret_named = path;
	if (path)
		name = trimmed(path);
	else if (asprintf(&name, "member-%u", reading->n_members) < 0)
		name = NULL;
	free(wide);
	if (name)
		turn_slashes(reading, name);
	return name;
}

/* Some archives have no types, and then only files. */
static int describe(struct unpack *unpack, struct archive_entry *entry)
{
	struct unpack_member *member = &unpack->member;
	mode_t type = sym_archive_entry_filetype(entry);

	member->is_stream = sym_archive_format(reading_of(unpack)->archive) == ARCHIVE_FORMAT_RAW;
	member->is_hard_link = sym_archive_entry_hardlink(entry);
	member->is_file = !member->is_hard_link && (!type || type == AE_IFREG);
	member->type = type;
	member->target = sym_archive_entry_symlink(entry);
	if (member->is_stream)
		return 1;
	member->name = name_of(unpack, entry, &member->is_named);
	return member->name ? 1 : PCIMSI_ERR_NOMEM;
}

static int next_member(struct unpack *unpack)
{
	struct reading *reading = reading_of(unpack);
	struct archive_entry *entry;
	int status;

	if (reading->is_broken)
		return note_damage(unpack);
	do {
		if (unpack_limit(unpack))
			return PCIMSI_ERR_LIMIT;
		status = sym_archive_read_next_header(reading->archive, &entry);
		if (status == ARCHIVE_EOF)
			return 0;
		unpack_count_member(unpack);
	} while (status == ARCHIVE_RETRY);
	if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
		return note_damage(unpack);
	reading->n_members++;
	reading->block_size = 0;
	reading->block_at = reading->at = 0;
	reading->size_is_set = sym_archive_entry_size_is_set(entry);
	return describe(unpack, entry);
}

const struct unpack_ops unpack_archive = {
	.missing = missing,
	.whole_max = UNPACK_WHOLE_MAX,
	.whole_text = "larger than 256 MiB, and of a kind that is no stream",
	.open = open_archive,
	.next = next_member,
	.read = read_archive,
	.skips_unread = skips_unread,
	.close = close_archive,
};

#endif
