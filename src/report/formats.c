/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/report.h"

#include "report/formats.h"

#include <string.h>

const struct report_ops *const report_formats[] = {
	&report_text,
	&report_json,
	&report_ndjson,
	NULL,
};

const struct report_ops *report_format_find(const char *name)
{
	for (const struct report_ops *const *format = report_formats; *format; format++)
		if (strcmp((*format)->name, name) == 0)
			return *format;
	return NULL;
}
