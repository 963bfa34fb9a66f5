/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source/container.h"
#include "source/source.h"

#include <stdlib.h>
#include <string.h>

static enum source_match probe(const char *head, size_t size)
{
	return container_find(head, size) ? SOURCE_YES : SOURCE_NO;
}

#ifndef HAVE_LIBARCHIVE

static int open_archive(struct pcimsi_capture *capture,
			const struct pcimsi_capture_options *options)
{
	(void)options;
	capture->detail = "this build reads no archives; unpack it";
	return PCIMSI_ERR_UNSUPPORTED;
}

const struct source_ops source_archive = {
	.name = "archive",
	.is_container = true,
	.probe = probe,
	.open = open_archive,
};

#else

#include "source/sysfs_tree.h"
#include "source/member.h"
#include "source/regular_file.h"
#include "source/slots.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>

/*
 * A compressed stream, or an archive and every capture in it, in one pass and
 * without seeking. Text and raw members are given as they come; functions of a
 * sysfs tree are complete at the end only.
 */

/* A machine's sysfs has some megabytes; dumps compress a hundredfold at best. */
#define EXPANDED_MAX (UINT64_C(1) << 30)
#define RATIO_MAX 1000u
#define RATIO_FROM (UINT64_C(1) << 20) /* small members may well be all zeros */
#define MEMBERS_MAX 100000u
#define WHOLE_MAX ((size_t)256 << 20) /* of an archive that is held in memory */
#define NESTED_MAX 1                  /* an archive in an archive, and no further */

struct unpack {
	struct archive *archive;
	struct unpack *outer;      /* of the archive this one is a member of */
	uint64_t packed, expanded; /* bytes read and given */
	uint64_t inner_expanded;   /* bytes that archives in this one gave */
	const void *block;         /* of the current member, as the library gave it */
	size_t block_size;
	int64_t block_at, at; /* where it stands in the member, and where we are */
	uint32_t n_members;
	const char *limit; /* which one was reached, or NULL */
	bool is_stream;    /* compressed and no archive: the member has no name of its own */
	bool at_end, is_open;
	int err; /* what next says when everything was given */
	char *name;
	struct member member;
	struct sysfs_tree sysfs;
	struct slots slots;
	struct pcimsi_capture_options options;
	const struct pcimsi_raw_function *first; /* read ahead by open */
	struct pcimsi_raw_function raw;
	char input[65536];
	char *whole; /* all of a container that is not read as a stream */
};

static struct unpack *state_of(struct pcimsi_capture *capture)
{
	return capture->state;
}

static void note(struct pcimsi_capture *capture, enum pcimsi_note_code code, const char *detail)
{
	notes_add(&capture->notes, code, (struct pcimsi_place){ 0 }, detail);
}

/* ---- bytes ----------------------------------------------------------------------------------- */

/* First what the reader holds from looking at the kind, then what is behind it. */
static ssize_t give_input(struct archive *archive, void *user, const void **ret)
{
	struct pcimsi_capture *capture = user;
	struct text_reader *reader = &capture->reader;
	struct unpack *unpack = state_of(capture);
	ssize_t got;

	if (reader->end > reader->start) {
		*ret = reader->buffer + reader->start;
		got = (ssize_t)(reader->end - reader->start);
		reader->start = reader->end;
	} else {
		*ret = unpack->input;
		do
			got = reader->at_end ? 0
					     : reader->read(reader->source, unpack->input,
							    sizeof(unpack->input));
		while (got < 0 && errno == EINTR);
	}
	if (got < 0)
		archive_set_error(archive, errno, "%s", strerror(errno));
	else
		unpack->packed += (uint64_t)got;
	return got;
}

/* What an inner archive expands to counts against the whole as well. */
static void count_inner(struct unpack *unpack, uint64_t bytes, uint32_t members)
{
	struct unpack *outer = unpack->outer;

	if (!outer)
		return;
	outer->inner_expanded += bytes;
	outer->n_members += members;
	if (outer->inner_expanded > EXPANDED_MAX)
		outer->limit = "1 GiB expanded";
	if (outer->limit)
		unpack->limit = outer->limit;
}

