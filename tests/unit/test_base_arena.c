/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/arena.h"

static void test_zeroed_and_aligned(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	for (size_t size = 0; size < 3000; size += 7) {
		unsigned char *memory = arena_alloc(&arena, size);

		assert_non_null(memory);
		assert_int_equal((uintptr_t)memory % alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(memory[i], 0);
		memset(memory, 0xa5, size);
	}
	arena_done(&arena);
}

/* A large piece must not cost the room that is left in the current block. */
static void test_large_pieces(void **state)
{
	struct arena arena = { 0 };
	char *before, *large, *after;

	(void)state;
	before = arena_strdup(&arena, "before");
	large = arena_alloc(&arena, 1 << 20);
	after = arena_strdup(&arena, "after");
	assert_non_null(before);
	assert_non_null(large);
	assert_non_null(after);
	memset(large, 0xff, 1 << 20);
	assert_string_equal(before, "before");
	assert_string_equal(after, "after");
	assert_true(after > before && after < before + 4096);
	arena_done(&arena);
}

static void test_limit(void **state)
{
	struct arena arena = { .limit = 256 };

	(void)state;
	assert_non_null(arena_alloc(&arena, 128));
	assert_null(arena_alloc(&arena, 129));
	assert_non_null(arena_alloc(&arena, 128));
	assert_null(arena_alloc(&arena, 0));
	arena_done(&arena);
	assert_int_equal(arena.used, 0);
	assert_non_null(arena_alloc(&arena, 256));
	arena_done(&arena);
}

static void test_overflow(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	assert_null(arena_alloc(&arena, SIZE_MAX));
	assert_null(arena_alloc(&arena, SIZE_MAX - 16));
	assert_null(arena_array(&arena, SIZE_MAX / 2, 3));
	assert_null(arena_array(&arena, SIZE_MAX, SIZE_MAX));
	assert_non_null(arena_array(&arena, 0, 8));
	assert_non_null(arena_array(&arena, 8, 0));
	arena_done(&arena);
}

static void test_strings(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	assert_string_equal(arena_strdup(&arena, ""), "");
	assert_string_equal(arena_strndup(&arena, "slot and more", 4), "slot");
	assert_string_equal(arena_strndup(&arena, NULL, 0), "");
	assert_string_equal(arena_printf(&arena, "%02x-%s", 5, "msi"), "05-msi");
	assert_memory_equal(arena_strndup(&arena, "a\0b", 3), "a\0b", 4);
	arena_done(&arena);
}

static void test_vector(void **state)
{
	VEC(uint32_t) vec = { 0 };
	struct arena arena = { 0 };

	(void)state;
	for (uint32_t i = 0; i < 1000; i++) {
		uint32_t *item = VEC_ADD(&arena, &vec);

		assert_non_null(item);
		assert_int_equal(*item, 0);
		*item = i;
	}
	assert_int_equal(vec.count, 1000);
	for (uint32_t i = 0; i < 1000; i++)
		assert_int_equal(vec.items[i], i);
	arena_done(&arena);
}

/* What was added before memory ran out stays as it was. */
static void test_vector_without_memory(void **state)
{
	VEC(uint64_t) vec = { 0 };
	struct arena arena = { .limit = 512 };
	uint64_t *item;

	(void)state;
	while ((item = VEC_ADD(&arena, &vec)))
		*item = vec.count;
	assert_int_equal(vec.count, 32);
	for (uint32_t i = 0; i < vec.count; i++)
		assert_int_equal(vec.items[i], i + 1);
	arena_done(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_zeroed_and_aligned),
		cmocka_unit_test(test_large_pieces),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_overflow),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_vector),
		cmocka_unit_test(test_vector_without_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
