/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "test_source_common.h"

#include "source/raw.h"

static void the_slot_comes_from_the_name(void **state)
{
	static const struct {
		const char *name, *slot;
	} cases[] = {
		{ "0000:03:00.0/config", "0000:03:00.0" },
		{ "0000_3c_04.0.config", "0000:3c:04.0" },
		{ "some-32em64t-2n8c-0000_00_01.1.config", "0000:00:01.1" },
		{ "03:00.0.bin", "0000:03:00.0" },
		{ "10000:e1:00.7.bin", "10000:e1:00.7" },
		{ "bus/03/1f.7", "0000:03:1f.7" },
		{ "bus/0001:03/00.0", "0001:03:00.0" },
	};
	struct lab *lab = *state;

	sh("mkdir -p 0000:03:00.0 bus/03 bus/0001:03");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		put_config(lab, cases[i].name, 0x8086, 0x1533, 256);
		assert_int_equal(open_capture(lab, cases[i].name), 0);
		expect_function(lab, cases[i].slot, 0x1533, NULL);
		assert_int_equal(lab->raw->source, PCIMSI_SOURCE_BINARY);
		assert_int_equal(lab->raw->bytes.size, 256);
		assert_null(lab->raw->member);
		assert_int_equal(lab->notes[PCIMSI_NOTE_NAME_WITHOUT_SLOT], 0);
		expect_end(lab, 0);
	}
}

static void without_a_slot_there_is_a_note(void **state)
{
	struct lab *lab = *state;

	put_config(lab, "nic.bin", 0x8086, 0x1533, 64);
	assert_int_equal(open_capture(lab, "nic.bin"), 0);
	expect_function(lab, "0000:00:00.0", 0x1533, NULL);
	assert_int_equal(lab->notes[PCIMSI_NOTE_NAME_WITHOUT_SLOT], 1);
	expect_end(lab, 0);
}

/* tar of sysfs by an ordinary user: 64 bytes, and zeros up to the size it claims. */
static void zeros_that_fill_up_were_not_read(void **state)
{
	uint8_t config[256] = { 0x86, 0x80, 0x33, 0x15, 0x07, 0x04, 0x10 };

	(void)state;
	config[0x34] = 0x40;
	assert_int_equal(raw_captured_size(config, 256), 64);
	assert_int_equal(raw_captured_size(config, 64), 64);
	/* Something behind it, a list that is not there, or no list at all. */
	config[0xff] = 1;
	assert_int_equal(raw_captured_size(config, 256), 256);
	config[0xff] = 0;
	config[0x34] = 0;
	assert_int_equal(raw_captured_size(config, 256), 256);
	config[0x34] = 0x40;
	config[0x06] = 0;
	assert_int_equal(raw_captured_size(config, 256), 256);
}

static void odd_sizes_need_a_name_that_says_so(void **state)
{
	static const struct {
		const char *name;
		size_t size;
		int error;
	} cases[] = {
		{ "nic.bin", 100, PCIMSI_ERR_FORMAT },
		{ "config", 100, 0 },
		{ "03:00.0", 16, 0 },
		{ "03:00.0", 4096, 0 },
		{ "03:00.0", 0, PCIMSI_ERR_EMPTY },
		{ "03:00.0", 3, PCIMSI_ERR_FORMAT },
		{ "03:00.0", 15, PCIMSI_ERR_FORMAT },
		{ "03:00.0", 5000, PCIMSI_ERR_FORMAT },
	};
	struct lab *lab = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		put_config(lab, cases[i].name, 0x8086, 0x1533, cases[i].size);
		assert_int_equal(open_capture(lab, cases[i].name), cases[i].error);
		close_capture(lab);
	}
}

static void what_has_no_header_is_no_configuration_space(void **state)
{
	struct lab *lab = *state;

	put_config(lab, "a.bin", 0, 0x1533, 256);
	assert_int_equal(open_capture(lab, "a.bin"), PCIMSI_ERR_FORMAT);
	assert_non_null(lab->detail);
	put_config(lab, "a.bin", 0xffff, 0x1533, 256);
	assert_int_equal(open_capture(lab, "a.bin"), PCIMSI_ERR_FORMAT);
	/* A VF. */
	put_config(lab, "a.bin", 0xffff, 0xffff, 256);
	assert_int_equal(open_capture(lab, "a.bin"), 0);
	close_capture(lab);
	/* A function that does not respond is one if somebody says that it is. */
	sh("head -c 64 /dev/zero | tr '\\0' '\\377' >a.bin; cp a.bin 0000:01:00.0");
	assert_int_equal(open_capture(lab, "a.bin"), PCIMSI_ERR_FORMAT);
	assert_int_equal(open_capture(lab, "0000:01:00.0"), 0);
	close_capture(lab);
}

static void text_stays_text(void **state)
{
	struct lab *lab = *state;

	sh("printf '00:01.0 A\\n00: 86 80 33 15\\n' >0000:03:00.0; "
	   "head -c 64 /dev/zero | tr '\\0' x >0000:03:00.1");
	assert_int_equal(open_capture(lab, "0000:03:00.0"), 0);
	expect_function(lab, "0000:00:01.0", 0x1533, NULL);
	expect_end(lab, 0);
	assert_int_equal(open_capture(lab, "0000:03:00.1"), PCIMSI_ERR_FORMAT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		LAB_TEST(the_slot_comes_from_the_name),
		LAB_TEST(without_a_slot_there_is_a_note),
		cmocka_unit_test(zeros_that_fill_up_were_not_read),
		LAB_TEST(odd_sizes_need_a_name_that_says_so),
		LAB_TEST(what_has_no_header_is_no_configuration_space),
		LAB_TEST(text_stays_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
