/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/survey.h"

#include "base/str.h"
#include "inf/registry_lines.h"
#include "inf/survey_priv.h"

#include <string.h>

/* ---- registry lines that concern MSI ------------------------------------------------------- */

/* In lower case; a part of the name is enough, since names get misspelt. */
static const char *const words[] = {
	"interrupt management", "messagesignal",         "msisupported",
	"messagenumberlimit",   "affinity policy",       "devicepolicy",
	"devicepriority",       "assignmentsetoverride", "grouppolicy",
};

static bool begins(const char *text, const char *word)
{
	while (*word && ascii_lower(*text) == *word) {
		text++;
		word++;
	}
	return !*word;
}

static bool mentions(const char *text)
{
	for (; *text; text++) {
		if (!strchr("imadgIMADG", *text))
			continue;
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (begins(text, words[i]))
				return true;
	}
	return false;
}

/* The first component of a path that looks like "Interrupt Management" with a slip in it. */
static bool nearly_begins(const char *subkey)
{
	static const char name[] = INF_KEY_INTERRUPTS;
	size_t length = strcspn(subkey, "\\");
	char component[sizeof(name) + 2];

	if (length + 2 < strlen(name) || length >= sizeof(component))
		return false;
	memcpy(component, subkey, length);
	component[length] = '\0';
	return str_is_near(component, name, 2);
}

/* 1: the line is a registry line that concerns MSI; 0: not. */
static int concerns(struct pcimsi_inf *inf, const struct inf_line *line)
{
	const char *text = inf_expanded(inf, line->fields[0].text);

	if (!text)
		return PCIMSI_ERR_NOMEM;
	if (inf_reg_root(text) == PCIMSI_ROOT_UNKNOWN)
		return 0;
	for (uint32_t i = 1; i < line->n_fields; i++) {
		text = inf_expanded(inf, line->fields[i].text);
		if (!text)
			return PCIMSI_ERR_NOMEM;
		if (mentions(text) || (i == 1 && nearly_begins(text)))
			return 1;
	}
	return 0;
}

static int section_concerns(struct pcimsi_inf *inf, const struct inf_section *section)
{
	int found = 0;

	if (str_ieq(section->name, "Strings") || str_istarts(section->name, "Strings."))
		return 0;
	for (uint32_t i = 0; !found && i < section->n_lines; i++)
		found = concerns(inf, &section->lines[i]);
	return found;
}

static int count_sections(struct surveyor *s, bool *wanted, uint32_t *ret)
{
	*ret = 0;
	for (uint32_t i = 0; i < s->inf->sections.count; i++) {
		int found = section_concerns(s->inf, &s->inf->sections.items[i]);

		if (found < 0)
			return found;
		wanted[i] = found;
		*ret += found > 0;
	}
	return 0;
}

static int fill_section(struct pcimsi_inf *inf, struct inf_section *section,
			struct inf_survey_section *ret)
{
	*ret = (struct inf_survey_section){
		.name = section->name,
		.place = section->place,
		.effects = inf_section_effects(inf, section, PCIMSI_DIRECTIVE_ADDREG),
		.n_effects = section->n_lines,
	};
	return ret->effects ? 0 : PCIMSI_ERR_NOMEM;
}

static int find_sections(struct surveyor *s)
{
	struct inf_sections *sections = &s->inf->sections;
	bool *wanted = arena_array(&s->inf->arena, sections->count, sizeof(*wanted));
	struct inf_survey_section *found;
	uint32_t n = 0;

	if (!wanted || count_sections(s, wanted, &n) < 0)
		return PCIMSI_ERR_NOMEM;
	found = arena_array(&s->inf->arena, n, sizeof(*found));
	if (!found)
		return PCIMSI_ERR_NOMEM;
	s->survey->sections = found;
	s->survey->n_sections = n;
	for (uint32_t i = 0; i < sections->count; i++) {
		if (!wanted[i])
			continue;
		if (fill_section(s->inf, &sections->items[i], found) < 0)
			return PCIMSI_ERR_NOMEM;
		s->marks[i].survey = found++;
	}
	return 0;
}

/* ---- the survey --------------------------------------------------------------------------- */

static int make(struct pcimsi_inf *inf, struct inf_survey *survey)
{
	struct surveyor s = { .inf = inf, .survey = survey };

	s.marks = arena_array(&inf->arena, inf->sections.count, sizeof(*s.marks));
	if (!s.marks || find_sections(&s) < 0 || inf_survey_walk(&s) < 0)
		return PCIMSI_ERR_NOMEM;
	survey->unpaired = s.unpaired.items;
	survey->n_unpaired = s.unpaired.count;
	survey->installs = s.installs.items;
	survey->n_installs = s.installs.count;
	survey->models = s.models.items;
	survey->n_models = s.models.count;
	return 0;
}

int inf_survey(struct pcimsi_inf *inf, const struct inf_survey **ret)
{
	struct inf_survey *survey;

	if (!inf->survey) {
		survey = arena_alloc(&inf->arena, sizeof(*survey));
		if (!survey)
			return PCIMSI_ERR_NOMEM;
		if (inf->facts.rejection == PCIMSI_INF_ACCEPTED && make(inf, survey) < 0)
			return PCIMSI_ERR_NOMEM;
		inf->survey = survey;
	}
	*ret = inf->survey;
	return 0;
}

const struct inf_survey_install *inf_survey_install(const struct inf_survey *survey,
						    const char *section)
{
	for (uint32_t i = 0; section && i < survey->n_installs; i++)
		if (str_ieq(survey->installs[i].section, section))
			return &survey->installs[i];
	return NULL;
}

const char *inf_near_section(const struct pcimsi_inf *inf, const char *name)
{
	return inf_section_near(&inf->sections, name);
}

const struct inf_line *inf_find_line(const struct pcimsi_inf *inf, uint32_t number)
{
	const struct inf_line *line = NULL;

	for (uint32_t i = 0; !line && i < inf->sections.count; i++)
		line = inf_line_at(&inf->sections.items[i], number);
	return line;
}

bool inf_has_section(const struct pcimsi_inf *inf, const char *name)
{
	return inf_section_find(&inf->sections, name) != NULL;
}
