/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_TESTS_SUPPORT_FILES_H
#define PCIMSI_TESTS_SUPPORT_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * Files and growing texts of the test programs. Without memory they give up: it is a test.
 */

/* Where test programs complain; standard error itself is that of what they test. */
extern FILE *complaints;

struct text_buffer {
	char *text; /* ends with a NUL that is not counted; NULL: nothing was added */
	size_t size;
};

__attribute__((format(printf, 2, 3))) void text_add(struct text_buffer *buffer, const char *format,
						    ...);
void text_add_bytes(struct text_buffer *buffer, const void *bytes, size_t size);
const char *text_of(const struct text_buffer *buffer); /* never NULL */
/* The caller frees it; NULL if nothing was added. The buffer is empty then. */
char *text_take(struct text_buffer *buffer);
void text_free(struct text_buffer *buffer);

char *copy_text(const char *text);
void *grow(void *items, size_t count, size_t size);

struct text_lines {
	char **items;
	size_t count;
};

void lines_add(struct text_lines *lines, const char *text);
void lines_free(struct text_lines *lines);

/* Makes the folders on the way. False after a message. */
bool write_file(const char *folder, const char *name, const void *bytes, size_t size);
/* The whole file, which the caller frees; NULL: it cannot be read. */
char *read_file(const char *path, size_t *ret_size);

/* How `got` differs from what was expected (NULL: nothing was), as a diff. */
void add_difference(struct text_buffer *out, const char *name, const char *want, size_t want_size,
		    const char *got, size_t got_size);

/*
 * An empty folder, which is the working directory then; it goes when the program ends. The
 * folder in which the program was started is `top`. Standard error goes to the file "err" in it.
 */
extern char top[4096];
void enter_work(void);
/* A folder in there, made if it is not there, is the working directory then. */
__attribute__((format(printf, 1, 2))) void enter_folder(const char *format, ...);
void leave_folder(const char *name); /* it goes; the working directory is the one above */
char *read_err(void);                /* the caller frees it */

/* The program tells the name of what it was at if it is killed by itself. */
__attribute__((format(printf, 1, 2))) void now_at(const char *format, ...);

#endif
