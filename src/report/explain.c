/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/explain.h"

#include "report/example.h"
#include "report/records.h"
#include "report/text.h"

#include <stdlib.h>
#include <string.h>

/* `pcimsi explain RULE`. */

/* What has to be known for it to be evaluated, apart from its subject. */
static void put_needs(struct report *report, const struct pcimsi_rule *rule)
{
	uint32_t needs = rule->needs | rule->whole;

	if (!needs)
		return;
	fprintf(report->out, "\n%sWhat it needs to know%s\n", text_style(report, STYLE_BOLD),
		text_reset(report));
	for (int bit = 0; bit < PCIMSI_NEED_COUNT; bit++)
		if (needs >> bit & 1)
			text_wrap(report, 2, pcimsi_need_text((enum pcimsi_need)(1 << bit)));
}

/* What a finding says. `text` is that of an example, or of every finding alike. */
static int put_said(struct report *report, const char *label, const char *template, char *text)
{
	const char *says = strchr(template, '{') ? "For example: " : "";
	char *part = NULL;
	int length = text ? asprintf(&part, "%s%s", says, text) : -1;

	free(text);
	if (length < 0)
		return PCIMSI_ERR_NOMEM;
	text_part(report, label, part);
	free(part);
	return 0;
}

static int put_rule(FILE *out, const struct pcimsi_rule *rule, bool color)
{
	struct report report = { .out = out, .color = color };
	int err;

	fprintf(out, "%s%s %s%s: %s\n", text_style(&report, STYLE_BOLD), rule->id, rule->slug,
		text_reset(&report), rule->title);
	fprintf(out, "  %s, %s; %s; since %s\n", pcimsi_severity_name(rule->severity),
		pcimsi_class_name(rule->class_), pcimsi_confidence_name(rule->confidence),
		rule->since);
	err = put_said(&report, "What it says", rule->message, example_message(rule));
	put_needs(&report, rule);
	text_part(&report, "Why", rule->why);
	if (!err)
		err = put_said(&report, "What to do", rule->advice, example_advice(rule));
	text_part(&report, "Source", rule->source);
	return err;
}

static void put_list(FILE *out)
{
	const struct pcimsi_rule *rules;
	uint32_t count;

	rules = pcimsi_rules(&count);
	for (uint32_t i = 0; i < count; i++)
		fprintf(out, "%s  %-8s %-12s %-38s %s\n", rules[i].id,
			pcimsi_severity_name(rules[i].severity), pcimsi_class_name(rules[i].class_),
			rules[i].slug, rules[i].title);
}

int explain_text(FILE *out, const struct pcimsi_rule *rule, bool color)
{
	if (rule)
		return put_rule(out, rule, color);
	put_list(out);
	return 0;
}

int explain_json(FILE *out, const struct pcimsi_rule *rule, bool color)
{
	const struct pcimsi_rule *rules;
	struct jsonw w = { 0 };
	uint32_t count;

	(void)color;
	rules = pcimsi_rules(&count);
	jsonw_object(&w);
	key_word(&w, "schema", JSON_SCHEMA);
	key_array(&w, "rules");
	for (uint32_t i = 0; i < count; i++) {
		if (rule && rule != &rules[i])
			continue;
		jsonw_next_line(&w);
		jsonw_object(&w);
		record_rule(&w, &rules[i]);
		jsonw_object_end(&w);
	}
	jsonw_array_end(&w);
	jsonw_object_end(&w);
	return jsonw_end(&w, out);
}
