/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html.h"

#include "report/escape.h"
#include "report/message.h"
#include "report/text.h"

/* What exported registries hold for a function, and what that is expected to come to. */

static void put_values(FILE *out, const struct pcimsi_registry_device *device)
{
	bool some = false;

	for (int i = 0; i < PCIMSI_SETTING_COUNT; i++) {
		const struct pcimsi_held_value *held = &device->settings[i];
		char text[PCIMSI_HELD_TEXT];

		if (i > PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT && held->state != PCIMSI_HELD_VALUE)
			continue;
		fprintf(out, "%s%s ", some ? ", " : "",
			pcimsi_setting_name((enum pcimsi_setting)i));
		put_markup(out, pcimsi_held_text(held, text));
		some = true;
	}
}

static void put_device(struct html *html, const struct pcimsi_judged_function *function,
		       const struct pcimsi_registry_device *device,
		       const struct pcimsi_target *windows)
{
	const struct pcimsi_held_value *limit =
		&device->settings[PCIMSI_SETTING_MESSAGE_NUMBER_LIMIT];
	struct pcimsi_grant grant;
	FILE *out = html->out;

	fputs("<p><b>Registry</b> <code>", out);
	html_name(out, device->instance);
	fputs("</code> in ", out);
	html_name(out, device->file);
	fputs(": ", out);
	put_values(out, device);
	fputs(". ", out);
	if (pcimsi_held_predict(function->function, device, windows, &grant))
		html_made(html, out, held_sentence(&grant, limit->state != PCIMSI_HELD_UNKNOWN));
	fputs("</p>\n", out);
}

void html_registry(struct html *html, const struct pcimsi_judged_function *function,
		   const struct pcimsi_target *windows)
{
	if (function->held && !function->n_held)
		fputs("<p><b>Registry</b>: no device with these ids</p>\n", html->out);
	for (uint32_t i = 0; i < function->n_held; i++)
		put_device(html, function, function->held[i], windows);
}
