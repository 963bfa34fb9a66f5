/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <pcimsi/run.h>

#include "base/utf.h"
#include "report/escape.h"
#include "report/message.h"

static const struct {
	const char *in, *out;
} escapes[] = {
	{ "plain text", "plain text" },
	{ "Stra\xc3\x9f"
	  "e \xe2\x82\xac \xf0\x9f\x98\x80",
	  "Stra\xc3\x9f"
	  "e \xe2\x82\xac \xf0\x9f\x98\x80" },
	{ "\033[31mred\033[0m", "\\x1b[31mred\\x1b[0m" },
	{ "a\tb", "a b" },
	{ "line\r\nline", "line\\x0d\\x0aline" },
	{ "\x7f", "\\x7f" },
	/* C1 controls do on a terminal what ESC does. */
	{ "\xc2\x9b"
	  "31m",
	  "\\xc2\\x9b31m" },
	/* Latin-1, a cut sequence, an overlong one, a surrogate. */
	{ "\xe9t\xe9", "\\xe9t\\xe9" },
	{ "\xe2\x82", "\\xe2\\x82" },
	{ "\xc0\xaf", "\\xc0\\xaf" },
	{ "\xed\xa0\x80", "\\xed\\xa0\\x80" },
	/* Right-to-left override and zero width space. */
	{ "\xe2\x80\xae", "\\xe2\\x80\\xae" },
	{ "a\xe2\x80\x8b"
	  "b",
	  "a\\xe2\\x80\\x8b"
	  "b" },
};

static void untrusted_text_is_made_fit_to_be_shown(void **state)
{
	(void)state;
	for (unsigned i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
		char *text = escape_text(escapes[i].in);

		assert_non_null(text);
		assert_string_equal(text, escapes[i].out);
		free(text);
	}
}

/* Every character that Unicode has, and what is none: shown as it is, or all of it escaped. */
static bool shows(uint32_t code)
{
	char in[5] = { 0 }, *out;
	bool same;

	utf8_put(in, code);
	out = escape_text(in);
	assert_non_null(out);
	same = strcmp(in, out) == 0;
	for (const char *c = out; !same && *c; c++)
		assert_in_range(*c, ' ', '~');
	free(out);
	return same;
}

