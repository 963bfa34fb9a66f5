/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_PROGRESS_H
#define PCIMSI_CLI_PROGRESS_H

#include <stdbool.h>

/*
 * How far the work is, on a line of standard error, for who waits at a terminal: from the
 * second second on, and gone when it is done. What is not a terminal never gets it.
 */

enum progress_kind { PROGRESS_CAPTURES, PROGRESS_FUNCTIONS, PROGRESS_INFS, PROGRESS_KINDS };

/* `wanted`: the report does not write to the same terminal meanwhile. */
void progress_begin(bool wanted);
void progress_count(enum progress_kind kind);
/* Takes the line away: before anything else is written there, and at the end. */
void progress_clear(void);
void progress_end(void);

#endif
