/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/bytes.h"
#include "config.h"

static void test_little_endian(void **state)
{
	struct config c;

	(void)state;
	config_init(&c, 16);
	config_u32(&c, 3, 0xfedcba98);
	assert_int_equal(bytes_u8(&c.raw.bytes, 3).value, 0x98);
	assert_int_equal(bytes_u16(&c.raw.bytes, 3).value, 0xba98);
	assert_int_equal(bytes_u32(&c.raw.bytes, 3).value, 0xfedcba98);
	assert_true(bytes_u32(&c.raw.bytes, 3).known);
}

static const struct {
	uint32_t offset, size;
	bool has;
} places[] = {
	{ .offset = 0, .size = 0, .has = true },
	{ .offset = 0, .size = 4, .has = true },
	{ .offset = 60, .size = 4, .has = true },
	{ .offset = 62, .size = 4, .has = false }, /* 64 is a hole */
	{ .offset = 64, .size = 1, .has = false },
	{ .offset = 65, .size = 35, .has = true },
	{ .offset = 96, .size = 4, .has = true },
	{ .offset = 97, .size = 4, .has = false }, /* passes the end */
	{ .offset = 100, .size = 0, .has = true },
	{ .offset = 101, .size = 0, .has = false },
	{ .offset = UINT32_MAX, .size = 1, .has = false },
	{ .offset = UINT32_MAX - 3, .size = 8, .has = false },
	{ .offset = 1, .size = UINT32_MAX, .has = false },
};

static void test_bounds_and_holes(void **state)
{
	struct config c;

	(void)state;
	config_init(&c, 100);
	config_hide(&c, 64, 1);
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		assert_int_equal(bytes_has(&c.raw.bytes, places[i].offset, places[i].size),
				 places[i].has);
}

/* Every byte of a field has to be known, and nothing is told of one that is not. */
static void test_partly_known(void **state)
{
	struct pcimsi_reg reg;
	struct config c;

	(void)state;
	for (uint32_t hole = 0; hole < 4; hole++) {
		config_init(&c, 8);
		config_u32(&c, 2, 0xffffffff);
		config_hide(&c, 2 + hole, 1);
		reg = bytes_u32(&c.raw.bytes, 2);
		assert_false(reg.known);
		assert_int_equal(reg.value, 0);
	}
}

static void test_no_bytes(void **state)
{
	const struct pcimsi_bytes none = { 0 };

	(void)state;
	assert_false(bytes_u8(&none, 0).known);
	assert_false(bytes_u32(&none, 0).known);
	assert_int_equal(bytes_count(&none), 0);
}

static void test_count(void **state)
{
	struct config c;

	(void)state;
	for (uint32_t size = 0; size <= PCIMSI_CONFIG_SIZE; size += size < 130 ? 1 : 61) {
		config_init(&c, size);
		assert_int_equal(bytes_count(&c.raw.bytes), size);
		c.raw.bytes.known = NULL;
		assert_int_equal(bytes_count(&c.raw.bytes), size);
	}
	config_init(&c, 4096);
	config_hide(&c, 100, 1000);
	assert_int_equal(bytes_count(&c.raw.bytes), 3096);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_little_endian), cmocka_unit_test(test_bounds_and_holes),
		cmocka_unit_test(test_partly_known),  cmocka_unit_test(test_no_bytes),
		cmocka_unit_test(test_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
