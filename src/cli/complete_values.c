/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/complete.h"

#include "base/arena.h"
#include "cli/reach.h"
#include "cli/windows_names.h"
#include "report/explain.h"
#include "report/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- rules, notes and Windows -----------------------------------------------------------------
 */

/* The letters of a family name all of it. */
static void offer_families(struct completion *completion)
{
	const struct pcimsi_rule *rules;
	uint32_t count;

	rules = pcimsi_rules(&count);
	for (uint32_t i = 0; i < count; i++)
		if (!i || rules[i].family != rules[i - 1].family)
			completion_offer(completion, pcimsi_family_name(rules[i].family),
					 "all rules that begin so");
}

static void offer_rules(struct completion *completion)
{
	const struct pcimsi_rule *rules;
	uint32_t count;

	rules = pcimsi_rules(&count);
	for (uint32_t i = 0; i < count; i++)
		completion_offer(completion, rules[i].id, rules[i].title);
	for (uint32_t i = 0; i < count; i++)
		completion_offer(completion, rules[i].slug, rules[i].id);
}

void complete_rules(struct completion *completion)
{
	const char *comma = strrchr(completion->text + completion->kept, ',');

	if (comma)
		completion->kept = (size_t)(comma + 1 - completion->text);
	offer_families(completion);
	offer_rules(completion);
}

void complete_explained(struct completion *completion)
{
	offer_rules(completion);
	for (int i = 0; i < PCIMSI_NOTE_COUNT; i++)
		completion_offer(completion, pcimsi_note_slug((enum pcimsi_note_code)i), "a note");
}

void complete_os(struct completion *completion)
{
	char name[WINDOWS_NAME], version[OS_VERSION];

	for (unsigned i = 0; windows_name(i, name, version); i++)
		completion_offer(completion, name, version);
}

void complete_limit(struct completion *completion)
{
	completion_offer(completion, "none", "no MessageNumberLimit");
}

/* ---- what captures hold -----------------------------------------------------------------------
 */

/* A shell offers no more than somebody can choose from, and does not wait. */
#define OFFERED_MAX 256

struct functions {
	struct arena arena;
	VEC(const struct pcimsi_function *) list;
};

static bool see_function(struct functions *functions, const struct pcimsi_raw_function *raw)
{
	const struct pcimsi_function **slot, *function;

	if (pcimsi_function_new(raw, &function))
		return false;
	slot = VEC_ADD(&functions->arena, &functions->list);
	if (slot)
		*slot = function;
	else
		pcimsi_function_free(function);
	return slot && functions->list.count < OFFERED_MAX;
}

/* False: it could not be opened. */
static bool see_capture(struct functions *functions, const char *path)
{
	const struct pcimsi_capture_options options = { .size = sizeof(options) };
	const struct pcimsi_raw_function *raw;
	struct pcimsi_capture *capture = NULL;
	int err = path ? pcimsi_capture_open(path, &options, &capture, NULL)
		       : pcimsi_capture_open_live(&options, &capture, NULL);

	while (!err && pcimsi_capture_next(capture, &raw) == 1)
		if (!see_function(functions, raw))
			break;
	pcimsi_capture_close(capture);
	return !err;
}

/* Nobody waits for a pipe, or for standard input. */
static bool is_there(const char *path)
{
	struct stat status;

	return !stat(path, &status) && (S_ISREG(status.st_mode) || S_ISDIR(status.st_mode));
}

/* Those of the captures that were named, or else of this machine. */
static void see_functions(struct functions *functions, const struct completion *completion)
{
	bool any = false;

	reach_limit_completion(&completion->captures);
	for (unsigned i = 0; i < completion->captures.count; i++)
		if (is_there(completion->captures.items[i]))
			any |= see_capture(functions, completion->captures.items[i]);
	if (!any)
		see_capture(functions, NULL);
}

static void functions_done(struct functions *functions)
{
	for (uint32_t i = 0; i < functions->list.count; i++)
		pcimsi_function_free(functions->list.items[i]);
	arena_done(&functions->arena);
}

static bool same_slot(const struct pcimsi_function *a, const struct pcimsi_function *b)
{
	return memcmp(&a->raw.slot, &b->raw.slot, sizeof(a->raw.slot)) == 0;
}

static bool same_ids(const struct pcimsi_function *a, const struct pcimsi_function *b)
{
	char one[TEXT_IDS], other[TEXT_IDS];

	return strcmp(text_ids(a, one), text_ids(b, other)) == 0;
}

/* Whether one of those before is the same: each word is offered once. */
static bool is_repeated(const struct functions *functions, uint32_t number,
			bool (*same)(const struct pcimsi_function *,
				     const struct pcimsi_function *))
{
	for (uint32_t i = 0; i < number; i++)
		if (same(functions->list.items[i], functions->list.items[number]))
			return true;
	return false;
}

void complete_slots(struct completion *completion)
{
	const struct report report = { 0 };
	struct functions functions = { 0 };
	char slot[PCIMSI_SLOT_TEXT], ids[TEXT_IDS];

	see_functions(&functions, completion);
	for (uint32_t i = 0; i < functions.list.count; i++)
		if (!is_repeated(&functions, i, same_slot))
			completion_offer(
				completion,
				text_slot(&report, functions.list.items[i]->raw.slot, slot),
				text_ids(functions.list.items[i], ids));
	functions_done(&functions);
}

void complete_ids(struct completion *completion)
{
	struct functions functions = { 0 };
	char ids[TEXT_IDS];

	see_functions(&functions, completion);
	for (uint32_t i = 0; i < functions.list.count; i++)
		if (!is_repeated(&functions, i, same_ids) &&
		    functions.list.items[i]->vendor_id.known &&
		    functions.list.items[i]->device_id.known)
			completion_offer(completion, text_ids(functions.list.items[i], ids), NULL);
	functions_done(&functions);
}
