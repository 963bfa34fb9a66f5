/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/rule.h"

#include "caps/facts.h"
#include "rules/cite.h"

/* CAP: what is odd about a function or its slot, apart from the walk of its list. */

static void report_misaligned(struct context *c, uint8_t at)
{
	struct pcimsi_reg pointer = bytes_u8(c->bytes, at);
	struct finding *finding = finding_new(c);

	finding_number(finding, "at", at);
	finding_number(finding, "value", pointer.value);
	finding_field(finding, c->function, 0, at, "low two bits are reserved");
	finding_bits(finding, "reserved");
}

enum pcimsi_reason rule_CAP107(struct context *c)
{
	const struct pcimsi_function *function = function_of(c);

	for (uint32_t i = 0; i < function->n_capabilities; i++)
		if (function->capabilities[i].pointer_misaligned)
			report_misaligned(c, function->capabilities[i].pointer_at);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_CAP108(struct context *c)
{
	const struct pcimsi_function *function = function_of(c);
	struct finding *finding;

	if (function->walk_end != PCIMSI_WALK_ID_FF)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number(finding, "target", function->walk_target);
	finding_field(finding, c->function, function->walk_target, 0, "no capability id");
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_CAP109(struct context *c)
{
	if (function_of(c)->raw.repeated)
		finding_text(finding_new(c), "capture", machine_name(c->function));
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_CAP111(struct context *c)
{
	const struct pcimsi_function *function = function_of(c);
	struct finding *finding;

	if (function->header_type.value <= 2)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number(finding, "type", function->header_type.value);
	finding_field(finding, c->function, 0, 0x0e, "unknown layout");
	finding_bits(finding, "header_layout");
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_CAP112(struct context *c)
{
	const struct pcimsi_function *function = function_of(c);

	if (fn_is_vf(function) && function->header_type.value == 0)
		cite_ids(finding_new(c), c, "all ones, alone");
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_CAP113(struct context *c)
{
	struct pcimsi_slot slot = function_of(c)->raw.slot;
	struct finding *finding;

	if (slot.device <= 0x1f && slot.function <= 7)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number(finding, "device", slot.device);
	finding_number(finding, "number", slot.function);
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_CAP114(struct context *c)
{
	const struct pcimsi_function *function = function_of(c);
	const struct pcimsi_capability *power = fn_capability(function, CAP_ID_PM);
	struct finding *finding;

	if (!function->power_state.known)
		return !power && function->walk_end == PCIMSI_WALK_COMPLETE
			       ? PCIMSI_REASON_NONE
			       : PCIMSI_REASON_NOT_CAPTURED;
	if (!function->power_state.value)
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	finding_number(finding, "state", function->power_state.value);
	finding_field(finding, c->function, power->offset, 4, "D%u", function->power_state.value);
	finding_bits(finding, "power_state");
	return PCIMSI_REASON_NONE;
}

enum pcimsi_reason rule_CAP115(struct context *c)
{
	struct pcimsi_reg ids = bytes_u32(c->bytes, 0), extended = bytes_u32(c->bytes, 0x100);
	struct finding *finding;

	/* A function without extended space has nothing to repeat. */
	if (!extended.known)
		return c->bytes->size > 0x100 ? PCIMSI_REASON_NOT_CAPTURED : PCIMSI_REASON_NONE;
	if (!ids.known)
		return PCIMSI_REASON_NOT_CAPTURED;
	if (ids.value != extended.value || fn_is_vf(function_of(c)))
		return PCIMSI_REASON_NONE;
	finding = finding_new(c);
	cite_ids(finding, c, "of the header");
	finding_field(finding, c->function, 0, 0x100, "the same again");
	return PCIMSI_REASON_NONE;
}
