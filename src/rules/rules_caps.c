/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"
#include "rules/cite.h"

#include <stdio.h>
#include <string.h>

/* CAP: the capture, and the capability list as a whole. */

#define STATUS 0x06

static bool is_cut_short(const struct pcimsi_function *function)
{
	const struct pcimsi_msi *msi = &function->msi;
	const struct pcimsi_msix *msix = &function->msix;

	if (!function->responding)
		return false;
	return function->walk_end == PCIMSI_WALK_NOT_CAPTURED ||
	       (msi->state == PCIMSI_STATE_PRESENT && !msi->control.known) ||
	       (msix->state == PCIMSI_STATE_PRESENT && !msix->control.known);
}

#define SLOTS_NAMED 6

/* One finding for a machine; `first` is its first function that is cut short. */
static void report_cut_capture(struct context *c, uint32_t first)
{
	const struct judged_function *sample = seen_function(c, first);
	struct finding *finding = finding_on(c, NULL);
	struct pcimsi_slot_number slots[SLOTS_NAMED];
	uint32_t count = 0;

	for (uint32_t i = first; i < seen_functions(c); i++) {
		const struct judged_function *other = seen_function(c, i);

		if (!same_machine(other, sample) || !is_cut_short(other->pub.function))
			continue;
		if (count++ < SLOTS_NAMED)
			slots[count - 1] = (struct pcimsi_slot_number){
				.slot = other->pub.function->raw.slot,
			};
	}
	finding_of_machine(finding, sample->pub.capture, machine_member(sample));
	finding_number(finding, "functions", count);
	finding_slots(finding, "slots", slots, count < SLOTS_NAMED ? count : SLOTS_NAMED, count);
	finding_field(finding, sample, 0, STATUS, "Capabilities List set, %u bytes captured",
		      sample->pub.function->bytes_captured);
	finding_bits(finding, "capabilities_list");
}

enum pcimsi_reason rule_CAP101(struct context *c)
{
	const struct judged_function *last = NULL;

	/* Functions of one machine follow each other. */
	for (uint32_t i = 0; i < seen_functions(c); i++) {
		const struct judged_function *function = seen_function(c, i);

		if ((last && same_machine(function, last)) || function->pub.function->raw.windows ||
		    !is_cut_short(function->pub.function))
			continue;
		report_cut_capture(c, i);
		last = function;
	}
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_CAP102(struct context *c)
{
	const struct pcimsi_function *function = c->function->pub.function;
	struct finding *finding;

	if (function->responding)
		return function->vendor_id.known ? PCIMSI_REASON_NONE : PCIMSI_REASON_NOT_CAPTURED;
	finding = finding_new(c);
	cite_ids(finding, c, "all ones");
	return PCIMSI_REASON_NONE;
}

static enum pcimsi_reason bad_pointer(struct context *c, enum pcimsi_walk_end end)
{
	const struct pcimsi_function *function = c->function->pub.function;
	struct finding *finding;

	if (function->walk_end != end)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number(finding, "at", function->walk_at);
	finding_number(finding, "target", function->walk_target);
	finding_field(finding, c->function, 0, function->walk_at, "leads to 0x%02x",
		      function->walk_target);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_CAP103(struct context *c)
{
	return bad_pointer(c, PCIMSI_WALK_BAD_POINTER);
}

enum pcimsi_reason rule_CAP104(struct context *c)
{
	return bad_pointer(c, PCIMSI_WALK_LOOP);
}

static const char *name_of(const struct pcimsi_capability *capability)
{
	const char *name = pcimsi_capability_name(capability->id);

	return *name ? name : "capability";
}

static void cite_capability(struct finding *finding, struct context *c,
			    const struct pcimsi_capability *capability)
{
	finding_field(finding, c->function, capability->offset, 0, "%s, %u bytes long",
		      name_of(capability), capability->size);
}

enum pcimsi_reason rule_CAP105(struct context *c)
{
	const struct pcimsi_function *function = c->function->pub.function;

	for (uint32_t i = 0; i < function->n_capabilities; i++) {
		const struct pcimsi_capability *capability = &function->capabilities[i];
		struct finding *finding;

		if (!capability->size || capability->offset + capability->size <= 0x100)
			continue;
		finding = finding_new(c);
		finding_text(finding, "capability", name_of(capability));
		finding_number(finding, "offset", capability->offset);
		finding_number(finding, "size", capability->size);
		cite_capability(finding, c, capability);
	}
	return PCIMSI_REASON_NONE;
}

static bool overlap(const struct pcimsi_capability *a, const struct pcimsi_capability *b)
{
	return a->size && b->size && a->offset < b->offset + b->size &&
	       b->offset < a->offset + a->size;
}

enum pcimsi_reason rule_CAP106(struct context *c)
{
	const struct pcimsi_function *function = c->function->pub.function;

	for (uint32_t i = 0; i < function->n_capabilities; i++) {
		for (uint32_t j = 0; j < i; j++) {
			const struct pcimsi_capability *a = &function->capabilities[j];
			const struct pcimsi_capability *b = &function->capabilities[i];
			struct finding *finding;

			if (!overlap(a, b))
				continue;
			finding = finding_new(c);
			finding_text(finding, "capability", name_of(a));
			finding_number(finding, "offset", a->offset);
			finding_text(finding, "other", name_of(b));
			finding_number(finding, "other_offset", b->offset);
			cite_capability(finding, c, a);
			cite_capability(finding, c, b);
		}
	}
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_CAP110(struct context *c)
{
	const struct pcimsi_ledger *ledger = &c->function->pub.function->raw.ledger;
	struct finding *finding;

	if (!ledger->first_line)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_text(finding, "capture", machine_name(c->function));
	finding_number(finding, "line", ledger->first_line);
	finding_number(finding, "cut", ledger->rows_cut);
	finding_number(finding, "repaired", ledger->rows_repaired);
	finding_number(finding, "dropped", ledger->rows_dropped);
	finding_number(finding, "conflicts", ledger->conflicts);
	finding_number(finding, "beyond", ledger->beyond);
	return PCIMSI_REASON_NONE;
}
