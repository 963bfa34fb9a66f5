/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/unpack.h"

#include "source/container.h"

#include <pcimsi/error.h>

#ifdef HAVE_LIBARCHIVE

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct unpack {
	struct archive *archive;
	const struct unpack_limits *limits;
	struct unpack *outer;
	ssize_t (*read)(void *source, void *buffer, size_t size);
	void *source;
	uint64_t packed, expanded; /* bytes read and given */
	uint64_t inner_expanded;   /* bytes that archives in this one gave */
	uint32_t n_members;
	const char *limit; /* which one was reached, or NULL */
	const void *block; /* of the current member, as the library gave it */
	size_t block_size;
	int64_t block_at, at; /* where it stands in the member, and where we are */
	struct unpack_member member;
	char *whole; /* all of a container that is no stream */
	char input[65536];
};

static const char damaged[] = "the archive is damaged, cut short or encrypted";

/* ---- limits ---------------------------------------------------------------------------------- */

/* What an inner archive expands to counts against the whole as well. */
static void count_inner(struct unpack *unpack, uint64_t bytes, uint32_t members)
{
	struct unpack *outer = unpack->outer;

	if (!outer)
		return;
	outer->inner_expanded += bytes;
	outer->n_members += members;
	if (outer->inner_expanded > outer->limits->expanded)
		outer->limit = outer->limits->expanded_text;
	if (outer->limit)
		unpack->limit = outer->limit;
}

static void count_expanded(struct unpack *unpack, uint64_t bytes)
{
	unpack->expanded += bytes;
	if (unpack->expanded > unpack->limits->expanded)
		unpack->limit = unpack->limits->expanded_text;
	else if (unpack->expanded > UNPACK_RATIO_FROM &&
		 unpack->expanded / UNPACK_RATIO_MAX > unpack->packed)
		unpack->limit = "expansion 1000:1";
	count_inner(unpack, bytes, 0);
}

static void count_member(struct unpack *unpack)
{
	count_inner(unpack, 0, 1);
	if (++unpack->n_members > unpack->limits->members)
		unpack->limit = unpack->limits->members_text;
}

const char *unpack_limit(const struct unpack *unpack)
{
	return unpack->limit;
}

const char *unpack_damage(const struct unpack *unpack)
{
	const char *why = archive_error_string(unpack->archive);

	return why ? why : "no reason given";
}

/* ---- opening --------------------------------------------------------------------------------- */

static ssize_t give_input(struct archive *archive, void *user, const void **ret)
{
	struct unpack *unpack = user;
	ssize_t got;

	*ret = unpack->input;
	do
		got = unpack->read(unpack->source, unpack->input, sizeof(unpack->input));
	while (got < 0 && errno == EINTR);
	if (got < 0)
		archive_set_error(archive, errno, "%s", strerror(errno));
	else
		unpack->packed += (uint64_t)got;
	return got;
}

static void enable_readers(struct archive *archive)
{
	archive_read_support_filter_gzip(archive);
	archive_read_support_filter_xz(archive);
	archive_read_support_filter_zstd(archive);
	archive_read_support_filter_bzip2(archive);
	archive_read_support_filter_lz4(archive);
	archive_read_support_filter_lzip(archive);
	archive_read_support_filter_compress(archive);
	archive_read_support_format_tar(archive);
	archive_read_support_format_zip_streamable(archive);
	archive_read_support_format_7zip(archive);
	archive_read_support_format_cab(archive);
	archive_read_support_format_cpio(archive);
	archive_read_support_format_ar(archive);
	archive_read_support_format_raw(archive);
}

/* Reads all of the input into unpack->whole. */
static int read_whole(struct unpack *unpack, size_t *ret_size)
{
	size_t size = 0, capacity = 0;
	const void *block;
	ssize_t got;

	while ((got = give_input(unpack->archive, unpack, &block)) > 0) {
		if (size + (size_t)got > UNPACK_WHOLE_MAX)
			return PCIMSI_ERR_LIMIT;
		if (size + (size_t)got > capacity) {
			char *grown = realloc(unpack->whole, 2 * (size + (size_t)got));

			if (!grown)
				return PCIMSI_ERR_NOMEM;
			unpack->whole = grown;
			capacity = 2 * (size + (size_t)got);
		}
		memcpy(unpack->whole + size, block, (size_t)got);
		size += (size_t)got;
	}
	*ret_size = size;
	return got < 0 ? PCIMSI_ERR_IO : 0;
}

static int open_whole(struct unpack *unpack, const char **ret_detail)
{
	size_t size;
	int err = read_whole(unpack, &size);

	if (err == PCIMSI_ERR_LIMIT)
		*ret_detail = "larger than 256 MiB, and of a kind that is no stream";
	if (err == PCIMSI_ERR_IO)
		*ret_detail = strerror(errno);
	if (err || archive_read_open_memory(unpack->archive, unpack->whole, size) == ARCHIVE_OK)
		return err;
	*ret_detail = damaged;
	return PCIMSI_ERR_IO;
}

static int open_container(struct unpack *unpack, const struct container *container,
			  const char **ret_detail)
{
	unpack->archive = archive_read_new();
	if (!unpack->archive)
		return PCIMSI_ERR_NOMEM;
	enable_readers(unpack->archive);
	if (container->is_whole)
		return open_whole(unpack, ret_detail);
	if (archive_read_open(unpack->archive, unpack, NULL, give_input, NULL) == ARCHIVE_OK)
		return 0;
	*ret_detail = damaged;
	return PCIMSI_ERR_IO;
}

