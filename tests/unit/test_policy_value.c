/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/array.h"
#include "policy/value.h"

/* What is written is read again as it was, whatever stands in it. */

static const char long_text[] =
	"0123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 "
	"123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789";

static const struct {
	const char *text, *written; /* NULL: only that it is read again */
} texts[] = {
	{ "board.inf", "board.inf" },
	{ "", "\"\"" },
	{ " two ", "\" two \"" },
	{ "a, b", "\"a, b\"" },
	{ "C:\\new", "C:\\new" },
	{ "say \"no\"; C:\\", "\"say \\\"no\\\"\\x3b C:\\\\\"" },
	{ "caf\xc3\xa9\x1b[2J", "\"caf\\xc3\\xa9\\x1b[2J\"" },
	{ long_text, NULL },
};

static void texts_are_read_as_they_were_written(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		const char *error = NULL;
		const char *written = value_written(&arena, texts[i].text, "\n  ");
		char *joined;

		assert_non_null(written);
		if (texts[i].written)
			assert_string_equal(written, texts[i].written);
		/* A file's reader joins lines that begin with a blank. */
		joined = arena_strdup(&arena, written);
		for (char *at = joined; (at = strchr(at, '\n'));)
			*at = ' ';
		assert_string_equal(value_text(&arena, joined, &error), texts[i].text);
	}
	arena_done(&arena);
}

static void long_texts_go_on_in_pieces(void **state)
{
	struct arena arena = { 0 };
	const char *written = value_written(&arena, long_text, "\n  ");

	(void)state;
	assert_int_equal(strcspn(written, "\n"), 1 + 101 + 1);
	assert_memory_equal(written + 1 + 101, "\"\n  \"", 5);
	arena_done(&arena);
}

static void lists_are_read_as_they_were_written(void **state)
{
	static const struct pcimsi_waived_value items[] = {
		{ .name = "limit", .text = "33" },
		{ .name = "section", .text = "Net Install" },
		{ .name = "id", .text = "PCI\\VEN_1AF4;x" },
		{ .name = "leaves", .text = "" },
	};
	struct arena arena = { 0 };
	struct value_list list = { 0 };
	const char *error = NULL;
	const char *written = value_list_written(&arena, items, ARRAY_SIZE(items), " ");

	(void)state;
	assert_string_equal(
		written,
		"limit=33 section=\"Net Install\" id=\"PCI\\\\VEN_1AF4\\x3bx\" leaves=\"\"");
	assert_true(value_list(&arena, written, &list, &error));
	assert_int_equal(list.count, ARRAY_SIZE(items));
	for (uint32_t i = 0; i < list.count; i++) {
		assert_string_equal(list.items[i].name, items[i].name);
		assert_string_equal(list.items[i].text, items[i].text);
	}
	assert_string_equal(value_list_written(&arena, items, 0, " "), "");
	arena_done(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_read_as_they_were_written),
		cmocka_unit_test(long_texts_go_on_in_pieces),
		cmocka_unit_test(lists_are_read_as_they_were_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
