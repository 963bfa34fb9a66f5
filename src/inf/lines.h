/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_LINES_H
#define PCIMSI_INF_LINES_H

#include <stdbool.h>
#include <stdint.h>

#include <pcimsi/inf.h>

#include "base/arena.h"
#include "base/notes.h"

/* "General Syntax Rules for INF Files": 4096 characters with the NUL. */
#define INF_FIELD_MAX 4095
#define INF_LINE_FIELDS_MAX 65535
#define INF_FIELDS_MAX 4000000u
#define INF_ANNOTATIONS_MAX 4096u

/* A logical line: continued physical lines are one. */
struct inf_line {
	const char *key; /* NULL: none; fields[0].text if the line is one field without "=" */
	const struct pcimsi_inf_field *fields;
	const char *text;          /* as in the file, without line end; continuations joined */
	struct pcimsi_place place; /* of its first token: the key if there is one */
	uint32_t n_fields;         /* at least 1 */
	bool has_equals;
	bool unterminated_quote;
	bool continued; /* it stands on several lines of the file */
};

enum inf_item_kind {
	INF_ITEM_END,
	INF_ITEM_LINE,
	INF_ITEM_HEADER,
	INF_ITEM_BAD_HEADER, /* without a ]; the name is the rest of the line */
};

struct inf_item {
	enum inf_item_kind kind;
	struct inf_line line;
	const char *name; /* of a section; spaces inside the brackets belong to it */
	struct pcimsi_place place;
};

struct inf_segment {
	const char *start;
	size_t length;
};

/* Initialise with inf_lexer_start(). */
struct inf_lexer {
	struct arena *arena;
	struct notes *notes;
	char *at;
	struct pcimsi_place place;
	uint32_t n_fields;                         /* of all lines */
	VEC(struct pcimsi_annotation) annotations; /* of the whole file */
	bool nomem;                                /* one was lost */
	bool non_ascii; /* some key, field or name so far has a character above 7f */
	/* The line being read. */
	uint32_t line; /* on which it begins; 0: there is none */
	VEC(struct pcimsi_inf_field) fields;
	VEC(struct inf_segment) segments; /* of its text; all but the last */
	char *segment;                    /* where the last begins */
	const char *no_join;              /* no backslash before this continues the line */
	bool unterminated_quote;
	/* The token being read. */
	struct pcimsi_place token_place, token_end;
	char *token;
	size_t length, keep; /* bytes; those without trailing blanks */
	uint32_t characters;
	bool started, cut, percent, ended;
};

/* `text` ends with a NUL and is changed: line ends become NULs. PCIMSI_ERR_NOMEM. */
int inf_lexer_start(struct inf_lexer *lexer, struct arena *arena, struct notes *notes, char *text);

/* The next line or header; comments for us are gathered meanwhile. PCIMSI_ERR_NOMEM. */
int inf_lexer_next(struct inf_lexer *lexer, struct inf_item *ret);

#endif