int unpack_open(const char *head, size_t size, const struct unpack_limits *limits,
		struct unpack *outer, ssize_t (*read)(void *source, void *buffer, size_t size),
		void *source, struct unpack **ret, const char **ret_detail)
{
	const struct container *container = container_find(head, size);
	struct unpack *unpack;

	if (!container || !container->is_read) {
		*ret_detail = "an archive of a kind that is not read here; unpack it";
		return PCIMSI_ERR_UNSUPPORTED;
	}
	unpack = calloc(1, sizeof(*unpack));
	if (!unpack)
		return PCIMSI_ERR_NOMEM;
	unpack->limits = limits;
	unpack->outer = outer;
	unpack->read = read;
	unpack->source = source;
	*ret = unpack;
	return open_container(unpack, container, ret_detail);
}

void unpack_close(struct unpack *unpack)
{
	if (!unpack)
		return;
	archive_read_free(unpack->archive);
	free(unpack->member.name);
	free(unpack->whole);
	free(unpack);
}

/* ---- bytes ----------------------------------------------------------------------------------- */

/* archive_read_data() would lose what stands before damage. 1, 0 at the end, or -1. */
static int next_block(struct unpack *unpack)
{
	int status;

	do
		status = archive_read_data_block(unpack->archive, &unpack->block,
						 &unpack->block_size, &unpack->block_at);
	while (status == ARCHIVE_RETRY);
	if (status == ARCHIVE_OK || status == ARCHIVE_WARN)
		return 1;
	unpack->block_size = 0;
	errno = EIO;
	return status == ARCHIVE_EOF ? 0 : -1;
}

ssize_t unpack_read(void *source, void *buffer, size_t size)
{
	struct unpack *unpack = source;
	int more = 1;

	if (unpack->limit) {
		errno = EFBIG;
		return -1;
	}
	while (more == 1 && unpack->at >= unpack->block_at + (int64_t)unpack->block_size)
		more = next_block(unpack);
	if (more != 1)
		return more;
	if (unpack->at < unpack->block_at) {
		int64_t hole = unpack->block_at - unpack->at;

		size = hole < (int64_t)size ? (size_t)hole : size;
		memset(buffer, 0, size);
	} else {
		size_t offset = (size_t)(unpack->at - unpack->block_at);

		if (size > unpack->block_size - offset)
			size = unpack->block_size - offset;
		memcpy(buffer, (const char *)unpack->block + offset, size);
	}
	unpack->at += (int64_t)size;
	count_expanded(unpack, size);
	return (ssize_t)size;
}

/* By reading, so that it is counted: libarchive would expand it all the same. */
bool unpack_skip(struct unpack *unpack)
{
	char buffer[16384];
	ssize_t got;

	do
		got = unpack_read(unpack, buffer, sizeof(buffer));
	while (got > 0);
	return got == 0;
}

/* ---- members --------------------------------------------------------------------------------- */

static char *name_of(struct archive_entry *entry)
{
	const char *path = archive_entry_pathname(entry);
	size_t length;

	/* Names that the locale has no characters for. */
	path = path ? path : archive_entry_pathname_utf8(entry);
	path = path ? path : "?";
	while (strncmp(path, "./", 2) == 0)
		path += 2;
	for (length = strlen(path); length > 1 && path[length - 1] == '/'; length--)
		;
	return strndup(path, length);
}

/* Some archives have no types, and then only files. */
static int describe(struct unpack *unpack, struct archive_entry *entry)
{
	bool is_stream = archive_format(unpack->archive) == ARCHIVE_FORMAT_RAW;
	bool is_hard_link = archive_entry_hardlink(entry);
	mode_t type = archive_entry_filetype(entry);

	free(unpack->member.name);
	unpack->member = (struct unpack_member){
		.name = is_stream ? NULL : name_of(entry),
		.is_stream = is_stream,
		.is_file = !is_hard_link && (!type || type == AE_IFREG),
		.is_hard_link = is_hard_link,
		.type = type,
		.target = archive_entry_symlink(entry),
	};
	return is_stream || unpack->member.name ? 0 : PCIMSI_ERR_NOMEM;
}

static int find_header(struct unpack *unpack, struct archive_entry **ret)
{
	int status;

	do {
		if (unpack->limit)
			return PCIMSI_ERR_LIMIT;
		status = archive_read_next_header(unpack->archive, ret);
		if (status == ARCHIVE_EOF)
			return 0;
		count_member(unpack);
	} while (status == ARCHIVE_RETRY);
	if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
		return PCIMSI_ERR_IO;
	return unpack->limit ? PCIMSI_ERR_LIMIT : 1;
}

int unpack_next(struct unpack *unpack, const struct unpack_member **ret)
{
	struct archive_entry *entry;
	int more;

	if (unpack->n_members && !unpack_skip(unpack))
		return unpack->limit ? PCIMSI_ERR_LIMIT : PCIMSI_ERR_IO;
	more = find_header(unpack, &entry);
	if (more == PCIMSI_ERR_IO && unpack->limit)
		return PCIMSI_ERR_LIMIT;
	if (more != 1)
		return more;
	unpack->block_size = 0;
	unpack->block_at = unpack->at = 0;
	*ret = &unpack->member;
	more = describe(unpack, entry);
	return more ? more : 1;
}

#endif
