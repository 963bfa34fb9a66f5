/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/message.h"

#include "report/escape.h"
#include "report/memory_text.h"

#include <stdlib.h>
#include <string.h>

static const char *argument(const struct pcimsi_finding *finding, const char *name, size_t length)
{
	for (uint32_t i = 0; i < finding->n_arguments; i++) {
		const struct pcimsi_argument *a = &finding->arguments[i];

		if (strlen(a->name) == length && memcmp(a->name, name, length) == 0)
			return a->text;
	}
	return NULL;
}

char *message_format(const struct pcimsi_finding *finding, const char *template)
{
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);

	if (!out)
		return NULL;
	while (*template) {
		const char *close = *template == '{' ? strchr(template, '}') : NULL;
		const char *value = close ? argument(finding, template + 1,
						     (size_t)(close - template - 1))
					  : NULL;

		if (value) {
			put_text(out, value);
			template = close + 1;
		} else {
			fputc(*template ++, out);
		}
	}
	return memory_text_close(out, &memory);
}

static const char *plural(uint32_t count)
{
	return count == 1 ? "" : "s";
}

static void put_fallback(FILE *out, const struct pcimsi_grant *grant)
{
	if (grant->requested.value <= 1)
		return;
	switch (grant->fallback) {
	case PCIMSI_FALLBACK_ONE_OR_INTX:
		fputs("; in a shortage one message, at worst the interrupt line", out);
		break;
	case PCIMSI_FALLBACK_ONE:
		fputs("; in a shortage one message, and there is no interrupt line", out);
		break;
	default:
		break;
	}
}

static void put_request(FILE *out, const struct pcimsi_grant *grant)
{
	const char *mechanism = grant->mode == PCIMSI_MODE_MSIX ? "MSI-X" : "MSI";

	switch (grant->mode) {
	case PCIMSI_MODE_MSIX:
	case PCIMSI_MODE_MSI:
		fprintf(out, "Windows is expected to request ");
		if (grant->requested.known)
			fprintf(out, "up to %u %s message%s", grant->requested.value, mechanism,
				plural(grant->requested.value));
		else
			fprintf(out, "%s messages", mechanism);
		if (grant->capacity.known && grant->capacity.value == grant->requested.value)
			fputs(", all that the function has", out);
		else if (grant->capacity.known)
			fprintf(out, " of the %u that the function has", grant->capacity.value);
		else
			fputs("; how many the function has was not captured", out);
		put_fallback(out, grant);
		break;
	case PCIMSI_MODE_INTX:
		fputs("Windows is expected to use the interrupt line", out);
		if (grant->capacity.known && grant->capacity.value)
			fprintf(out, "; the %u message%s of the function stay unused",
				grant->capacity.value, plural(grant->capacity.value));
		break;
	case PCIMSI_MODE_NONE:
		fputs("The function is expected to get no interrupt at all", out);
		break;
	case PCIMSI_MODE_UNKNOWN:
		fputs("What Windows requests cannot be said", out);
		break;
	}
}

/* Why nothing can be said, where it cannot. */
static void put_reason(FILE *out, const struct pcimsi_verdict *verdict)
{
	const struct pcimsi_function *function = &verdict->function->function;
	const struct pcimsi_grant *grant = &verdict->grant;

	if (grant->mode != PCIMSI_MODE_UNKNOWN)
		return;
	if (!function->responding)
		fputs(": the function did not answer when it was captured", out);
	else if (grant->enabled == PCIMSI_ENABLED_UNKNOWN && grant->msi_supported.known)
		fputs(": MSISupported is neither 0 nor 1", out);
	else if (grant->enabled == PCIMSI_ENABLED_UNKNOWN &&
		 verdict->match.model->install->settings[PCIMSI_MSI_SUPPORTED])
		fputs(": MSISupported is no REG_DWORD number", out);
	else if (grant->enabled == PCIMSI_ENABLED_UNKNOWN)
		fputs(": a Needs section that may enable messages was not supplied", out);
	else if (!grant->capacity.known || grant->msix == PCIMSI_UNKNOWN)
		fputs(": the capture does not hold the capabilities of the function", out);
	else
		fputs(": MessageNumberLimit is outside of what is documented", out);
}

char *grant_sentence(const struct pcimsi_grant *grant)
{
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);

	if (!out)
		return NULL;
	put_request(out, grant);
	return memory_text_close(out, &memory);
}

char *verdict_sentence(const struct pcimsi_verdict *verdict)
{
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);

	if (!out)
		return NULL;
	put_request(out, &verdict->grant);
	put_reason(out, verdict);
	fputc('.', out);
	return memory_text_close(out, &memory);
}

const char *os_text(const struct pcimsi_target *target, char buffer[OS_TEXT])
{
	if (target->build)
		snprintf(buffer, OS_TEXT, "%u.%u.%u", target->major, target->minor, target->build);
	else
		snprintf(buffer, OS_TEXT, "%u.%u", target->major, target->minor);
	return buffer;
}

/* The texts of the catalogue of notes hold at most one %s, and %% for a percent sign. */
static void put_note_text(FILE *out, const struct pcimsi_note *note)
{
	for (const char *text = pcimsi_note_text(note->code); *text; text++) {
		if (text[0] != '%') {
			fputc(*text, out);
			continue;
		}
		text++;
		if (*text == 's')
			put_text(out, note->detail ? note->detail : "?");
		else
			fputc('%', out);
	}
}

void put_note(FILE *out, const struct pcimsi_note *note)
{
	put_text(out, note->input);
	if (note->place.line)
		fprintf(out, ":%u", note->place.line);
	if (note->place.column)
		fprintf(out, ":%u", note->place.column);
	fputs(": note: ", out);
	put_note_text(out, note);
	fprintf(out, " [%s]\n", pcimsi_note_slug(note->code));
}
