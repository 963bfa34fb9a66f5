/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/records.h"

#include "report/text_diff.h"

/* What to write instead. */

static void put_suggestion(struct jsonw *w, const struct pcimsi_suggestion *suggestion)
{
	const struct pcimsi_judged_function *function = suggestion->function;
	const struct pcimsi_finding *finding = suggestion->finding;

	jsonw_object(w);
	key_word(w, "suggestion", pcimsi_suggestion_name(suggestion->kind));
	key_word(w, "rule", suggestion->rule->id);
	key_word(w, "slug", suggestion->rule->slug);
	key_word(w, "confidence",
		 pcimsi_confidence_name(finding ? finding->confidence
						: suggestion->rule->confidence));
	key_line(w, "line", suggestion->line);
	key_text(w, "capture", function ? function->capture : NULL);
	if (function)
		key_slot(w, "slot", function->function->raw.slot);
	else
		key_null(w, "slot");
	key_number(w, "gone", suggestion->n_gone);
	key_number(w, "alike", suggestion->n_alike);
	if (finding)
		key_hex(w, "fingerprint", "", finding->fingerprint, 16);
	else
		key_null(w, "fingerprint");
	key_text(w, "reason",
		 suggestion->refusal ? pcimsi_refusal_text(suggestion->refusal) : NULL);
	key_word(w, "other", suggestion->other ? suggestion->other->id : NULL);
	key_text(w, "detail", suggestion->detail);
	jsonw_object_end(w);
}

static void put_line(struct jsonw *w, const char *key, const struct pcimsi_suggested_inf *inf,
		     const uint8_t *bytes, size_t size)
{
	if (bytes)
		key_own(w, key, diff_line_text(inf, bytes, size));
	else
		key_null(w, key);
}

static void put_change(struct jsonw *w, const struct pcimsi_suggested_inf *inf,
		       const struct pcimsi_suggested_line *line)
{
	jsonw_object(w);
	key_line(w, "line", line->number);
	put_line(w, "before", inf, line->before, line->before_size);
	put_line(w, "after", inf, line->after, line->after_size);
	jsonw_object_end(w);
}

void record_suggestions(struct jsonw *w, const struct pcimsi_suggested_inf *inf)
{
	key_text(w, "inf", inf->inf->facts->name);
	key_array(w, "suggestions");
	for (uint32_t i = 0; i < inf->n_suggestions; i++)
		put_suggestion(w, &inf->suggestions[i]);
	jsonw_array_end(w);
	key_array(w, "changes");
	for (uint32_t i = 0; i < inf->n_lines; i++)
		if (inf->lines[i].changed)
			put_change(w, inf, &inf->lines[i]);
	jsonw_array_end(w);
	key_number(w, "passed_over", inf->n_passed_over);
}
