/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_DIRECTIVE_H
#define PCIMSI_INF_DIRECTIVE_H

#include <pcimsi/inf.h>

#include "inf/sections.h"

struct pcimsi_inf;

/* Sets of directives. */
#define INF_DIRECTIVE(directive) (1u << (directive))
#define INF_REGISTRY_SET (INF_DIRECTIVE(INF_REGISTRY_DIRECTIVES) - 1)

/* Anything but 0 ends the walk. */
typedef int inf_visit_fn(void *user, const struct inf_section *section, const struct inf_line *line,
			 enum pcimsi_directive directive);

/*
 * Gives `visit` every line of the section, in order, whose key, expanded, is one of the
 * directives. Returns what ended the walk, else 0. PCIMSI_ERR_NOMEM. `section` may be NULL.
 */
int inf_walk(struct pcimsi_inf *inf, const struct inf_section *section, uint32_t directives,
	     inf_visit_fn *visit, void *user);

#endif
