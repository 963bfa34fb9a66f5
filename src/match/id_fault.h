/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_MATCH_ID_FAULT_H
#define PCIMSI_MATCH_ID_FAULT_H

#include <stddef.h>

#include <pcimsi/function.h>

/* Ids that no PCI function has, or that another one has. */

/* Why no PCI function can report this id, as MAT607 says it; NULL: one can, or it is a template's.
 */
const char *pci_id_fault(const char *id);
/* The same, or "example" of a form that the page has among its examples only. */
const char *pci_id_doubt(const char *id);
/* Turns SUBSYS round; false: it is not known, or stays the same. */
bool exchange_subsystem(struct pcimsi_function *function);
/* The part of an id that names vendor and device; 0: the id has none. */
size_t vendor_device_length(const char *id);

#endif
