/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_ARCHIVE_UNPACK_PRIV_H
#define PCIMSI_ARCHIVE_UNPACK_PRIV_H

#include "archive/container.h"
#include "archive/unpack.h"

/* What reads containers of a kind: a library, or none in builds without it. */
struct unpack_ops {
	const char *(*missing)(void); /* why nothing is read; NULL: it is */
	size_t whole_max;
	const char *whole_text; /* the same in words, for who is told */
	int (*open)(struct unpack *unpack, const char **ret_detail);
	/* Sets unpack->member: 1, 0 at the end, or an error as of unpack_next(). */
	int (*next)(struct unpack *unpack);
	ssize_t (*read)(struct unpack *unpack, void *buffer, size_t size);
	bool (*skips_unread)(const struct unpack *unpack); /* NULL: it does not */
	void (*take)(struct unpack *unpack);               /* NULL: it says nothing */
	void (*close)(struct unpack *unpack);
};

extern const struct unpack_ops unpack_archive;
extern const struct unpack_ops unpack_mail;

struct unpack {
	const struct unpack_ops *ops;
	void *state; /* of the kind */
	struct unpack *outermost;
	unsigned depth;
	struct unpack_input input;
	char *whole;               /* input.bytes, if they were read */
	uint64_t packed, expanded; /* bytes read and given */
	const char *limit;         /* which one was reached, or NULL */
	const char *damage;
	bool has_member; /* one was given */
	struct unpack_member member;
	/* Of the outermost: what it and all inside of it come to. */
	uint64_t total_expanded;
	uint32_t total_members;
	const char *total_limit;
};

/* The bytes of a stream, as read(2). */
ssize_t unpack_input(struct unpack *unpack, void *buffer, size_t size);

/* Another member, or what stands for one. */
void unpack_count_member(struct unpack *unpack);

#endif
