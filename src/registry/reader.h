/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REGISTRY_READER_H
#define PCIMSI_REGISTRY_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/notes.h"

/*
 * Exports as text: keys and values one after the other, whatever the form. What is
 * handed out lives as long as the arena.
 */

/* One value, or the deletion of one. */
struct reg_value {
	const char *name; /* "" for the default value */
	bool deleted;     /* "name"=- */
	bool readable;    /* the data could be read */
	uint32_t type;
	const char *string; /* of a REG_SZ; NULL: another type */
	bool number_known;
	uint32_t number;
	uint8_t data[8];    /* the first bytes */
	uint32_t data_size; /* of all; of strings the bytes of their UTF-8 */
	struct pcimsi_place place;
	const char *line; /* where it begins in the text; for reg_copy_line() */
};

struct reg_key {
	const char *path;
	bool deleted; /* "[-HKEY_..." */
	bool begins;  /* the first behind a header */
	struct pcimsi_place place;
	const char *line;
};

/* Negative results end the reading. */
struct reg_visitor {
	int (*key)(void *user, const struct reg_key *key);
	int (*value)(void *user, const struct reg_value *value);
	/* Something could not be read: a value, or a key and so whose values follow. */
	void (*lost)(void *user, bool key);
	void *user;
};

enum reg_form {
	REG_FORM_NONE,    /* no export */
	REG_FORM_REGEDIT, /* regedit writes whole branches */
	REG_FORM_QUERY,   /* `reg query`, with /s or without, filtered or not */
};

struct reg_reader {
	struct arena *arena;
	struct notes *notes;
	const struct reg_visitor *visitor;
	const char *at;            /* in a decoded text */
	struct pcimsi_place place; /* of `at` */
	/* regedit: */
	bool begins;         /* no key since the header */
	uint32_t n_empty;    /* lines in a row, up to here */
	uint32_t not_export; /* the first line that regedit does not write so; 0: there is none */
};

/* export.c: the form of a decoded text; all of it read. */
enum reg_form reg_form_of(const char *text);
int reg_read(struct reg_reader *reader, enum reg_form form);

/* The line of `from`, without the blanks around it. NULL: out of memory. */
const char *reg_copy_line(struct arena *arena, const char *from);

/* For the two forms: the line at the reader. */
int regedit_line(struct reg_reader *reader);
bool regedit_begins(const char *line); /* a header or a key */
int query_line(struct reg_reader *reader);
bool query_begins(const char *line); /* a key */

void reg_skip(struct reg_reader *reader); /* one byte */
void reg_skip_blanks(struct reg_reader *reader);
void reg_skip_line(struct reg_reader *reader);
/* A line that is nothing; skips it. */
void reg_lose_line(struct reg_reader *reader, bool key);
void reg_complain(struct reg_reader *reader, enum pcimsi_note_code code, const char *detail);
void reg_put_byte(struct reg_value *value, uint32_t byte);
/* A number of `size` bytes; one of 4 is a REG_DWORD. */
void reg_put_number(struct reg_value *value, uint64_t number, unsigned size);
void reg_put_string(struct reg_value *value, const char *string);

#endif
