/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inf/inf_priv.h"
#include "inf/survey.h"

#include <string.h>

/* Localized strings ("INF Strings Section"): what a line would be in another language. */

static bool differs(const struct inf_strings *strings, const struct inf_language *language,
		    const char *token, size_t length, struct inf_localized *ret)
{
	uint32_t line = name_index_find(&language->index, token, length);

	ret->value = inf_string(strings, token, length);
	ret->localized_value = inf_language_string(language, token, length);
	ret->section = language->section->name;
	ret->place = line == NAME_NONE ? language->section->place
				       : language->section->lines[line].place;
	if (!ret->value || !ret->localized_value)
		return ret->value != ret->localized_value;
	return strcmp(ret->value, ret->localized_value) != 0;
}

static int token_differs(struct pcimsi_inf *inf, const char *token, size_t length,
			 struct inf_localized *ret)
{
	const struct inf_strings *strings = &inf->strings;

	for (uint32_t i = 0; i < strings->n_languages; i++) {
		if (!differs(strings, &strings->languages[i], token, length, ret))
			continue;
		ret->token = arena_strndup(&inf->arena, token, length);
		return ret->token ? 1 : PCIMSI_ERR_NOMEM;
	}
	return 0;
}

int inf_localized_difference(struct pcimsi_inf *inf, const struct pcimsi_effect *effect,
			     struct inf_localized *ret)
{
	const struct inf_section *section = inf_section_find(&inf->sections, effect->section);
	const struct inf_line *line = section ? inf_line_at(section, effect->place.line) : NULL;

	for (uint32_t i = 0; line && inf->strings.n_languages && i < line->n_fields; i++) {
		const char *token = line->fields[i].text;
		size_t length;

		while ((token = inf_next_token(token, &length))) {
			int found = token_differs(inf, token, length, ret);

			if (found)
				return found;
			token += length + 1;
		}
	}
	return 0;
}
