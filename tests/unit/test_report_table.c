/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "report/text_table.h"

/* A table on terminals that are ever narrower. */

static const struct text_column columns[] = {
	{ .name = "SLOT" },
	{ .name = "N", .right = true, .priority = 1 },
	{ .name = "DRIVER", .hidden = true, .priority = 2 },
	{ .name = "NAME", .priority = 3, .cut = 8 },
};

#define COUNT (sizeof(columns) / sizeof(columns[0]))

static char *print(unsigned width, const char *name, bool driver)
{
	const char *rows[2][COUNT] = { { "00:01.0", "4", "nvme", name }, { "00:02.0", "128" } };
	struct report report = { .width = width };
	struct libscols_table *table;
	char *text = NULL;
	size_t size = 0;

	report.out = open_memstream(&text, &size);
	table = text_table_new(&report, columns, COUNT);
	assert_non_null(table);
	for (size_t row = 0; row < 2; row++) {
		struct libscols_line *line = scols_table_new_line(table, NULL);

		for (size_t i = 0; i < COUNT; i++)
			assert_int_equal(scols_line_set_data(line, i, rows[row][i]), 0);
	}
	if (driver)
		text_table_show(table, 2);
	assert_int_equal(text_table_print(&report, table, columns, COUNT), 0);
	scols_unref_table(table);
	fclose(report.out);
	return text;
}

static void assert_printed(unsigned width, bool driver, const char *expected)
{
	char *text = print(width, "A long name of a card", driver);

	assert_string_equal(text, expected);
	free(text);
}

static void a_pipe_has_room_for_everything(void **state)
{
	(void)state;
	assert_printed(0, true,
		       "SLOT      N DRIVER NAME\n"
		       "00:01.0   4 nvme   A long name of a card\n"
		       "00:02.0 128\n");
}

static void what_is_hidden_takes_no_room(void **state)
{
	(void)state;
	assert_printed(33, false,
		       "SLOT      N NAME\n"
		       "00:01.0   4 A long name of a card\n"
		       "00:02.0 128\n");
}

static void the_least_column_is_cut_first(void **state)
{
	(void)state;
	assert_printed(32, false,
		       "SLOT      N NAME\n"
		       "00:01.0   4 A long name of a ...\n"
		       "00:02.0 128\n");
	assert_printed(20, false,
		       "SLOT      N NAME\n"
		       "00:01.0   4 A lon...\n"
		       "00:02.0 128\n");
}

static void what_cannot_be_cut_more_is_left_out(void **state)
{
	(void)state;
	assert_printed(19, false,
		       "SLOT      N\n"
		       "00:01.0   4\n"
		       "00:02.0 128\n");
	assert_printed(18, true,
		       "SLOT      N DRIVER\n"
		       "00:01.0   4 nvme\n"
		       "00:02.0 128\n");
	assert_printed(17, true,
		       "SLOT      N\n"
		       "00:01.0   4\n"
		       "00:02.0 128\n");
	assert_printed(10, true,
		       "SLOT\n"
		       "00:01.0\n"
		       "00:02.0\n");
	assert_printed(1, true,
		       "SLOT\n"
		       "00:01.0\n"
		       "00:02.0\n");
}

/* "é" is two bytes and one column. */
static void no_character_is_cut_in_two(void **state)
{
	(void)state;
	for (unsigned width = 20; width < 26; width++) {
		char *text = print(width,
				   "\303\251\303\251\303\251\303\251\303\251\303\251\303\251"
				   "\303\251\303\251\303\251\303\251\303\251\303\251\303\251",
				   false);
		const char *cell = strstr(text, "\303");
		size_t bytes = strcspn(cell, ".");

		assert_int_equal(bytes % 2, 0);
		assert_int_equal(bytes / 2, width - 12 - 3);
		assert_memory_equal(cell + bytes, "...\n", 4);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pipe_has_room_for_everything),
		cmocka_unit_test(what_is_hidden_takes_no_room),
		cmocka_unit_test(the_least_column_is_cut_first),
		cmocka_unit_test(what_cannot_be_cut_more_is_left_out),
		cmocka_unit_test(no_character_is_cut_in_two),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
