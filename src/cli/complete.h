/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_COMPLETE_H
#define PCIMSI_CLI_COMPLETE_H

#include "cli/command_line.h"

/*
 * What may stand where the cursor is, for the completion of bash, zsh and fish:
 * `pcimsi --complete WORD...` with the words of the command line behind "pcimsi", of which the last
 * one is being written and may be empty. The first line of the answer is
 *
 *	words		each further line is a word and, behind a tab, what it is
 *	files TEXT	a file's name, behind TEXT that stands already
 *	folders TEXT	likewise, of a folder
 *
 * All of it follows from the table of options. Words are whole: what stands already is part of
 *them.
 */
struct completion {
	FILE *out;
	const struct command *command;
	struct words captures; /* what may be one, of the words before */
	bool byte;             /* --slot stands before */
	const char *text;      /* of the word that is being written */
	size_t kept;           /* bytes of it that stay, such as "--select=GRA702," */
};

/* Writes one of the words, if it goes on with what stands already. `help` NULL: nothing. */
void completion_offer(struct completion *completion, const char *word, const char *help);

/* What options of the table take that is neither one of a few words nor a file. */
void complete_rules(struct completion *completion);
void complete_slots(struct completion *completion);
void complete_ids(struct completion *completion);
void complete_os(struct completion *completion);
void complete_limit(struct completion *completion);
/* Operands of explain. */
void complete_explained(struct completion *completion);

void complete(FILE *out, int count, char *const *words);

#endif
