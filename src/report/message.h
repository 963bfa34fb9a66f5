/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REPORT_MESSAGE_H
#define PCIMSI_REPORT_MESSAGE_H

#include <pcimsi/run.h>

#include <stdio.h>

/* Sentences about findings, verdicts and notes. What is returned is safe to show. */

/*
 * A message or advice of the catalogue with the finding's {parameters} in place.
 * The caller frees it; NULL: out of memory.
 */
char *message_format(const struct pcimsi_finding *finding, const char *template);

/* One plain sentence on a verdict. The caller frees it; NULL: out of memory. */
char *verdict_sentence(const struct pcimsi_verdict *verdict);

/* Likewise on what a registry holds; `limit_shown`: the export tells whether there is a limit. */
char *held_sentence(const struct pcimsi_grant *grant, bool limit_shown);

/* Why it cannot be said whether an INF matches the function; a part of a sentence. */
const char *undecided_text(const struct pcimsi_function *function);

/* What Windows is expected to request; without its full stop. The caller frees it. */
char *grant_sentence(const struct pcimsi_grant *grant);

/* "10.0.26200", or "6.1" where no build was named. */
#define OS_TEXT 40
const char *os_text(const struct pcimsi_target *target, char buffer[OS_TEXT]);

/* What was odd, without where. */
void put_note_text(FILE *out, const struct pcimsi_note *note);

/* "input:line:column: note: text", as compilers say it. */
void put_note(FILE *out, const struct pcimsi_note *note);

#endif
