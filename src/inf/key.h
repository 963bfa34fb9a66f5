/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_KEY_H
#define PCIMSI_INF_KEY_H

#include <stdbool.h>

/*
 * The keys below a device's hardware key that are documented ("Enabling
 * Message-Signaled Interrupts in the Registry", "Interrupt Affinity").
 */
#define INF_KEY_INTERRUPTS "Interrupt Management"
#define INF_KEY_MESSAGES "MessageSignaledInterruptProperties" /* below the first, as the next */
#define INF_KEY_AFFINITY "Affinity Policy"
#define INF_PATH_MESSAGES INF_KEY_INTERRUPTS "\\" INF_KEY_MESSAGES
#define INF_PATH_AFFINITY INF_KEY_INTERRUPTS "\\" INF_KEY_AFFINITY

/*
 * Whether a subkey as an INF writes it is `key`. Case does not matter; doubled backslashes
 * count as one and last ones as none, as in Wine; what Windows makes of them is not
 * documented. A leading one matches nothing.
 */
bool inf_subkey_is(const char *subkey, const char *key);
/* Likewise, or a key that holds `key`, which the hardware key itself ("") does. */
bool inf_key_holds(const char *subkey, const char *key);
/* Whether it begins with `key`: that key, or one below it. */
bool inf_subkey_is_below(const char *subkey, const char *key);

#endif
