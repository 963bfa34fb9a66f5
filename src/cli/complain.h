/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_COMPLAIN_H
#define PCIMSI_CLI_COMPLAIN_H

/* Messages on standard error. What comes from the user is escaped. */

void complain(const char *message);
/* "pcimsi: FILE: WHY", with ": DETAIL" if there is one. */
void complain_file(const char *file, const char *why, const char *detail);
void complain_value(const char *option, const char *value, const char *wanted);
/* "pcimsi: WORD: WHY; did you mean BEST?", without the question for NULL. */
void complain_word(const char *word, const char *why, const char *best);
void complain_usage(const char *command);

#endif
