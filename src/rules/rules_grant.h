/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_RULES_GRANT_H
#define PCIMSI_RULES_GRANT_H

#include "judge/rule.h"

/*
 * Whether `wanted` is what Windows would take of the function, once MSI is enabled: MSI-X,
 * else MSI. REASON_NONE with false: it is not that one.
 */
enum pcimsi_reason takes(const struct context *c, enum pcimsi_mode wanted, bool *ret);
/* The largest documented number for plain MSI that the function can reach. */
uint32_t best_msi_limit(const struct context *c);
/* What the registry holds for the device enables MSI. */
bool held_enables(const struct pcimsi_registry_device *device);

#endif
