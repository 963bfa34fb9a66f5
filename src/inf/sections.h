/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef PCIMSI_INF_SECTIONS_H
#define PCIMSI_INF_SECTIONS_H

#include <stddef.h>
#include <stdint.h>

#include <pcimsi/inf.h>

#include "inf/name_index.h"
#include "inf/lines.h"

#define INF_SECTION_NAME_MAX 255 /* "General Syntax Rules for INF Files" */
#define INF_SECTIONS_MAX 65536u
#define INF_LINES_MAX 500000u
#define INF_ARCH_COUNT (PCIMSI_ARCH_IA64 + 1)

/* How many directives, from the first on, name sections of registry lines. */
#define INF_REGISTRY_DIRECTIVES (PCIMSI_DIRECTIVE_BITREG + 1)

struct inf_model_line;

/* All sections of one name, merged in the order of the file. */
struct inf_section {
	const char *name; /* as in the first header */
	struct pcimsi_place place;
	const struct inf_line *lines;
	uint32_t n_lines;
	uint32_t number; /* in the file, from 0 */
	/* Made when first asked for; one a line. */
	const struct pcimsi_effect *effects[INF_REGISTRY_DIRECTIVES]; /* as a section of each */
	const struct inf_model_line *models;
	uint32_t n_models;
	bool has_models;
};

struct inf_sections {
	struct inf_section *items;
	uint32_t count;
	struct name_index index;
	struct name_index stamped[INF_ARCH_COUNT]; /* names with $ARCH$ in them, replaced */
	bool templates;                            /* there are such names */
	const char **backwards; /* names as read from their ends; NULL: there are few */
	bool non_ascii_names;   /* elsewhere than in Strings */
	bool non_ascii;
	bool is_foreign; /* as in the facts */
	const struct pcimsi_annotation *annotations;
	uint32_t n_annotations;
	enum pcimsi_inf_rejection rejection;
	struct pcimsi_place rejected_at;
	const char *rejected_text;
};

/* Reads all of `text`, which is changed. PCIMSI_ERR_NOMEM. */
int inf_sections_read(struct arena *arena, struct notes *notes, char *text,
		      struct inf_sections *ret);

/* NULL: no such section. */
struct inf_section *inf_section_find(const struct inf_sections *sections, const char *name);

/* As above; a header with $ARCH$ counts as stamped for `arch`. */
struct inf_section *inf_section_find_for(const struct inf_sections *sections, const char *name,
					 enum pcimsi_arch arch);

/*
 * The name that is spelt most like this one, for a hint and for nothing else; NULL:
 * none is near. Of many sections only those are looked at that begin or end most alike.
 */
const char *inf_section_near(const struct inf_sections *sections, const char *name);

/* The first line with that key; NULL: none, or `section` is NULL. */
const struct inf_line *inf_section_line(const struct inf_section *section, const char *key);

/* The line that begins on that line of the file; NULL: none. They stand in its order. */
const struct inf_line *inf_line_at(const struct inf_section *section, uint32_t number);

#endif
