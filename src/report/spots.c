/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/spots.h"

#include "report/escape.h"
#include "report/memory_text.h"
#include "report/message.h"

#include <stdlib.h>
#include <string.h>

/* ---- spots ----------------------------------------------------------------------------------- */

struct spot spot_of_location(const struct pcimsi_location *location)
{
	return (struct spot){ .input = location->input,
			      .from = location->from,
			      .to = location->to,
			      .line = location->text };
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Of a finding on a machine, not on one function of it. */
static const struct pcimsi_input *find_input(const struct pcimsi_run *run,
					     const struct pcimsi_finding *finding)
{
	for (uint32_t i = 0; finding->capture && i < run->n_inputs; i++) {
		const struct pcimsi_input *input = run->inputs[i];

		if (input->kind == PCIMSI_INPUT_CAPTURE &&
		    same_text(input->name, finding->capture) &&
		    (!input->member || same_text(input->member, finding->member)))
			return input;
	}
	return NULL;
}

/* Silicon can be no other: where an INF speaks of it, that is what somebody will change. */
const struct pcimsi_location *main_location(const struct pcimsi_finding *finding)
{
	const struct pcimsi_location *cause = pcimsi_finding_cause(finding);

	if (!cause || cause->kind != PCIMSI_INPUT_CAPTURE || !finding->inf)
		return cause;
	for (uint32_t i = 0; i < finding->n_locations; i++)
		if (finding->locations[i].kind == PCIMSI_INPUT_INF)
			return &finding->locations[i];
	return cause;
}

struct spot spot_of_finding(const struct pcimsi_run *run, const struct pcimsi_finding *finding)
{
	const struct pcimsi_location *location = main_location(finding);
	struct spot spot = { .input = NULL };

	if (location)
		return spot_of_location(location);
	if (finding->inf) {
		spot.input = finding->inf->input;
		spot.from = finding->place;
	} else if (finding->function) {
		spot.input = finding->function->input;
		spot.from.line = finding->function->function->raw.line;
	} else {
		spot.input = find_input(run, finding);
	}
	return spot;
}

const struct pcimsi_location *silicon_location(const struct pcimsi_finding *finding)
{
	const struct pcimsi_location *at = main_location(finding);

	for (uint32_t i = 0; i < finding->n_locations; i++)
		if (finding->locations[i].kind == PCIMSI_INPUT_CAPTURE &&
		    &finding->locations[i] != at)
			return &finding->locations[i];
	return NULL;
}

char *input_path(const struct pcimsi_input *input)
{
	const char *name = input->name, *member = input->member ? input->member : "";
	size_t size = strlen(name) + strlen(member) + 2;
	char *path = malloc(size);

	while (strncmp(name, "./", 2) == 0 && name[2])
		name += 2;
	if (path)
		snprintf(path, size, "%s%s%s", name, *member ? "/" : "", member);
	return path;
}

/* ---- places ---------------------------------------------------------------------------------- */

static bool same_place(const struct pcimsi_finding *a, const struct pcimsi_finding *b)
{
	return a->function == b->function && same_text(a->section, b->section);
}

static void add_place(struct places *places, const struct pcimsi_finding *finding)
{
	for (uint32_t i = 0; i < places->n_shown; i++)
		if (same_place(places->shown[i], finding))
			return;
	if (places->n_shown < PLACES_SHOWN)
		places->shown[places->n_shown++] = finding;
	else
		places->n_more++;
}

static const struct pcimsi_input *capture_of(const struct pcimsi_finding *finding)
{
	return finding->function ? finding->function->input : NULL;
}

void places_of_group(const struct pcimsi_group *group, struct places *ret)
{
	*ret = (struct places){ .captures = false };
	for (uint32_t i = 0; i < group->n_findings; i++) {
		add_place(ret, group->findings[i]);
		ret->captures |= capture_of(group->findings[i]) != capture_of(group->findings[0]);
	}
}

void put_place(FILE *out, const struct places *places, const struct pcimsi_finding *finding)
{
	const struct pcimsi_judged_function *function = finding->function;
	char slot[PCIMSI_SLOT_TEXT];

	if (function)
		fputs(pcimsi_slot_text(function->function->raw.slot, slot), out);
	if (function && places->captures) {
		fputs(" in ", out);
		put_text(out, function->function->raw.member ? function->function->raw.member
							     : function->capture);
	}
	if (!finding->section)
		return;
	fputs(function ? " [" : "[", out);
	put_excerpt(out, finding->section);
	fputc(']', out);
}

void put_other_places(FILE *out, const struct places *places)
{
	for (uint32_t i = 1; i < places->n_shown; i++) {
		fputs(i == 1 ? "Also " : ", ", out);
		put_place(out, places, places->shown[i]);
	}
	if (places->n_more)
		fprintf(out, " and %u more places", places->n_more);
	fputs(places->n_shown > 1 ? "." : "", out);
}

/* ---- groups ---------------------------------------------------------------------------------- */

bool group_is(const struct pcimsi_group *group, enum pcimsi_severity severity)
{
	return !group->findings[0]->waiver && group->findings[0]->severity == severity;
}

char *group_sentences(const struct pcimsi_group *group)
{
	const struct pcimsi_finding *finding = group->findings[0];
	char *message = message_format(finding, finding->rule->message);
	char *advice = message_format(finding, finding->rule->advice), *text = NULL;
	struct memory_text memory = { 0 };
	FILE *out = message && advice ? memory_text_open(&memory) : NULL;
	struct places places;

	if (out) {
		places_of_group(group, &places);
		fprintf(out, "%s %s%s", message, advice, places.n_shown > 1 ? " " : "");
		put_other_places(out, &places);
		text = memory_text_close(out, &memory);
	}
	free(message);
	free(advice);
	return text;
}
