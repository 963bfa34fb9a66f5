/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_CARRIER_CARRIER_H
#define PCIMSI_SOURCE_CARRIER_CARRIER_H

#include "base/notes.h"
#include "source/carrier/log.h"
#include "source/text_line.h"
#include "source/text_reader.h"

/*
 * What carried a text to us and left its marks: mails, terminals, web pages, logs, diff.
 * Each is one small filter, a row of `carriers`, that takes its marks off a line. The
 * line keeps its place in the file. Several may have carried the same text.
 */

/* What a filter made of a line. */
enum carried {
	CARRIED_NOT,  /* it left no mark here */
	CARRIED_YES,  /* the mark is taken off; there may be another below it */
	CARRIED_MARK, /* nothing but a mark: there is no line */
	CARRIED_END,  /* the same, and what was carried ends here */
};

/* Lines of the second of two texts, which is read behind the first one. */
struct carried_side {
	char *bytes;
	size_t size, room, at;
};

#define CARRIED_SIDE_MAX ((size_t)4 << 20)

/* One side of a normal diff: of each function only the lines in its hunks are known. */
struct diff_side {
	uint32_t line;  /* in the file that was compared, of the next line of the hunk */
	uint32_t first; /* where the row of offset 0 of the last function stands; 0: not known */
	bool follows;   /* all lines since its heading are in one hunk */
};

#define DIFF_PREFIX_MAX 16

struct carriers {
	struct text_reader *reader;
	struct notes *notes;
	uint32_t rewriters;        /* rows of the table that look at whole lines, as bits */
	uint32_t by_first[256];    /* rows that may have a mark beginning with a character */
	unsigned indent;           /* columns that the last heading stood in from the margin */
	unsigned unindented;       /* of them, taken off this line */
	uint64_t number;           /* of the last line that was numbered */
	bool in_encoded;           /* quoted-printable goes on until the next part of the mail */
	unsigned unified;          /* inside the hunks of so many unified diffs, one in the other */
	struct diff_side sides[2]; /* of a normal diff: "<" and ">" */
	char diff_prefix[DIFF_PREFIX_MAX]; /* what quotes a normal diff */
	size_t diff_prefix_length;
	bool two_texts; /* there is a second text */
	bool second;    /* which is being read */
	struct carried_side held;
	struct log_shape log;            /* what a log writes before each line, learned last */
	struct text_line rest;           /* of a line that was several */
	char scratch[TEXT_LINE_MAX + 1]; /* a line in which bytes were replaced */
	uint32_t columns[TEXT_LINE_MAX + 1];
};

struct carrier {
	const char *name;
	/* Characters that its marks begin with; NULL: they may be anywhere in a line. */
	const char *first;
	/* Whether the first bytes of a text tell of it. NULL: each line tells. */
	bool (*tells)(struct carriers *carriers, const char *head, size_t size);
	enum carried (*undo)(struct carriers *carriers, struct text_line *line);
};

extern const struct carrier *const carriers_table[];
extern const unsigned n_carriers;

/* `head`: the first bytes of the text. The carriers are zeros before. */
void carriers_init(struct carriers *carriers, struct text_reader *reader, struct notes *notes,
		   const char *head, size_t size);
void carriers_done(struct carriers *carriers);

/*
 * The next line as it stands in the file, or the next part of one that was several:
 * false at the end. *ret_bare: it went through no filter yet.
 */
bool carriers_next(struct carriers *carriers, struct text_line *ret, bool *ret_bare);

/*
 * Undoes what can be undone; `bare` is what carriers_next() said. CARRIED_MARK and
 * CARRIED_END: the line holds nothing else.
 */
enum carried carriers_undo(struct carriers *carriers, struct text_line *line, bool bare);

/* After the end: whether a second text follows. Then carriers_next() gives its lines. */
bool carriers_turn(struct carriers *carriers);

/* A heading stands `columns` further in than the margin. */
void carriers_indent(struct carriers *carriers, unsigned columns);

/* ---- for filters that replace bytes ---------------------------------------------------------- */

/* Copies the line to the scratch, unless it is there. */
char *carriers_own(struct carriers *carriers, struct text_line *line);

/* Takes `size` bytes out of the line. */
void carriers_drop(struct carriers *carriers, struct text_line *line, size_t at, size_t size);

/* What is left of the line begins with `from`, ignoring case. */
bool carrier_starts(const struct text_line *line, const char *with);

/* ---- rows of the table ----------------------------------------------------------------------- */

extern const struct carrier carrier_quoted_printable;
extern const struct carrier carrier_spaces;
extern const struct carrier carrier_ansi;
extern const struct carrier carrier_html;
extern const struct carrier carrier_quote;
extern const struct carrier carrier_diff;
extern const struct carrier carrier_normal_diff;
extern const struct carrier carrier_numbers;
extern const struct carrier carrier_fence;
extern const struct carrier carrier_indent;

#endif
