/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_NEAR_H
#define PCIMSI_INF_NEAR_H

#include "inf/sections.h"

/* Makes what inf_section_near() needs, once the names are indexed. PCIMSI_ERR_NOMEM. */
int inf_sections_index_ends(struct arena *arena, struct inf_sections *sections);

#endif
