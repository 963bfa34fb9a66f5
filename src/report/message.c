/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/message.h"

#include "base/str.h"
#include "report/escape.h"
#include "report/memory_text.h"
#include "report/phrases.h"
#include "report/waivers.h"

#include <stdlib.h>
#include <string.h>

static void put_template(FILE *out, const struct pcimsi_finding *finding, const char *template,
			 const struct pcimsi_value *self);

/* "1 message", "8 messages", "2 entries", "2 findings are". */
static void put_count(FILE *out, unsigned long long count, const char *noun, size_t length)
{
	bool is = length > 3 && memcmp(noun + length - 3, " is", 3) == 0;
	bool y = count != 1 && noun[length - 1] == 'y';

	if (is && count != 1)
		fprintf(out, "%llu %.*ss are", count, (int)length - 3, noun);
	else
		fprintf(out, "%llu %.*s%s", count, (int)(y ? length - 1 : length), noun,
			count == 1 ? ""
			: y        ? "ies"
				   : "s");
}

/* "0000:00:01.0, 0000:00:02.0 8 and 3 more". */
static void put_slots(FILE *out, const struct pcimsi_value *value)
{
	for (uint32_t i = 0; i < value->n_slots; i++) {
		char slot[PCIMSI_SLOT_TEXT];

		fprintf(out, "%s%s", i ? ", " : "", pcimsi_slot_text(value->slots[i].slot, slot));
		if (value->param->noun)
			fprintf(out, " %u", value->slots[i].number);
	}
	if (value->number > value->n_slots)
		fprintf(out, " and %llu more", (unsigned long long)value->number - value->n_slots);
}

/* The value alone: a number with its noun, a text as it is. */
static void put_plain(FILE *out, const struct pcimsi_value *value)
{
	const struct pcimsi_parameter *param = value->param;
	char buffer[PCIMSI_VALUE_CHARS];
	const char *text = pcimsi_value_text(value, buffer);

	if (value->kind == PCIMSI_VALUE_SLOTS)
		put_slots(out, value);
	else if (value->kind == PCIMSI_VALUE_NUMBER && param->kind == PCIMSI_PARAM_COUNT)
		put_count(out, value->number, param->noun, strlen(param->noun));
	else if (value->kind == PCIMSI_VALUE_NUMBER && param->bare)
		put_text(out, text + 2);
	else
		put_text(out, text);
}

static void put_value(FILE *out, const struct pcimsi_finding *finding,
		      const struct pcimsi_value *value)
{
	const char *phrase = value->kind == PCIMSI_VALUE_WORD
				     ? phrase_of_word(value->param->name, value->text)
			     : value->kind == PCIMSI_VALUE_NUMBER
				     ? NULL
				     : phrase_of_value(finding->rule, value);

	if (phrase)
		put_template(out, finding, phrase, value);
	else
		put_plain(out, value);
}

/* CAP110: "2 rows cut short, 1 row dropped". */
static bool put_losses(FILE *out, const struct pcimsi_finding *finding)
{
	static const struct {
		const char *param, *what;
	} losses[] = {
		{ "cut", "cut short" },       { "repaired", "joined from two lines" },
		{ "dropped", "dropped" },     { "conflicts", "in conflict with an earlier one" },
		{ "beyond", "beyond 0xfff" },
	};
	bool some = false;

	for (size_t i = 0; i < sizeof(losses) / sizeof(losses[0]); i++) {
		const struct pcimsi_value *value = pcimsi_finding_value(finding, losses[i].param);

		if (!value || !value->number)
			continue;
		fputs(some ? ", " : "", out);
		put_plain(out, value);
		fprintf(out, " %s", losses[i].what);
		some = true;
	}
	return some;
}

/* POL953: what the waiver has to name to be for what it is about. */
static bool put_missed(FILE *out, const struct pcimsi_finding *finding)
{
	char *value = finding->missed ? finding_value(finding->missed) : NULL;

	if (value && *value)
		fprintf(out, "; it would with value = %s", value);
	else if (value)
		fputs("; it would without a value", out);
	free(value);
	return value || !finding->missed;
}

/* A word that is made of more than one value. False: it is none of these. */
static bool put_made(FILE *out, const struct pcimsi_finding *finding, const char *from,
		     size_t length)
{
	if (length == strlen("lost") && memcmp(from, "lost", length) == 0)
		return put_losses(out, finding);
	return length == strlen("missed") && memcmp(from, "missed", length) == 0 &&
	       put_missed(out, finding);
}

