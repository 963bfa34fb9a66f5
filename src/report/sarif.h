/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_SARIF_H
#define PCIMSI_REPORT_SARIF_H

#include "report/json_values.h"

#include <pcimsi/run.h>

/* Parts of a SARIF log (2.1.0), each written into an object that is open. */

/* "tool": the program, with all its rules and notes. */
void sarif_tool(struct jsonw *w);
/* An element of "results": one for a group. */
void sarif_result(struct jsonw *w, const struct pcimsi_run *run, const struct pcimsi_group *group);

/* "artifactLocation" of what the user named so, untrusted; `number`: in "artifacts", or -1. */
void sarif_artifact_location(struct jsonw *w, const char *key, char *path, int64_t number);

/* {"text": ...}: prose in which nothing becomes a link. It is freed; NULL: out of memory. */
void sarif_message(struct jsonw *w, const char *key, char *text);

#endif
