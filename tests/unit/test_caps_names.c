/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <pcimsi/function.h>

static void test_capability_names(void **state)
{
	(void)state;
	for (unsigned id = 0; id < 256; id++) {
		assert_non_null(pcimsi_capability_name((uint8_t)id));
		assert_int_equal(strlen(pcimsi_capability_name((uint8_t)id)) > 0, id <= 0x15);
	}
	assert_string_equal(pcimsi_capability_name(0x01), "Power Management");
	assert_string_equal(pcimsi_capability_name(0x05), "MSI");
	assert_string_equal(pcimsi_capability_name(0x10), "Express");
	assert_string_equal(pcimsi_capability_name(0x11), "MSI-X");
	assert_string_equal(pcimsi_capability_name(0x15), "Flattening Portal Bridge");
}

static void test_express_type_names(void **state)
{
	static const uint32_t reserved[] = { 2, 3, 0xb, 0xf, 0x10, UINT32_MAX };
	static const uint32_t named[] = { 0, 1, 4, 5, 6, 7, 8, 9, 0xa };

	(void)state;
	for (size_t i = 0; i < sizeof(reserved) / sizeof(*reserved); i++)
		assert_null(pcimsi_express_type_name(reserved[i]));
	for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++)
		assert_non_null(pcimsi_express_type_name(named[i]));
	assert_string_equal(pcimsi_express_type_name(0), "PCI Express Endpoint");
}

static const struct {
	struct pcimsi_slot slot;
	const char *text;
} slots[] = {
	{ .slot = { .bus = 0x03 }, .text = "0000:03:00.0" },
	{ .slot = { .bus = 0xff, .device = 0x1f, .function = 7 }, .text = "0000:ff:1f.7" },
	{ .slot = { .domain = 0xabcd, .device = 2 }, .text = "abcd:00:02.0" },
	{ .slot = { .domain = 0x10001, .bus = 0x80, .device = 5 }, .text = "10001:80:05.0" },
	{ .slot = { .domain = UINT32_MAX, .bus = 0xff, .device = 0xff, .function = 0xff },
	  .text = "ffffffff:ff:ff.ff" },
};

static void test_slot_text(void **state)
{
	char buffer[PCIMSI_SLOT_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(slots) / sizeof(*slots); i++) {
		assert_ptr_equal(pcimsi_slot_text(slots[i].slot, buffer), buffer);
		assert_string_equal(buffer, slots[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_capability_names),
		cmocka_unit_test(test_express_type_names),
		cmocka_unit_test(test_slot_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
