/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/nearest.h"

static void the_nearest_word_is_told(void **state)
{
	static const struct {
		const char *wanted, *best;
	} cases[] = {
		{ "chekc", "check" },
		{ "CHECK", "check" },
		{ "shw", "show" },
		{ "lst", "list" },
		{ "li", NULL },
		{ "", NULL },
		{ "judgement", NULL },
		{ "sho", "show" },
		{ "exlpain", "explain" },
		{ "explanation", NULL },
		{ "captures", "capture" },
	};
	static const char *const words[] = { "list", "show", "check", "explain", "capture" };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct nearest nearest = nearest_to(cases[i].wanted);

		for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
			nearest_try(&nearest, words[k]);
		if (cases[i].best)
			assert_string_equal(nearest.best, cases[i].best);
		else
			assert_null(nearest.best);
	}
}

static void of_equals_the_first_stays(void **state)
{
	struct nearest nearest = nearest_to("GRA70");

	(void)state;
	nearest_try(&nearest, "GRA7011");
	nearest_try(&nearest, "GRA701");
	nearest_try(&nearest, "GRA702");
	assert_string_equal(nearest.best, "GRA701");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_nearest_word_is_told),
		cmocka_unit_test(of_equals_the_first_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
