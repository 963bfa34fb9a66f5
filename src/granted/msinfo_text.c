/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "granted/msinfo.h"

#include "base/str.h"

#include <string.h>

/* Rows of the text: a line each, with tabs between the fields. */

static void add_field(struct msinfo_row *row, uint32_t which, const char *text, size_t length)
{
	while (length && text[0] == ' ') {
		text++;
		length--;
	}
	while (length && text[length - 1] == ' ')
		length--;
	if (which >= MSINFO_FIELDS)
		return;
	row->fields[which].text = text;
	row->fields[which].length = length;
	if (length)
		row->n_fields = which + 1;
}

static void split(struct msinfo_row *row)
{
	const char *at = row->line.text, *end = at + row->line.length;

	for (uint32_t which = 0; at <= end; which++) {
		const char *tab = memchr(at, '\t', (size_t)(end - at));
		const char *stop = tab ? tab : end;

		add_field(row, which, at, (size_t)(stop - at));
		at = stop + 1;
	}
}

/* "[IRQs]" */
static bool is_category(const char *line, size_t length)
{
	while (length && ascii_is_blank(line[length - 1]))
		length--;
	return length > 2 && line[0] == '[' && line[length - 1] == ']' &&
	       !memchr(line, '\t', length);
}

static void read_line(struct msinfo *msinfo, struct granted_line line)
{
	struct msinfo_row row = { .line = line };

	if (is_category(line.text, line.length)) {
		msinfo_begin_category(msinfo, true);
		return;
	}
	split(&row);
	/* Above the row that says what the fields are called, too. */
	if (row.n_fields || !msinfo->expects_header)
		msinfo_row(msinfo, &row);
}

void granted_read_msinfo_text(struct pcimsi_granted_list *list, const char *text)
{
	struct msinfo msinfo = { .list = list };
	struct granted_line line = { .place = { .line = 1, .column = 1 } };

	for (; *text && !list->nomem; line.place.line++) {
		line.text = text;
		line.length = strcspn(text, "\n");
		text += line.length;
		if (!*text++)
			break;
		read_line(&msinfo, line);
	}
	if (list->nomem || !line.length || line.text[line.length])
		return;
	/* Whoever wrote it ended the last line. */
	if (msinfo.is_listing || msinfo.device)
		notes_add(&list->notes, PCIMSI_NOTE_GRANTED_CUT, line.place, NULL);
	msinfo_cut(&msinfo);
}
