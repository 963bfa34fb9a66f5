/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_RULESET_H
#define PCIMSI_CLI_RULESET_H

/*
 * Landlock: what this process may open from some time on. A rule holds for a file, or for a
 * folder and all below it; where a path leads is looked up when the rule is made, and a link
 * that is met later leads nowhere else. What has no rule is refused with EACCES.
 * Source: https://docs.kernel.org/userspace-api/landlock.html
 */
struct ruleset {
	int fd;      /* negative: there is none */
	int version; /* of Landlock */
};

/* The version of Landlock that this kernel has; negative errno: none. */
int ruleset_version(void);

/* 0, or negative errno. ruleset_close() then. */
int ruleset_open(struct ruleset *ruleset);
void ruleset_close(struct ruleset *ruleset);

/* What is not there, or cannot be seen, gets no rule: opening it tells why. */
void ruleset_read(const struct ruleset *ruleset, const char *path);
/* The same of a file that nobody named: a link leads nowhere. */
void ruleset_read_found(const struct ruleset *ruleset, const char *path);
/* The names in a folder, and in those below it; no content. */
void ruleset_list(const struct ruleset *ruleset, const char *folder);
/* Files of the folder may be renamed, replaced and removed ... */
void ruleset_replace(const struct ruleset *ruleset, const char *folder);
/* ... and made, written to and read, as well. */
void ruleset_write(const struct ruleset *ruleset, const char *folder);

/* From here on it holds, for ever. 0, or negative errno. */
int ruleset_enter(const struct ruleset *ruleset);

#endif