static void count_expanded(struct unpack *unpack, uint64_t bytes)
{
	unpack->expanded += bytes;
	if (unpack->expanded > EXPANDED_MAX)
		unpack->limit = "1 GiB expanded";
	else if (unpack->expanded > RATIO_FROM && unpack->expanded / RATIO_MAX > unpack->packed)
		unpack->limit = "expansion 1000:1";
	count_inner(unpack, bytes, 0);
}

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

/* Bytes of the current member, the holes of a sparse one as zeros; -1 with errno set. */
static ssize_t read_member(void *source, void *buffer, size_t size)
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

/* Reads what is left of the member, so that skipping is counted as well. */
static bool drain(struct unpack *unpack)
{
	char buffer[16384];
	ssize_t got;

	do
		got = read_member(unpack, buffer, sizeof(buffer));
	while (got > 0);
	return got == 0;
}

/* ---- members --------------------------------------------------------------------------------- */

static int take_attribute(struct unpack *unpack, const struct sysfs_place *place)
{
	char content[SYSFS_FILE_MAX];
	size_t total = 0;
	ssize_t got;

	do {
		got = read_member(unpack, content + total, sizeof(content) - total);
		total += got > 0 ? (size_t)got : 0;
	} while (got > 0 && total < sizeof(content));
	/* A member that is cut short is no smaller configuration space. */
	return got < 0 ? PCIMSI_ERR_IO : sysfs_tree_add(&unpack->sysfs, place, content, total);
}

static unsigned depth_of(const struct pcimsi_capture *capture)
{
	unsigned depth = 0;

	for (capture = capture->parent; capture; capture = capture->parent)
		depth += capture->ops->is_container;
	return depth;
}

/* Opens the member if it is a capture: 0, and is_open says whether. */
static int take_file(struct pcimsi_capture *capture)
{
	struct unpack *unpack = state_of(capture);
	int err = member_open(&unpack->member, capture, unpack->name, read_member, unpack,
			      &unpack->options);

	unpack->is_open = !err;
	if (!err)
		return 0;
	member_close(&unpack->member);
	if (err == PCIMSI_ERR_FORMAT || err == PCIMSI_ERR_EMPTY)
		return 0;
	if (err != PCIMSI_ERR_NOMEM && !unpack->limit)
		note(capture, PCIMSI_NOTE_MEMBER_SKIPPED, unpack->name);
	return err == PCIMSI_ERR_NOMEM ? err : 0;
}

/* What is no file has no bytes, but a link to a driver says its name. */
static int take_odd(struct unpack *unpack, const struct sysfs_place *place,
		    struct archive_entry *entry)
{
	const char *target = archive_entry_symlink(entry);

	if (place->kind == SYSFS_DRIVER && target)
		return sysfs_tree_add(&unpack->sysfs, place, target, strlen(target));
	if (place->kind != SYSFS_CONFIG)
		return target ? sysfs_tree_expect(&unpack->sysfs, unpack->name) : 0;
	return sysfs_tree_lose(&unpack->sysfs, place,
			       archive_entry_hardlink(entry)
				       ? "a hard link"
				       : regular_file_type(archive_entry_filetype(entry)));
}

/* A stream is named like the file without what the compression added. */
static char *name_of(struct pcimsi_capture *capture, struct archive_entry *entry)
{
	struct unpack *unpack = state_of(capture);
	const char *path = archive_entry_pathname(entry), *file;

	if (!unpack->is_stream) {
		/* Names that the locale has no characters for. */
		path = path ? path : archive_entry_pathname_utf8(entry);
		while (path && strncmp(path, "./", 2) == 0)
			path += 2;
		return strdup(path ? path : "?");
	}
	file = strrchr(capture->name, '/');
	file = file ? file + 1 : capture->name;
	path = strrchr(file, '.');
	return path && path > file ? strndup(file, (size_t)(path - file)) : strdup(file);
}

static size_t strlen_without_slashes(const char *name)
{
	size_t length = strlen(name);

	while (length > 1 && name[length - 1] == '/')
		length--;
	return length;
}

/* Some archives have no types, and then only files. */
static bool is_file(struct archive_entry *entry)
{
	return !archive_entry_hardlink(entry) &&
	       (!archive_entry_filetype(entry) || archive_entry_filetype(entry) == AE_IFREG);
}

