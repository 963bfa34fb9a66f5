/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_TARGET_H
#define PCIMSI_CLI_TARGET_H

#include <stdbool.h>
#include <sys/stat.h>

/* What a name to write to stands for. */
enum target_kind {
	TARGET_NEW,        /* nothing is there yet */
	TARGET_FILE,       /* an ordinary file */
	TARGET_DIRECT,     /* a device or a pipe */
	TARGET_DESCRIPTOR, /* one that this program has open: /dev/stdout, /dev/fd/N */
	TARGET_REFUSED,    /* for the reason in `why` */
};

struct target {
	enum target_kind kind;
	char *path;         /* where the symbolic links of the last component lead */
	struct stat status; /* of TARGET_FILE */
	int descriptor;     /* of TARGET_DESCRIPTOR */
	const char *why;    /* lives as long as the program */
};

/* Looks, and changes nothing. target_done() in any case. */
void target_find(struct target *target, const char *path);
void target_done(struct target *target);

/* Whether both lead to one file or folder, which is there. */
bool target_is_same(const char *a, const char *b);

/* The same, also of a file that is yet to be made. */
bool target_is_same_place(const char *a, const char *b);

#endif
