/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "hwid/hwid.h"

#include <string.h>

static const struct hwid card = {
	.vendor = { 0x1234, true },
	.device = { 0xf1, true },
	.subsystem = { 0x000a, true },
	.subsystem_vendor = { 0x5678, true },
	.revision = { 0x0c, true },
	.class_code = { 0x010802, true },
	.port_type = { 1, true },
};

static void every_form_is_written_and_read(void **state)
{
	static const struct {
		const char *form, *id;
	} cases[] = {
		{ "vdsr", "PCI\\VEN_1234&DEV_00F1&SUBSYS_000A5678&REV_0C" },
		{ "vds", "PCI\\VEN_1234&DEV_00F1&SUBSYS_000A5678" },
		{ "vdr", "PCI\\VEN_1234&DEV_00F1&REV_0C" },
		{ "vdc", "PCI\\VEN_1234&DEV_00F1&CC_010802" },
		{ "vu", "PCI\\VEN_1234&CC_0108" },
		{ "ct", "PCI\\CC_010802&DT_1" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hwid read;
		char id[HWID_SIZE];

		hwid_write(id, cases[i].form, &card);
		assert_string_equal(id, cases[i].id);
		assert_null(hwid_fault(id));
		hwid_read(id, &read);
		for (const char *letter = "vdsrct"; *letter; letter++)
			assert_int_equal(hwid_find(id, *letter) != NULL,
					 strchr(cases[i].form, *letter) != NULL ||
						 (*letter == 'c' && strchr(cases[i].form, 'u')));
		assert_int_equal(read.vendor.known, strchr(cases[i].form, 'v') != NULL);
		assert_int_equal(read.subsystem.value, strchr(cases[i].form, 's') ? 0x000a : 0);
		assert_int_equal(read.subsystem_vendor.value,
				 strchr(cases[i].form, 's') ? 0x5678 : 0);
		assert_int_equal(read.class_code.known, strchr(cases[i].form, 'c') != NULL);
	}
}

static void no_form_of_the_lists_is_a_fault(void **state)
{
	const struct hwid_list lists[] = { hwid_hardware(false), hwid_hardware(true),
					   hwid_compatible(), hwid_all() };

	(void)state;
	for (size_t list = 0; list < 4; list++) {
		for (unsigned i = 0; i < lists[list].count; i++) {
			char id[HWID_SIZE];

			hwid_write(id, lists[list].forms[i], &card);
			assert_null(hwid_fault(id));
		}
	}
}

/* A part that was not captured is not written as 0. */
static void what_is_not_known_is_not_written(void **state)
{
	struct hwid some = card;
	char id[HWID_SIZE];

	(void)state;
	some.revision.known = false;
	hwid_write(id, "vdsr", &some);
	assert_string_equal(id, "");
	hwid_write(id, "vds", &some);
	assert_string_not_equal(id, "");
	some.vendor.value = 0xffff;
	hwid_write(id, "vds", &some);
	assert_string_equal(id, "");
}

static void patterns_have_room_for_what_is_not_known(void **state)
{
	struct hwid some = card;
	char pattern[HWID_SIZE];

	(void)state;
	some.subsystem.known = false;
	assert_true(hwid_write_pattern(pattern, "vds", &some));
	assert_string_equal(pattern, "PCI\\VEN_1234&DEV_00F1&SUBSYS_????5678");
	assert_true(hwid_fits(pattern, "PCI\\VEN_1234&dev_00f1&SUBSYS_00aA5678"));
	assert_false(hwid_fits(pattern, "PCI\\VEN_1234&DEV_00F1&SUBSYS_00AG5678"));
	assert_false(hwid_fits(pattern, "PCI\\VEN_1234&DEV_00F1&SUBSYS_00AA56789"));
	assert_false(hwid_fits(pattern, "PCI\\VEN_1234&DEV_00F1"));
	some.class_code.known = false;
	assert_true(hwid_write_pattern(pattern, "vu", &some));
	assert_string_equal(pattern, "PCI\\VEN_1234&CC_????");
	some.vendor.value = 0;
	assert_false(hwid_write_pattern(pattern, "vd", &some));
	assert_true(hwid_write_pattern(pattern, "u", &some));
}

static void parts_begin_where_a_part_can(void **state)
{
	struct hwid read;

	(void)state;
	/* The second of several says what the first does not. */
	hwid_read("pci\\ven_1234&dev_00f1&rev_0c PCI\\VEN_9999&DEV_8888&CC_020000", &read);
	assert_int_equal(read.vendor.value, 0x1234);
	assert_int_equal(read.class_code.value, 0x020000);
	hwid_read("VEN_1234&DEV_F1&REV_0G", &read);
	assert_true(read.vendor.known);
	assert_false(read.device.known);
	assert_false(read.revision.known);
	assert_int_equal(read.revision.value, 0);
	assert_null(hwid_find("PCI\\EVEN_1234", 'v'));
	assert_null(hwid_find("", 'v'));
}

static void faults_have_their_word(void **state)
{
	static const struct {
		const char *id, *why;
	} cases[] = {
		{ "PCI\\VEN_12O4", "letter-o" },
		{ "PCI\\VEN_1l34", "letter-i" },
		{ "PCI\\VEN_1234 ", "space" },
		{ "PCI\\VEN_12G4", "digit" },
		{ "PCI\\VEN_123", "width" },
		{ "PCI\\CC_01080", "width" },
		{ "PCI\\VNE_1234", "part" },
		{ "PCI\\DEV_1234", "form" },
		{ "PCI\\VEN_1234&SUBSYS_00010002", "form" },
		{ "PCI\\VEN_1234&", "part" },
		{ "PCI\\VEN_1234&DEV_00F1&REV_0C&CC_010802", "example" },
		{ "PCI\\", "part" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(hwid_fault(cases[i].id), cases[i].why);
	assert_null(hwid_fault("PCI\\ven_1234&dev_abcd"));
}

static void pairs_stand_in_brackets(void **state)
{
	static const char *const others[] = {
		"",          "[",          "[8086",      "[8086:153]", "[8086:15333]",
		"8086:1533", "[8086:1533", "[80g6:1533]"
	};
	uint32_t vendor, device;

	(void)state;
	assert_true(hwid_read_pair("[8086:15aF] and more", &vendor, &device));
	assert_int_equal(vendor, 0x8086);
	assert_int_equal(device, 0x15af);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(hwid_read_pair(others[i], &vendor, &device));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_is_written_and_read),
		cmocka_unit_test(no_form_of_the_lists_is_a_fault),
		cmocka_unit_test(what_is_not_known_is_not_written),
		cmocka_unit_test(patterns_have_room_for_what_is_not_known),
		cmocka_unit_test(parts_begin_where_a_part_can),
		cmocka_unit_test(faults_have_their_word),
		cmocka_unit_test(pairs_stand_in_brackets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
