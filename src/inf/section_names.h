/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_SECTION_NAMES_H
#define PCIMSI_INF_SECTION_NAMES_H

#include "inf/inf_priv.h"

/* Which sections belong together by their names. */

#define INF_HW ".HW"

/*
 * The section that is installed for `base`: base.NTarch, base.NT or base
 * ("SetupDiGetActualSectionToInstall"). *ret NULL: none. PCIMSI_ERR_NOMEM.
 */
int inf_choose_section(struct pcimsi_inf *inf, const char *base, enum pcimsi_arch arch,
		       struct inf_section **ret);

/* `section` + `suffix`, such as ".HW". *ret NULL: no such section. PCIMSI_ERR_NOMEM. */
int inf_related_section(struct pcimsi_inf *inf, const struct inf_section *section,
			const char *suffix, enum pcimsi_arch arch, struct inf_section **ret);

/*
 * The section that a Needs in a section for `arch` names: that very one, else
 * one decorated for the platform. *ret NULL: not in this file. PCIMSI_ERR_NOMEM.
 */
int inf_needed_section(struct pcimsi_inf *inf, const char *name, enum pcimsi_arch arch,
		       struct inf_section **ret);

/* Inbox sections that write no value that matters here: inbox_needs.def. */
bool inf_is_harmless_need(const char *name);

#endif
