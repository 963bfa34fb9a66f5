/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/sarif.h"

#include "report/example.h"
#include "report/explain.h"
#include "report/memory_text.h"
#include "report/message.h"
#include "report/rules_page.h"

#include <pcimsi/version.h>

#include <stdlib.h>

/* What a SARIF viewer shows of a rule beside its results. */

static void put_text_object(struct jsonw *w, const char *key, const char *text)
{
	key_object(w, key);
	key_text(w, "text", text);
	jsonw_object_end(w);
}

/* What to do, in an example if it depends on values, and where that is from. */
static char *help_of(const struct pcimsi_rule *rule)
{
	char *advice = example_advice(rule);
	struct memory_text memory = { 0 };
	FILE *out = advice ? memory_text_open(&memory) : NULL;
	char *text = NULL;

	if (out) {
		fprintf(out, "%s %s Source: %s (%s).", rule->why, advice, rule->source,
			pcimsi_confidence_name(rule->confidence));
		text = memory_text_close(out, &memory);
	}
	free(advice);
	return text;
}

/* GitHub shows `tags` as filters. */
static void put_properties(struct jsonw *w, const struct pcimsi_rule *rule)
{
	key_object(w, "properties");
	key_array(w, "tags");
	jsonw_word(w, pcimsi_family_name(rule->family));
	jsonw_word(w, pcimsi_class_name(rule->class_));
	jsonw_array_end(w);
	key_word(w, "confidence", pcimsi_confidence_name(rule->confidence));
	jsonw_object_end(w);
}

static void put_rule(struct jsonw *w, const struct pcimsi_rule *rule)
{
	char url[RULES_PAGE_URL];

	jsonw_next_line(w);
	jsonw_object(w);
	key_word(w, "id", rule->id);
	key_word(w, "name", rule->slug);
	put_text_object(w, "shortDescription", rule->title);
	put_text_object(w, "fullDescription", rule->why);
	key_object(w, "help");
	key_own(w, "text", help_of(rule));
	jsonw_object_end(w);
	key_text(w, "helpUri", rules_page_url(rule, url));
	key_object(w, "defaultConfiguration");
	key_word(w, "level", pcimsi_severity_name(rule->severity)); /* the same words */
	jsonw_object_end(w);
	put_properties(w, rule);
	jsonw_object_end(w);
}

/* "slot ... occurs again" */
static char *note_text(enum pcimsi_note_code code)
{
	const struct pcimsi_note note = { .code = code, .detail = "..." };
	struct memory_text memory = { 0 };
	FILE *out = memory_text_open(&memory);

	if (!out)
		return NULL;
	put_note_text(out, &note);
	return memory_text_close(out, &memory);
}

static void put_notification(struct jsonw *w, enum pcimsi_note_code code)
{
	jsonw_next_line(w);
	jsonw_object(w);
	key_word(w, "id", pcimsi_note_slug(code));
	key_object(w, "shortDescription");
	key_own(w, "text", note_text(code));
	jsonw_object_end(w);
	put_text_object(w, "fullDescription", explain_note_means(code));
	put_text_object(w, "help", explain_note_advice(code));
	key_object(w, "defaultConfiguration");
	key_word(w, "level", pcimsi_note_is_error(code) ? "error" : "note");
	jsonw_object_end(w);
	jsonw_object_end(w);
}

void sarif_tool(struct jsonw *w)
{
	uint32_t count;
	const struct pcimsi_rule *rules = pcimsi_rules(&count);

	key_object(w, "tool");
	key_object(w, "driver");
	key_word(w, "name", "pcimsi");
	key_word(w, "version", PCIMSI_VERSION);
	key_word(w, "semanticVersion", PCIMSI_VERSION);
	key_array(w, "rules");
	for (uint32_t i = 0; i < count; i++)
		put_rule(w, &rules[i]);
	jsonw_array_end(w);
	key_array(w, "notifications");
	for (int code = 0; code < PCIMSI_NOTE_COUNT; code++)
		put_notification(w, (enum pcimsi_note_code)code);
	jsonw_array_end(w);
	jsonw_object_end(w);
	jsonw_object_end(w);
}
