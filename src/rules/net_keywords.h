/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_RULES_NET_KEYWORDS_H
#define PCIMSI_RULES_NET_KEYWORDS_H

#include "judge/rule.h"

/* Standardized and other keywords of network INFs, which tell what a miniport driver does. */

bool is_network(const struct context *c);

/* What the INF leaves of it: its value, else the default below Ndi\params. NULL: nothing. */
const struct pcimsi_effect *net_keyword(const struct pcimsi_install *install, const char *keyword);

/* Of such a line; not known: it is no number. */
struct pcimsi_reg net_number(const struct pcimsi_effect *effect);

/* The driver supports virtual machine queues. NULL: nothing says so. */
const struct pcimsi_effect *net_vmq(const struct context *c);

/* Vectors that a VMQ driver may take for what is neither sent nor received. */
#define VMQ_OTHER_VECTORS 2

#endif
