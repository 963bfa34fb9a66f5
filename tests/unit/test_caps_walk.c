/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "caps/decode.h"
#include "config.h"

/* A rich image: eight capabilities up to the last dword, 256 bytes. */
static void build_rich(struct config *c)
{
	config_endpoint(c, 0x8086, 0x10c9);
	config_capability(c, 0x01, 0x40);
	config_capability(c, 0x05, 0x50);
	config_u16(c, 0x52, 0x0180); /* 64-bit, masking: 24 bytes */
	config_capability(c, 0x09, 0x6c);
	config_capability(c, 0x11, 0x70);
	config_capability(c, 0x10, 0xa0);
	config_u16(c, 0xa2, 0x0002);
	config_capability(c, 0x03, 0xe0);
	config_capability(c, 0x14, 0xe8);
	config_capability(c, 0x12, 0xfc);
}

static void decode(const struct config *c, struct pcimsi_function *fn)
{
	pcimsi_function_decode(&c->raw, fn);
}

static void test_chain_in_order(void **state)
{
	static const struct pcimsi_capability expected[] = {
		{ .id = 0x01, .offset = 0x40, .pointer_at = 0x34, .size = 8 },
		{ .id = 0x05, .offset = 0x50, .pointer_at = 0x41, .size = 24 },
		{ .id = 0x09, .offset = 0x6c, .pointer_at = 0x51, .size = 0 },
		{ .id = 0x11, .offset = 0x70, .pointer_at = 0x6d, .size = 12 },
		{ .id = 0x10, .offset = 0xa0, .pointer_at = 0x71, .size = 0x34 },
		{ .id = 0x03, .offset = 0xe0, .pointer_at = 0xa1, .size = 0 },
		{ .id = 0x14, .offset = 0xe8, .pointer_at = 0xe1, .size = 0 },
		{ .id = 0x12, .offset = 0xfc, .pointer_at = 0xe9, .size = 0 },
	};
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	build_rich(&c);
	decode(&c, &fn);
	assert_int_equal(fn.walk_end, PCIMSI_WALK_COMPLETE);
	assert_int_equal(fn.walk_at, 0xfd);
	assert_int_equal(fn.walk_target, 0);
	assert_int_equal(fn.n_capabilities, 8);
	for (unsigned i = 0; i < 8; i++) {
		assert_int_equal(fn.capabilities[i].id, expected[i].id);
		assert_int_equal(fn.capabilities[i].offset, expected[i].offset);
		assert_int_equal(fn.capabilities[i].pointer_at, expected[i].pointer_at);
		assert_int_equal(fn.capabilities[i].size, expected[i].size);
		assert_false(fn.capabilities[i].pointer_misaligned);
	}
}

