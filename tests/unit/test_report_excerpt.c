/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "report/text_excerpt.h"

/* The line of a location, and the mark below what is meant. */

static void assert_shown(unsigned width, const char *line, uint32_t from, uint32_t to,
			 const char *expected)
{
	const char *const lines[] = { "; first", line };
	const struct pcimsi_input input = { .lines = lines, .n_lines = 2 };
	const struct pcimsi_location location = {
		.kind = PCIMSI_INPUT_INF,
		.input = &input,
		.place = { .line = 2, .column = 1 },
		.from = { .line = 2, .column = from },
		.to = { .line = to ? 2 : 3, .column = to },
		.text = "not this one",
	};
	struct report report = { .width = width };
	char *text = NULL;
	size_t size = 0;

	report.out = open_memstream(&text, &size);
	text_excerpt(&report, &location);
	fclose(report.out);
	assert_string_equal(text, expected);
	assert_false(report.lost);
	free(text);
}

static void the_part_that_is_meant_is_marked(void **state)
{
	(void)state;
	assert_shown(0, "HKR,,Limit,,64", 13, 15,
		     "         2 | HKR,,Limit,,64\n"
		     "           |             ^~\n");
	assert_shown(0, "[Card]", 1, 7, "         2 | [Card]\n           | ^~~~~~\n");
	assert_shown(0, "[Card]", 2, 3, "         2 | [Card]\n           |  ^\n");
}

/* What is escaped is as wide as it is shown, and what is two bytes one column. */
static void the_mark_stands_below_what_is_shown(void **state)
{
	(void)state;
	assert_shown(0, "\303\251\303\251 = \"x\"", 6, 9,
		     "         2 | \303\251\303\251 = \"x\"\n           |      ^~~\n");
	assert_shown(0, "a\033b\tc", 5, 6, "         2 | a\\x1bb c\n           |        ^\n");
	assert_shown(0, "a\033b", 2, 3, "         2 | a\\x1bb\n           |  ^~~~\n");
}

/* Two ideographs are four columns, and an accent that combines is none. */
static void a_wide_character_takes_two_columns(void **state)
{
	(void)state;
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		skip();
	assert_shown(0, "\346\274\242\345\255\227=64", 4, 6,
		     "         2 | \346\274\242\345\255\227=64\n           |      ^~\n");
	assert_shown(0, "e\314\201=64", 4, 6, "         2 | e\314\201=64\n           |   ^~\n");
	setlocale(LC_CTYPE, "C");
}

/* What costs a step for each pair of its bytes would not end. */
static void a_line_of_a_megabyte_is_cut_at_once(void **state)
{
	size_t size = 1 << 20;
	char *line = malloc(size + 1);

	(void)state;
	assert_non_null(line);
	memset(line, 'x', size);
	line[size] = '\0';
	assert_shown(40, line, 10, 12,
		     "         2 | xxxxxxxxxxxxxxxxxxxxxxxx...\n"
		     "           |          ^~\n");
	free(line);
}

static void what_goes_on_is_meant_to_the_end(void **state)
{
	(void)state;
	assert_shown(0, "HKR,,Limit, \\", 5, 0,
		     "         2 | HKR,,Limit, \\\n           |     ^~~~~~~~~\n");
}

/* A span that is behind the end, or the wrong way round, marks nothing. */
static void a_place_that_is_not_there_is_not_marked(void **state)
{
	(void)state;
	assert_shown(0, "short", 90, 95, "         2 | short\n");
	assert_shown(0, "short", 3, 2, "         2 | short\n");
}

static void of_a_long_line_the_meant_part_is_seen(void **state)
{
	(void)state;
	assert_shown(40, "0123456789abcdefghijklmnopqrstuvwxyz,64,rest of the line", 38, 40,
		     "         2 | ...jklmnopqrstuvwxyz,64,...\n"
		     "           |                      ^~\n");
	assert_shown(40, "HKR,64,0123456789abcdefghijklmnopqrstuvwxyz", 5, 7,
		     "         2 | HKR,64,0123456789abcdefg...\n"
		     "           |     ^~\n");
}

/* No part of any line is so long that more is shown than fits. */
static void nothing_is_wider_than_the_terminal(void **state)
{
	char line[400];

	(void)state;
	memset(line, 'x', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	for (uint32_t from = 1; from < sizeof(line); from += 7) {
		for (uint32_t length = 1; length < sizeof(line) - from; length += 13) {
			const char *const lines[] = { line };
			const struct pcimsi_input input = { .lines = lines, .n_lines = 1 };
			const struct pcimsi_location location = {
				.kind = PCIMSI_INPUT_INF,
				.input = &input,
				.from = { .line = 1, .column = from },
				.to = { .line = 1, .column = from + length },
			};
			struct report report = { .width = 30 + length % 70 };
			char *text = NULL;
			size_t size = 0;

			report.out = open_memstream(&text, &size);
			text_excerpt(&report, &location);
			fclose(report.out);
			for (const char *at = text; *at; at = strchr(at, '\n') + 1)
				assert_true(strcspn(at, "\n") <= report.width);
			assert_non_null(strchr(text, '^'));
			free(text);
		}
	}
}

static void without_lines_the_text_of_the_location_is_shown(void **state)
{
	const struct pcimsi_location location = {
		.kind = PCIMSI_INPUT_REGISTRY,
		.place = { .line = 7, .column = 1 },
		.from = { .line = 7, .column = 1 },
		.text = "\"MSISupported\"=dword:00000001",
	};
	struct report report = { 0 };
	char *text = NULL;
	size_t size = 0;

	(void)state;
	report.out = open_memstream(&text, &size);
	text_excerpt(&report, &location);
	fclose(report.out);
	assert_string_equal(text, "         7 | \"MSISupported\"=dword:00000001\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_part_that_is_meant_is_marked),
		cmocka_unit_test(the_mark_stands_below_what_is_shown),
		cmocka_unit_test(a_wide_character_takes_two_columns),
		cmocka_unit_test(a_line_of_a_megabyte_is_cut_at_once),
		cmocka_unit_test(what_goes_on_is_meant_to_the_end),
		cmocka_unit_test(a_place_that_is_not_there_is_not_marked),
		cmocka_unit_test(of_a_long_line_the_meant_part_is_seen),
		cmocka_unit_test(nothing_is_wider_than_the_terminal),
		cmocka_unit_test(without_lines_the_text_of_the_location_is_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
