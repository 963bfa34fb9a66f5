/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/formats.h"

const struct report_ops *const report_formats[] = {
	&report_text,  &report_json,   &report_ndjson, &report_html, &report_sarif,
	&report_junit, &report_github, &report_gitlab, &report_gcc,  &report_markdown,
	&report_csv,   &report_prom,   NULL,
};
