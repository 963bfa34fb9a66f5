/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_MEMBER_H
#define PCIMSI_SOURCE_MEMBER_H

#include "source/source.h"

/*
 * A capture inside a capture: a file of a folder, or a member of an archive.
 * Zero-initialise. Most files are no captures, and nobody said that they are, so
 * text has to hold bytes of a function: a heading alone is no reason to be read.
 */
struct member {
	struct pcimsi_capture capture;
	char *input; /* "parent/member", for notes and slots */
	const char *name;
	bool unproven; /* no bytes near the start: only functions with bytes are given */
	struct pcimsi_raw_function raw;
	uint32_t inner_machine, machine; /* of the last function: inside, and to the outside */
	char *inner;                     /* name of a member of this member */
};

/*
 * Opens what `read` gives as the member `name` (which must live as long) of
 * `parent`. PCIMSI_ERR_FORMAT or PCIMSI_ERR_EMPTY: it is no capture. After an
 * error as well, member_close().
 */
int member_open(struct member *member, struct pcimsi_capture *parent, const char *name,
		ssize_t (*read)(void *source, void *buffer, size_t size), void *source,
		const struct pcimsi_capture_options *options);
int member_next(struct member *member, const struct pcimsi_raw_function **ret);
void member_close(struct member *member);

#endif
