/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_TEXT_TABLE_H
#define PCIMSI_REPORT_TEXT_TABLE_H

#include "report/text.h"

#include <libsmartcols.h>

/*
 * Tables that fit. On a terminal that is too narrow, the columns that matter least are cut,
 * and then left out whole; no cell is broken over lines, and a cut one ends in "...". A pipe
 * has room for everything.
 */

#define TEXT_COLUMNS_MAX 16

struct text_column {
	const char *name;
	bool right;             /* a number */
	bool tree;              /* lines are below their parents */
	bool hidden;            /* until text_table_show() */
	unsigned char priority; /* 0: stays; of the others the highest goes first */
	unsigned char cut;      /* so many characters it keeps at least; 0: it is whole or gone */
};

/* Of at most TEXT_COLUMNS_MAX columns. NULL: out of memory. */
struct libscols_table *text_table_new(const struct report *report,
				      const struct text_column *columns, unsigned count);
void text_table_show(struct libscols_table *table, unsigned column);

/* Cells hold what is safe to show. PCIMSI_ERR_NOMEM. */
int text_table_print(const struct report *report, struct libscols_table *table,
		     const struct text_column *columns, unsigned count);

#endif
