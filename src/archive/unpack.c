/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "archive/unpack_priv.h"

#include <pcimsi/error.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- limits ---------------------------------------------------------------------------------- */

static bool is_ratio(uint64_t expanded, uint64_t packed, uint64_t from)
{
	return expanded > from && expanded / UNPACK_RATIO_MAX > packed;
}

static void count_expanded(struct unpack *unpack, uint64_t bytes)
{
	struct unpack *all = unpack->outermost;

	unpack->expanded += bytes;
	all->total_expanded += bytes;
	if (is_ratio(unpack->expanded, unpack->packed, UNPACK_RATIO_FROM))
		unpack->limit = "expansion 1000:1";
	if (is_ratio(all->total_expanded, all->packed, UNPACK_TOTAL_RATIO_FROM))
		all->total_limit = "expansion 1000:1";
	if (all->total_expanded > UNPACK_EXPANDED_MAX)
		all->total_limit = "4 GiB expanded";
}

void unpack_count_member(struct unpack *unpack)
{
	if (++unpack->outermost->total_members > UNPACK_MEMBERS_MAX)
		unpack->outermost->total_limit = "100000 members";
}

const char *unpack_limit(const struct unpack *unpack)
{
	return unpack->limit ? unpack->limit : unpack->outermost->total_limit;
}

const char *unpack_damage(struct unpack *unpack)
{
	const char *damage = unpack->damage;

	unpack->damage = NULL;
	return damage;
}

/* ---- opening --------------------------------------------------------------------------------- */

ssize_t unpack_input(struct unpack *unpack, void *buffer, size_t size)
{
	ssize_t got;

	do
		got = unpack->input.read(unpack->input.source, buffer, size);
	while (got < 0 && errno == EINTR);
	unpack->packed += got > 0 ? (uint64_t)got : 0;
	return got;
}

static int hold_whole(struct unpack *unpack, const char **ret_detail)
{
	size_t capacity = 0, size = 0;
	ssize_t got;

	do {
		if (size == capacity) {
			size_t wanted = capacity ? 2 * capacity : 65536;
			char *grown = realloc(unpack->whole, wanted);

			if (!grown)
				return PCIMSI_ERR_NOMEM;
			unpack->whole = grown;
			capacity = wanted;
		}
		got = unpack_input(unpack, unpack->whole + size, capacity - size);
		size += got > 0 ? (size_t)got : 0;
	} while (got > 0 && size <= unpack->ops->whole_max);
	if (got < 0) {
		*ret_detail = strerror(errno);
		return PCIMSI_ERR_IO;
	}
	unpack->input.bytes = unpack->whole;
	unpack->input.size = size;
	return 0;
}

static int open_kind(struct unpack *unpack, bool is_whole, const char **ret_detail)
{
	int err = is_whole && !unpack->input.bytes ? hold_whole(unpack, ret_detail) : 0;

	if (err)
		return err;
	if (is_whole && unpack->input.size > unpack->ops->whole_max) {
		*ret_detail = unpack->ops->whole_text;
		return PCIMSI_ERR_LIMIT;
	}
	return unpack->ops->open(unpack, ret_detail);
}

static const struct unpack_ops *ops_of(const struct container *container)
{
	return container->is_mail ? &unpack_mail : &unpack_archive;
}

const char *unpack_archives_missing(void)
{
	return unpack_archive.missing();
}

const char *unpack_mails_missing(void)
{
	return unpack_mail.missing();
}

bool unpack_reads(const struct container *container)
{
	return container->is_read && !ops_of(container)->missing();
}

static const char *why_not(const struct container *container, const struct unpack *outer)
{
	const char *missing = ops_of(container)->missing();

	if (missing)
		return missing;
	if (!container->is_read)
		return "an archive of a kind that is not read here; unpack it";
	if (outer && outer->depth >= UNPACK_DEPTH_MAX)
		return "archives or mails in one another, more than four";
	return NULL;
}

int unpack_open(const struct container *container, const struct unpack_input *input,
		struct unpack *outer, struct unpack **ret, const char **ret_detail)
{
	struct unpack *unpack;

	*ret_detail = why_not(container, outer);
	if (*ret_detail)
		return PCIMSI_ERR_UNSUPPORTED;
	unpack = calloc(1, sizeof(*unpack));
	if (!unpack)
		return PCIMSI_ERR_NOMEM;
	unpack->ops = ops_of(container);
	unpack->outermost = outer ? outer->outermost : unpack;
	unpack->depth = outer ? outer->depth + 1 : 0;
	unpack->input = *input;
	unpack->packed = input->bytes ? input->size : 0;
	*ret = unpack;
	return open_kind(unpack, container->is_whole, ret_detail);
}

void unpack_close(struct unpack *unpack)
{
	if (!unpack)
		return;
	if (unpack->state)
		unpack->ops->close(unpack);
	free(unpack->member.name);
	free(unpack->whole);
	free(unpack);
}

/* ---- members --------------------------------------------------------------------------------- */

ssize_t unpack_read(void *source, void *buffer, size_t size)
{
	struct unpack *unpack = source;
	ssize_t got;

	if (unpack_limit(unpack)) {
		errno = EFBIG;
		return -1;
	}
	got = unpack->ops->read(unpack, buffer, size);
	if (got > 0)
		count_expanded(unpack, (uint64_t)got);
	return got;
}

/* By reading, so that it is counted: who reads would expand it all the same. */
static void skip(struct unpack *unpack)
{
	char buffer[16384];

	if (unpack->ops->skips_unread && unpack->ops->skips_unread(unpack))
		return;
	while (unpack_read(unpack, buffer, sizeof(buffer)) > 0)
		;
}

int unpack_next(struct unpack *unpack, const struct unpack_member **ret)
{
	int more;

	if (unpack->has_member)
		skip(unpack);
	unpack->has_member = false;
	free(unpack->member.name);
	unpack->member = (struct unpack_member){ 0 };
	if (unpack_limit(unpack))
		return PCIMSI_ERR_LIMIT;
	more = unpack->ops->next(unpack);
	if (more != PCIMSI_ERR_NOMEM && more != 0 && unpack_limit(unpack))
		return PCIMSI_ERR_LIMIT;
	unpack->has_member = more == 1;
	*ret = &unpack->member;
	return more;
}

void unpack_take(struct unpack *unpack)
{
	if (unpack->ops->take)
		unpack->ops->take(unpack);
}
