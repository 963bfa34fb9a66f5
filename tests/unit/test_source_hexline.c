/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "source/dialect/hexline.h"

#define BYTES "00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee FF"

static const struct {
	const char *line;
	bool canonical, row;
	uint32_t offset, count, bad_at;
} lines[] = {
	{ .line = "10: " BYTES, .canonical = true, .row = true, .offset = 0x10, .count = 16 },
	{ .line = "ff0: " BYTES, .canonical = true, .row = true, .offset = 0xff0, .count = 16 },
	{ .line = "0010: " BYTES, .row = true, .offset = 0x10, .count = 16 },
	{ .line = "10: " BYTES " ", .row = true, .offset = 0x10, .count = 16 },
	{ .line = "10: " BYTES "  .\"3DUfw", .row = true, .offset = 0x10, .count = 16 },
	{ .line = "10: 00", .row = true, .offset = 0x10, .count = 1 },
	{ .line = "10:\t00\t11", .row = true, .offset = 0x10, .count = 2 },
	{ .line = "10: 00 1", .row = true, .offset = 0x10, .count = 1, .bad_at = 8 },
	{ .line = "10: 00 x1 22", .row = true, .offset = 0x10, .count = 1, .bad_at = 8 },
	{ .line = "10: 00 112", .row = true, .offset = 0x10, .count = 1, .bad_at = 8 },
	{ .line = "10: xx 11", .row = true, .offset = 0x10, .bad_at = 5 },
	{ .line = "    10: " BYTES, .row = true, .offset = 0x10, .count = 16 },
	{ .line = "\t10: 00 11" },
	{ .line = "    18: " BYTES },
	{ .line = "10 00 11" },
	{ .line = "10:00 11" },
	{ .line = "1: 00" },
	{ .line = "123456789: 00" },
	{ .line = "10:" },
	{ .line = "10: " },
	{ .line = "be: or not to be", .row = true, .offset = 0xbe, .bad_at = 5 },
	{ .line = "feed: them" },
	{ .line = "" },
};

static void rows_are_told_from_text(void **state)
{
	(void)state;
	for (unsigned i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		size_t length = strlen(lines[i].line);
		uint8_t bytes[16];
		struct hexline row;
		uint32_t offset;
		bool is_row = hexline_parse(lines[i].line, length, &row);

		if (is_row != lines[i].row)
			print_message("%s\n", lines[i].line);
		assert_int_equal(is_row, lines[i].row);
		assert_int_equal(hexline_parse_canonical(lines[i].line, length, &offset, bytes),
				 lines[i].canonical);
		if (!is_row)
			continue;
		assert_int_equal(row.offset, lines[i].offset);
		assert_int_equal(row.count, lines[i].count);
		assert_int_equal(row.bad_at, lines[i].bad_at);
	}
}

static uint32_t random_next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 16;
}

/* What the fast path takes it reads as the careful one does, whatever is spoilt. */
static void both_paths_read_the_same(void **state)
{
	static const char alphabet[] = "0123456789abcdefABCDEF :;.\tgxz\x80\xff";
	uint32_t seed = 1, taken = 0;

	(void)state;
	for (int round = 0; round < 200000; round++) {
		char line[64] = "a0: " BYTES;
		size_t length = 51;
		uint8_t bytes[16];
		struct hexline row;
		uint32_t offset;

		if (random_next(&seed) % 2) {
			strcpy(line, "1a0: " BYTES);
			length = 52;
		}
		for (uint32_t n = random_next(&seed) % 3; n; n--)
			line[random_next(&seed) % length] =
				alphabet[random_next(&seed) % (sizeof(alphabet) - 1)];
		if (!hexline_parse_canonical(line, length, &offset, bytes))
			continue;
		taken++;
		assert_true(hexline_parse(line, length, &row));
		assert_int_equal(row.offset, offset);
		assert_int_equal(row.count, 16);
		assert_memory_equal(row.bytes, bytes, 16);
	}
	assert_true(taken > 50000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_told_from_text),
		cmocka_unit_test(both_paths_read_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
