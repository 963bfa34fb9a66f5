/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_PRIV_H
#define PCIMSI_INF_PRIV_H

#include <pcimsi/inf.h>

#include "base/arena.h"
#include "base/notes.h"
#include "base/table.h"
#include "inf/encoding.h"
#include "inf/models.h"
#include "inf/sections.h"
#include "inf/strings.h"

#define INF_BYTES_MAX ((size_t)256 * 1024 * 1024)

#define INF_INCLUDES_MAX 1024u /* files that are asked for because of one INF */

struct inf_survey;
struct inf_witness;
struct inf_effect_list;

/* An INF that an Include names. */
struct inf_include {
	const char *name;
	struct pcimsi_inf *inf; /* NULL: was not supplied */
};

struct pcimsi_inf {
	struct arena arena;
	struct notes notes; /* silent once the INF is open */
	struct pcimsi_inf_facts facts;
	struct inf_text text;
	char **lines; /* see kept_lines.c */
	uint32_t n_lines;
	struct inf_sections sections;
	struct inf_strings strings;
	VEC(struct inf_manufacturer) manufacturers;
	uint32_t n_decorated; /* of all of them */
	VEC(struct inf_witness) witnesses;
	uint64_t models_cost; /* in all resolutions */
	VEC(const struct pcimsi_resolution *) resolutions;
	struct inf_effect_list **lists; /* see effect_list.c */
	uint32_t n_effects;             /* in all lists */
	uint32_t n_used;                /* in the lists of hardware sections, shared or not */
	uint32_t n_walked;              /* lines seen while following Needs */
	uint32_t walk;                  /* number of the last walk over sections */
	uint32_t *walked;               /* by section: the last walk that came by */
	const struct inf_survey *survey;
	pcimsi_include_fn *include; /* of the options; ask inf_included() */
	void *include_user;
	VEC(struct inf_include) includes; /* that were asked for */
	struct table by_name;             /* of these */
};

/* As pcimsi_inf_open(), with at most `memory` bytes from the arena; 0: no limit. */
int inf_open(const char *name, const void *bytes, size_t size,
	     const struct pcimsi_inf_options *options, size_t memory, struct pcimsi_inf **ret);

/*
 * The INF of that name, which is asked for once; *ret NULL: none was supplied, or
 * INF_INCLUDES_MAX others were asked for before. PCIMSI_ERR_NOMEM.
 */
int inf_included(struct pcimsi_inf *inf, const char *name, struct pcimsi_inf **ret);

/*
 * How much of something may be made of an INF of that size: lines may name one section as
 * often as they like, and what they make is a product. Real INFs need a fiftieth of it.
 */
uint32_t inf_room(const struct pcimsi_inf *inf, uint32_t least, uint32_t most);

/* strings.c: expanded; NULL: out of memory. */
const char *inf_expanded(struct pcimsi_inf *inf, const char *raw);

/* Whether the line's key, expanded, is `key`. Out of memory reads as no. */
bool inf_key_is(struct pcimsi_inf *inf, const struct inf_line *line, const char *key);

/* Marks the lines of the text, which reading changes; ends them after that. PCIMSI_ERR_NOMEM. */
int inf_lines_mark(struct pcimsi_inf *inf);
void inf_lines_end(struct pcimsi_inf *inf);

/* Notes sections that registry directives miss, and lines without a root. PCIMSI_ERR_NOMEM. */
int inf_note_references(struct pcimsi_inf *inf);

#endif
