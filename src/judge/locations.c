/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/inputs.h"
#include "judge/judge_priv.h"

#include <stdarg.h>
#include <string.h>

/* What proves a finding, and where that is. */

static struct pcimsi_location *add_location(struct finding *finding)
{
	struct pcimsi_location *location = VEC_ADD(&finding->check->arena, &finding->locations);

	if (!location)
		finding->check->nomem = true;
	finding->pub.locations = finding->locations.items;
	finding->pub.n_locations = finding->locations.count;
	return location;
}

static struct pcimsi_location *add_bytes(struct finding *finding,
					 const struct judged_function *function)
{
	struct pcimsi_location *location = add_location(finding);

	if (!location)
		return NULL;
	location->file = function->pub.capture;
	location->input = function->pub.input;
	location->slot = function->pub.function->raw.slot;
	location->role = PCIMSI_ROLE_CONTRADICTS;
	return location;
}

void finding_field(struct finding *finding, const struct judged_function *function, uint32_t start,
		   uint32_t at, const char *format, ...)
{
	const struct pcimsi_bytes *bytes = &function->pub.function->raw.bytes;
	struct pcimsi_field field = pcimsi_field_of(function->pub.function, (uint16_t)start,
						    (uint16_t)at);
	struct pcimsi_location *location;
	va_list args;

	if (!finding || field.size > sizeof(location->bytes) ||
	    !bytes_has(bytes, field.offset, field.size))
		return;
	location = add_bytes(finding, function);
	if (!location)
		return;
	location->offset = field.offset;
	location->size = field.size;
	location->from.line = pcimsi_raw_line(&function->pub.function->raw, field.offset);
	location->to.line = location->from.line;
	memcpy(location->bytes, bytes->data + field.offset, field.size);
	location->field = field.name ? field.name : "config";
	va_start(args, format);
	location->value = check_vstring(finding->check, format, args);
	va_end(args);
}

void finding_bits(struct finding *finding, const char *name)
{
	struct pcimsi_location *last;
	uint32_t count;

	if (!finding || !finding->locations.count)
		return;
	last = &finding->locations.items[finding->locations.count - 1];
	last->bits = pcimsi_field_bits_named(last->field, name);
	/* In a broken list it can be another field, which has no bits of a name. */
	if (!last->bits && pcimsi_field_bits(last->field, &count))
		finding->check->n_misgiven++;
}

void finding_windows(struct finding *finding, const struct judged_function *function, uint32_t most)
{
	struct pcimsi_location *location = finding ? add_bytes(finding, function) : NULL;

	if (!location)
		return;
	location->field = "windows.interrupt_message_maximum";
	location->value = check_string(finding->check, "%u", most);
}

void finding_windows_granted(struct finding *finding, const struct judged_function *function)
{
	const struct pcimsi_windows *windows = function->pub.function->raw.windows;
	struct pcimsi_location *location = finding && windows ? add_bytes(finding, function) : NULL;

	if (!location)
		return;
	location->field = "windows.granted_messages";
	location->value = check_string(finding->check, "%u", windows->granted_messages.value);
}

static struct pcimsi_location *add_line(struct finding *finding, enum pcimsi_input_kind kind,
					const struct pcimsi_input *input, const char *file,
					struct pcimsi_place place, const char *text)
{
	struct pcimsi_location *location = add_location(finding);

	if (!location)
		return NULL;
	location->kind = kind;
	location->file = file;
	location->input = input;
	location->place = place;
	location->from = place;
	location->text = text;
	return location;
}

void finding_file_line(struct finding *finding, enum pcimsi_input_kind kind, const char *file,
		       struct pcimsi_place place, const char *text)
{
	struct pcimsi_location *location =
		finding ? add_line(finding, kind, input_named(finding->check, kind, file), file,
				   place, text)
			: NULL;

	if (location && (kind == PCIMSI_INPUT_REGISTRY || kind == PCIMSI_INPUT_GRANTED))
		location->role = PCIMSI_ROLE_CONTRADICTS;
	if (location && kind == PCIMSI_INPUT_POLICY)
		location->role = PCIMSI_ROLE_DEFINES;
}

void finding_line(struct finding *finding, const struct judged_inf *inf, struct pcimsi_place place,
		  const char *text)
{
	if (!finding)
		return;
	add_line(finding, PCIMSI_INPUT_INF, inf->pub.input, inf->pub.facts->name, place, text);
	if (!finding->pub.place.line)
		finding->pub.place = place;
}

