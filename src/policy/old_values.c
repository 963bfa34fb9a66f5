/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/old_values.h"

#include "base/array.h"
#include "base/str.h"

#include <string.h>

#define WORDS(of, was, is, ...)                                          \
	{                                                                \
		.param = (of), .from = (was), .value = (is), __VA_ARGS__ \
	}

/* What stood behind the name of a parameter, and the value that it is; frozen. */
static const struct old_words {
	const char *param;
	const char *from; /* all of the text, or with `rest` how it begins */
	const char *value;
	const char *rest; /* the parameter that what follows is for */
	const char *end;  /* how the text ends then; NULL: anyhow */
} rows[] = {
	WORDS("structure", "Table", "table"),
	WORDS("structure", "PBA", "pba"),
	WORDS("missing", "both Bus Master Enable and Memory Space Enable", "both"),
	WORDS("missing", "Memory Space Enable", "memory-space"),
	WORDS("missing", "Bus Master Enable", "bus-master"),
	WORDS("mechanism", "MSI", "msi"),
	WORDS("mechanism", "MSI-X", "msi-x"),
	WORDS("has", "MSI", "msi"),
	WORDS("has", "MSI-X", "msi-x"),
	WORDS("key", "the Services key of the service", "service"),
	WORDS("key", "the EventLog key of the service", "event-log"),
	WORDS("key", "the key of the device interface", "interface"),
	WORDS("key", "not the hardware key (a co-installer section)", "co-installers"),
	WORDS("key", "the key of the device class", "class"),
	WORDS("how", "the service mf", "service"),
	WORDS("how", "Include=mf.inf", "include"),
	WORDS("reason", "a section header without a closing bracket", "section-header"),
	WORDS("reason", "a section name of more than 255 characters", "section-name-length"),
	WORDS("reason", "text before the first section", "text-before-section"),
	WORDS("reason", "no section at all", "no-section"),
	WORDS("reason", "no [Version] section", "no-version"),
	WORDS("reason", "no Windows Signature in [Version]", "no-signature"),
	WORDS("reason", "the letter O stands for a digit 0", "letter-o"),
	WORDS("reason", "a letter stands for a digit 1", "letter-i"),
	WORDS("reason", "a space or a character outside ASCII stands in it", "space"),
	WORDS("reason", "a character that is no hexadecimal digit stands in it", "digit"),
	WORDS("reason", "a part has the wrong number of digits", "width"),
	WORDS("reason", "these parts do not stand together, or not in this order", "form"),
	WORDS("reason", "a part is none of VEN, DEV, SUBSYS, REV, CC and DT", "part"),
	WORDS("reason", "it has too many parts", "parts"),
	WORDS("family", "", "one"),
	WORDS("family", " (2048 says: as many as there are)", "no-ceiling"),
	WORDS("family", " (the section serves several devices)", "several-devices"),
	WORDS("family", " (another function reaches it)", "reached"),
	WORDS("leaves", "never writes MSISupported", "absent"),
	WORDS("leaves", "sets MSISupported to 0", "zero"),
	WORDS("leaves", "leaves no such value", "nothing"),
	WORDS("leaves", "writes ", "value", .rest = "written"),
	WORDS("effect", "turns MSI off on the whole machine", "all-off"),
	WORDS("effect", "turns MSI off for everything behind this bridge", "behind-off"),
	WORDS("effect", "does not use MSI and MSI-X of this function", "off"),
	WORDS("effect", "does not use MSI for the port's own events", "port-off"),
	WORDS("effect", "keeps INTx enabled, because MSI of this function stops with it",
	      "needs-line"),
	WORDS("effect", "looks at the HyperTransport mapping before it uses MSI behind this bridge",
	      "mapping"),
	WORDS("too", "", "no"),
	WORDS("too", " (the INF writes it, too)", "yes"),
	WORDS("fault", "the MSI-X table has ", "table", .rest = "reach"),
	WORDS("fault", "the function is capable of ", "capable", .rest = "reach"),
	WORDS("fault", "plain MSI can have 1, 2, 4, 8 or 16", "invalid"),
	WORDS("what",
	      "The INF does not serve the default target; it is judged for the newest Windows it "
	      "serves, Windows ",
	      "fell-back", .rest = "target"),
	WORDS("what", "The Models section for Windows ", "excluded", .rest = "target",
	      .end = " is empty: the INF excludes it on purpose"),
	WORDS("what", "No Models section serves Windows ", "no-section", .rest = "target"),
	WORDS("capacity", "an unknown number of messages", "unknown"),
	WORDS("capable", "a reserved code", "unknown"),
	WORDS("id", "a function of unknown ids", "unknown"),
	WORDS("here", "missing", "none"),
	WORDS("there", "missing", "none"),
	WORDS("include", "", "none"),
};