static int take_entry(struct pcimsi_capture *capture, struct archive_entry *entry)
{
	struct unpack *unpack = state_of(capture);
	struct sysfs_place place;

	unpack->is_stream = archive_format(unpack->archive) == ARCHIVE_FORMAT_RAW;
	free(unpack->name);
	unpack->name = name_of(capture, entry);
	if (!unpack->name)
		return PCIMSI_ERR_NOMEM;
	/* As directories have it. */
	unpack->name[strlen_without_slashes(unpack->name)] = '\0';
	place = sysfs_place(unpack->name);
	if (!is_file(entry))
		return take_odd(unpack, &place, entry);
	if (place.kind > SYSFS_OTHER)
		return take_attribute(unpack, &place);
	return place.kind == SYSFS_NONE ? take_file(capture) : 0;
}

static int stop(struct pcimsi_capture *capture, int err)
{
	struct unpack *unpack = state_of(capture);

	unpack->at_end = true;
	if (!unpack->err)
		unpack->err = err;
	sysfs_tree_finish(&unpack->sysfs);
	return 0;
}

static int stop_at_limit(struct pcimsi_capture *capture)
{
	struct unpack *unpack = state_of(capture);

	note(capture, PCIMSI_NOTE_CAPTURE_LIMIT, unpack->limit);
	capture->detail = unpack->limit;
	return stop(capture, PCIMSI_ERR_LIMIT);
}

static int stop_damaged(struct pcimsi_capture *capture)
{
	struct unpack *unpack = state_of(capture);
	const char *why = archive_error_string(unpack->archive);

	if (unpack->limit)
		return stop_at_limit(capture);
	note(capture, PCIMSI_NOTE_ARCHIVE_DAMAGED, why ? why : "no reason given");
	capture->detail = "the archive is damaged, cut short or encrypted";
	return stop(capture, PCIMSI_ERR_IO);
}

/* Goes on to the next member. 0, or out of memory: every other error is kept for the end. */
static int next_member(struct pcimsi_capture *capture)
{
	struct unpack *unpack = state_of(capture);
	struct archive_entry *entry;
	int status, err;

	if (unpack->limit)
		return stop_at_limit(capture);
	do
		status = archive_read_next_header(unpack->archive, &entry);
	while (status == ARCHIVE_RETRY && ++unpack->n_members <= MEMBERS_MAX);
	if (status == ARCHIVE_EOF)
		return stop(capture, 0);
	if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
		return stop_damaged(capture);
	count_inner(unpack, 0, 1);
	if (++unpack->n_members > MEMBERS_MAX) {
		unpack->limit = "100000 members";
		return stop_at_limit(capture);
	}
	unpack->block_size = 0;
	unpack->block_at = unpack->at = 0;
	err = take_entry(capture, entry);
	if (err == PCIMSI_ERR_LIMIT)
		unpack->limit = "65536 functions";
	if (err == PCIMSI_ERR_NOMEM)
		return err;
	if (!unpack->is_open && !drain(unpack))
		return stop_damaged(capture);
	return 0;
}

/* ---- functions ------------------------------------------------------------------------------- */

/* The next function of the member being read: 1, 0 if that is at its end, or out of memory. */
static int next_of_member(struct pcimsi_capture *capture, const struct pcimsi_raw_function **ret)
{
	struct unpack *unpack = state_of(capture);
	int more = member_next(&unpack->member, ret);

	if (more == 1 && unpack->is_stream)
		unpack->member.raw.member = unpack->member.inner ? unpack->member.raw.member : NULL;
	if (more == 1 || more == PCIMSI_ERR_NOMEM)
		return more;
	if (more == PCIMSI_ERR_LIMIT && !unpack->limit)
		unpack->err = more;
	unpack->is_open = false;
	member_close(&unpack->member);
	if (!drain(unpack))
		stop_damaged(capture);
	return 0;
}

static int find_next(struct pcimsi_capture *capture, const struct pcimsi_raw_function **ret)
{
	struct unpack *unpack = state_of(capture);
	const struct pcimsi_raw_function *raw = NULL;
	int more = 0, seen;

	while (!more && (unpack->is_open || !unpack->at_end))
		more = unpack->is_open ? next_of_member(capture, &raw) : next_member(capture);
	if (!more)
		raw = sysfs_tree_next(&unpack->sysfs);
	if (more < 0 || !raw)
		return more < 0 ? more : unpack->err;
	seen = raw->machine ? 0 : slots_see(&unpack->slots, raw->slot);
	if (seen < 0)
		return seen;
	unpack->raw = *raw;
	unpack->raw.repeated |= seen;
	*ret = &unpack->raw;
	return 1;
}

