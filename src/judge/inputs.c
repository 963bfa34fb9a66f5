/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "judge/inputs.h"

#include <string.h>

/* What was read. Formats speak of it without reading it again. */

const struct pcimsi_input *input_add(struct pcimsi_check *check, enum pcimsi_input_kind kind,
				     const char *name, const char *charset)
{
	struct pcimsi_input **slot = VEC_ADD(&check->arena, &check->inputs);
	struct pcimsi_input *input = slot ? arena_alloc(&check->arena, sizeof(*input)) : NULL;

	if (!input) {
		check->nomem = true;
		if (slot)
			check->inputs.count--;
		return NULL;
	}
	*slot = input;
	input->kind = kind;
	input->name = name;
	input->charset = charset;
	input->number = check->inputs.count - 1;
	return input;
}

const struct pcimsi_input *input_of_inf(struct pcimsi_check *check, const struct pcimsi_inf *inf)
{
	const struct pcimsi_inf_facts *facts = pcimsi_inf_facts(inf);
	struct pcimsi_input *last;
	uint32_t count;
	const char *const *lines = pcimsi_inf_lines(inf, &count);

	/* Its targets are added one after the other. */
	last = check->inputs.count ? check->inputs.items[check->inputs.count - 1] : NULL;
	if (last && last->lines && last->lines == lines)
		return last;
	if (!input_add(check, PCIMSI_INPUT_INF, facts->name, pcimsi_encoding_name(facts->encoding)))
		return NULL;
	last = check->inputs.items[check->inputs.count - 1];
	last->lines = lines;
	last->n_lines = count;
	return last;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Functions of one capture follow each other. */
const struct pcimsi_input *input_of_function(struct pcimsi_check *check, const char *capture,
					     const struct pcimsi_raw_function *raw)
{
	const char *member = raw->machine ? raw->member : NULL;
	struct pcimsi_input *last = check->inputs.count
					    ? check->inputs.items[check->inputs.count - 1]
					    : NULL;

	if (last && last->kind == PCIMSI_INPUT_CAPTURE && last->name == capture &&
	    same_text(last->member, member))
		return last;
	if (!input_add(check, PCIMSI_INPUT_CAPTURE, capture, NULL))
		return NULL;
	last = check->inputs.items[check->inputs.count - 1];
	last->member = member;
	return last;
}

const struct pcimsi_input *input_named(struct pcimsi_check *check, enum pcimsi_input_kind kind,
				       const char *name)
{
	/* Those that are named again were named a short while ago. */
	for (uint32_t i = check->inputs.count; i; i--) {
		const struct pcimsi_input *input = check->inputs.items[i - 1];

		if (input->kind == kind && same_text(input->name, name))
			return input;
	}
	return input_add(check, kind, name, NULL);
}

int pcimsi_check_add_note(struct pcimsi_check *check, const struct pcimsi_note *note)
{
	struct pcimsi_note copy = *note, *slot;

	if (check->has_run)
		return PCIMSI_ERR_ORDER;
	slot = VEC_ADD(&check->arena, &check->notes);
	if (!slot)
		return PCIMSI_ERR_NOMEM;
	if (!keep_text(check, &copy.input) || !keep_text(check, &copy.detail)) {
		check->notes.count--;
		return PCIMSI_ERR_NOMEM;
	}
	*slot = copy;
	return 0;
}

const char *pcimsi_input_kind_name(enum pcimsi_input_kind kind)
{
	static const char *const names[] = {
		[PCIMSI_INPUT_CAPTURE] = "capture",   [PCIMSI_INPUT_INF] = "inf",
		[PCIMSI_INPUT_REGISTRY] = "registry", [PCIMSI_INPUT_POLICY] = "policy",
		[PCIMSI_INPUT_GRANTED] = "granted",
	};

	return (unsigned)kind < sizeof(names) / sizeof(names[0]) ? names[kind] : "";
}
