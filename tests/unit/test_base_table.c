/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/table.h"

#include <pcimsi/error.h>

static void nothing_is_found_in_an_empty_table(void **state)
{
	const struct table table = { 0 };

	(void)state;
	assert_int_equal(table_first(&table, 0), 0);
	assert_int_equal(table_first(&table, UINT32_MAX), 0);
}

/* While it grows, and though many hashes end in the same bits. */
static void items_of_a_hash_keep_their_order(void **state)
{
	static const uint32_t steps[] = { 1, 1 << 16, 0x10001, UINT32_MAX };
	enum { HASHES = 50, EACH = 40 };

	(void)state;
	for (size_t s = 0; s < sizeof(steps) / sizeof(steps[0]); s++) {
		struct arena arena = { 0 };
		struct table table = { 0 };

		for (uint32_t i = 0; i < HASHES * EACH; i++) {
			uint32_t hash = i % HASHES * steps[s], found = 0;

			assert_int_equal(table_add(&table, &arena, hash, i), 0);
			for (uint32_t at = table_first(&table, hash); at;
			     at = table_next(&table, at))
				assert_int_equal(table_item(&table, at),
						 i % HASHES + HASHES * found++);
			assert_int_equal(found, i / HASHES + 1);
		}
		assert_int_equal(table_first(&table, HASHES * steps[s]), 0);
		arena_done(&arena);
	}
}

static void a_full_arena_is_an_error(void **state)
{
	struct arena arena = { .limit = 20000 };
	struct table table = { 0 };
	uint32_t count = 0, found = 0;

	(void)state;
	while (table_add(&table, &arena, 7, count) == 0)
		count++;
	assert_true(count > 64);
	assert_int_equal(table_add(&table, &arena, 7, count), PCIMSI_ERR_NOMEM);
	/* What was added before stays. */
	for (uint32_t at = table_first(&table, 7); at; at = table_next(&table, at))
		assert_int_equal(table_item(&table, at), found++);
	assert_int_equal(found, count);
	arena_done(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_found_in_an_empty_table),
		cmocka_unit_test(items_of_a_hash_keep_their_order),
		cmocka_unit_test(a_full_arena_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
