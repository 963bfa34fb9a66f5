/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/inf_priv.h"

#include "base/options.h"
#include "base/str.h"
#include "inf/driver_ver.h"
#include "inf/template.h"
#include "inf/witness.h"

#include <stdlib.h>
#include <string.h>

#define ROOM_PER_BYTE 2

uint32_t inf_room(const struct pcimsi_inf *inf, uint32_t least, uint32_t most)
{
	size_t more = most - least;

	return least + (uint32_t)(inf->text.size < more / ROOM_PER_BYTE
					  ? inf->text.size * ROOM_PER_BYTE
					  : more);
}

/* ---- [Version] ("INF Version Section") --------------------------------------------------- */

/* Quotes are gone already; NULL: no such key, or nothing behind it. */
static int version_value(struct pcimsi_inf *inf, const char *key, const char **ret)
{
	const struct inf_section *version = inf_section_find(&inf->sections, "Version");
	const struct inf_line *line = inf_section_line(version, key);

	*ret = NULL;
	if (!line || !line->has_equals || !*line->fields[0].text)
		return 0;
	*ret = inf_expanded(inf, line->fields[0].text);
	return *ret ? 0 : PCIMSI_ERR_NOMEM;
}

static int read_version(struct pcimsi_inf *inf)
{
	struct pcimsi_inf_facts *facts = &inf->facts;
	int err = version_value(inf, "Class", &facts->class_name);

	if (!err)
		err = version_value(inf, "ClassGuid", &facts->class_guid);
	if (!err)
		err = version_value(inf, "ExtensionId", &facts->extension_id);
	if (!err)
		err = inf_driver_ver(inf, inf_section_find(&inf->sections, "Version"),
				     &facts->driver_ver);
	/* "Using an Extension INF File" wants both; one alone shows what was meant. */
	facts->extension = facts->extension_id ||
			   (facts->class_name && str_ieq(facts->class_name, "Extension"));
	return err;
}

/* ---- what holds for the whole file --------------------------------------------------------- */

static bool line_is_template(const struct inf_line *line)
{
	if (line->has_equals && str_ieq(line->key, "Signature"))
		return false;
	if (line->has_equals && inf_has_placeholder(line->key))
		return true;
	for (uint32_t i = 0; i < line->n_fields; i++)
		if (inf_has_placeholder(line->fields[i].text))
			return true;
	return false;
}

static bool is_template(const struct inf_sections *sections)
{
	for (uint32_t i = 0; i < sections->count; i++) {
		const struct inf_section *section = &sections->items[i];

		if (inf_has_placeholder(section->name))
			return true;
		for (uint32_t k = 0; k < section->n_lines; k++)
			if (line_is_template(&section->lines[k]))
				return true;
	}
	return false;
}

#define FIRST_LINE_MAX 255

/* ---- opening ------------------------------------------------------------------------------ */

/* Reading changes the text. */
static int keep_first_line(struct pcimsi_inf *inf)
{
	size_t length = strcspn(inf->text.data, "\r\n");

	inf->facts.first_line = arena_strndup(&inf->arena, inf->text.data,
					      length < FIRST_LINE_MAX ? length : FIRST_LINE_MAX);
	return inf->facts.first_line ? 0 : PCIMSI_ERR_NOMEM;
}

static int read_inf(struct pcimsi_inf *inf, const void *bytes, size_t size)
{
	int err = inf_decode(&inf->arena, &inf->notes, bytes, size, &inf->text);

	if (!err)
		err = keep_first_line(inf);
	if (!err)
		err = inf_lines_mark(inf);
	if (!err)
		err = inf_sections_read(&inf->arena, &inf->notes, inf->text.data, &inf->sections);
	if (!err)
		inf_lines_end(inf);
	if (!err)
		err = inf_strings_read(&inf->arena, &inf->sections, inf->text.size, &inf->strings);
	if (!err)
		err = read_version(inf);
	if (err)
		return err;
	inf->facts.encoding = inf->text.encoding;
	inf->facts.non_ascii = inf->sections.non_ascii;
	inf->facts.non_ascii_names = inf->sections.non_ascii_names;
	inf->facts.is_template = is_template(&inf->sections);
	inf->facts.is_foreign = inf->sections.is_foreign;
	inf->facts.rejection = inf->sections.rejection;
	inf->facts.rejected_at = inf->sections.rejected_at;
	inf->facts.rejected_text = inf->sections.rejected_text;
	if (inf->facts.rejection != PCIMSI_INF_ACCEPTED)
		return 0;
	err = inf_manufacturers_read(inf);
	if (!err)
		err = inf_witnesses_read(inf);
	if (!err)
		err = inf_note_references(inf);
	if (!err && inf->strings.exhausted)
		notes_add(&inf->notes, PCIMSI_NOTE_INF_LIMIT, (struct pcimsi_place){ 0 },
			  "expanded strings");
	return err;
}

int inf_open(const char *name, const void *bytes, size_t size,
	     const struct pcimsi_inf_options *options, size_t memory, struct pcimsi_inf **ret)
{
	struct pcimsi_inf_options own;
	struct pcimsi_inf *inf;
	int err;

	*ret = NULL;
	if (!OPTIONS_TAKE(&own, options))
		return PCIMSI_ERR_USAGE;
	if (!size)
		return PCIMSI_ERR_EMPTY;
	if (size > INF_BYTES_MAX)
		return PCIMSI_ERR_LIMIT;
	inf = calloc(1, sizeof(*inf));
	if (!inf)
		return PCIMSI_ERR_NOMEM;
	inf->arena.limit = memory;
	inf->facts.name = arena_strdup(&inf->arena, name ? name : "");
	inf->notes.input = inf->facts.name;
	inf->notes.sink = own.notes;
	inf->include = own.include;
	inf->include_user = own.include_user;
	err = inf->facts.name ? read_inf(inf, bytes, size) : PCIMSI_ERR_NOMEM;
	if (err) {
		pcimsi_inf_close(inf);
		return err;
	}
	/* The caller's sink need not outlive the call. */
	inf->notes.sink = (struct pcimsi_note_sink){ 0 };
	*ret = inf;
	return 0;
}

int pcimsi_inf_open(const char *name, const void *bytes, size_t size,
		    const struct pcimsi_inf_options *options, struct pcimsi_inf **ret)
{
	return inf_open(name, bytes, size, options, 0, ret);
}

const struct pcimsi_inf_facts *pcimsi_inf_facts(const struct pcimsi_inf *inf)
{
	return &inf->facts;
}

const struct pcimsi_annotation *pcimsi_inf_annotations(const struct pcimsi_inf *inf,
						       uint32_t *ret_count)
{
	*ret_count = inf->sections.n_annotations;
	return inf->sections.annotations;
}

void pcimsi_inf_close(struct pcimsi_inf *inf)
{
	if (!inf)
		return;
	arena_done(&inf->arena);
	free(inf);
}
