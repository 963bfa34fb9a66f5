/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/inf_priv.h"

#include "base/str.h"
#include "inf/registry.h"
#include "inf/template.h"

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

const char *inf_expanded(struct pcimsi_inf *inf, const char *raw)
{
	struct inf_expansion expansion;

	if (inf_expand(&inf->arena, &inf->strings, raw, &expansion) < 0)
		return NULL;
	return expansion.text;
}

bool inf_key_is(struct pcimsi_inf *inf, const struct inf_line *line, const char *key)
{
	const char *name = line->key;

	if (name && strchr(name, '%'))
		name = inf_expanded(inf, name);
	return name && str_ieq(name, key);
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

static void note_root(struct pcimsi_inf *inf, const struct inf_line *line)
{
	const char *root = inf_expanded(inf, line->fields[0].text);

	if (root && *root != '#' && inf_reg_root(root) == PCIMSI_ROOT_UNKNOWN)
		notes_add(&inf->notes, PCIMSI_NOTE_INF_REG_ROOT, line->place, root);
}

/* The section that a reference names, for whatever architecture. NULL with *ret_name NULL: no
 * memory. */
static struct inf_section *find_reference(struct pcimsi_inf *inf, const struct inf_field *field,
					  const char **ret_name)
{
	struct inf_section *section = NULL;

	*ret_name = inf_expanded(inf, field->text);
	for (int arch = PCIMSI_ARCH_X86; *ret_name && !section && arch < INF_ARCH_COUNT; arch++) {
		const char *stamped = inf_stamp(&inf->arena, *ret_name, (enum pcimsi_arch)arch);

		if (!stamped)
			*ret_name = NULL;
		else
			section = inf_section_find_for(&inf->sections, stamped,
						       (enum pcimsi_arch)arch);
	}
	return section;
}

/* The sections that one AddReg or DelReg line names; `noted` marks those done. */
static int note_references(struct pcimsi_inf *inf, const struct inf_line *line, bool *noted)
{
	for (uint32_t i = 0; i < line->n_fields; i++) {
		const char *name;
		const struct inf_section *section = find_reference(inf, &line->fields[i], &name);

		if (!name)
			return PCIMSI_ERR_NOMEM;
		if (!section && *name)
			notes_add(&inf->notes, PCIMSI_NOTE_INF_SECTION_MISSING,
				  line->fields[i].place, name);
		if (!section || noted[section->number])
			continue;
		noted[section->number] = true;
		for (uint32_t k = 0; k < section->n_lines; k++)
			note_root(inf, &section->lines[k]);
	}
	return 0;
}

static int note_registry(struct pcimsi_inf *inf)
{
	bool *noted = arena_array(&inf->arena, inf->sections.count, sizeof(*noted));

	if (!noted)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < inf->sections.count; i++) {
		const struct inf_section *section = &inf->sections.items[i];

		if (section == inf->strings.section)
			continue;
		for (uint32_t k = 0; k < section->n_lines; k++) {
			const struct inf_line *line = &section->lines[k];

			if (!inf_key_is(inf, line, "AddReg") && !inf_key_is(inf, line, "DelReg"))
				continue;
			if (note_references(inf, line, noted) < 0)
				return PCIMSI_ERR_NOMEM;
		}
	}
	return 0;
}

/* ---- opening ------------------------------------------------------------------------------ */

static int read_inf(struct pcimsi_inf *inf, const void *bytes, size_t size)
{
	int err = inf_decode(&inf->arena, &inf->notes, bytes, size, &inf->text);

	if (!err)
		err = inf_sections_read(&inf->arena, &inf->notes, inf->text.data, &inf->sections);
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
	inf->facts.rejection = inf->sections.rejection;
	inf->facts.rejected_at = inf->sections.rejected_at;
	if (inf->facts.rejection != PCIMSI_INF_ACCEPTED)
		return 0;
	err = inf_manufacturers_read(inf);
	if (!err)
		err = note_registry(inf);
	if (!err && inf->strings.exhausted)
		notes_add(&inf->notes, PCIMSI_NOTE_INF_LIMIT, (struct pcimsi_place){ 0 },
			  "expanded strings");
	return err;
}

int inf_open(const char *name, const void *bytes, size_t size,
	     const struct pcimsi_inf_options *options, size_t memory, struct pcimsi_inf **ret)
{
	struct pcimsi_inf *inf;
	int err;

	*ret = NULL;
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
	if (options) {
		inf->notes.sink = options->notes;
		inf->include = options->include;
		inf->include_user = options->include_user;
	}
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

void pcimsi_inf_close(struct pcimsi_inf *inf)
{
	if (!inf)
		return;
	arena_done(&inf->arena);
	free(inf);
}