/* The last evidence is of this part of its line. */
static void narrow(struct finding *finding, struct pcimsi_place from, struct pcimsi_place to)
{
	struct pcimsi_location *last;

	if (!finding->locations.count)
		return;
	last = &finding->locations.items[finding->locations.count - 1];
	last->from = from;
	last->to = to;
}

static void of_included(struct finding *finding, const char *file)
{
	struct pcimsi_location *last = &finding->locations.items[finding->locations.count - 1];

	last->file = file;
	last->input = input_named(finding->check, PCIMSI_INPUT_INF, file);
}

/* A line of the INF, or of one that it includes: then it still is what the finding is about. */
static void add_own_line(struct finding *finding, const struct judged_inf *inf, const char *file,
			 struct pcimsi_place place, const char *text)
{
	struct pcimsi_place before = finding->pub.place;

	finding_line(finding, inf, place, text);
	if (!file || !finding->locations.count)
		return;
	of_included(finding, file);
	finding->pub.place = before;
}

void finding_part(struct finding *finding, const struct pcimsi_effect *effect,
		  enum effect_part part)
{
	const struct pcimsi_inf_field *fields = effect->fields;
	uint32_t first = part == EFFECT_LINE || part >= effect->n_fields ? 0 : part;
	uint32_t last = first && part != EFFECT_VALUE ? first : effect->n_fields - 1u;

	if (finding && effect->n_fields)
		narrow(finding, fields[first].place, fields[part == EFFECT_ROOT ? 0 : last].end);
}

void finding_effect(struct finding *finding, const struct judged_inf *inf,
		    const struct pcimsi_effect *effect)
{
	if (!effect || !finding)
		return;
	add_own_line(finding, inf, effect->file, effect->place, effect->text);
	finding_part(finding, effect, EFFECT_VALUE);
}

void finding_missing(struct finding *finding, const struct judged_inf *inf,
		     const struct pcimsi_missing *missing)
{
	if (!finding)
		return;
	add_own_line(finding, inf, missing->file, missing->place, missing->text);
	narrow(finding, missing->place, missing->end);
}

/* Characters of UTF-8. */
static uint32_t characters(const char *text)
{
	uint32_t count = 0;

	for (; *text; text++)
		count += ((unsigned char)*text & 0xc0) != 0x80;
	return count;
}

void finding_section(struct finding *finding, const struct judged_inf *inf,
		     struct pcimsi_place place, const char *section)
{
	struct pcimsi_place to = place;

	if (!finding)
		return;
	finding_line(finding, inf, place, check_string(finding->check, "[%s]", section));
	to.column += characters(section) + 2;
	narrow(finding, place, to);
}

void finding_model_line(struct finding *finding, const struct judged_inf *inf,
			const struct pcimsi_model *model)
{
	finding_line(finding, inf, model->place, model->text);
	if (finding && model->n_fields > 1)
		narrow(finding, model->fields[1].place, model->fields[model->n_fields - 1].end);
}

void finding_model(struct finding *finding, const struct verdict *verdict)
{
	const struct judged_inf *inf = (const struct judged_inf *)verdict->pub.inf;

	finding_model_line(finding, inf, verdict->pub.match.model);
	finding_role(finding, PCIMSI_ROLE_DEFINES);
}

void finding_at_model(struct finding *finding, const struct verdict *verdict)
{
	if (finding)
		finding->pub.place = verdict->pub.match.model->place;
}

void finding_role(struct finding *finding, enum pcimsi_role role)
{
	if (finding && finding->locations.count)
		finding->locations.items[finding->locations.count - 1].role = role;
}

void locations_settle(struct finding *finding)
{
	struct pcimsi_location *items = finding->locations.items, *cause = NULL;

	for (uint32_t i = 0; i < finding->locations.count; i++) {
		if (items[i].role != PCIMSI_ROLE_CAUSE)
			continue;
		if (cause)
			items[i].role = PCIMSI_ROLE_ALSO;
		else
			cause = &items[i];
	}
	if (cause || !finding->locations.count)
		return;
	items[0].role = PCIMSI_ROLE_CAUSE;
	for (uint32_t i = 1; i < finding->locations.count; i++)
		if (items[i].kind == items[0].kind)
			items[i].role = PCIMSI_ROLE_ALSO;
}

const char *pcimsi_role_name(enum pcimsi_role role)
{
	static const char *const names[] = {
		[PCIMSI_ROLE_CAUSE] = "cause",
		[PCIMSI_ROLE_CONTRADICTS] = "contradicts",
		[PCIMSI_ROLE_DEFINES] = "defines",
		[PCIMSI_ROLE_ALSO] = "also",
	};

	return (unsigned)role < sizeof(names) / sizeof(names[0]) ? names[role] : "";
}
