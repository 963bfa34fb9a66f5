/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_DIALECT_LSPCI_STATEMENTS_H
#define PCIMSI_SOURCE_DIALECT_LSPCI_STATEMENTS_H

#include "source/dialect/dialect.h"

/* What lspci -v and -vv print of a function (pciutils lspci.c and ls-caps.c). */

/* Ids, class and revision of the text behind the slot. */
void lspci_begin(struct facts *facts, const char *heading);

enum statement lspci_classify(struct scan text);
void lspci_read(struct facts *facts, enum depth depth, struct scan text);

#endif
