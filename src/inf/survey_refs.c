/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/survey_priv.h"

#include "inf/directive.h"
#include "inf/install.h"
#include "inf/section_names.h"
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

/* What following the lines of one section needs. */
struct follow {
	struct surveyor *s;
	enum inf_context context; /* of the section */
	unsigned depth;
};

/* How sections are reached that a registry line of the section names. */
static enum inf_context context_of(enum inf_context context, enum pcimsi_directive directive)
{
	if (context == INF_FROM_HW || context == INF_FROM_INSTALL)
		return (enum inf_context)((uint32_t)context << directive);
	return context;
}

/* Every section that a registry line names. */
static int mark_line(struct surveyor *s, const struct inf_line *line,
		     const struct inf_reference *reference)
{
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

static int follow_section(struct surveyor *s, const struct inf_section *section,
			  enum inf_context context, unsigned depth);

/* What the sections that a Needs line names name in turn. */
static int follow_needs(const struct follow *follow, const struct inf_line *line)
{
	struct surveyor *s = follow->s;

	for (uint32_t i = 0; i < line->n_fields; i++) {
		const char *name = inf_expanded(s->inf, line->fields[i].text);

		for (int arch = PCIMSI_ARCH_X86; name && arch < INF_ARCH_COUNT; arch++) {
			struct inf_section *target;

			if (inf_needed_section(s->inf, name, (enum pcimsi_arch)arch, &target) < 0)
				return PCIMSI_ERR_NOMEM;
			if (target &&
			    follow_section(s, target, follow->context, follow->depth + 1) < 0)
				return PCIMSI_ERR_NOMEM;
		}
		if (!name)
			return PCIMSI_ERR_NOMEM;
	}
	return 0;
}

static int follow_line(void *user, const struct inf_section *section, const struct inf_line *line,
		       enum pcimsi_directive directive)
{
	const struct follow *follow = user;

	if (directive == PCIMSI_DIRECTIVE_NEEDS)
		return follow_needs(follow, line);
	return mark_line(follow->s, line,
			 &(struct inf_reference){
				 .context = context_of(follow->context, directive),
				 .directive = directive,
				 .section = section->name,
				 .place = line->place,
				 .text = line->text,
			 });
}

static int follow_section(struct surveyor *s, const struct inf_section *section,
			  enum inf_context context, unsigned depth)
{
	struct inf_mark *m = &s->marks[section->number];
	struct follow follow = { .s = s, .context = context, .depth = depth };

	if (m->walked & (uint32_t)context || depth > INF_NEEDS_DEPTH_MAX)
		return 0;
	m->walked |= (uint32_t)context;
	return inf_walk(s->inf, section, INF_REGISTRY_SET | INF_DIRECTIVE(PCIMSI_DIRECTIVE_NEEDS),
			follow_line, &follow);
}

int inf_survey_follow(struct surveyor *s, const struct inf_section *section,
		      enum inf_context context)
{
	return follow_section(s, section, context, 0);
}
