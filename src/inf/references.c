/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/directive.h"
#include "inf/inf_priv.h"
#include "inf/registry_lines.h"
#include "inf/template.h"

/* What is wrong with the sections that registry directives name, wherever they stand. */

static void note_root(struct pcimsi_inf *inf, const struct inf_line *line)
{
	const char *root = inf_expanded(inf, line->fields[0].text);

	if (root && *root != '#' && inf_reg_root(root) == PCIMSI_ROOT_UNKNOWN)
		notes_add(&inf->notes, PCIMSI_NOTE_INF_REG_ROOT, line->place, root);
}

/* The section that a reference names, for whatever architecture. NULL with *ret_name NULL: no
 * memory. */
static struct inf_section *
find_reference(struct pcimsi_inf *inf, const struct pcimsi_inf_field *field, const char **ret_name)
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

struct noting {
	struct pcimsi_inf *inf;
	bool *noted; /* by section: done */
};

/* The sections that a registry line names. */
static int note_line(void *user, const struct inf_section *section, const struct inf_line *line,
		     enum pcimsi_directive directive)
{
	struct noting *n = user;

	(void)section;
	(void)directive;
	for (uint32_t i = 0; i < line->n_fields; i++) {
		const char *name;
		const struct inf_section *target = find_reference(n->inf, &line->fields[i], &name);

		if (!name)
			return PCIMSI_ERR_NOMEM;
		if (!target && *name)
			notes_add(&n->inf->notes, PCIMSI_NOTE_INF_SECTION_MISSING,
				  line->fields[i].place, name);
		if (!target || n->noted[target->number])
			continue;
		n->noted[target->number] = true;
		for (uint32_t k = 0; k < target->n_lines; k++)
			note_root(n->inf, &target->lines[k]);
	}
	return 0;
}

int inf_note_references(struct pcimsi_inf *inf)
{
	struct noting noting = { .inf = inf };

	noting.noted = arena_array(&inf->arena, inf->sections.count, sizeof(*noting.noted));
	if (!noting.noted)
		return PCIMSI_ERR_NOMEM;
	for (uint32_t i = 0; i < inf->sections.count; i++) {
		const struct inf_section *section = &inf->sections.items[i];

		if (section != inf->strings.section &&
		    inf_walk(inf, section, INF_REGISTRY_SET, note_line, &noting) < 0)
			return PCIMSI_ERR_NOMEM;
	}
	return 0;
}
