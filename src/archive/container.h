/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_ARCHIVE_CONTAINER_H
#define PCIMSI_ARCHIVE_CONTAINER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What holds other files, and is known from its first bytes alone, whatever these
 * files look like: an archive need not compress what is in it.
 */
struct container {
	const char *name;
	bool is_read;  /* by unpack_open(); of the others it is only known what they are */
	bool is_whole; /* it is no stream: nothing is known before all was read */
	bool is_mail;  /* a text, too, to who cannot read mail */
};

/* The container that begins with these bytes, or NULL. */
const struct container *container_find(const char *head, size_t size);

#endif
