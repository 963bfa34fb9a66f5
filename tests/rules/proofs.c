/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/proofs.h"

#include "report/escape.h"
#include "report/message.h"

#include <stdlib.h>
#include <string.h>

static void add_text(struct text_buffer *out, const char *text)
{
	char *escaped = escape_text(text ? text : "");

	text_add(out, "%s", escaped ? escaped : "(out of memory)");
	free(escaped);
}

/* Without the domain if that is 0, as a case writes it. */
static const char *short_slot(struct pcimsi_slot slot, char buffer[PCIMSI_SLOT_TEXT])
{
	const char *text = pcimsi_slot_text(slot, buffer);

	return strncmp(text, "0000:", 5) == 0 ? text + 5 : text;
}

/* "bytes SLOT OFFSET BYTES FIELD VALUE"; "bytes SLOT FIELD VALUE" if it is not bytes that tell. */
static void add_bytes(struct text_buffer *out, const struct pcimsi_location *evidence)
{
	char slot[PCIMSI_SLOT_TEXT];

	text_add(out, "bytes %s ", short_slot(evidence->slot, slot));
	if (evidence->size)
		text_add(out, "%02x ", evidence->offset);
	for (uint8_t i = 0; i < evidence->size; i++)
		text_add(out, "%02x", evidence->bytes[i]);
	text_add(out, "%s%s ", evidence->size ? " " : "", evidence->field ? evidence->field : "-");
	add_text(out, evidence->value);
}

/* "inf LINE TEXT"; of another INF than case.inf "extension LINE TEXT". */
static void add_line(struct text_buffer *out, const struct pcimsi_location *evidence)
{
	static const char *const kinds[] = {
		[PCIMSI_INPUT_INF] = "inf",
		[PCIMSI_INPUT_REGISTRY] = "registry",
		[PCIMSI_INPUT_POLICY] = "policy",
		[PCIMSI_INPUT_GRANTED] = "granted",
	};
	bool extension = evidence->kind == PCIMSI_INPUT_INF && evidence->file &&
			 strcmp(evidence->file, "extension.inf") == 0;

	text_add(out, "%s %u ", extension ? "extension" : kinds[evidence->kind],
		 evidence->place.line);
	add_text(out, evidence->text);
}

static void add_evidence(struct text_buffer *out, const struct pcimsi_location *evidence)
{
	if (evidence->kind == PCIMSI_INPUT_CAPTURE)
		add_bytes(out, evidence);
	else
		add_line(out, evidence);
}

static void add_where(struct text_buffer *out, const struct pcimsi_finding *finding)
{
	char slot[PCIMSI_SLOT_TEXT];

	if (finding->function)
		text_add(out, ", %s", short_slot(finding->function->function->raw.slot, slot));
	if (finding->inf) {
		text_add(out, ", ");
		add_text(out, finding->inf->facts->name);
		text_add(out, ":%u:%u", finding->place.line, finding->place.column);
	}
	if (finding->section) {
		text_add(out, " [");
		add_text(out, finding->section);
		text_add(out, "]");
	}
}

void proofs_write(struct text_buffer *out, const struct pcimsi_finding *finding)
{
	const struct pcimsi_rule *rule = finding->rule;
	char *message = message_format(finding, rule->message);
	char *advice = message_format(finding, rule->advice);

	text_add(out, "    %s, %s", pcimsi_severity_name(finding->severity),
		 pcimsi_confidence_name(finding->confidence));
	add_where(out, finding);
	text_add(out, "\n        says: %s\n", message ? message : "(out of memory)");
	/* Others say what the catalogue says. */
	if (strchr(rule->advice, '{'))
		text_add(out, "        advises: %s\n", advice ? advice : "(out of memory)");
	for (uint32_t i = 0; i < finding->n_locations; i++) {
		text_add(out, "        proves: ");
		add_evidence(out, &finding->locations[i]);
		text_add(out, "\n");
	}
	free(message);
	free(advice);
}

static bool has_message(const struct pcimsi_finding *finding, const char *part)
{
	char *message = message_format(finding, finding->rule->message);
	bool found = message && strstr(message, part);

	free(message);
	return found;
}

static bool begins_with_words(const char *text, const char *words)
{
	size_t length = strlen(words);

	return strncmp(text, words, length) == 0 && (!text[length] || text[length] == ' ');
}

static bool has_evidence(const struct pcimsi_finding *finding, const char *words)
{
	bool found = false;

	for (uint32_t i = 0; !found && i < finding->n_locations; i++) {
		struct text_buffer text = { 0 };

		add_evidence(&text, &finding->locations[i]);
		found = begins_with_words(text_of(&text), words);
		text_free(&text);
	}
	return found;
}

void proofs_mark(const struct rule_case *c, const struct pcimsi_finding *finding, bool *said,
		 bool *proved)
{
	for (size_t i = 0; i < c->says.count; i++)
		said[i] = said[i] || has_message(finding, c->says.items[i]);
	for (size_t i = 0; i < c->proves.count; i++)
		proved[i] = proved[i] || has_evidence(finding, c->proves.items[i]);
}