static const struct {
	const char *name;
	struct config_bytes change[4]; /* to a function with PM at 40, MSI at 50, end */
	struct config_bytes hide;      /* bytes of this place are not captured */
	enum pcimsi_walk_end end;
	uint8_t at, target;
	uint8_t count;
	enum pcimsi_state msi, msix;
	bool misaligned;
} walks[] = {
	{
		.name = "as it is",
		.end = PCIMSI_WALK_COMPLETE,
		.at = 0x51,
		.count = 2,
		.msi = PCIMSI_STATE_PRESENT,
		.msix = PCIMSI_STATE_ABSENT,
	},
	{
		.name = "Status bit 4 clear",
		.change = { AT(0x06, 0xef, 0xff) },
		.end = PCIMSI_WALK_COMPLETE,
		.at = 0x06,
	},
	{
		.name = "Status bit 4 clear counts in an unknown layout",
		.change = { AT(0x06, 0x00), AT(0x0e, 0x03) },
		.end = PCIMSI_WALK_COMPLETE,
		.at = 0x06,
	},
	{
		.name = "Status bit 4 clear, its other byte not captured",
		.change = { AT(0x06, 0x00) },
		.hide = AT(0x07, 1),
		.end = PCIMSI_WALK_COMPLETE,
		.at = 0x06,
	},
	{
		.name = "first pointer 0",
		.change = { AT(0x34, 0x00) },
		.end = PCIMSI_WALK_COMPLETE,
		.at = 0x34,
	},
	{
		.name = "pointer of reserved bits alone",
		.change = { AT(0x51, 0x03) },
		.end = PCIMSI_WALK_COMPLETE,
		.at = 0x51,
		.count = 2,
		.msi = PCIMSI_STATE_PRESENT,
		.misaligned = true,
	},
	{
		.name = "Status not captured",
		.hide = AT(0x06, 1),
		.end = PCIMSI_WALK_NOT_CAPTURED,
		.at = 0x06,
		.msi = PCIMSI_STATE_UNKNOWN,
		.msix = PCIMSI_STATE_UNKNOWN,
	},
	{
		.name = "header type not captured",
		.hide = AT(0x0e, 1),
		.end = PCIMSI_WALK_NOT_CAPTURED,
		.at = 0x0e,
		.msi = PCIMSI_STATE_UNKNOWN,
		.msix = PCIMSI_STATE_UNKNOWN,
	},
	{
		.name = "first pointer not captured",
		.hide = AT(0x34, 1),
		.end = PCIMSI_WALK_NOT_CAPTURED,
		.at = 0x34,
		.msi = PCIMSI_STATE_UNKNOWN,
		.msix = PCIMSI_STATE_UNKNOWN,
	},
	{
		.name = "an id not captured",
		.hide = AT(0x50, 1),
		.end = PCIMSI_WALK_NOT_CAPTURED,
		.at = 0x50,
		.target = 0x50,
		.count = 1,
		.msi = PCIMSI_STATE_UNKNOWN,
		.msix = PCIMSI_STATE_UNKNOWN,
	},
	{
		.name = "a next pointer not captured",
		.hide = AT(0x51, 1),
		.end = PCIMSI_WALK_NOT_CAPTURED,
		.at = 0x51,
		.target = 0x50,
		.count = 2,
		.msi = PCIMSI_STATE_PRESENT,
		.msix = PCIMSI_STATE_UNKNOWN,
	},
	{
		.name = "first pointer below 40",
		.change = { AT(0x34, 0x3d) },
		.end = PCIMSI_WALK_BAD_POINTER,
		.at = 0x34,
		.target = 0x3c,
		.msi = PCIMSI_STATE_UNKNOWN,
		.msix = PCIMSI_STATE_UNKNOWN,
		.misaligned = true,
	},
	{
		.name = "next pointer below 40",
		.change = { AT(0x51, 0x04) },
		.end = PCIMSI_WALK_BAD_POINTER,
		.at = 0x51,
		.target = 0x04,
		.count = 2,
		.msi = PCIMSI_STATE_PRESENT,
		.msix = PCIMSI_STATE_UNKNOWN,
	},
	{
		.name = "loop to the first",
		.change = { AT(0x51, 0x40) },
		.end = PCIMSI_WALK_LOOP,
		.at = 0x51,
		.target = 0x40,
		.count = 2,
		.msi = PCIMSI_STATE_PRESENT,
		.msix = PCIMSI_STATE_UNKNOWN,
	},
	{
		.name = "loop to itself, through reserved bits",
		.change = { AT(0x41, 0x42) },
		.end = PCIMSI_WALK_LOOP,
		.at = 0x41,
		.target = 0x40,
		.count = 1,
		.msi = PCIMSI_STATE_UNKNOWN,
		.msix = PCIMSI_STATE_UNKNOWN,
		.misaligned = true,
	},
	{
		.name = "id ff",
		.change = { AT(0x50, 0xff, 0x00) },
		.end = PCIMSI_WALK_ID_FF,
		.at = 0x50,
		.target = 0x50,
		.count = 1,
		.msi = PCIMSI_STATE_UNKNOWN,
		.msix = PCIMSI_STATE_UNKNOWN,
	},
	{
		.name = "id 00 is one like others",
		.change = { AT(0x51, 0x60), AT(0x60, 0x00, 0x70), AT(0x70, 0x11, 0x00) },
		.end = PCIMSI_WALK_COMPLETE,
		.at = 0x71,
		.count = 4,
		.msi = PCIMSI_STATE_PRESENT,
		.msix = PCIMSI_STATE_PRESENT,
	},
	{
		.name = "unknown layout",
		.change = { AT(0x0e, 0x83) },
		.end = PCIMSI_WALK_UNKNOWN_LAYOUT,
		.at = 0x0e,
		.msi = PCIMSI_STATE_UNKNOWN,
		.msix = PCIMSI_STATE_UNKNOWN,
	},
	{
		.name = "multi-function bit is no part of the layout",
		.change = { AT(0x0e, 0x80) },
		.end = PCIMSI_WALK_COMPLETE,
		.at = 0x51,
		.count = 2,
		.msi = PCIMSI_STATE_PRESENT,
	},
	{
		.name = "a bridge keeps its pointer at 34",
		.change = { AT(0x0e, 0x01), AT(0x14, 0x50) },
		.end = PCIMSI_WALK_COMPLETE,
		.at = 0x51,
		.count = 2,
		.msi = PCIMSI_STATE_PRESENT,
	},
	{
		.name = "CardBus: the pointer is at 14",
		.change = { AT(0x0e, 0x02), AT(0x14, 0x50) },
		.end = PCIMSI_WALK_COMPLETE,
		.at = 0x51,
		.count = 1,
		.msi = PCIMSI_STATE_PRESENT,
	},
};

