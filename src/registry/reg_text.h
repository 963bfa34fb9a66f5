/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_REGISTRY_REG_TEXT_H
#define PCIMSI_REGISTRY_REG_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/notes.h"

/* Exports as text: keys and values one after the other, whatever the form. */

/* One value, or the deletion of one. */
struct reg_value {
	const char *name; /* "" for the default value */
	bool deleted;     /* "name"=- */
	bool readable;    /* the data could be read */
	uint32_t type;
	const char *string; /* of a REG_SZ; NULL: another type */
	bool number_known;
	uint32_t number;
	uint8_t data[8]; /* the first bytes, but of strings */
	uint32_t data_size;
	struct pcimsi_place place;
	const char *text; /* the line as in the file */
};

/* Negative results end the reading. */
struct reg_visitor {
	int (*key)(void *user, const char *path, bool deleted, struct pcimsi_place place,
		   const char *text);
	int (*value)(void *user, const struct reg_value *value);
	void *user;
};

enum reg_form {
	REG_FORM_NONE,    /* no export */
	REG_FORM_REGEDIT, /* regedit writes whole branches */
	REG_FORM_QUERY,   /* `reg query`, with /s or without */
};

/* The form of a decoded text, which ends with a NUL. */
enum reg_form reg_form_of(const char *text);

/* Reads all of it. What is handed out lives as long as the arena. */
int reg_read(struct arena *arena, struct notes *notes, enum reg_form form, char *text,
	     const struct reg_visitor *visitor);

/* Decoded, with line ends as \n; NULL: out of memory. */
char *reg_decode(struct arena *arena, struct notes *notes, const void *bytes, size_t size);

#endif