/* A few of each property; the whole table is what its generator makes of Unicode's data. */
static void what_hides_or_reorders_is_escaped(void **state)
{
	static const uint32_t hidden[][2] = {
		{ 0x01, 0x1f },       { 0x7f, 0x9f },       { 0xad, 0xad },
		{ 0x34f, 0x34f },     { 0x600, 0x605 },     { 0x61c, 0x61c },
		{ 0x6dd, 0x6dd },     { 0x115f, 0x1160 },   { 0x180b, 0x180f },
		{ 0x200b, 0x200f },   { 0x2028, 0x202e },   { 0x2060, 0x206f },
		{ 0x3164, 0x3164 },   { 0xd800, 0xdfff },   { 0xfdd0, 0xfdef },
		{ 0xfe00, 0xfe0f },   { 0xfeff, 0xfeff },   { 0xffa0, 0xffa0 },
		{ 0xfff0, 0xfffb },   { 0xfffe, 0xffff },   { 0x1d173, 0x1d17a },
		{ 0x1fffe, 0x1ffff }, { 0xe0000, 0xe0fff }, { 0x10fffe, 0x10ffff },
	};
	static const uint32_t shown[] = { ' ',    '~',    0xa0,   0xac,    0xae,    0x61b,  0x61d,
					  0x200a, 0x2010, 0x2027, 0x205f,  0x2070,  0xd7ff, 0xe000,
					  0xfdcf, 0xfefe, 0xfffd, 0x1f600, 0x1fffd, 0xe1000 };

	(void)state;
	for (unsigned i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		for (uint32_t code = hidden[i][0]; code <= hidden[i][1]; code++)
			assert_false(shows(code));
	for (unsigned i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		assert_true(shows(shown[i]));
}

/* The two ways to write text say the same. */
static void a_stream_gets_the_same(void **state)
{
	char written[128];

	(void)state;
	for (unsigned i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
		FILE *out = fmemopen(written, sizeof(written), "w");

		assert_non_null(out);
		put_text(out, escapes[i].in);
		fclose(out);
		assert_string_equal(written, escapes[i].out);
	}
}

static void values_take_their_places(void **state)
{
	static const struct pcimsi_parameter params[] = {
		{ .name = "limit", .kind = PCIMSI_PARAM_NUMBER },
		{ .name = "name", .kind = PCIMSI_PARAM_TEXT },
		{ .name = "entries", .kind = PCIMSI_PARAM_COUNT, .noun = "entry" },
		{ .name = "offset", .kind = PCIMSI_PARAM_HEX, .digits = 2 },
		{ .name = "class", .kind = PCIMSI_PARAM_HEX, .digits = 6, .bare = true },
		{ .name = "code", .kind = PCIMSI_PARAM_BITS, .digits = 3 },
		{ .name = "fault", .kind = PCIMSI_PARAM_WORD },
		{ .name = "reach", .kind = PCIMSI_PARAM_NUMBER },
		{ .name = "include", .kind = PCIMSI_PARAM_TEXT },
		{ .name = "capacity", .kind = PCIMSI_PARAM_COUNT, .noun = "message" },
		{ .name = "top", .kind = PCIMSI_PARAM_SLOTS, .noun = "message" },
		{ .name = "slots", .kind = PCIMSI_PARAM_SLOTS },
	};
	static const struct pcimsi_slot_number slots[] = {
		{ .slot = { .device = 1 }, .number = 8 },
		{ .slot = { .device = 2 }, .number = 1 },
	};
	const struct pcimsi_value values[] = {
		{ .param = &params[0], .kind = PCIMSI_VALUE_NUMBER, .number = 64 },
		{ .param = &params[1], .kind = PCIMSI_VALUE_TEXT, .text = "\033[2J{limit}" },
		{ .param = &params[2], .kind = PCIMSI_VALUE_NUMBER, .number = 2 },
		{ .param = &params[3], .kind = PCIMSI_VALUE_NUMBER, .number = 5 },
		{ .param = &params[4], .kind = PCIMSI_VALUE_NUMBER, .number = 0x20000 },
		{ .param = &params[5], .kind = PCIMSI_VALUE_NUMBER, .number = 6 },
		{ .param = &params[6], .kind = PCIMSI_VALUE_WORD, .text = "table" },
		{ .param = &params[7], .kind = PCIMSI_VALUE_NUMBER, .number = 1 },
		{ .param = &params[8], .kind = PCIMSI_VALUE_NONE },
		{ .param = &params[9], .kind = PCIMSI_VALUE_UNKNOWN },
		{ .param = &params[10],
		  .kind = PCIMSI_VALUE_SLOTS,
		  .slots = slots,
		  .n_slots = 2,
		  .number = 2 },
		{ .param = &params[11],
		  .kind = PCIMSI_VALUE_SLOTS,
		  .slots = slots,
		  .n_slots = 2,
		  .number = 5 },
	};
	const struct pcimsi_finding finding = {
		.rule = pcimsi_rule_find("GRA703"),
		.values = values,
		.n_values = sizeof(values) / sizeof(values[0]),
	};
	static const struct {
		const char *template, *text;
	} rows[] = {
		/* What an input says is no template. */
		{ "{limit} of {name}, {unknown} {", "64 of \\x1b[2J{limit}, {unknown} {" },
		{ "{entries}, {reach entry}", "2 entries, 1 entry" },
		{ "{reach finding is}, {limit finding is}", "1 finding is, 64 findings are" },
		{ "{offset} {class} {code}", "0x05 020000 110" },
		{ "and {fault}.", "and the MSI-X table has 1 entry." },
		{ "[{include}]", "[]" },
		{ "{capacity}", "an unknown number of messages" },
		{ "{top}", "0000:00:01.0 8, 0000:00:02.0 1" },
		{ "{slots}", "0000:00:01.0, 0000:00:02.0 and 3 more" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text = message_format(&finding, rows[i].template);

		assert_string_equal(text, rows[i].text);
		free(text);
	}
}

/* A message with a word that its rule never gives would print braces. */
static void catalogue_texts_are_complete(void **state)
{
	const struct pcimsi_rule *rules;
	uint32_t count;

	(void)state;
	rules = pcimsi_rules(&count);
	assert_true(count > 0);
	for (uint32_t i = 0; i < count; i++) {
		assert_non_null(rules[i].slug);
		assert_non_null(rules[i].title);
		assert_non_null(rules[i].message);
		assert_non_null(rules[i].why);
		assert_non_null(rules[i].advice);
		assert_non_null(rules[i].source);
		assert_non_null(rules[i].since);
		assert_ptr_equal(pcimsi_rule_find(rules[i].slug), &rules[i]);
		for (uint32_t k = 0; k < i; k++)
			assert_string_not_equal(rules[i].id, rules[k].id);
	}
}

static void long_lines_are_shown_in_part(void **state)
{
	char buffer[EXCERPT_SIZE], text[EXCERPT_MAX + 8];

	(void)state;
	assert_string_equal(excerpt(NULL, buffer), "");
	memset(text, 'x', sizeof(text));
	text[EXCERPT_MAX] = '\0';
	assert_ptr_equal(excerpt(text, buffer), text);
	text[EXCERPT_MAX] = 'x';
	text[EXCERPT_MAX + 1] = '\0';
	assert_int_equal(strlen(excerpt(text, buffer)), EXCERPT_MAX + 4);
	assert_string_equal(buffer + EXCERPT_MAX - 1, "x ...");
	/* A character of four bytes that begins before the end is left out whole. */
	memcpy(text + EXCERPT_MAX - 2, "\xf0\x9f\x98\x80", 5);
	assert_string_equal(excerpt(text, buffer) + EXCERPT_MAX - 3, "x ...");
	/* Bytes that are no character at all end somewhere, too. */
	memset(text, 0x80, sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_true(strlen(excerpt(text, buffer)) >= EXCERPT_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(untrusted_text_is_made_fit_to_be_shown),
		cmocka_unit_test(what_hides_or_reorders_is_escaped),
		cmocka_unit_test(a_stream_gets_the_same),
		cmocka_unit_test(long_lines_are_shown_in_part),
		cmocka_unit_test(values_take_their_places),
		cmocka_unit_test(catalogue_texts_are_complete),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
