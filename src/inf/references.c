/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/inf_priv.h"
#include "inf/registry.h"
#include "inf/template.h"

/* What is wrong with the sections that AddReg and DelReg lines name, wherever they stand. */

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

int inf_note_references(struct pcimsi_inf *inf)
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
