/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "grant/model.h"

#define PAGE_REGISTRY "Microsoft Learn, \"Enabling Message-Signaled Interrupts in the Registry\""
#define PAGE_INTRODUCTION "Microsoft Learn, \"Introduction to Message-Signaled Interrupts\""
#define PAGE_DESCRIPTORS "Microsoft Learn, \"Using Interrupt Resource Descriptors\""
#define ISSUE_1765 "Microsoft staff in windows-driver-docs issue 1765"
#define ISSUE_1048 "asked in windows-driver-docs issue 1048, never answered"

static const struct model_row rows[] = {
#define MODEL(id_, when_, expected_, source_, confidence_, ...)     \
	{ .pub = { .id = id_,                                       \
		   .when = when_,                                   \
		   .expected = expected_,                           \
		   .source = source_,                               \
		   .confidence = PCIMSI_CONFIDENCE_##confidence_ }, \
	  ##__VA_ARGS__ },
#include "grant/model.def"
#undef MODEL
};

#define N_ROWS (sizeof(rows) / sizeof(rows[0]))

static const struct pcimsi_grant_event events[] = {
#define EVENT(id_, text_, source_, confidence_) \
	{ .id = id_,                            \
	  .text = text_,                        \
	  .source = source_,                    \
	  .confidence = PCIMSI_CONFIDENCE_##confidence_ },
#include "grant/events.def"
#undef EVENT
};

/* A set that a row leaves out holds everything. */
static bool holds(uint8_t set, uint8_t fact)
{
	return !set || (set & fact);
}

const struct model_row *model_find(const struct model_facts *facts)
{
	for (uint32_t i = 0; i < N_ROWS - 1; i++) {
		const struct model_row *row = &rows[i];

		if (holds(row->driver, facts->driver) && holds(row->enabled, facts->enabled) &&
		    holds(row->mechanism, facts->mechanism) && holds(row->limit, facts->limit) &&
		    holds(row->capacity, facts->capacity) && holds(row->pin, facts->pin) &&
		    holds(row->era, facts->era))
			return row;
	}
	return &rows[N_ROWS - 1];
}

const struct pcimsi_grant_row *pcimsi_grant_row(uint32_t number)
{
	return number < N_ROWS ? &rows[number].pub : NULL;
}

const struct pcimsi_grant_event *pcimsi_grant_event(uint32_t number)
{
	return number < sizeof(events) / sizeof(events[0]) ? &events[number] : NULL;
}
