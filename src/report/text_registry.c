/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_registry.h"

#include "report/escape.h"

#include <string.h>

/* The two MSI values always, the others where one side has them. */
static bool is_told(const struct pcimsi_held_value *held, enum pcimsi_setting setting,
		    const struct pcimsi_effect *effect)
{
	return setting <= PCIMSI_MESSAGE_NUMBER_LIMIT || held->state == PCIMSI_HELD_VALUE || effect;
}

static void put_values(FILE *out, const struct pcimsi_registry_device *device,
		       const struct pcimsi_install *install)
{
	const char *before = "";

	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++) {
		const struct pcimsi_held_value *held = &device->settings[i];
		enum pcimsi_setting setting = (enum pcimsi_setting)i;
		char text[PCIMSI_HELD_TEXT];

		if (!is_told(held, setting, install->settings[i]))
			continue;
		fprintf(out, "%s%s ", before, pcimsi_setting_name(setting));
		put_text(out, pcimsi_held_text(held, text));
		before = ", ";
	}
}

static bool several_files(const struct pcimsi_judged_function *function)
{
	for (uint32_t i = 1; i < function->n_held; i++)
		if (function->held[i]->file != function->held[0]->file)
			return true;
	return false;
}

void text_registry(struct report *report, const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_judged_function *function = verdict->function;
	bool files = several_files(function);
	FILE *out = report->out;

	if (function->held && !function->n_held)
		fputs("    registry: no device with these ids\n", out);
	for (uint32_t i = 0; i < function->n_held; i++) {
		fputs("    registry ", out);
		put_text(out, function->held[i]->instance);
		if (files) {
			fputs(" in ", out);
			put_text(out, function->held[i]->file);
		}
		fputs(": ", out);
		put_values(out, function->held[i], verdict->match.model->install);
		fputc('\n', out);
	}
}
