/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_SUGGEST_DOCUMENT_H
#define PCIMSI_SUGGEST_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/charset.h"

/*
 * An INF as the lines of its file: some are changed, and every other byte stays.
 * Lines are counted as notes and findings count them, in the text as it is now;
 * so are columns, from 1, in characters.
 */
struct document_line {
	const uint8_t *bytes; /* as it is now, with its line end; NULL: removed */
	size_t size;
	const uint8_t *before; /* as in the file; NULL: added */
	size_t before_size;
	uint32_t origin; /* number in the file, from 1; 0: added */
};

struct document {
	struct arena *texts; /* of lines that were changed; shared by copies */
	struct arena arena;  /* of the list and of what document_text() gives */
	enum charset charset;
	size_t mark;       /* bytes of the byte order mark, which the first line begins with */
	uint32_t line_end; /* the character that ends lines */
	VEC(struct document_line) lines;
	uint32_t number, index; /* a line found last, for who goes from line to line */
};

/* The bytes must outlive the document and its copies. PCIMSI_ERR_NOMEM, as below. */
int document_read(struct document *document, struct arena *texts, const void *bytes, size_t size);
int document_copy(struct document *document, const struct document *from);
void document_done(struct document *document);

/* All of it. The caller frees *ret. */
int document_join(const struct document *document, void **ret, size_t *ret_size);

/* NULL: there is no such line. */
struct document_line *document_line(struct document *document, uint32_t number);
/*
 * Its characters without the line end; *ret_count of them. They live as long as the
 * document. NULL: out of memory.
 */
const uint32_t *document_text(struct document *document, const struct document_line *line,
			      uint32_t *ret_count);

/* Puts `text` (UTF-8) in place of the columns from `from` up to, but not including, `to`. */
int document_replace(struct document *document, struct document_line *line, uint32_t from,
		     uint32_t to, const char *text);
void document_remove(struct document *document, struct document_line *line);
/* Adds a line before that of the number, or after the last one. */
int document_insert(struct document *document, uint32_t number, const char *text);

#endif