static void test_walk_ends(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(walks) / sizeof(*walks); i++) {
		struct pcimsi_function fn;
		struct config c;

		config_endpoint(&c, 0x8086, 0x2829);
		config_capability(&c, 0x01, 0x40);
		config_capability(&c, 0x05, 0x50);
		config_patch(&c, walks[i].change);
		config_hide(&c, walks[i].hide.offset, walks[i].hide.size);
		decode(&c, &fn);
		print_message("  %s\n", walks[i].name);
		assert_true(fn.responding);
		assert_int_equal(fn.walk_end, walks[i].end);
		assert_int_equal(fn.walk_at, walks[i].at);
		assert_int_equal(fn.walk_target, walks[i].target);
		assert_int_equal(fn.walk_pointer_misaligned, walks[i].misaligned);
		assert_int_equal(fn.n_capabilities, walks[i].count);
		assert_int_equal(fn.msi.state, walks[i].msi);
		assert_int_equal(fn.msix.state, walks[i].msix);
	}
}

static void test_misaligned_pointer_is_followed(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	build_rich(&c);
	c.data[0x41] = 0x53;
	decode(&c, &fn);
	assert_int_equal(fn.n_capabilities, 8);
	assert_int_equal(fn.capabilities[1].offset, 0x50);
	assert_true(fn.capabilities[1].pointer_misaligned);
	assert_false(fn.capabilities[0].pointer_misaligned);
	assert_false(fn.capabilities[2].pointer_misaligned);
	assert_false(fn.walk_pointer_misaligned);
}

static void test_longest_list(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	config_endpoint(&c, 0x1af4, 0x1000);
	for (unsigned offset = 0xfc; offset >= 0x40; offset -= 4)
		config_capability(&c, 0x09, (uint8_t)offset);
	decode(&c, &fn);
	assert_int_equal(fn.walk_end, PCIMSI_WALK_COMPLETE);
	assert_int_equal(fn.n_capabilities, PCIMSI_CAPABILITIES_MAX);
	c.data[c.last] = 0x80;
	decode(&c, &fn);
	assert_int_equal(fn.walk_end, PCIMSI_WALK_LOOP);
	assert_int_equal(fn.n_capabilities, PCIMSI_CAPABILITIES_MAX);
}

static void test_duplicates_are_kept(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	config_endpoint(&c, 0x8086, 0x10c9);
	config_capability(&c, 0x11, 0x90);
	config_capability(&c, 0x05, 0x70);
	config_capability(&c, 0x05, 0x50);
	config_capability(&c, 0x11, 0x60);
	decode(&c, &fn);
	assert_int_equal(fn.n_capabilities, 4);
	assert_int_equal(fn.msi.count, 2);
	assert_int_equal(fn.msi.offset, 0x70);
	assert_int_equal(fn.msix.count, 2);
	assert_int_equal(fn.msix.offset, 0x90);
}

/* Of every prefix: what it says is what the whole says, or that it cannot be known. */
static void test_no_truncation_lies(void **state)
{
	struct pcimsi_function whole, fn;
	struct config c;

	(void)state;
	build_rich(&c);
	decode(&c, &whole);
	for (uint32_t size = 0; size < 256; size++) {
		build_rich(&c);
		config_truncate(&c, size);
		decode(&c, &fn);
		assert_int_equal(fn.bytes_captured, size);
		assert_true(fn.responding);
		assert_int_not_equal(fn.msi.state, PCIMSI_STATE_ABSENT);
		assert_int_not_equal(fn.msix.state, PCIMSI_STATE_ABSENT);
		assert_int_equal(fn.msi.state == PCIMSI_STATE_PRESENT, size >= 0x51);
		assert_int_equal(fn.msi.control.known, size >= 0x54);
		assert_int_equal(fn.msi.pending.known, size >= 0x68);
		assert_int_equal(fn.msix.state == PCIMSI_STATE_PRESENT, size >= 0x71);
		assert_int_equal(fn.msix.pba.known, size >= 0x7c);
		assert_int_equal(fn.walk_end == PCIMSI_WALK_COMPLETE, size >= 0xfe);
		for (unsigned i = 0; i < fn.n_capabilities; i++)
			assert_int_equal(fn.capabilities[i].id, whole.capabilities[i].id);
	}
}

