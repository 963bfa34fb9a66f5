/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/records.h"

/* What is expected to be requested: with another limit, by a whole machine, and by which rule. */

json_t *record_what_if(const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_grant *grant = verdict->what_if;

	if (!grant)
		return json_null();
	return json_pack("{s:o, s:s, s:o, s:o, s:o, s:s, s:s}", "message_number_limit",
			 json_reg(grant->limit), "mode", pcimsi_mode_name(grant->mode), "requested",
			 json_reg(grant->requested), "unused", json_reg(grant->unused), "fallback",
			 json_text(pcimsi_fallback_name(grant->fallback)), "model", grant->row->id,
			 "confidence", pcimsi_confidence_name(grant->confidence));
}

static json_t *json_count(uint64_t count)
{
	return json_integer((json_int_t)count);
}

static json_t *list_consumers(const struct pcimsi_budget *budget)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < budget->n_top; i++) {
		const struct pcimsi_verdict *verdict = budget->top[i].verdict;

		list = json_listed(list,
				   json_pack("{s:o, s:o, s:o}", "slot",
					     json_slot(verdict->function->function.raw.slot), "inf",
					     json_text(verdict->inf->facts->name), "requested",
					     json_count(budget->top[i].requested)));
	}
	return list;
}

json_t *record_budget(const struct pcimsi_budget *budget)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "capture",
			 json_text(budget->capture), "member", json_text(budget->member), "cpus",
			 json_count(budget->cpus), "functions", json_count(budget->n_functions),
			 "judged", json_count(budget->n_judged), "advertised",
			 json_count(budget->advertised), "requested", json_count(budget->requested),
			 "useful", json_count(budget->useful), "what_if",
			 budget->what_if_given ? json_count(budget->what_if) : json_null(),
			 "supply", json_count(budget->supply), "top", list_consumers(budget));
}

json_t *record_model_row(const struct pcimsi_grant_row *row)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s}", "model", row->id, "when", row->when,
			 "expected", row->expected, "source", row->source, "confidence",
			 pcimsi_confidence_name(row->confidence));
}

json_t *record_model_event(const struct pcimsi_grant_event *event)
{
	return json_pack("{s:s, s:s, s:s, s:s}", "event", event->id, "text", event->text, "source",
			 event->source, "confidence", pcimsi_confidence_name(event->confidence));
}
