/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_POLICY_OLD_VALUES_H
#define PCIMSI_POLICY_OLD_VALUES_H

#include <pcimsi/policy.h>

#include "base/arena.h"

/*
 * Up to 0.1 a waiver had the words of a message as its value: "leaves never writes
 * MSISupported". Replaces them by names and values; what no value is for is left out, what
 * cannot be translated stays as it is. To go with the release after the next. False: out of
 * memory.
 */
bool old_values_translate(struct arena *arena, struct pcimsi_waiver *waiver);

#endif
