/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_FOLDER_H
#define PCIMSI_CLI_FOLDER_H

#include <stdbool.h>

bool folder_is(const char *path);

/* Whether the name says that it is an INF, or an INX to make one of. */
bool folder_is_inf(const char *name);

/*
 * Calls `visit` with the path of every INF and INX file below the folder, sorted by
 * name; links to folders are not followed. Returns how many there were, or a negative
 * error if the folder itself cannot be read.
 */
int folder_infs(const char *path, void (*visit)(const char *path, void *user), void *user);

#endif
