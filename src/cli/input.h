/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_INPUT_H
#define PCIMSI_CLI_INPUT_H

#include <stddef.h>

/* A whole file in memory. */
struct input {
	char *bytes;
	size_t size;
};

/* More than this the readers refuse, so that it need not be read at all. */
#define INPUT_MAX ((size_t)256 * 1024 * 1024)
#define INPUT_POLICY_MAX ((size_t)16 * 1024 * 1024)

/*
 * Reads `path`, "-" for standard input, whatever it is: the user named it. 0 or a
 * pcimsi error, PCIMSI_ERR_LIMIT above `max` bytes; *ret is empty then and
 * *reterr_detail may say why. input_done() in any case.
 */
int input_read(const char *path, size_t max, struct input *ret, const char **reterr_detail);

/*
 * The same for what was found and not named, in a folder or by an Include: a pipe or
 * a device there is no INF, and waiting for it would be for ever. PCIMSI_ERR_IO.
 */
int input_read_found(const char *path, size_t max, struct input *ret, const char **reterr_detail);

void input_done(struct input *input);

#endif
