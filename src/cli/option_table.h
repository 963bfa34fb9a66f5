/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_CLI_OPTION_TABLE_H
#define PCIMSI_CLI_OPTION_TABLE_H

#include "cli/command_line.h"

#include <stddef.h>

/* What an option does: one way for each. */
enum option_effect {
	OPTION_NONE,
	OPTION_FLAG,   /* sets a bool member */
	OPTION_COUNT,  /* adds 1 to an unsigned one */
	OPTION_TEXT,   /* puts its argument into a const char * */
	OPTION_LIST,   /* adds it to a struct words */
	OPTION_CHOICE, /* its argument is one of a few words: word(), choose() */
	OPTION_TAKE,   /* anything else: take(); with word() it is a list of words */
};

struct completion;

struct option_row {
	char letter;          /* 0: none */
	const char *name;     /* long name; NULL: letter only */
	const char *argument; /* NULL: takes none */
	unsigned commands;
	const char *help; /* of a choice what stands before the words; NULL: nothing */
	enum option_effect effect;
	size_t member; /* offset in struct options */
	/* 0, or STATUS_NO_VERDICT after a message. */
	int (*take)(struct options *options, const struct option_row *row, const char *value);
	const char *(*word)(unsigned index, enum command_bit command); /* NULL: no more */
	void (*choose)(struct options *options, unsigned index);
	const char *(*alias)(const char *value); /* what the word is called here; NULL: as it is */
	/* For completion, of what is neither a word nor a FILE or DIR; NULL: nothing is offered. */
	void (*complete)(struct completion *completion);
	unsigned preset; /* of a choice: which word is the default, from 1; 0: none */
};

/* In the order in which --help shows them. */
extern const struct option_row option_rows[];
extern const unsigned n_option_rows;

/* "--name", or "-x". */
#define OPTION_NAME 32
const char *option_name(const struct option_row *row, char buffer[OPTION_NAME]);

/* "a, b or c"; with `preset` "a (default), b or c". */
#define OPTION_WORDS 128
const char *option_words(const struct option_row *row, enum command_bit command, bool preset,
			 char buffer[OPTION_WORDS]);

/* Puts the value, NULL without an argument, where it belongs. */
int option_apply(struct options *options, const struct option_row *row, const char *value);

#endif
