/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_DIALECT_WINDBG_ROWS_H
#define PCIMSI_SOURCE_DIALECT_WINDBG_ROWS_H

#include "source/dialect/hexline.h"

/*
 * A line below a heading of WinDbg's !pci (learn.microsoft.com, "!pci"): a field of
 * the header by name, "04: Command 0406 ...", or doublewords, "40: 0003b001 ...".
 * Fields of capabilities repeat what doublewords told and are not taken.
 */
bool windbg_parse(const char *line, size_t length, struct hexline *ret);

#endif
