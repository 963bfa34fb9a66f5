/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_REGISTRY_LINES_H
#define PCIMSI_INF_REGISTRY_LINES_H

#include <pcimsi/inf.h>

#include "inf/key.h"
#include "inf/sections.h"

/* FLG_DELREG_MULTI_SZ_DELSTRING: removes strings from a REG_MULTI_SZ, not the value. */
#define INF_DELREG_DELSTRING 0x00018002u

/* HKR, HKLM ... without regard to case; UNKNOWN for anything else. */
enum pcimsi_registry_root inf_reg_root(const char *text);

/*
 * What every line of the section does as a line of a section that the directive, one
 * of registry lines, names: n_lines effects, made once. NULL: out of memory.
 */
const struct pcimsi_effect *inf_section_effects(struct pcimsi_inf *inf, struct inf_section *section,
						enum pcimsi_directive directive);

/*
 * ret[PCIMSI_SETTING_COUNT]: what a key that was empty before holds afterwards. What
 * BitReg lines make of a value is allocated. PCIMSI_ERR_NOMEM.
 */
int inf_settings(struct arena *arena, const struct pcimsi_effect *effects, uint32_t count,
		 const struct pcimsi_effect **ret);

/* ---- the parts, for tests ------------------------------------------------------------ */

/* A number as "SetupGetIntField" documents it. */
struct inf_number {
	uint32_t value; /* if not well formed: what is likely made of it */
	bool well_formed;
	bool leading_zero;
};

struct inf_number inf_number_parse(const char *text);

#endif
