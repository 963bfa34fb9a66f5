/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_OUTPUT_H
#define PCIMSI_CLI_OUTPUT_H

#include "cli/command_line.h"

/*
 * Where a report goes. An ordinary file is replaced when its text is complete:
 * written beside it under a temporary name, then renamed. A symbolic link is
 * followed, so what it leads to is replaced; mode, owner and group stay, as far as
 * the system lets the user keep them; another hard link of the file keeps the old
 * text, because that is what replacing in one step means. Devices, pipes and what
 * /dev/stdout and /dev/fd/N lead to are written as they are. A folder or a disk is
 * refused.
 */
struct output {
	FILE *stream;
	const char *path;         /* as the user wrote it; NULL: standard output */
	char *target, *temporary; /* NULL: written as it is */
};

/* `path` NULL or "-": standard output. 0, or STATUS_NO_VERDICT after a message. */
int output_open(struct output *output, const char *path);

/*
 * Closes the stream and checks that everything was written. A temporary file takes
 * its name if `keep`, else it goes. 0, or STATUS_NO_VERDICT after a message.
 */
int output_close(struct output *output, bool keep);

/* Both lead to one file, whether or not it is there yet. */
bool output_is_same(const struct output *a, const struct output *b);

/* Before anything is written: standard output, if it is no terminal, is written in large pieces. */
void output_buffer(void);

/* Flushes standard output and checks it; a message is given once. The same results. */
int output_flush(void);

/* From here on signals that end the program remove its temporary files first. */
void output_guard(void);
/* Safe in a signal handler. */
void output_remove_temporaries(void);

/* Sets width and colour of the report from the terminal, NO_COLOR and the choice. */
void output_terminal(FILE *out, enum color_choice choice, struct report *report);

#endif
