/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/survey_priv.h"

#include "inf/install.h"
#include "inf/template.h"

int inf_survey_find(struct surveyor *s, const char *name, struct inf_section *ret[INF_ARCH_COUNT])
{
	bool template = inf_has_arch(name) || s->inf->sections.templates;

	for (int arch = PCIMSI_ARCH_NONE; arch < INF_ARCH_COUNT; arch++) {
		const char *stamped;

		ret[arch] = NULL;
		/* Without templates all architectures see the same. */
		if (!template && arch > PCIMSI_ARCH_X86)
			continue;
		stamped = inf_stamp(&s->inf->arena, name, (enum pcimsi_arch)arch);
		if (!stamped)
			return PCIMSI_ERR_NOMEM;
		if (arch)
			ret[arch] = inf_section_find_for(&s->inf->sections, stamped,
							 (enum pcimsi_arch)arch);
	}
	return 0;
}

static int mark(struct surveyor *s, const struct inf_section *target,
		const struct inf_reference *reference)
{
	struct inf_mark *m = &s->marks[target->number];
	struct inf_reference *added;

	if (!m->survey)
		return 0;
	if (!s->reached)
		s->reached = m->survey;
	if (m->survey->contexts & (uint32_t)reference->context)
		return 0;
	m->survey->contexts |= (uint32_t)reference->context;
	added = VEC_ADD(&s->inf->arena, &m->references);
	if (!added)
		return PCIMSI_ERR_NOMEM;
	*added = *reference;
	m->survey->references = m->references.items;
	m->survey->n_references = m->references.count;
	return 0;
}

/* Every section that an AddReg or DelReg line names. */
static int mark_line(struct surveyor *s, const struct inf_line *line,
		     struct inf_reference *reference)
{
	reference->place = line->place;
	reference->text = line->text;
	for (uint32_t i = 0; i < line->n_fields; i++) {
		const char *name = inf_expanded(s->inf, line->fields[i].text);
		struct inf_section *targets[INF_ARCH_COUNT];

		if (!name || inf_survey_find(s, name, targets) < 0)
			return PCIMSI_ERR_NOMEM;
		for (int arch = PCIMSI_ARCH_X86; arch < INF_ARCH_COUNT; arch++)
			if (targets[arch] && mark(s, targets[arch], reference) < 0)
				return PCIMSI_ERR_NOMEM;
	}
	return 0;
}

/* What the sections that a Needs line names name in turn. */
static int follow_needs(struct surveyor *s, const struct inf_line *line, enum inf_context addreg,
			enum inf_context delreg, unsigned depth)
{
	for (uint32_t i = 0; i < line->n_fields; i++) {
		const char *name = inf_expanded(s->inf, line->fields[i].text);

		for (int arch = PCIMSI_ARCH_X86; name && arch < INF_ARCH_COUNT; arch++) {
			struct inf_section *target;

			if (inf_needed_section(s->inf, name, (enum pcimsi_arch)arch, &target) < 0)
				return PCIMSI_ERR_NOMEM;
			if (target && inf_survey_follow(s, target, addreg, delreg, depth + 1) < 0)
				return PCIMSI_ERR_NOMEM;
		}
		if (!name)
			return PCIMSI_ERR_NOMEM;
	}
	return 0;
}

static int follow_line(struct surveyor *s, const struct inf_section *section,
		       const struct inf_line *line, enum inf_context addreg,
		       enum inf_context delreg, unsigned depth)
{
	struct inf_reference reference = { .section = section->name };

	if (inf_key_is(s->inf, line, "AddReg")) {
		reference.context = addreg;
		reference.directive = "AddReg";
		return mark_line(s, line, &reference);
	}
	if (inf_key_is(s->inf, line, "DelReg")) {
		reference.context = delreg;
		reference.directive = "DelReg";
		return mark_line(s, line, &reference);
	}
	if (inf_key_is(s->inf, line, "Needs"))
		return follow_needs(s, line, addreg, delreg, depth);
	return 0;
}

int inf_survey_follow(struct surveyor *s, const struct inf_section *section,
		      enum inf_context addreg, enum inf_context delreg, unsigned depth)
{
	struct inf_mark *m = &s->marks[section->number];

	if (m->walked & (uint32_t)addreg || depth > INF_NEEDS_DEPTH_MAX)
		return 0;
	m->walked |= (uint32_t)addreg;
	for (uint32_t i = 0; i < section->n_lines; i++)
		if (follow_line(s, section, &section->lines[i], addreg, delreg, depth) < 0)
			return PCIMSI_ERR_NOMEM;
	return 0;
}
