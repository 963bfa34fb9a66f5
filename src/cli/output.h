/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_OUTPUT_H
#define PCIMSI_CLI_OUTPUT_H

#include "cli/options.h"

/*
 * The stream of the report: standard output without a path, else a temporary
 * file beside it. NULL after a message.
 */
FILE *output_open(const char *path, char **ret_temporary);

/*
 * Closes the stream and checks that everything was written. A temporary file
 * takes its name if `keep`, else it goes. Frees `temporary`. Non-zero after a
 * message.
 */
int output_close(FILE *out, const char *path, char *temporary, bool keep);

/* Sets width and colour of the report from the terminal, NO_COLOR and the choice. */
void output_terminal(FILE *out, enum color_choice choice, struct report *report);

#endif