/* A function that has neither: absence needs the whole list. */
static void test_truncation_and_absence(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	for (uint32_t size = 0; size <= 256; size++) {
		config_endpoint(&c, 0x8086, 0x2448);
		config_capability(&c, 0x01, 0xdc);
		config_truncate(&c, size);
		decode(&c, &fn);
		assert_int_equal(fn.msi.state,
				 size >= 0xde ? PCIMSI_STATE_ABSENT : PCIMSI_STATE_UNKNOWN);
		assert_int_equal(fn.msix.state,
				 size >= 0xde ? PCIMSI_STATE_ABSENT : PCIMSI_STATE_UNKNOWN);
		config_u8(&c, 0x06, 0);
		decode(&c, &fn);
		assert_int_equal(fn.msi.state,
				 size >= 7 ? PCIMSI_STATE_ABSENT : PCIMSI_STATE_UNKNOWN);
	}
}

static void test_nothing_captured(void **state)
{
	static const struct pcimsi_raw_function raw = { .source = PCIMSI_SOURCE_HEX };
	struct pcimsi_function fn;

	(void)state;
	pcimsi_function_decode(&raw, &fn);
	assert_true(fn.responding);
	assert_int_equal(fn.bytes_captured, 0);
	assert_int_equal(fn.walk_end, PCIMSI_WALK_NOT_CAPTURED);
	assert_int_equal(fn.msi.state, PCIMSI_STATE_UNKNOWN);
	assert_int_equal(fn.msix.state, PCIMSI_STATE_UNKNOWN);
	assert_false(fn.vendor_id.known);
	assert_int_equal(fn.n_bars, 0);
}

/* A source that knows all of its bytes gives no map. */
static void test_without_map(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	build_rich(&c);
	c.raw.bytes.known = NULL;
	decode(&c, &fn);
	assert_int_equal(fn.bytes_captured, 256);
	assert_int_equal(fn.n_capabilities, 8);
}

static const struct {
	uint8_t id;
	uint16_t word; /* at +2 */
	uint8_t size;
} sizes[] = {
	{ .id = 0x00, .size = 0 },
	{ .id = 0x01, .size = 8 },
	{ .id = 0x05, .word = 0x0000, .size = 10 },
	{ .id = 0x05, .word = 0x0080, .size = 14 },
	{ .id = 0x05, .word = 0x0100, .size = 20 },
	{ .id = 0x05, .word = 0x0180, .size = 24 },
	{ .id = 0x05, .word = 0x0200, .size = 12 },
	{ .id = 0x05, .word = 0x0280, .size = 16 },
	{ .id = 0x05, .word = 0x0300, .size = 20 },
	{ .id = 0x05, .word = 0x0380, .size = 24 },
	{ .id = 0x09, .word = 0x0014, .size = 0 },
	{ .id = 0x10, .word = 0x0001, .size = 0x14 },
	{ .id = 0x10, .word = 0x0011, .size = 0x14 },
	{ .id = 0x10, .word = 0x0041, .size = 0 },
	{ .id = 0x10, .word = 0x0091, .size = 0 },
	{ .id = 0x10, .word = 0x0002, .size = 0x34 },
	{ .id = 0x10, .word = 0x0012, .size = 0x34 },
	{ .id = 0x10, .word = 0x0022, .size = 0 },
	{ .id = 0x10, .word = 0x0042, .size = 0x3c },
	{ .id = 0x10, .word = 0x0052, .size = 0x3c },
	{ .id = 0x10, .word = 0x0062, .size = 0x3c },
	{ .id = 0x10, .word = 0x0092, .size = 0x34 },
	{ .id = 0x10, .word = 0x00a2, .size = 0 },
	{ .id = 0x10, .word = 0x0003, .size = 0 },
	{ .id = 0x11, .word = 0x07ff, .size = 12 },
};

static void test_sizes(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		config_endpoint(&c, 0x8086, 0x10c9);
		config_capability(&c, sizes[i].id, 0x40);
		config_u16(&c, 0x42, sizes[i].word);
		decode(&c, &fn);
		assert_int_equal(fn.capabilities[0].size, sizes[i].size);
		config_hide(&c, 0x42, 2);
		decode(&c, &fn);
		if (sizes[i].id == 0x05 || sizes[i].id == 0x10)
			assert_int_equal(fn.capabilities[0].size, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chain_in_order),
		cmocka_unit_test(test_walk_ends),
		cmocka_unit_test(test_misaligned_pointer_is_followed),
		cmocka_unit_test(test_longest_list),
		cmocka_unit_test(test_duplicates_are_kept),
		cmocka_unit_test(test_no_truncation_lies),
		cmocka_unit_test(test_truncation_and_absence),
		cmocka_unit_test(test_nothing_captured),
		cmocka_unit_test(test_without_map),
		cmocka_unit_test(test_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
