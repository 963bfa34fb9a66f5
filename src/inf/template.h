/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_TEMPLATE_H
#define PCIMSI_INF_TEMPLATE_H

#include <stdbool.h>

#include <pcimsi/inf.h>

#include "base/arena.h"

/*
 * INX files: INFs before Stampinf or a project's own tool has filled in
 * $ARCH$, $KMDFVERSION$, @PRODUCT_NAME@, INX_COMPANY and the like ("Using INX
 * Files to Create INF Files").
 */

/* Whether any unstamped token stands in the text. */
bool inf_has_placeholder(const char *text);

bool inf_has_arch(const char *text); /* $ARCH$, in any case */

/* `text` with every $ARCH$ replaced; `text` itself if there is none. NULL: out of memory. */
const char *inf_stamp(struct arena *arena, const char *text, enum pcimsi_arch arch);

#endif
