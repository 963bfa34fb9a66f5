/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_GRANTED_MSINFO_H
#define PCIMSI_GRANTED_MSINFO_H

#include "granted/granted_priv.h"

/*
 * What msinfo32 saves is a table a category, as text with a tab between two fields of a row, or
 * as XML with a Data element a row. What the fields are called is in the language of the machine,
 * and so are the categories; what they hold of interrupts and ids is not. So rows are told apart
 * by what they hold:
 *
 *   Hardware Resources, IRQs:   "IRQ 4294967294", the name of a device, its status
 *   Components, of most kinds:  a row for each property of a device, of which one is its PNP
 *                               device id, and one for each number "IRQ 4294967294"; what has no
 *                               id begins another device
 *   Components, USB; Problem Devices: the name of a device and its PNP device id
 *
 * Forms as public reports have them, for instance that of MSInfo 8.0 on the wiki of the Archive
 * Team ("Windows System Information file") and exports in threads of Ubuntu's forum.
 */

#define MSINFO_FIELDS 8

struct msinfo_row {
	struct {
		const char *text;
		size_t length;
	} fields[MSINFO_FIELDS]; /* without blanks around them; of more the first */
	uint32_t n_fields;       /* up to the last that is not empty */
	struct granted_line line;
};

/* Zero-initialise but for the list. */
struct msinfo {
	struct pcimsi_granted_list *list;
	bool expects_header; /* the next row may be what the fields are called */
	bool is_listing;     /* the category has interrupts under names */
	/* The device whose properties stand in rows, one after the other. */
	uint32_t device;            /* 0: not told yet */
	uint32_t name;              /* of it; 0: not told yet */
	bool has_begun;             /* a row of it was seen */
	struct granted_count early; /* that stand before its id */
};

/* Another category begins; as text, with a row that says what the fields are called. */
void msinfo_begin_category(struct msinfo *msinfo, bool expects_header);
/* A row without fields is the end of a device. */
void msinfo_row(struct msinfo *msinfo, const struct msinfo_row *row);
/* The file ends, or cannot be read on, where it should not. */
void msinfo_cut(struct msinfo *msinfo);

#endif
