/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/records.h"

/* Which limit to write. */

static void put_limit(struct jsonw *w, const char *key, const struct pcimsi_advice_row *row)
{
	if (row)
		key_reg(w, key, row->limit);
	else
		key_null(w, key);
}

static void put_row(struct jsonw *w, const struct pcimsi_advice *advice,
		    const struct pcimsi_advice_row *row)
{
	jsonw_object(w);
	key_reg(w, "limit", row->limit);
	for (int i = 0; i < PCIMSI_LIMIT_EFFECTS; i++)
		key_number(w, pcimsi_limit_effect_name((enum pcimsi_limit_effect)i),
			   row->functions[i]);
	key_number(w, "asked_count", row->requested);
	key_number(w, "unused_count", row->unused);
	key_number(w, "over_count", row->over);
	key_bool(w, "advised", row == advice->best);
	key_bool(w, "own", row->is_own);
	key_bool(w, "is_capacity", row->is_capacity);
	key_bool(w, "is_maximum", row->is_maximum);
	jsonw_object_end(w);
}

static void put_most(struct jsonw *w, const struct pcimsi_verdict *verdict)
{
	key_text(w, "most_capture", verdict ? verdict->function->capture : NULL);
	key_text(w, "most_member", verdict ? verdict->function->function->raw.member : NULL);
	if (verdict)
		key_slot(w, "most_slot", verdict->function->function->raw.slot);
	else
		key_null(w, "most_slot");
}

void record_advice(struct jsonw *w, const struct pcimsi_advice *advice)
{
	key_text(w, "inf", advice->inf->facts->name);
	record_target(w, &advice->inf->resolution->target);
	key_text(w, "section", advice->section);
	key_number(w, "section_count", advice->n_sections);
	key_text(w, "file", advice->file);
	key_line(w, "line", advice->place.line);
	key_reg(w, "message_number_limit", advice->own);
	key_known_bool(w, "messages_enabled", advice->enabled != PCIMSI_ENABLED_UNKNOWN,
		       advice->enabled == PCIMSI_ENABLED_YES);
	key_number(w, "function_count", advice->n_verdicts);
	key_number(w, "without_count", advice->n_without);
	key_known_number(w, "least_count", advice->least, advice->least);
	key_known_number(w, "most_count", advice->most, advice->most);
	put_most(w, advice->most_verdict);
	key_bool(w, "all_seen", advice->all_seen);
	put_limit(w, "advised_limit", advice->best);
	key_word(w, "because", pcimsi_advice_reason_name(advice->reason));
	put_limit(w, "enough", advice->enough);
	put_limit(w, "maximum", advice->maximum);
	key_array(w, "limits");
	for (uint32_t i = 0; i < advice->n_rows; i++)
		put_row(w, advice, &advice->rows[i]);
	jsonw_array_end(w);
}
