/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_STRINGS_H
#define PCIMSI_INF_STRINGS_H

#include "inf/sections.h"

/*
 * All %-expanded text of one INF together: a long text may stand in every line. It grows
 * with the file, up to the last.
 */
#define INF_EXPANSION_LEAST ((size_t)1024 * 1024)
#define INF_EXPANSION_PER_BYTE 16
#define INF_EXPANSION_MAX ((size_t)64 * 1024 * 1024)

/* A [Strings.LANGID]: kept to be compared, never used for expansion. */
struct inf_language {
	const struct inf_section *section;
	uint32_t id; /* such as 0x0409 */
	struct name_index index;
};

struct inf_strings {
	struct name_index index;
	const struct inf_section *section; /* [Strings]; NULL: none */
	struct inf_language *languages;
	uint32_t n_languages;
	size_t expanded; /* bytes made so far */
	size_t most;     /* that may be made */
	bool exhausted;  /* they were: text is left as it is */
	char *scratch;
};

struct inf_expansion {
	const char *text;
	const char *undefined; /* the first token that is not defined, without %; NULL: none */
};

int inf_strings_read(struct arena *arena, const struct inf_sections *sections, size_t size,
		     struct inf_strings *ret); /* PCIMSI_ERR_NOMEM */

/* Value of a token of [Strings]; NULL: not defined. */
const char *inf_string(const struct inf_strings *strings, const char *token, size_t length);
const char *inf_language_string(const struct inf_language *language, const char *token,
				size_t length);

/*
 * Replaces the %tokens% of `raw`; without any, ret->text is `raw` itself.
 * Numbers of directories (%12%) stay as typed. PCIMSI_ERR_NOMEM.
 */
int inf_expand(struct arena *arena, struct inf_strings *strings, const char *raw,
	       struct inf_expansion *ret);

/*
 * The next %token% at or after `text`: its first character, and its length in
 * *ret_length; NULL: no more. "%%" is none.
 */
const char *inf_next_token(const char *text, size_t *ret_length);

#endif
