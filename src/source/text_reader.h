/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SOURCE_TEXT_READER_H
#define PCIMSI_SOURCE_TEXT_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Lines of a stream, without copying them and without bound on the stream. */

#define TEXT_LINE_MAX ((size_t)65536) /* what of a longer line is given */
#define TEXT_BUFFER_SIZE (4 * TEXT_LINE_MAX)

struct text_reader {
	/* Returns bytes read, 0 at the end, -1 with errno set. */
	ssize_t (*read)(void *source, void *buffer, size_t size);
	void *source;
	void (*free_source)(void *source); /* NULL: it belongs to somebody else */
	char *buffer;
	size_t start, end; /* what of the buffer was not given yet */
	size_t searched;   /* from `start` to here there is no line_end */
	uint32_t line;     /* number of the line given last, from 1 */
	char line_end;     /* LF, or CR in files that have no LF */
	bool at_end;
	bool failed;  /* the read failed: the end is not the end of the input */
	bool was_cut; /* the line given last was longer than TEXT_LINE_MAX */
};

/* PCIMSI_ERR_NOMEM, or 0. */
int text_reader_open(struct text_reader *reader,
		     ssize_t (*read)(void *source, void *buffer, size_t size), void *source);
void text_reader_close(struct text_reader *reader);

/* Reads an open file; `source` points to its descriptor. */
ssize_t text_reader_fd(void *source, void *buffer, size_t size);

/* Bytes in memory; `source` points to what is left of them. */
struct text_memory {
	const char *bytes;
	size_t left;
};
ssize_t text_reader_memory(void *source, void *buffer, size_t size);

/* The first bytes of the input, at most one buffer, without taking them. */
size_t text_reader_peek(struct text_reader *reader, const char **ret);

/*
 * The next line, without its LF and the CRs before it: false at the end. It is valid until the
 * next call, and one byte after it may be read.
 */
bool text_reader_next(struct text_reader *reader, const char **ret, size_t *ret_length);

/*
 * Of the line given last, which may hold CRs that end lines as well: the length of
 * the first such line. The rest of it will be given next, with the same number.
 */
size_t text_reader_split(struct text_reader *reader, const char *line, size_t length);

#endif
