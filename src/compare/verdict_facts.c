/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compare/compare.h"

/* What of a verdict is compared: its word first, then what it rests on. */

enum row {
	ROW_WORD,
	ROW_HARDWARE_ID,
	ROW_SECTION,
	ROW_SUPPORTED,
	ROW_LIMIT,
	ROW_MODE,
	ROW_CAPACITY,
	ROW_REQUESTED,
	ROW_FALLBACK,
	ROW_COUNT
};

static const struct pcimsi_fact rows[] = {
	[ROW_WORD] = { .name = "verdict", .title = "verdict" },
	[ROW_HARDWARE_ID] = { .name = "verdict.hardware_id", .title = "id that matches" },
	[ROW_SECTION] = { .name = "verdict.section", .title = "install section" },
	[ROW_SUPPORTED] = { .name = "verdict.msi_supported", .title = "MSISupported" },
	[ROW_LIMIT] = { .name = "verdict.message_number_limit", .title = "MessageNumberLimit" },
	[ROW_MODE] = { .name = "verdict.mode", .title = "expected to use" },
	[ROW_CAPACITY] = { .name = "verdict.capacity", .title = "messages there are" },
	[ROW_REQUESTED] = { .name = "verdict.requested", .title = "messages requested" },
	[ROW_FALLBACK] = { .name = "verdict.fallback", .title = "in a shortage" },
};

const struct pcimsi_fact *pcimsi_verdict_fact(uint32_t number)
{
	return number < ROW_COUNT ? &rows[number] : NULL;
}

static struct pcimsi_fact_value of_word(enum pcimsi_verdict_word word)
{
	if (word == PCIMSI_VERDICT_UNKNOWN)
		return fact_unknown();
	return fact_word(pcimsi_verdict_name(word));
}

static struct pcimsi_fact_value of_written(struct pcimsi_reg value, bool written)
{
	return value.known ? fact_number(value.value) : written ? fact_unknown() : fact_none();
}

static struct pcimsi_fact_value of_fallback(enum pcimsi_fallback fallback)
{
	const char *name = pcimsi_fallback_name(fallback);

	return name ? fact_word(name) : fact_unknown();
}

static struct pcimsi_fact_value of_mode(enum pcimsi_mode mode)
{
	return mode == PCIMSI_MODE_UNKNOWN ? fact_unknown() : fact_word(pcimsi_mode_name(mode));
}

static struct pcimsi_fact_value of_grant(const struct pcimsi_grant *grant, enum row row)
{
	switch (row) {
	case ROW_SUPPORTED:
		return of_written(grant->msi_supported, grant->enabled == PCIMSI_ENABLED_UNKNOWN);
	case ROW_LIMIT:
		return of_written(grant->limit, grant->limit_written);
	case ROW_MODE:
		return of_mode(grant->mode);
	case ROW_CAPACITY:
		return fact_reg(grant->capacity);
	case ROW_REQUESTED:
		return fact_reg(grant->requested);
	default:
		return of_fallback(grant->fallback);
	}
}

static struct pcimsi_fact_value of_verdict(const struct pcimsi_verdict *verdict, enum row row)
{
	const struct pcimsi_install *install = verdict->match.model->install;

	switch (row) {
	case ROW_WORD:
		return of_word(verdict->word);
	case ROW_HARDWARE_ID:
		return fact_text(verdict->match.id);
	case ROW_SECTION:
		return fact_text(install->section ? install->section : install->base);
	default:
		return of_grant(&verdict->grant, row);
	}
}

/* Where whether it matches is not known, nothing else is. */
static struct pcimsi_fact_value value_of(const struct pcimsi_verdict_diff *diff,
					 enum pcimsi_side side, enum row row)
{
	if (diff->verdicts[side])
		return of_verdict(diff->verdicts[side], row);
	return diff->functions[side]->undecided ? fact_unknown() : fact_none();
}

int verdict_changes(struct comparison *c, const struct pcimsi_verdict_diff *diff, change_list *ret)
{
	int err = 0;

	for (int row = 0; !err && row < ROW_COUNT; row++) {
		struct pcimsi_fact_value old_value, new_value;

		old_value = value_of(diff, PCIMSI_SIDE_OLD, (enum row)row);
		new_value = value_of(diff, PCIMSI_SIDE_NEW, (enum row)row);
		err = change_add(c, ret, &rows[row], &old_value, &new_value);
	}
	return err;
}
