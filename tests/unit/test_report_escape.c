/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include <pcimsi/rules.h>

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

static void arguments_take_their_places(void **state)
{
	const struct pcimsi_argument arguments[] = { { .name = "limit", .text = "64" },
						     { .name = "name", .text = "\033[2J" } };
	const struct pcimsi_finding finding = { .arguments = arguments, .n_arguments = 2 };
	char *text = message_format(&finding, "{limit} of {name}, {unknown} {");

	(void)state;
	assert_string_equal(text, "64 of \\x1b[2J, {unknown} {");
	free(text);
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
		assert_non_null(rules[i].needs);
		assert_ptr_equal(pcimsi_rule_find(rules[i].slug), &rules[i]);
		for (uint32_t k = 0; k < i; k++)
			assert_string_not_equal(rules[i].id, rules[k].id);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(untrusted_text_is_made_fit_to_be_shown),
		cmocka_unit_test(arguments_take_their_places),
		cmocka_unit_test(catalogue_texts_are_complete),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