static int next(struct pcimsi_capture *capture, const struct pcimsi_raw_function **ret)
{
	struct unpack *unpack = state_of(capture);

	if (!unpack->first)
		return find_next(capture, ret);
	*ret = unpack->first;
	unpack->first = NULL;
	return 1;
}

/* ---- the kind -------------------------------------------------------------------------------- */

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

/* Reads the rest of the input into unpack->whole. */
static int read_whole(struct pcimsi_capture *capture, size_t *ret_size)
{
	struct unpack *unpack = state_of(capture);
	size_t size = 0, capacity = 0;
	const void *block;
	ssize_t got;

	while ((got = give_input(unpack->archive, capture, &block)) > 0) {
		if (size + (size_t)got > WHOLE_MAX)
			return PCIMSI_ERR_LIMIT;
		if (size + (size_t)got > capacity) {
			size_t wanted = 2 * (size + (size_t)got);
			char *grown = realloc(unpack->whole, wanted);

			if (!grown)
				return PCIMSI_ERR_NOMEM;
			unpack->whole = grown;
			capacity = wanted;
		}
		memcpy(unpack->whole + size, block, (size_t)got);
		size += (size_t)got;
	}
	*ret_size = size;
	return got < 0 ? PCIMSI_ERR_IO : 0;
}

static int open_whole(struct pcimsi_capture *capture)
{
	struct unpack *unpack = state_of(capture);
	size_t size;
	int err = read_whole(capture, &size);

	if (err == PCIMSI_ERR_LIMIT)
		capture->detail = "larger than 256 MiB, and of a kind that is no stream";
	if (err == PCIMSI_ERR_IO)
		capture->detail = strerror(errno);
	if (err || archive_read_open_memory(unpack->archive, unpack->whole, size) == ARCHIVE_OK)
		return err;
	capture->detail = "the archive is damaged, cut short or encrypted";
	return PCIMSI_ERR_IO;
}

static int set_up(struct pcimsi_capture *capture, const struct container *container)
{
	struct unpack *unpack = state_of(capture);

	unpack->archive = archive_read_new();
	if (!unpack->archive)
		return PCIMSI_ERR_NOMEM;
	enable_readers(unpack->archive);
	if (container->is_whole)
		return open_whole(capture);
	if (archive_read_open(unpack->archive, capture, NULL, give_input, NULL) == ARCHIVE_OK)
		return 0;
	capture->detail = "the archive is damaged, cut short or encrypted";
	return PCIMSI_ERR_IO;
}

static int open_archive(struct pcimsi_capture *capture,
			const struct pcimsi_capture_options *options)
{
	const struct container *container;
	struct unpack *unpack;
	const char *head;
	size_t size;
	int more;

	if (depth_of(capture) > NESTED_MAX) {
		capture->detail = "an archive in an archive in an archive";
		return PCIMSI_ERR_UNSUPPORTED;
	}
	size = text_reader_peek(&capture->reader, &head);
	container = container_find(head, size);
	if (!container->is_read) {
		capture->detail = "an archive of a kind that is not read here; unpack it";
		return PCIMSI_ERR_UNSUPPORTED;
	}
	unpack = calloc(1, sizeof(*unpack));
	if (!unpack)
		return PCIMSI_ERR_NOMEM;
	capture->state = unpack;
	unpack->options = *options;
	unpack->sysfs.notes = &capture->notes;
	if (capture->parent && capture->parent->ops->is_container)
		unpack->outer = capture->parent->state;
	more = set_up(capture, container);
	if (!more)
		more = find_next(capture, &unpack->first);
	if (more == 0)
		capture->detail = "an archive without any capture";
	return more == 1 ? 0 : more ? more : PCIMSI_ERR_FORMAT;
}

static void close_archive(struct pcimsi_capture *capture)
{
	struct unpack *unpack = state_of(capture);

	member_close(&unpack->member);
	archive_read_free(unpack->archive);
	slots_done(&unpack->slots);
	sysfs_tree_done(&unpack->sysfs);
	free(unpack->name);
	free(unpack->whole);
	free(unpack);
}

const struct source_ops source_archive = {
	.name = "archive",
	.is_container = true,
	.probe = probe,
	.open = open_archive,
	.next = next,
	.close = close_archive,
};

#endif
