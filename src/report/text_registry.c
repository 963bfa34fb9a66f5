/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/text_registry.h"

#include "report/escape.h"
#include "report/message.h"

#include <stdlib.h>
#include <string.h>

/* The two MSI values always, the others where one side has them. */
static bool is_told(const struct pcimsi_held_value *held, enum pcimsi_setting setting,
		    const struct pcimsi_effect *effect)
{
	return setting <= PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT || held->state == PCIMSI_HELD_VALUE ||
	       effect;
}

static void put_values(FILE *out, const struct pcimsi_registry_device *device,
		       const struct pcimsi_install *install)
{
	const char *before = "";

	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++) {
		const struct pcimsi_held_value *held = &device->settings[i];
		enum pcimsi_setting setting = (enum pcimsi_setting)i;
		char text[PCIMSI_HELD_TEXT];

		if (!is_told(held, setting, install ? install->settings[i] : NULL))
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

static void put_prediction(struct report *report, const struct pcimsi_judged_function *function,
			   const struct pcimsi_registry_device *device,
			   const struct pcimsi_target *windows)
{
	const struct pcimsi_held_value *limit =
		&device->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT];
	struct pcimsi_grant grant;
	char *text;

	if (!pcimsi_held_predict(function->function, device, windows, &grant))
		return;
	text = held_sentence(&grant, limit->state != PCIMSI_HELD_UNKNOWN);
	if (text)
		text_wrap(report, 6, text);
	free(text);
}

static void put_device(struct report *report, const struct pcimsi_judged_function *function,
		       const struct pcimsi_registry_device *device,
		       const struct pcimsi_install *install, const struct pcimsi_target *windows)
{
	fputs("    registry ", report->out);
	put_text(report->out, device->instance);
	if (several_files(function)) {
		fputs(" in ", report->out);
		put_text(report->out, device->file);
	}
	fputs(": ", report->out);
	put_values(report->out, device, install);
	fputc('\n', report->out);
	put_prediction(report, function, device, windows);
}

static void put_more(struct report *report, const struct pcimsi_judged_function *function)
{
	if (function->more_held)
		fputs("    registry: and more devices with these ids, which are not looked at\n",
		      report->out);
}

void text_registry(struct report *report, const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_judged_function *function = verdict->function;

	if (function->held && !function->n_held)
		fputs("    registry: no device with these ids\n", report->out);
	for (uint32_t i = 0; i < function->n_held; i++)
		put_device(report, function, function->held[i], verdict->match.model->install,
			   &verdict->inf->resolution->target);
	put_more(report, function);
}

void text_registry_alone(struct report *report, const struct pcimsi_judged_function *function)
{
	for (uint32_t i = 0; i < function->n_held; i++)
		put_device(report, function, function->held[i], NULL, &report->target);
	put_more(report, function);
}
