/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/requests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/files.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Tables of MSI-X, or messages of plain MSI. */
static const struct {
	uint16_t entries;
	uint8_t messages;
} made[] = {
	{ 1, 0 }, { 2, 0 }, { 33, 0 }, { 2048, 0 }, { 0, 1 }, { 0, 8 }, { 0, 32 },
};

static struct pcimsi_function make_function(size_t which)
{
	return (struct pcimsi_function){
		.responding = true,
		.interrupt_pin = { .value = 1, .known = true },
		.msix.state = made[which].entries ? PCIMSI_STATE_PRESENT : PCIMSI_STATE_ABSENT,
		.msix.control.known = made[which].entries != 0,
		.msix.table_size = made[which].entries,
		.msi.state = made[which].messages ? PCIMSI_STATE_PRESENT : PCIMSI_STATE_ABSENT,
		.msi.control.known = made[which].messages != 0,
		.msi.capable = made[which].messages,
	};
}

static struct request *add(struct requests *requests)
{
	requests->items = grow(requests->items, requests->count + 1, sizeof(*requests->items));
	requests->items[requests->count] = (struct request){ .messages = 0 };
	return &requests->items[requests->count++];
}

/* Its ids name boards, and one of them is captured and bound by the line. */
static bool is_closed(const struct pcimsi_run *run, const struct pcimsi_inf *inf,
		      const struct pcimsi_model *model)
{
	bool captured = false;

	for (uint32_t i = 0; i < run->n_verdicts; i++)
		captured = captured ||
			   (run->verdicts[i]->inf->inf == inf &&
			    run->verdicts[i]->match.model->place.line == model->place.line);
	for (uint32_t i = 0; i < model->n_compatible_ids; i++)
		captured = captured && strcasestr(model->compatible_ids[i], "&SUBSYS_");
	return captured && strcasestr(model->hardware_id, "&SUBSYS_");
}

static void keep_model(struct requests *requests, const struct pcimsi_run *run,
		       const struct pcimsi_inf *inf, const struct pcimsi_resolution *resolution,
		       const struct pcimsi_model *model)
{
	for (size_t i = 0; i < COUNT(made); i++) {
		struct pcimsi_function function = make_function(i);
		struct request *request = add(requests);
		struct pcimsi_grant grant;

		pcimsi_grant_predict(&function, model->install, &resolution->target, &grant);
		request->messages = grant.requested.value;
		request->closed = is_closed(run, inf, model);
		snprintf(request->what, sizeof(request->what), "%s on %u.%u, %u and %u",
			 model->hardware_id, resolution->target.major, resolution->target.minor,
			 made[i].entries, made[i].messages);
	}
}

static void keep_target(struct requests *requests, const struct pcimsi_run *run,
			struct pcimsi_inf *inf, const struct pcimsi_target *target)
{
	const struct pcimsi_resolution *resolution;

	if (pcimsi_inf_resolve(inf, target, &resolution))
		abort();
	for (uint32_t i = 0; i < resolution->n_models; i++)
		if (resolution->models[i].hardware_id)
			keep_model(requests, run, inf, resolution, &resolution->models[i]);
}

static void keep_inf(struct requests *requests, const struct pcimsi_run *run,
		     const struct pcimsi_judged_inf *judged)
{
	static const struct {
		uint32_t major, minor;
		enum pcimsi_arch arch;
	} windows[] = {
		{ 10, 0, PCIMSI_ARCH_AMD64 }, { 10, 0, PCIMSI_ARCH_ARM64 },
		{ 10, 0, PCIMSI_ARCH_X86 },   { 6, 1, PCIMSI_ARCH_AMD64 },
		{ 6, 1, PCIMSI_ARCH_X86 },    { 6, 2, PCIMSI_ARCH_AMD64 },
	};

	keep_target(requests, run, judged->inf, &judged->resolution->target);
	for (size_t i = 0; i < COUNT(windows); i++) {
		struct pcimsi_target target = pcimsi_target_default;

		target.major = windows[i].major;
		target.minor = windows[i].minor;
		target.arch = windows[i].arch;
		keep_target(requests, run, judged->inf, &target);
	}
}

/* The captured ones last: how many there are may change. */
void requests_keep(struct requests *requests, const struct pcimsi_run *run)
{
	for (uint32_t i = 0; i < run->n_infs; i++)
		if (!i || run->infs[i]->inf != run->infs[i - 1]->inf)
			keep_inf(requests, run, run->infs[i]);
	for (uint32_t i = 0; i < run->n_verdicts; i++) {
		const struct pcimsi_verdict *verdict = run->verdicts[i];
		struct request *request = add(requests);

		request->messages = verdict->grant.requested.value;
		snprintf(request->what, sizeof(request->what), "%s, captured", verdict->match.id);
	}
}

/* A changed id matches other functions: those are not compared. */
const struct request *requests_lost(const struct requests *before, const struct requests *after)
{
	for (size_t i = 0; i < before->count && i < after->count; i++)
		if (!before->items[i].closed &&
		    strcmp(before->items[i].what, after->items[i].what) == 0 &&
		    after->items[i].messages < before->items[i].messages)
			return &before->items[i];
	return NULL;
}

void requests_free(struct requests *requests)
{
	free(requests->items);
	*requests = (struct requests){ .count = 0 };
}
