/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/rules_page.h"

#include "base/array.h"
#include "report/example.h"
#include "report/explain.h"

#include <stdlib.h>
#include <string.h>

/* PCIMSI_DOCDIR is that of the Makefile, which installs it there. */
const char *rules_page_path(void)
{
	return PCIMSI_DOCDIR "/" RULES_PAGE_FILE;
}

const char *rules_page_url(const struct pcimsi_rule *rule, char buffer[RULES_PAGE_URL])
{
	_Static_assert(sizeof(PCIMSI_DOCDIR) < RULES_PAGE_URL - 64,
		       "the folder has a shorter name");

	snprintf(buffer, RULES_PAGE_URL, "file://%s#%s", rules_page_path(), rule->id);
	return buffer;
}

const char *family_title(enum pcimsi_family family)
{
	static const char *const titles[] = {
		[PCIMSI_FAMILY_CAP] = "Captures and capability lists",
		[PCIMSI_FAMILY_MSI] = "MSI",
		[PCIMSI_FAMILY_MSX] = "MSI-X",
		[PCIMSI_FAMILY_INT] = "How a function interrupts",
		[PCIMSI_FAMILY_INF] = "Lines of an INF",
		[PCIMSI_FAMILY_AFF] = "Affinity Policy",
		[PCIMSI_FAMILY_MAT] = "Which lines of an INF a function reaches",
		[PCIMSI_FAMILY_GRA] = "What Windows grants",
		[PCIMSI_FAMILY_LNX] = "What Linux does",
		[PCIMSI_FAMILY_REG] = "Exported registries",
		[PCIMSI_FAMILY_POL] = "Policies and waivers",
		[PCIMSI_FAMILY_WIN] = "What a running Windows granted",
	};

	return titles[family];
}

/* "Says, for example", where the text depends on values. */
static bool put_example(FILE *out, const struct page_ops *ops, const char *label,
			const char *template, char *text)
{
	char of_values[32];

	snprintf(of_values, sizeof(of_values), "%s, for example", label);
	if (!text)
		return false;
	ops->part(out, strchr(template, '{') ? of_values : label, text);
	free(text);
	return true;
}

/* "the function answered; whether there is MSI" */
static void put_needs(FILE *out, const struct page_ops *ops, const struct pcimsi_rule *rule)
{
	uint32_t needs = rule->needs | rule->whole;
	char text[1024] = "";
	size_t length = 0;

	for (int bit = 0; bit < PCIMSI_NEED_COUNT && length < sizeof(text); bit++)
		if (needs >> bit & 1)
			length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s",
						   length ? "; " : "",
						   pcimsi_need_text((enum pcimsi_need)(1 << bit)));
	if (length)
		ops->part(out, "Needs to know", text);
}

static bool put_rule(FILE *out, const struct page_ops *ops, const struct pcimsi_rule *rule)
{
	bool whole;

	ops->rule(out, rule);
	whole = put_example(out, ops, "Says", rule->message, example_message(rule));
	put_needs(out, ops, rule);
	ops->part(out, "Why", rule->why);
	whole &= put_example(out, ops, "Do", rule->advice, example_advice(rule));
	ops->part(out, "Source", rule->source);
	ops->item_end(out);
	return whole;
}

static bool put_rules(FILE *out, const struct page_ops *ops)
{
	uint32_t count;
	const struct pcimsi_rule *rules = pcimsi_rules(&count);
	bool whole = true;

	for (uint32_t i = 0; i < count; i++) {
		if (!i || rules[i].family != rules[i - 1].family) {
			if (i)
				ops->chapter_end(out);
			ops->chapter(out, family_title(rules[i].family));
		}
		whole &= put_rule(out, ops, &rules[i]);
	}
	ops->chapter_end(out);
	return whole;
}

static void put_notes(FILE *out, const struct page_ops *ops)
{
	ops->chapter(out, "Notes on inputs");
	for (int i = 0; i < PCIMSI_NOTE_COUNT; i++) {
		enum pcimsi_note_code code = (enum pcimsi_note_code)i;

		ops->note(out, pcimsi_note_slug(code));
		ops->text(out, explain_note_means(code));
		ops->part(out, "Do", explain_note_advice(code));
		ops->item_end(out);
	}
	ops->chapter_end(out);
}

int rules_page(FILE *out, const char *name)
{
	static const struct page_ops *const forms[] = { &page_mdoc, &page_html };
	const struct page_ops *ops = NULL;
	bool whole;

	for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
		if (strcmp(forms[i]->name, name) == 0)
			ops = forms[i];
	if (!ops)
		return PCIMSI_ERR_USAGE;
	ops->begin(out);
	whole = put_rules(out, ops);
	put_notes(out, ops);
	ops->end(out);
	return whole ? 0 : PCIMSI_ERR_NOMEM;
}
