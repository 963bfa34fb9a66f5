/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/explain.h"
#include "report/field_text.h"
#include "report/records.h"
#include "report/text.h"

#include <string.h>

/* `pcimsi explain --slot --offset`: whose byte it is, and what depends on it. */

static void put_bits(FILE *out, const char *field, uint64_t value)
{
	uint32_t count;
	const struct pcimsi_bits *bits = pcimsi_field_bits(field, &count);

	for (uint32_t i = 0; i < count; i++) {
		uint64_t number = pcimsi_bits_value(&bits[i], value);
		char range[16];

		if (bits[i].low == bits[i].high)
			snprintf(range, sizeof(range), "bit %u", bits[i].low);
		else
			snprintf(range, sizeof(range), "bits %u:%u", bits[i].high, bits[i].low);
		fprintf(out, "  %-10s  %s %llu", range, bits[i].title, (unsigned long long)number);
		put_stored(out, bits[i].name, number);
		fputc('\n', out);
	}
}

/* What a field of configuration space says, beyond its value. */
static void put_meaning(FILE *out, const struct pcimsi_function *function,
			const struct pcimsi_field *field, uint64_t value)
{
	put_bits(out, field->name, value);
	if (field->name && strcmp(field->name, "header.interrupt_pin") == 0)
		fprintf(out, "  %s\n", text_pin(function));
}

/* "MSISupported, MessageNumberLimit": what rules hold against the field; "" for nothing. */
#define HELD_TEXT 120
static const char *held_text(const char *name, char buffer[HELD_TEXT])
{
	static const struct {
		uint32_t bit;
		const char *what;
	} rows[] = {
		{ PCIMSI_HOLDS_IDS, "the ids of the Models section" },
		{ PCIMSI_HOLDS_SUPPORTED, "MSISupported" },
		{ PCIMSI_HOLDS_LIMIT, "MessageNumberLimit" },
		{ PCIMSI_HOLDS_POLICY, "DevicePolicy" },
	};
	uint32_t count, holds = 0;
	const struct pcimsi_rule *rules = pcimsi_rules(&count);
	size_t length = 0;

	for (uint32_t i = 0; i < count; i++)
		if (pcimsi_rule_reads(&rules[i], name))
			holds |= rules[i].holds;
	buffer[0] = '\0';
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (holds & rows[i].bit)
			length += (size_t)snprintf(buffer + length, HELD_TEXT - length, "%s%s",
						   length ? ", " : "", rows[i].what);
	return buffer;
}

static void put_dependents(FILE *out, const char *name)
{
	char held[HELD_TEXT];
	uint32_t count, found = 0;
	const struct pcimsi_rule *rules = pcimsi_rules(&count);

	for (uint32_t i = 0; i < count; i++)
		if (pcimsi_rule_reads(&rules[i], name))
			fprintf(out, "%s%s", found++ ? " " : "  rules that read it: ", rules[i].id);
	if (found)
		fputc('\n', out);
	if (*held_text(name, held))
		fprintf(out, "  of an INF: %s\n", held);
}

int explain_byte_text(struct report *report, const struct pcimsi_function *function,
		      const char *capture, uint16_t offset)
{
	struct pcimsi_field field = pcimsi_field_at(function, offset);
	FILE *out = report->out;
	char slot[PCIMSI_SLOT_TEXT], ids[TEXT_IDS];
	uint64_t value;

	(void)capture;
	fprintf(out, "%s%s%s  %s  byte 0x%02x: ", text_style(report, STYLE_BLUE),
		text_slot(report, function->raw.slot, slot), text_reset(report),
		text_ids(function, ids), offset);
	put_field_owner(out, function, &field);
	fputs("\n", out);
	if (field_value(function, &field, &value)) {
		fprintf(out, "  0x%02x..0x%02x = 0x%0*llx\n", field.offset,
			field.offset + field.size - 1, field.size * 2, (unsigned long long)value);
		put_meaning(out, function, &field, value);
	} else {
		fputs("  not captured: its value is unknown\n", out);
	}
	if (field.name)
		put_dependents(out, field.name);
	return 0;
}

static void put_readers(struct jsonw *w, const char *name)
{
	uint32_t count;
	const struct pcimsi_rule *rules = pcimsi_rules(&count);

	key_array(w, "rules");
	for (uint32_t i = 0; i < count; i++)
		if (pcimsi_rule_reads(&rules[i], name))
			jsonw_word(w, rules[i].id);
	jsonw_array_end(w);
}

static void put_field_bits(struct jsonw *w, const char *field, bool known, uint64_t value)
{
	uint32_t count;
	const struct pcimsi_bits *bits = pcimsi_field_bits(field, &count);

	key_array(w, "bits");
	for (uint32_t i = 0; known && i < count; i++)
		record_bits(w, &bits[i], value);
	jsonw_array_end(w);
}

static void put_field(struct jsonw *w, const struct pcimsi_function *function,
		      const struct pcimsi_field *field)
{
	static const char *const owners[] = {
		[PCIMSI_OWNER_NONE] = "none",
		[PCIMSI_OWNER_HEADER] = "header",
		[PCIMSI_OWNER_CAPABILITY] = "capability",
		[PCIMSI_OWNER_EXTENDED] = "extended",
	};
	uint64_t value;
	bool known = field_value(function, field, &value);

	key_word(w, "owner", owners[field->owner]);
	if (field->owner == PCIMSI_OWNER_CAPABILITY)
		key_hex(w, "capability", "", field->capability_id, 2);
	else if (field->owner == PCIMSI_OWNER_EXTENDED)
		key_hex(w, "capability", "", field->extended_id, 4);
	else
		key_null(w, "capability");
	key_text(w, "field", field->name);
	key_number(w, "field_offset", field->offset);
	key_number(w, "field_size", field->size);
	if (known)
		key_hex(w, "value", "0x", value, field->size * 2u);
	else
		key_null(w, "value");
	key_text(w, "title", field->title);
	put_field_bits(w, field->name, known, value);
}

int explain_byte_json(struct report *report, const struct pcimsi_function *function,
		      const char *capture, uint16_t offset)
{
	struct pcimsi_field field = pcimsi_field_at(function, offset);
	const char *name = field.name ? field.name : "";
	char held[HELD_TEXT];
	struct jsonw w = { 0 };

	jsonw_object(&w);
	key_word(&w, "record", "byte");
	key_word(&w, "schema", JSON_SCHEMA);
	key_text(&w, "capture", capture);
	key_slot(&w, "slot", function->raw.slot);
	key_number(&w, "offset", offset);
	put_field(&w, function, &field);
	put_readers(&w, name);
	key_text(&w, "inf_values", *held_text(name, held) ? held : NULL);
	jsonw_object_end(&w);
	return jsonw_end(&w, report->out);
}
