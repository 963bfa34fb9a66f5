/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SUGGEST_REACHED_H
#define PCIMSI_SUGGEST_REACHED_H

#include "suggest/trial.h"

/*
 * Whether a function that an id of the INF reaches, on some Windows, gets fewer messages than
 * before: a captured one, or one that nobody has seen. *ret: the id; NULL: none does.
 * PCIMSI_ERR_NOMEM.
 */
int reached_loses(const struct trial *before, const struct trial *after, const char **ret);

#endif
