/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_JUDGE_CHAIN_H
#define PCIMSI_JUDGE_CHAIN_H

#include <pcimsi/inf.h>

/* What the chain of an install section writes. */

/* Names MSISupported or MessageNumberLimit below the key of message interrupts. */
bool is_msi_value(const struct pcimsi_effect *effect);
bool chain_sets_msi(const struct pcimsi_install *install);
/* Of the INF itself, without what extension INFs add. */
const struct pcimsi_install *own_install(const struct pcimsi_install *install);

#endif
