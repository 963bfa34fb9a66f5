/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_FORMATS_H
#define PCIMSI_REPORT_FORMATS_H

#include "report/report.h"

/* Every format, each in its own file. */
extern const struct report_ops report_text;
extern const struct report_ops report_json;
extern const struct report_ops report_ndjson;
extern const struct report_ops report_html;
extern const struct report_ops report_sarif;
extern const struct report_ops report_junit;
extern const struct report_ops report_github;
extern const struct report_ops report_gitlab;
extern const struct report_ops report_gcc;
extern const struct report_ops report_markdown;
extern const struct report_ops report_csv;
extern const struct report_ops report_prom;

#endif
