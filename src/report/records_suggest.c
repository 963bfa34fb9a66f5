/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/records.h"

#include "report/udiff.h"

#include <stdlib.h>

/* What to write instead. */

static json_t *record_suggestion(const struct pcimsi_suggestion *suggestion)
{
	const struct pcimsi_judged_function *function = suggestion->function;
	const struct pcimsi_finding *finding = suggestion->finding;

	return json_pack(
		"{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:i, s:i, s:o, s:o, s:o, s:o}", "suggestion",
		pcimsi_suggestion_name(suggestion->kind), "rule", suggestion->rule->id, "slug",
		suggestion->rule->slug, "confidence",
		pcimsi_confidence_name(finding ? finding->confidence
					       : suggestion->rule->confidence),
		"line", suggestion->line ? json_integer(suggestion->line) : json_null(), "capture",
		json_text(function ? function->capture : NULL), "slot",
		function ? json_slot(function->function.raw.slot) : json_null(), "gone",
		(int)suggestion->n_gone, "alike", (int)suggestion->n_alike, "fingerprint",
		finding ? json_sprintf("%016llx", (unsigned long long)finding->fingerprint)
			: json_null(),
		"reason",
		suggestion->refusal ? json_string_nocheck(pcimsi_refusal_text(suggestion->refusal))
				    : json_null(),
		"other",
		suggestion->other ? json_string_nocheck(suggestion->other->id) : json_null(),
		"detail", json_text(suggestion->detail));
}

static json_t *record_line(const struct pcimsi_suggested_inf *inf, const uint8_t *bytes,
			   size_t size)
{
	char *text = bytes ? udiff_line_text(inf, bytes, size) : NULL;
	json_t *json = bytes && !text ? NULL : json_text(text);

	free(text);
	return json;
}

static json_t *record_change(const struct pcimsi_suggested_inf *inf,
			     const struct pcimsi_suggested_line *line)
{
	return json_pack("{s:o, s:o, s:o}", "line",
			 line->number ? json_integer(line->number) : json_null(), "before",
			 record_line(inf, line->before, line->before_size), "after",
			 record_line(inf, line->after, line->after_size));
}

json_t *record_suggestions(const struct pcimsi_suggested_inf *inf)
{
	json_t *suggestions = json_array(), *changes = json_array();

	for (uint32_t i = 0; i < inf->n_suggestions; i++)
		suggestions = json_listed(suggestions, record_suggestion(&inf->suggestions[i]));
	for (uint32_t i = 0; i < inf->n_lines; i++)
		if (inf->lines[i].changed)
			changes = json_listed(changes, record_change(inf, &inf->lines[i]));
	return json_pack("{s:o, s:o, s:o, s:i}", "inf", json_text(inf->inf->facts->name),
			 "suggestions", suggestions, "changes", changes, "passed_over",
			 (int)inf->n_passed_over);
}
