/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_TEXT_EXCERPT_H
#define PCIMSI_REPORT_TEXT_EXCERPT_H

#include "report/text.h"

/*
 * The line of a file that a location is of, with its number, and below it a mark under the part
 * that is meant:
 *
 *         68 | HKR,"...",MessageNumberLimit,%REG_DWORD%,64
 *            |                                          ^~
 *
 * Of a line that is too long the part that is meant and what is around it.
 */
void text_excerpt(struct report *report, const struct pcimsi_location *location);

#endif
