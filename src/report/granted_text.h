/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_GRANTED_TEXT_H
#define PCIMSI_REPORT_GRANTED_TEXT_H

#include <pcimsi/run.h>

/* What Windows granted a function, in words. */

/* Whether there is something to be told. */
bool granted_is_told(const struct pcimsi_judged_function *function);

/*
 * "INF asks 64, silicon has 33, registry holds 64, Windows granted 33 (inferred)"; without an INF
 * `verdict` is NULL, and `windows` the one the registry is judged for. Names of devices are as
 * they are told by an input. The caller frees it; NULL: out of memory.
 */
char *granted_sentence(const struct pcimsi_judged_function *function,
		       const struct pcimsi_verdict *verdict, const struct pcimsi_target *windows);

/* For a cell of a table: "33", "1+", "INTx", "none", "?", "-". */
#define GRANTED_CELL 16
const char *granted_cell(const struct pcimsi_granted *granted, char cell[GRANTED_CELL]);

#endif
