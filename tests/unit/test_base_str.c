/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/str.h"

static void test_characters(void **state)
{
	(void)state;
	for (int i = -128; i < 128; i++) {
		char c = (char)i;
		const char *digits = "0123456789abcdef";
		const char *digit = c ? strchr(digits, ascii_lower(c)) : NULL;

		assert_int_equal(ascii_hex(c), digit ? digit - digits : -1);
		assert_int_equal(ascii_is_digit(c), digit && digit < digits + 10);
		if (i < 'A' || i > 'Z')
			assert_int_equal(ascii_lower(c), c);
	}
	assert_int_equal(ascii_lower('A'), 'a');
	assert_int_equal(ascii_lower('Z'), 'z');
}

static void test_hex_numbers(void **state)
{
	static const struct {
		const char *text;
		size_t most, digits;
		uint64_t value;
	} numbers[] = {
		{ .text = "", .most = 8 },
		{ .text = "x1", .most = 8 },
		{ .text = "1f", .most = 0 },
		{ .text = "1Fg", .most = 8, .digits = 2, .value = 0x1f },
		{ .text = "12345", .most = 4, .digits = 4, .value = 0x1234 },
		{ .text = "fedcba9876543210",
		  .most = 16,
		  .digits = 16,
		  .value = 0xfedcba9876543210 },
	};
	const char *text = "80861";
	uint32_t id;

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		uint64_t value = 1;

		assert_int_equal(ascii_read_hex(numbers[i].text, numbers[i].most, &value),
				 numbers[i].digits);
		assert_int_equal(value, numbers[i].value);
	}
	assert_true(ascii_take_hex(&text, 4, &id));
	assert_int_equal(id, 0x8086);
	assert_string_equal(text, "1");
	assert_false(ascii_take_hex(&text, 4, &id));
	assert_string_equal(text, "");
}

static const struct {
	const char *a, *b;
	bool equal, starts;
} pairs[] = {
	{ .a = "", .b = "", .equal = true, .starts = true },
	{ .a = "MSISupported", .b = "msisupported", .equal = true, .starts = true },
	{ .a = "MSISupported", .b = "MSI", .starts = true },
	{ .a = "MSI", .b = "MSISupported" },
	{ .a = "MSI", .b = "", .starts = true },
	{ .a = "", .b = "x" },
	{ .a = "[", .b = "{" }, /* differ by the bit that makes letters lower-case */
	{ .a = "\xc4", .b = "\xe4" },
};

static void test_comparisons(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		assert_int_equal(str_ieq(pairs[i].a, pairs[i].b), pairs[i].equal);
		assert_int_equal(str_ieq(pairs[i].b, pairs[i].a), pairs[i].equal);
		assert_int_equal(str_istarts(pairs[i].a, pairs[i].b), pairs[i].starts);
	}
	assert_true(str_ieq_n("DDInstall.HW", "ddinstall.NT", 9));
	assert_false(str_ieq_n("DDInstall.HW", "ddinstall.NT", 11));
	assert_true(str_ieq_n("a", "A", 100));
	assert_true(str_ieq_n("x", "y", 0));
}

static void test_find(void **state)
{
	const char *text = "PCI\\VEN_8086&DEV_10C9";

	(void)state;
	assert_ptr_equal(str_ifind(text, "ven_"), text + 4);
	assert_ptr_equal(str_ifind(text, "10c9"), text + 17);
	assert_ptr_equal(str_ifind(text, ""), text);
	assert_null(str_ifind(text, "10c90"));
	assert_null(str_ifind("", "a"));
	assert_string_equal(str_ifind("", ""), "");
}

static void test_hashes(void **state)
{
	(void)state;
	assert_int_equal(str_ihash("Models", 6), str_ihash("mODELS", 6));
	assert_int_not_equal(str_ihash("Models", 6), str_ihash("Models", 5));
	/* Published values of FNV-1a. */
	assert_int_equal(str_ihash("", 0), 0x811c9dc5u);
	assert_int_equal(str_ihash("foobar", 6), 0xbf9cf968u);
	assert_true(str_fnv64(STR_FNV64, "", 0) == STR_FNV64);
	assert_true(str_fnv64(STR_FNV64, "foobar", 6) == 0x85944171f73967e8u);
	assert_true(str_fnv64(str_fnv64(STR_FNV64, "foo", 3), "bar", 3) == 0x85944171f73967e8u);
}

static const struct {
	const char *a, *b;
	unsigned distance;
} distances[] = {
	{ .a = "", .b = "", .distance = 0 },
	{ .a = "", .b = "abc", .distance = 3 },
	{ .a = "MSISupported", .b = "msisupported", .distance = 0 },
	{ .a = "MSISupported", .b = "MSISuported", .distance = 1 },
	{ .a = "MSISupported", .b = "MSISupprted", .distance = 1 },
	{ .a = "MSISupported", .b = "MSISupproted", .distance = 1 },
	{ .a = "MSISupported", .b = "SMISupproted", .distance = 2 },
	{ .a = "MessageNumberLimit", .b = "MessageLimitNumber", .distance = 10 },
	{ .a = "kitten", .b = "sitting", .distance = 3 },
	{ .a = "ca", .b = "abc", .distance = 3 }, /* optimal string alignment, not 2 */
};

static void test_edit_distance(void **state)
{
	char longest[66];

	(void)state;
	for (size_t i = 0; i < sizeof(distances) / sizeof(*distances); i++) {
		assert_int_equal(str_edit_distance(distances[i].a, distances[i].b),
				 distances[i].distance);
		assert_int_equal(str_edit_distance(distances[i].b, distances[i].a),
				 distances[i].distance);
		for (unsigned most = 0; most <= STR_NEAR_MAX; most++) {
			assert_int_equal(str_is_near(distances[i].a, distances[i].b, most),
					 distances[i].distance <= most);
			assert_int_equal(str_is_near(distances[i].b, distances[i].a, most),
					 distances[i].distance <= most);
		}
	}
	memset(longest, 'x', sizeof(longest));
	longest[65] = '\0';
	assert_int_equal(str_edit_distance(longest + 1, longest + 1), 0);
	assert_int_equal(str_edit_distance(longest, longest), 64);
}

/* Every pair of short texts of two letters: the band gives what the whole table gives. */
static void test_near_is_a_small_distance(void **state)
{
	char a[8], b[8];

	(void)state;
	for (unsigned i = 1; i < 1u << 7; i++)
		for (unsigned k = 1; k < 1u << 7; k++) {
			unsigned n = 0, m = 0;

			/* The bits below the first that is set. */
			for (unsigned bits = i; bits > 1; bits >>= 1)
				a[n++] = bits & 1 ? 'x' : 'y';
			for (unsigned bits = k; bits > 1; bits >>= 1)
				b[m++] = bits & 1 ? 'X' : 'y';
			a[n] = b[m] = '\0';
			for (unsigned most = 0; most <= STR_NEAR_MAX; most++)
				assert_int_equal(str_is_near(a, b, most),
						 str_edit_distance(a, b) <= most);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_characters),
		cmocka_unit_test(test_hex_numbers),
		cmocka_unit_test(test_comparisons),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_hashes),
		cmocka_unit_test(test_edit_distance),
		cmocka_unit_test(test_near_is_a_small_distance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