struct translation {
	struct arena *arena;
	const struct pcimsi_rule *rule;
	VEC(struct pcimsi_waived_value) values;
	bool nomem;
};

static void add(struct translation *t, const char *name, const char *text)
{
	struct pcimsi_waived_value *value = text ? VEC_ADD(t->arena, &t->values) : NULL;

	if (value)
		*value = (struct pcimsi_waived_value){ .name = name, .text = text };
	else
		t->nomem = true;
}

/* "33 entries" is 33, "020000" of a class is 0x020000. */
static const char *number_of(struct translation *t, const struct pcimsi_parameter *param,
			     const char *text)
{
	size_t digits = strspn(text, "0123456789");

	if (param->kind == PCIMSI_PARAM_HEX && param->bare)
		return arena_printf(t->arena, "0x%s", text);
	if (param->kind > PCIMSI_PARAM_COUNT || !digits || (text[digits] && text[digits] != ' '))
		return text;
	return arena_strndup(t->arena, text, digits);
}

/* A text without what stood around it. */
static const char *text_of(struct translation *t, const struct pcimsi_parameter *param,
			   const char *text)
{
	const char *type = strstr(text, " (REG_");

	if (strcmp(param->name, "target") == 0 && str_istarts(text, "Windows "))
		return text + strlen("Windows ");
	if (strcmp(param->name, "include") == 0 && str_istarts(text, " of "))
		return text + strlen(" of ");
	if (strcmp(param->name, "written") == 0 && strcmp(t->rule->id, "REG901") == 0 && type)
		return arena_strndup(t->arena, text, (size_t)(type - text));
	return text;
}

static void add_plain(struct translation *t, const char *name, const char *text)
{
	const struct pcimsi_parameter *param = pcimsi_rule_parameter(t->rule, name);

	if (param && param->aside)
		return;
	if (param)
		text = text_of(t, param, text);
	if (param && text && param->kind <= PCIMSI_PARAM_BITS)
		text = number_of(t, param, text);
	add(t, name, text);
}

static bool is_row(const struct old_words *row, const char *name, const char *text)
{
	size_t length = strlen(row->from), all = strlen(text);
	size_t end = row->end ? strlen(row->end) : 0;

	if (strcmp(row->param, name) != 0 || strncmp(text, row->from, length) != 0)
		return false;
	return row->rest ? all >= length + end && (!end || strcmp(text + all - end, row->end) == 0)
			 : all == length;
}

static void add_row(struct translation *t, const struct old_words *row, const char *text)
{
	size_t from = strlen(row->from), end = row->end ? strlen(row->end) : 0;

	add(t, row->param, row->value);
	if (row->rest)
		add_plain(t, row->rest,
			  arena_strndup(t->arena, text + from, strlen(text) - from - end));
	else if (strcmp(row->value, "nothing") == 0)
		add(t, "written", "none");
	else if (strcmp(row->value, "invalid") == 0)
		add(t, "reach", "none");
}

/* "0x0-0x1ff" of MSX305, "4 MSI-X messages" of MAT606: two values now. */
static bool add_two(struct translation *t, const char *name, const char *text)
{
	const char *dash = strchr(text, '-');

	if (strcmp(t->rule->id, "MSX305") == 0 && dash) {
		add(t, name, arena_strndup(t->arena, text, (size_t)(dash - text)));
		add(t, arena_printf(t->arena, "%s_end", name), dash + 1);
		return true;
	}
	if (strcmp(t->rule->id, "MAT606") != 0 || strcmp(name, "section") == 0)
		return false;
	add_plain(t, name, text);
	add(t, arena_printf(t->arena, "%s_by", name), strstr(text, " MSI-X ") ? "msi-x" : "msi");
	return true;
}

static void translate(struct translation *t, const struct pcimsi_waived_value *old)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (!is_row(&rows[i], old->name, old->text))
			continue;
		add_row(t, &rows[i], old->text);
		return;
	}
	if (!add_two(t, old->name, old->text))
		add_plain(t, old->name, old->text);
}

bool old_values_translate(struct arena *arena, struct pcimsi_waiver *waiver)
{
	struct translation t = { .arena = arena, .rule = waiver->rule };

	for (uint32_t i = 0; i < waiver->n_values && !t.nomem; i++)
		translate(&t, &waiver->values[i]);
	waiver->values = t.values.items;
	waiver->n_values = t.values.count;
	return !t.nomem;
}
