/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_OPERANDS_H
#define PCIMSI_CLI_OPERANDS_H

#include "cli/command_line.h"

/*
 * `pcimsi check card.inf dump.txt machine.reg`: what an operand is tells its content, not its
 * name. An ordinary file that begins as an INF, an exported registry, what Windows granted
 * or a policy goes to those; all else, also what cannot be read, is a capture. Of
 * `pcimsi diff old.inf new.inf` the first goes to the old INFs; captures stay operands.
 * 0, or STATUS_NO_VERDICT.
 */
int operands_sort(struct options *options);

/* Whether an ordinary file begins as anything that is read here, but for captures. */
bool operands_know(const char *path);

#endif
