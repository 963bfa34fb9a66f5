/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "registry/reader.h"

#include <string.h>

/* An export, whatever its form. */

enum reg_form reg_form_of(const char *text)
{
	for (; *text; text += strcspn(text, "\n"), text += *text == '\n') {
		if (regedit_begins(text))
			return REG_FORM_REGEDIT;
		if (query_begins(text))
			return REG_FORM_QUERY;
	}
	return REG_FORM_NONE;
}

int reg_read(struct reg_reader *reader, enum reg_form form)
{
	static int (*const lines[])(struct reg_reader * reader) = {
		[REG_FORM_REGEDIT] = regedit_line,
		[REG_FORM_QUERY] = query_line,
	};
	int err = 0;

	reader->place = (struct pcimsi_place){ 1, 1 };
	while (*reader->at && !err)
		err = lines[form](reader);
	return err;
}
