/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_UNPACK_H
#define PCIMSI_SOURCE_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * The members of a container, one after the other and without seeking, through
 * libarchive. What is read, what is skipped and what archives inside expand to is
 * all counted: a small file is never more than a small effort.
 */

struct unpack_limits {
	uint64_t expanded;         /* bytes in all */
	const char *expanded_text; /* the same in words, for who is told */
	uint32_t members;
	const char *members_text;
};

/* Of every container: real ones shrink a hundredfold at best, small ones may be all zeros. */
#define UNPACK_RATIO_MAX 1000u
#define UNPACK_RATIO_FROM (UINT64_C(1) << 20)
/* What is no stream is held in memory. */
#define UNPACK_WHOLE_MAX ((size_t)256 << 20)

/* What a member is. */
struct unpack_member {
	char *name;         /* without "./" and slashes at the end; "?" if it has none */
	bool is_stream;     /* compressed and no archive: it has no name of its own, NULL */
	bool is_file;       /* it has bytes */
	bool is_hard_link;  /* to another member */
	mode_t type;        /* as of stat(); 0: not known */
	const char *target; /* of a link, or NULL */
};

struct unpack;

/*
 * Begins to read the container that `read` gives (as read(2) does). `outer`, or NULL:
 * of the container that this one is a member of; it must live as long.
 *
 * PCIMSI_ERR_NOMEM; PCIMSI_ERR_IO: it cannot be read; PCIMSI_ERR_LIMIT: too large to be
 * held; PCIMSI_ERR_UNSUPPORTED: not a kind that is read. *ret_detail says more.
 */
int unpack_open(const char *head, size_t size, const struct unpack_limits *limits,
		struct unpack *outer, ssize_t (*read)(void *source, void *buffer, size_t size),
		void *source, struct unpack **ret, const char **ret_detail);
void unpack_close(struct unpack *unpack);

/*
 * Goes on to the next member, which lives until the call after it: 1, 0 at the end, or
 * PCIMSI_ERR_NOMEM, PCIMSI_ERR_LIMIT (unpack_limit() says which), PCIMSI_ERR_IO
 * (unpack_damage() says what).
 */
int unpack_next(struct unpack *unpack, const struct unpack_member **ret);

/* As read(2), of the member (`unpack` is a struct unpack); holes are zeros. */
ssize_t unpack_read(void *unpack, void *buffer, size_t size);

/* Skips what is left of the member; false: its bytes end before it does. */
bool unpack_skip(struct unpack *unpack);

/* Which limit was reached, or NULL. */
const char *unpack_limit(const struct unpack *unpack);

/* What libarchive says of the last failure. */
const char *unpack_damage(const struct unpack *unpack);

#endif
