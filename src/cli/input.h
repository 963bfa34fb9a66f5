/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_INPUT_H
#define PCIMSI_CLI_INPUT_H

#include <stddef.h>

/* A whole file in memory. */
struct input {
	char *bytes;
	size_t size;
};

/*
 * Reads `path`, "-" for standard input. 0 or a pcimsi error; *ret is empty then
 * and *reterr_detail may say why. input_done() in any case.
 */
int input_read(const char *path, struct input *ret, const char **reterr_detail);
void input_done(struct input *input);

#endif
