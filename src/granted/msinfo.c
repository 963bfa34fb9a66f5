/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "granted/msinfo.h"

#include "base/str.h"

#include <string.h>

static bool field_is_id(const struct msinfo_row *row, uint32_t which)
{
	return granted_is_instance_id(row->fields[which].text, row->fields[which].length);
}

static bool field_is_interrupt(const struct msinfo_row *row, uint32_t which)
{
	return granted_is_interrupt(row->fields[which].text, row->fields[which].length);
}

/* The field of the row that is a device id; 0, which is a name or a label, for none. */
static uint32_t find_id(const struct msinfo_row *row)
{
	for (uint32_t i = 1; i < row->n_fields; i++)
		if (field_is_id(row, i))
			return i;
	return 0;
}

/* Adapters have a number before their names, "[00000007] Intel(R) Ethernet". */
static uint32_t add_name(struct msinfo *msinfo, const char *text, size_t length)
{
	size_t digits = 1;

	if (length && text[0] == '[') {
		while (digits < length && ascii_is_digit(text[digits]))
			digits++;
		if (digits > 1 && digits + 2 < length && text[digits] == ']' &&
		    text[digits + 1] == ' ') {
			text += digits + 2;
			length -= digits + 2;
		}
	}
	return length ? granted_add_name(msinfo->list, text, length) : 0;
}

/* ---- the list of interrupts ------------------------------------------------------------------ */

/* "IRQ 4294967294", name, status. */
static void take_listed(struct msinfo *msinfo, const struct msinfo_row *row)
{
	uint32_t name = add_name(msinfo, row->fields[1].text, row->fields[1].length);

	msinfo->is_listing = true;
	if (name)
		granted_count(msinfo->list, &granted_name(msinfo->list, name)->listed,
			      row->fields[0].text, row->fields[0].length, &row->line);
}

/* ---- properties of a device ------------------------------------------------------------------ */

static void add_counts(struct granted_count *to, const struct granted_count *from)
{
	to->messages += from->messages;
	to->lines += from->lines;
	to->unreadable |= from->unreadable;
	if (!to->text) {
		to->text = from->text;
		to->place = from->place;
	}
}

static void begin_device(struct msinfo *msinfo)
{
	msinfo->device = 0;
	msinfo->name = 0;
	msinfo->has_begun = false;
	msinfo->early = (struct granted_count){ 0 };
}

/*
 * A table has a name in each row, and no device begins in it: its first row has an id. Names
 * that are listed are names wherever they stand.
 */
static uint32_t name_of_row(struct msinfo *msinfo, const struct msinfo_row *row)
{
	const char *text = row->fields[0].text;
	size_t length = row->fields[0].length;

	return msinfo->name ? granted_find_name(msinfo->list, text, length)
			    : add_name(msinfo, text, length);
}

static void take_id(struct msinfo *msinfo, const struct msinfo_row *row, uint32_t which)
{
	uint32_t device = granted_add_device(msinfo->list, row->fields[which].text,
					     row->fields[which].length, &row->line);

	if (!device)
		return;
	granted_device(msinfo->list, device)->whole = true;
	granted_name_device(msinfo->list, name_of_row(msinfo, row), device);
	granted_name_device(msinfo->list, msinfo->name, device);
	add_counts(&granted_device(msinfo->list, device)->own, &msinfo->early);
	msinfo->early = (struct granted_count){ 0 };
	msinfo->device = device;
}

/* A property whose value is the number of an interrupt. */
static void take_own(struct msinfo *msinfo, const struct msinfo_row *row)
{
	struct granted_count *count = &msinfo->early;

	if (msinfo->device)
		count = &granted_device(msinfo->list, msinfo->device)->own;
	granted_count(msinfo->list, count, row->fields[1].text, row->fields[1].length, &row->line);
}

static void take_property(struct msinfo *msinfo, const struct msinfo_row *row)
{
	uint32_t id = find_id(row);

	if (id)
		take_id(msinfo, row, id);
	else if (field_is_interrupt(row, 1))
		take_own(msinfo, row);
	else if (!msinfo->has_begun && !msinfo->expects_header)
		msinfo->name = add_name(msinfo, row->fields[1].text, row->fields[1].length);
	msinfo->has_begun |= !msinfo->expects_header;
	msinfo->expects_header = false;
}

/* ---- rows ------------------------------------------------------------------------------------ */

void msinfo_begin_category(struct msinfo *msinfo, bool expects_header)
{
	begin_device(msinfo);
	msinfo->is_listing = false;
	msinfo->expects_header = expects_header;
}

void msinfo_row(struct msinfo *msinfo, const struct msinfo_row *row)
{
	if (!row->n_fields)
		begin_device(msinfo);
	else if (row->n_fields > 1 && field_is_interrupt(row, 0))
		take_listed(msinfo, row);
	else if (row->n_fields > 1)
		take_property(msinfo, row);
}

void msinfo_cut(struct msinfo *msinfo)
{
	msinfo->list->listing_cut |= msinfo->is_listing;
	if (msinfo->device)
		granted_device(msinfo->list, msinfo->device)->whole = false;
}
