/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_PROGRAM_H
#define PCIMSI_CLI_PROGRAM_H

/*
 * All that the program does, but for what happens to the process that runs it. The
 * exit status. Standard output was flushed and checked.
 */
int program_run(int argc, char **argv);

/*
 * What happens to the process: temporary files go when it ends by a signal or by
 * exit(), and where a library calls exit() the status is STATUS_NO_VERDICT, with a
 * message. Called by main() alone.
 */
void program_guard(void);

#endif