/* {name}, {name noun} or {}. False: there is no such value. */
static bool put_named(FILE *out, const struct pcimsi_finding *finding, const char *from,
		      size_t length, const struct pcimsi_value *self)
{
	size_t name_length = strcspn(from, " }");
	const struct pcimsi_value *value = name_length ? NULL : self;

	for (uint32_t i = 0; name_length && i < finding->n_values; i++) {
		const char *name = finding->values[i].param->name;

		if (strlen(name) == name_length && memcmp(name, from, name_length) == 0)
			value = &finding->values[i];
	}
	if (!value)
		return put_made(out, finding, from, length);
	if (value == self)
		put_plain(out, value);
	else if (name_length < length && value->kind == PCIMSI_VALUE_NUMBER)
		put_count(out, value->number, from + name_length + 1, length - name_length - 1);
	else
		put_value(out, finding, value);
	return true;
}

/* `self` is what {} stands for. A value is never read as a template. */
static void put_template(FILE *out, const struct pcimsi_finding *finding, const char *template,
			 const struct pcimsi_value *self)
{
	while (*template) {
		const char *close = *template == '{' ? strchr(template, '}') : NULL;

		if (close &&
		    put_named(out, finding, template + 1, (size_t)(close - template - 1), self))
			template = close + 1;
		else
			fputc(*template ++, out);
	}
}

char *message_format(const struct pcimsi_finding *finding, const char *template)
{
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);

	if (!out)
		return NULL;
	put_template(out, finding, template, NULL);
	return memory_text_close(out, &memory);
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
				str_plural(grant->requested.value));
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
			fprintf(out, "; the %u message%s of the function stay%s unused",
				grant->capacity.value, str_plural(grant->capacity.value),
				grant->capacity.value == 1 ? "s" : "");
		else if (!grant->capacity.known)
			fputs("; whether messages of the function stay unused is not known", out);
		break;
	case PCIMSI_MODE_NONE:
		fputs(grant->null_driver
			      ? "The INF installs no driver, so nothing connects an interrupt"
			      : "The function is expected to get no interrupt at all",
		      out);
		break;
	case PCIMSI_MODE_UNKNOWN:
		fputs("What Windows requests cannot be said", out);
		break;
	}
}

/* Why nothing can be said, where it cannot. */
static const char *unknown_text(enum pcimsi_grant_unknown unknown)
{
	switch (unknown) {
	case PCIMSI_GRANT_KNOWN:
		return "";
	case PCIMSI_GRANT_NO_RESPONSE:
		return ": the function did not answer when it was captured";
	case PCIMSI_GRANT_SUPPORTED_VALUE:
		return ": MSISupported is neither 0 nor 1";
	case PCIMSI_GRANT_SUPPORTED_TYPE:
		return ": MSISupported is no REG_DWORD number";
	case PCIMSI_GRANT_INCOMPLETE_INF:
		return ": a Needs section that may enable messages was not supplied";
	case PCIMSI_GRANT_NOT_CAPTURED:
		return ": the capture does not hold the capabilities of the function";
	case PCIMSI_GRANT_LIMIT_UNDOCUMENTED:
		return ": MessageNumberLimit is outside of what is documented";
	case PCIMSI_GRANT_PIN_NOT_CAPTURED:
		return ": no message is to be expected, and whether there is an interrupt line was "
		       "not captured";
	}
	return "";
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
	fputs(unknown_text(verdict->grant.unknown), out);
	fputc('.', out);
	return memory_text_close(out, &memory);
}

const char *undecided_text(const struct pcimsi_function *function)
{
	return function->responding ? "not all ids of the function were captured"
				    : "the function did not answer when it was captured";
}

char *held_sentence(const struct pcimsi_grant *grant, bool limit_shown)
{
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);

	if (!out)
		return NULL;
	fputs("With that ", out);
	put_request(out, grant);
	fputs(unknown_text(grant->unknown), out);
	if (!limit_shown && grant->requested.known && grant->requested.value > 1)
		fputs(", unless a limit that the export does not show is lower", out);
	fprintf(out, " (%s).", pcimsi_confidence_name(grant->confidence));
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
void put_note_text(FILE *out, const struct pcimsi_note *note)
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
	fputs(pcimsi_note_is_error(note->code) ? ": error: " : ": note: ", out);
	put_note_text(out, note);
	fprintf(out, " [%s]\n", pcimsi_note_slug(note->code));
}
