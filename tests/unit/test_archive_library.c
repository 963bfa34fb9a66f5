/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "archive/library.h"

#include <math.h>

#define FUNCTIONS(DO) DO(floor)

FUNCTIONS(LIBRARY_FUNCTION)

static const struct library_symbol symbols[] = { FUNCTIONS(LIBRARY_SYMBOL){ 0 } };

static void its_functions_are_found(void **state)
{
	struct library library = { .soname = "libm.so.6", .symbols = symbols };

	(void)state;
	assert_null(sym_floor);
	assert_null(library_load(&library));
	assert_true(sym_floor(2.5) == 2);
	assert_null(library_load(&library));
}

static void what_is_missing_is_told(void **state)
{
	static void (*none)(void);
	static const struct library_symbol unknown[] = { { "pcimsi_none_such", &none }, { 0 } };
	struct library libraries[] = {
		{ .soname = "libpcimsi-none-such.so.1", .symbols = symbols },
		{ .soname = "libm.so.6", .symbols = unknown },
	};

	(void)state;
	for (int round = 0; round < 2; round++) {
		const char *library = library_load(&libraries[0]);
		const char *symbol = library_load(&libraries[1]);

		assert_non_null(library);
		assert_memory_equal(library, "needs ", 6);
		assert_non_null(strstr(library, "libpcimsi-none-such.so.1"));
		assert_non_null(symbol);
		assert_non_null(strstr(symbol, "libm.so.6"));
		assert_non_null(strstr(symbol, "pcimsi_none_such"));
		assert_null(none);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(its_functions_are_found),
		cmocka_unit_test(what_is_missing_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
