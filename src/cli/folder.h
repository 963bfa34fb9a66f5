/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_FOLDER_H
#define PCIMSI_CLI_FOLDER_H

#include <stdbool.h>

bool folder_is(const char *path);

/* Whether the name says that it is an INF, or an INX to make one of. */
bool folder_is_inf(const char *name);

struct folder_visitor {
	void (*inf)(const char *path, void *user);
	/* A folder that is not looked into, and why. */
	void (*lost)(const char *path, const char *why, void *user);
	void *user;
};

/*
 * Calls `inf` with the path of every INF and INX file below the folder, sorted by
 * name; links to folders are not followed. Returns how many there were, or
 * PCIMSI_ERR_NOMEM.
 */
int folder_infs(const char *path, const struct folder_visitor *visitor);

#endif
