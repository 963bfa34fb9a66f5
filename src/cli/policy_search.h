/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_POLICY_SEARCH_H
#define PCIMSI_CLI_POLICY_SEARCH_H

#define POLICY_NAME "pcimsi.ini"

/*
 * The policy that is there for an INF, or a folder or archive of them: in its folder, or, if that
 * is in a repository, in the nearest folder above up to the one that has .git. Nothing is looked
 * for from the current folder. *ret NULL: there is none; else free() it. PCIMSI_ERR_NOMEM.
 */
int policy_search(const char *inf, char **ret);

#endif
