/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SUGGEST_SECTION_CHANGES_H
#define PCIMSI_SUGGEST_SECTION_CHANGES_H

#include "suggest/edit.h"

/* Changes that reach over the lines of an install section and its .HW section. */

/* Writes the setting where the .HW section of the fixing's install section writes others. */
enum pcimsi_refusal section_add_setting(struct fixing *f, enum pcimsi_setting setting,
					uint32_t value);

/* Names an AddReg section, which nothing does, in the one .HW section that misses it. */
enum pcimsi_refusal section_refer(struct fixing *f, const char *name);

/* No longer names it in the install section. */
enum pcimsi_refusal section_drop(struct fixing *f, const char *name);

/* Names it in the .HW section, and no longer in the install section itself. */
enum pcimsi_refusal section_move(struct fixing *f, const char *name);

/* A line that the .HW section reaches and that writes one of the two MSI values. */
bool is_msi_setting(const struct pcimsi_effect *effect);

#endif
