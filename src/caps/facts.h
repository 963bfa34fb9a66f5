/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CAPS_FACTS_H
#define PCIMSI_CAPS_FACTS_H

#include <pcimsi/function.h>

/* What several rooms ask of a decoded function; each question has one answer, here. */

/* Capability ids (PCI Code and ID Assignment Specification). */
#define CAP_ID_PM 0x01
#define CAP_ID_MSI 0x05
#define CAP_ID_HT 0x08
#define CAP_ID_SSVID 0x0d
#define CAP_ID_EXPRESS 0x10
#define CAP_ID_MSIX 0x11
#define CAP_ID_EA 0x14

#define EXTENDED_ID_AER 0x0001
#define EXTENDED_ID_SRIOV 0x0010
#define EXTENDED_ID_DPC 0x001d

/* The first of that id in the list, or NULL: there is none, or the list was not seen to its end. */
const struct pcimsi_capability *fn_capability(const struct pcimsi_function *fn, uint8_t id);
const struct pcimsi_extended *fn_extended(const struct pcimsi_function *fn, uint16_t id);

/* Whether the function can send messages, by MSI or MSI-X. */
enum pcimsi_state fn_messages(const struct pcimsi_function *fn);

/* Header type 1, or class 06. */
bool fn_is_bridge(const struct pcimsi_function *fn);

/*
 * A virtual function of SR-IOV: its first dword reads all ones, and it alone (9.3.4.1). The
 * second: and the capture holds the physical function that it belongs to.
 */
bool fn_is_vf(const struct pcimsi_function *fn);
bool fn_is_vf_of_known(const struct pcimsi_function *fn);

/*
 * What Linux does about messages of a function that is known not to have them right: a word of
 * quirks.def, or NULL. False: what would tell was not captured.
 */
bool fn_linux_quirk(const struct pcimsi_function *fn, const char **ret);

#endif
