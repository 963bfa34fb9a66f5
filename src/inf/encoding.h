/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_ENCODING_H
#define PCIMSI_INF_ENCODING_H

#include <stddef.h>

#include <pcimsi/inf.h>

#include "base/arena.h"
#include "base/charset.h"
#include "base/notes.h"

/* The characters of an INF: UTF-8, ended by a NUL, with no other NUL in it. */
struct inf_text {
	char *data;
	size_t size; /* bytes, without the NUL */
	enum pcimsi_inf_encoding encoding;
};

/*
 * What of `bytes` SetupAPI would see: decoded, up to Ctrl-Z, NULs as spaces.
 * PCIMSI_ERR_FORMAT: binary data. PCIMSI_ERR_NOMEM.
 */
int inf_decode(struct arena *arena, struct notes *notes, const void *bytes, size_t size,
	       struct inf_text *ret);

/* In which the INF is written. */
enum charset inf_charset(enum pcimsi_inf_encoding encoding);

#endif
