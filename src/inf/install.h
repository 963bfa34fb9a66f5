/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_INSTALL_H
#define PCIMSI_INF_INSTALL_H

#include "inf/inf_priv.h"

#define INF_NEEDS_DEPTH_MAX 16
#define INF_INCLUDES_LENGTH_MAX 255
#define INF_FOREIGN_MAX 1024 /* sections of included INFs in one install section */
#define INF_WALKED_LEAST (1u << 14)
#define INF_WALKED_MAX (1u << 22) /* lines and names seen while installing, in one INF */
#define INF_STEPS_MAX (1u << 16)  /* sections of registry lines of one install section */
#define INF_USED_LEAST (1u << 16)
#define INF_USED_MAX (1u << 22) /* the same, a shared list counted for each hardware section */

/* What the install section `base`, stamped, does on `arch`. PCIMSI_ERR_NOMEM. */
int inf_install(struct pcimsi_inf *inf, const char *base, enum pcimsi_arch arch,
		struct pcimsi_install *ret);

#endif
