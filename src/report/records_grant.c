/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/records.h"

/* What is expected to be requested: with another limit, by a whole machine, and by which rule. */

static void put_request(struct jsonw *w, const struct pcimsi_grant *grant)
{
	key_reg(w, "message_number_limit", grant->limit);
	key_word(w, "mode", pcimsi_mode_name(grant->mode));
	key_reg(w, "requested", grant->requested);
	key_reg(w, "unused", grant->unused);
	key_text(w, "fallback", pcimsi_fallback_name(grant->fallback));
	key_word(w, "model", grant->row->id);
	key_word(w, "confidence", pcimsi_confidence_name(grant->confidence));
}

void record_what_if(struct jsonw *w, const struct pcimsi_verdict *verdict)
{
	if (!verdict->what_if) {
		key_null(w, "what_if");
		return;
	}
	key_object(w, "what_if");
	put_request(w, verdict->what_if);
	jsonw_object_end(w);
}

void record_held_request(struct jsonw *w, const struct pcimsi_function *function,
			 const struct pcimsi_registry_device *device,
			 const struct pcimsi_target *windows)
{
	const struct pcimsi_held_value *limit =
		&device->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT];
	struct pcimsi_grant grant;

	if (!pcimsi_held_predict(function, device, windows, &grant)) {
		key_null(w, "held_request");
		return;
	}
	key_object(w, "held_request");
	put_request(w, &grant);
	key_reg(w, "capacity", grant.capacity);
	key_bool(w, "limit_known", limit->state != PCIMSI_HELD_UNKNOWN);
	key_text(w, "unknown_reason", pcimsi_grant_unknown_name(grant.unknown));
	jsonw_object_end(w);
}

void record_granted(struct jsonw *w, const struct pcimsi_judged_function *function)
{
	const struct pcimsi_granted *granted = &function->granted;
	const struct pcimsi_granted_device *device = granted->device;
	bool known = granted->state == PCIMSI_GRANTED_KNOWN;

	if (granted->state == PCIMSI_GRANTED_NOT_GIVEN) {
		key_null(w, "granted");
		return;
	}
	key_object(w, "granted");
	key_word(w, "state", pcimsi_granted_state_name(granted->state));
	key_known_number(w, "messages", known, granted->messages);
	key_known_bool(w, "at_least", known, granted->at_least);
	key_known_number(w, "interrupt_lines", known && granted->lines_known, granted->lines);
	key_word(w, "confidence", known ? pcimsi_confidence_name(granted->confidence) : NULL);
	key_text(w, "unknown_reason", pcimsi_granted_unknown_name(granted->unknown));
	key_number(w, "devices", granted->n_devices);
	key_text(w, "file", device ? device->file : NULL);
	key_text(w, "id", device ? device->id : NULL);
	key_text(w, "instance", device ? device->instance : NULL);
	key_text(w, "name", device ? device->name : NULL);
	key_word(w, "by",
		 !device || !known                      ? NULL
		 : device->by == PCIMSI_GRANTED_BY_NAME ? "name"
							: "device");
	key_line(w, "line", device ? device->place.line : 0);
	jsonw_object_end(w);
}

static void put_consumer(struct jsonw *w, const struct pcimsi_consumer *consumer)
{
	jsonw_object(w);
	key_slot(w, "slot", consumer->verdict->function->function->raw.slot);
	key_text(w, "inf", consumer->verdict->inf->facts->name);
	key_number(w, "requested", consumer->requested);
	jsonw_object_end(w);
}

void record_budget(struct jsonw *w, const struct pcimsi_budget *budget)
{
	key_text(w, "capture", budget->capture);
	key_text(w, "member", budget->member);
	key_number(w, "cpus", budget->cpus);
	key_number(w, "function_count", budget->n_functions);
	key_number(w, "judged", budget->n_judged);
	key_number(w, "advertised", budget->advertised);
	key_number(w, "requested", budget->requested);
	key_number(w, "useful", budget->useful);
	key_known_number(w, "requested_what_if", budget->what_if_given, budget->what_if);
	key_number(w, "supply", budget->supply);
	key_array(w, "top");
	for (uint32_t i = 0; i < budget->n_top; i++)
		put_consumer(w, &budget->top[i]);
	jsonw_array_end(w);
}

void record_model_row(struct jsonw *w, const struct pcimsi_grant_row *row)
{
	key_word(w, "model", row->id);
	key_text(w, "when", row->when);
	key_text(w, "expected", row->expected);
	key_text(w, "source", row->source);
	key_word(w, "confidence", pcimsi_confidence_name(row->confidence));
}

void record_model_event(struct jsonw *w, const struct pcimsi_grant_event *event)
{
	key_word(w, "event", event->id);
	key_text(w, "text", event->text);
	key_text(w, "source", event->source);
	key_word(w, "confidence", pcimsi_confidence_name(event->confidence));
}
