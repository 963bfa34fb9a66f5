/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_ARCHIVE_UNPACK_H
#define PCIMSI_ARCHIVE_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * The members of a container, one after the other: of an archive through libarchive, of
 * a mail through GMime. What is read, what is skipped and what containers inside expand to
 * is all counted: a small file is never more than a small effort.
 */

/* Of the outermost container and of all that it holds, at any depth. */
#define UNPACK_EXPANDED_MAX (UINT64_C(4) << 30)
#define UNPACK_MEMBERS_MAX 100000u
/* Containers around one: real files have two at most. */
#define UNPACK_DEPTH_MAX 3u
/* Of every container: real ones shrink a hundredfold at best, small ones may be all zeros. */
#define UNPACK_RATIO_MAX 1000u
#define UNPACK_RATIO_FROM (UINT64_C(1) << 20)
/* The same of all that the outermost one holds: many that are small are many. */
#define UNPACK_TOTAL_RATIO_FROM (UINT64_C(16) << 20)
/* What is no stream is held in memory. */
#define UNPACK_WHOLE_MAX ((size_t)256 << 20)

/* What a member is. */
struct unpack_member {
	char *name;         /* without "./" and slashes at the end */
	bool is_named;      /* by who made it; not: `name` only tells it from the others */
	bool is_stream;     /* compressed and no archive: it has no name at all, NULL */
	bool is_file;       /* it has bytes */
	bool is_hard_link;  /* to another member */
	mode_t type;        /* as of stat(); 0: not known */
	const char *target; /* of a link, or NULL */
};

/* Where the bytes of a container come from. */
struct unpack_input {
	ssize_t (*read)(void *source, void *buffer, size_t size); /* as read(2) */
	void *source;
	/* In their place: all of it, which lives as long. */
	const char *bytes;
	size_t size;
};

struct container;
struct unpack;

/* Whether such containers are read. Loads the library that does. */
bool unpack_reads(const struct container *container);

/* Why none are read, or NULL: a library that is loaded when it is needed is not there. */
const char *unpack_archives_missing(void);
const char *unpack_mails_missing(void);

/*
 * Begins to read a container. `outer`, or NULL: of the one that it is a member of, which
 * must live as long. GMime ends the process when memory runs out.
 *
 * PCIMSI_ERR_NOMEM; PCIMSI_ERR_IO: it cannot be read; PCIMSI_ERR_LIMIT: too large to be
 * held; PCIMSI_ERR_UNSUPPORTED: not read, or too deep in others. *ret_detail
 * says more.
 */
int unpack_open(const struct container *container, const struct unpack_input *input,
		struct unpack *outer, struct unpack **ret, const char **ret_detail);
void unpack_close(struct unpack *unpack);

/*
 * Goes on to the next member, which lives until the call after it: 1, 0 at the end, or
 * PCIMSI_ERR_NOMEM, PCIMSI_ERR_LIMIT (unpack_limit() says which), PCIMSI_ERR_IO
 * (unpack_damage() says what).
 */
int unpack_next(struct unpack *unpack, const struct unpack_member **ret);

/* As read(2), of the member (`unpack` is a struct unpack); holes are zeros. */
ssize_t unpack_read(void *unpack, void *buffer, size_t size);

/* The member was wanted: what a mail has as alternatives to it is not given. */
void unpack_take(struct unpack *unpack);

/* Which limit was reached, or NULL. */
const char *unpack_limit(const struct unpack *unpack);

/* What was found damaged since the last question, or NULL: a mail is read on behind it. */
const char *unpack_damage(struct unpack *unpack);

#endif
