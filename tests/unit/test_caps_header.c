/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "caps/decode.h"
#include "config.h"

#define assert_reg(reg, expected)                        \
	do {                                             \
		assert_true((reg).known);                \
		assert_int_equal((reg).value, expected); \
	} while (0)

static struct pcimsi_function decode(const struct config *c)
{
	struct pcimsi_function fn;

	pcimsi_function_decode(&c->raw, &fn);
	return fn;
}

/* Every byte of the header differs from its neighbours. */
static void build_header(struct config *c, uint8_t type)
{
	config_header(c, 0x8086, 0x10c9, type);
	config_patch(c, (struct config_bytes[]){
				AT(0x04, 0x07, 0x04, 0x10, 0xa0, 0x5a, 0x02, 0x00, 0x0c),
				AT(0x2c, 0x3c, 0x10, 0x1f, 0x70),
				AT(0x3c, 0x0b, 0x02),
				AT(0x40, 0xcf, 0x10, 0x6a, 0x13),
				{ 0 },
			});
	config_u8(c, 0x0e, type | 0x80);
}

static void test_common_fields(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	build_header(&c, 0);
	fn = decode(&c);
	assert_true(fn.responding);
	assert_reg(fn.vendor_id, 0x8086);
	assert_reg(fn.device_id, 0x10c9);
	assert_reg(fn.command, 0x0407);
	assert_reg(fn.status, 0xa010);
	assert_reg(fn.revision, 0x5a);
	assert_reg(fn.class_code, 0x0c0002);
	assert_reg(fn.header_type, 0);
	assert_reg(fn.interrupt_pin, 2);
	assert_reg(fn.subsystem_vendor_id, 0x103c);
	assert_reg(fn.subsystem_id, 0x701f);
	assert_false(fn.power_state.known);
	assert_false(fn.express_type.known);
	assert_int_equal(fn.n_bars, 6);
	assert_int_equal(fn.bytes_captured, 256);
}

/* No field is known before its last byte is. */
static void test_truncated_header(void **state)
{
	struct config c;

	(void)state;
	for (uint32_t size = 0; size <= 64; size++) {
		struct pcimsi_function fn;

		build_header(&c, 0);
		config_truncate(&c, size);
		fn = decode(&c);
		assert_int_equal(fn.vendor_id.known, size >= 0x02);
		assert_int_equal(fn.device_id.known, size >= 0x04);
		assert_int_equal(fn.command.known, size >= 0x06);
		assert_int_equal(fn.status.known, size >= 0x08);
		assert_int_equal(fn.revision.known, size >= 0x09);
		assert_int_equal(fn.class_code.known, size >= 0x0c);
		assert_int_equal(fn.header_type.known, size >= 0x0f);
		assert_int_equal(fn.n_bars, size >= 0x0f ? 6 : 0);
		assert_int_equal(fn.subsystem_vendor_id.known, size >= 0x2e);
		assert_int_equal(fn.subsystem_id.known, size >= 0x30);
		assert_int_equal(fn.interrupt_pin.known, size >= 0x3e);
		/* Until the list is known, Enhanced Allocation may stand for a BAR that reads 0. */
		for (unsigned i = 0; i < fn.n_bars; i++)
			assert_int_equal(fn.bars[i].kind,
					 fn.walk_end == PCIMSI_WALK_COMPLETE && size >= 0x14 + 4 * i
						 ? PCIMSI_BAR_ZERO
						 : PCIMSI_BAR_UNKNOWN);
	}
}

static void test_cardbus(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	build_header(&c, 2);
	config_u32(&c, 0x10, 0xf0300000);
	config_capability(&c, 0x01, 0xa0);
	fn = decode(&c);
	assert_reg(fn.header_type, 2);
	assert_int_equal(fn.n_bars, 1);
	assert_int_equal(fn.bars[0].kind, PCIMSI_BAR_MEM32);
	assert_int_equal(fn.n_capabilities, 1);
	assert_int_equal(fn.capabilities[0].pointer_at, 0x14);
	assert_reg(fn.subsystem_vendor_id, 0x10cf);
	assert_reg(fn.subsystem_id, 0x136a);

	/* 64 bytes end before the ids and before any capability. */
	config_truncate(&c, 64);
	fn = decode(&c);
	assert_false(fn.subsystem_vendor_id.known);
	assert_int_equal(fn.walk_end, PCIMSI_WALK_NOT_CAPTURED);
	assert_int_equal(fn.walk_at, 0xa0);
	assert_int_equal(fn.msi.state, PCIMSI_STATE_UNKNOWN);
}

static void test_bridge_subsystem(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	build_header(&c, 1);
	fn = decode(&c);
	assert_int_equal(fn.n_bars, 2);
	assert_false(fn.subsystem_vendor_id.known);
	assert_false(fn.subsystem_id.known);

	config_capability(&c, 0x0d, 0x88);
	config_patch(&c, (struct config_bytes[]){ AT(0x8c, 0x86, 0x80, 0x72, 0x02), { 0 } });
	fn = decode(&c);
	assert_reg(fn.subsystem_vendor_id, 0x8086);
	assert_reg(fn.subsystem_id, 0x0272);

	config_truncate(&c, 0x8e);
	fn = decode(&c);
	assert_reg(fn.subsystem_vendor_id, 0x8086);
	assert_false(fn.subsystem_id.known);
}

/* The capability means nothing beside header fields of its own. */
static void test_endpoint_ignores_ssvid(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	build_header(&c, 0);
	config_capability(&c, 0x0d, 0x88);
	config_u16(&c, 0x8c, 0x1234);
	fn = decode(&c);
	assert_reg(fn.subsystem_vendor_id, 0x103c);
}

static void test_unknown_layout(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	build_header(&c, 5);
	fn = decode(&c);
	assert_true(fn.responding);
	assert_reg(fn.header_type, 5);
	assert_reg(fn.vendor_id, 0x8086);
	assert_int_equal(fn.n_bars, 0);
	assert_false(fn.subsystem_vendor_id.known);
	assert_int_equal(fn.walk_end, PCIMSI_WALK_UNKNOWN_LAYOUT);
}

static void test_bars(void **state)
{
	static const struct pcimsi_bar expected[PCIMSI_BARS_MAX] = {
		{ .kind = PCIMSI_BAR_MEM64, .raw = 0xe000000c, .address = 0x12e0000000 },
		{ .kind = PCIMSI_BAR_MEM64_UPPER, .raw = 0x00000012 },
		{ .kind = PCIMSI_BAR_IO, .raw = 0x0000e001, .address = 0xe000 },
		{ .kind = PCIMSI_BAR_ZERO },
		{ .kind = PCIMSI_BAR_MEM32, .raw = 0xfe000008, .address = 0xfe000000 },
		{ .kind = PCIMSI_BAR_MEM64, .raw = 0x00000004 },
	};
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	config_endpoint(&c, 0x8086, 0x10c9);
	for (unsigned i = 0; i < PCIMSI_BARS_MAX; i++)
		config_u32(&c, 0x10 + 4 * i, expected[i].raw);
	fn = decode(&c);
	for (unsigned i = 0; i < PCIMSI_BARS_MAX; i++) {
		assert_int_equal(fn.bars[i].kind, expected[i].kind);
		assert_int_equal(fn.bars[i].raw, expected[i].raw);
		assert_int_equal(fn.bars[i].address, expected[i].address);
		assert_int_equal(fn.bars[i].address_known,
				 expected[i].kind > PCIMSI_BAR_ZERO &&
					 expected[i].kind != PCIMSI_BAR_MEM64_UPPER);
		assert_int_equal(fn.bars[i].size, 0);
	}
}

static const struct {
	const char *name;
	uint32_t raw[PCIMSI_BARS_MAX];
	uint16_t hide;
	enum pcimsi_bar_kind kinds[PCIMSI_BARS_MAX];
} bar_holes[] = {
	{
		.name = "an upper half of 0 is no unused BAR",
		.raw = { 0xf0000004, 0, 0xf1000000 },
		.kinds = { PCIMSI_BAR_MEM64, PCIMSI_BAR_MEM64_UPPER, PCIMSI_BAR_MEM32,
			   PCIMSI_BAR_ZERO, PCIMSI_BAR_ZERO, PCIMSI_BAR_ZERO },
	},
	{
		.name = "an upper half that looks like I/O",
		.raw = { 0xf0000004, 1, 0xf1000000 },
		.kinds = { PCIMSI_BAR_MEM64, PCIMSI_BAR_MEM64_UPPER, PCIMSI_BAR_MEM32,
			   PCIMSI_BAR_ZERO, PCIMSI_BAR_ZERO, PCIMSI_BAR_ZERO },
	},
	{
		.name = "after a BAR that was not captured the next may be its upper half",
		.raw = { 0, 0xf0000000, 0xf1000000 },
		.hide = 0x10,
		.kinds = { PCIMSI_BAR_UNKNOWN, PCIMSI_BAR_UNKNOWN, PCIMSI_BAR_MEM32,
			   PCIMSI_BAR_ZERO, PCIMSI_BAR_ZERO, PCIMSI_BAR_ZERO },
	},
	{
		.name = "and the one after that, if that looks like a lower half",
		.raw = { 0, 0xf0000004, 0x00000001, 0xf1000000 },
		.hide = 0x10,
		.kinds = { PCIMSI_BAR_UNKNOWN, PCIMSI_BAR_UNKNOWN, PCIMSI_BAR_UNKNOWN,
			   PCIMSI_BAR_MEM32, PCIMSI_BAR_ZERO, PCIMSI_BAR_ZERO },
	},
	{
		.name = "an upper half that was not captured",
		.raw = { 0xf0000004, 0, 0xf1000000 },
		.hide = 0x14,
		.kinds = { PCIMSI_BAR_MEM64, PCIMSI_BAR_UNKNOWN, PCIMSI_BAR_MEM32, PCIMSI_BAR_ZERO,
			   PCIMSI_BAR_ZERO, PCIMSI_BAR_ZERO },
	},
};

static void test_bar_holes(void **state)
{
	(void)state;
	for (size_t row = 0; row < sizeof(bar_holes) / sizeof(*bar_holes); row++) {
		struct pcimsi_function fn;
		struct config c;

		print_message("  %s\n", bar_holes[row].name);
		config_endpoint(&c, 0x8086, 0x10c9);
		for (unsigned i = 0; i < PCIMSI_BARS_MAX; i++)
			config_u32(&c, 0x10 + 4 * i, bar_holes[row].raw[i]);
		if (bar_holes[row].hide)
			config_hide(&c, bar_holes[row].hide, 1);
		fn = decode(&c);
		for (unsigned i = 0; i < PCIMSI_BARS_MAX; i++)
			assert_int_equal(fn.bars[i].kind, bar_holes[row].kinds[i]);
	}
}

/* Half an address is none. */
static void test_half_address(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	config_endpoint(&c, 0x8086, 0x10c9);
	config_u32(&c, 0x1c, 0xe0000004);
	config_u32(&c, 0x20, 0x00000012);
	fn = decode(&c);
	assert_true(fn.bars[3].address_known);
	assert_int_equal(fn.bars[3].address, 0x12e0000000);
	config_hide(&c, 0x20, 16);
	fn = decode(&c);
	assert_int_equal(fn.bars[3].kind, PCIMSI_BAR_MEM64);
	assert_false(fn.bars[3].address_known);
	assert_int_equal(fn.bars[3].address, 0);
	assert_int_equal(fn.bars[4].kind, PCIMSI_BAR_UNKNOWN);
}

/* A bridge's second BAR has no upper half: bus numbers follow it. */
static void test_bridge_bars(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	config_header(&c, 0x10b5, 0x9716, 1);
	config_u32(&c, 0x14, 0xf0000004);
	config_u32(&c, 0x18, 0x00020100);
	fn = decode(&c);
	assert_int_equal(fn.n_bars, 2);
	assert_int_equal(fn.bars[1].kind, PCIMSI_BAR_MEM64);
	assert_int_equal(fn.bars[1].address, 0xf0000000);
	assert_int_equal(fn.bars[2].kind, PCIMSI_BAR_UNKNOWN);
}

static void test_power_and_express(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	config_endpoint(&c, 0x8086, 0x10c9);
	config_capability(&c, 0x01, 0x40);
	config_u16(&c, 0x44, 0x210b);
	config_capability(&c, 0x10, 0x80);
	config_u16(&c, 0x82, 0x3e92);
	fn = decode(&c);
	assert_reg(fn.power_state, 3);
	assert_reg(fn.express_type, 9);
	config_hide(&c, 0x44, 1);
	config_hide(&c, 0x83, 1);
	fn = decode(&c);
	assert_false(fn.power_state.known);
	assert_false(fn.express_type.known);
}

static void test_no_response(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	for (uint32_t size = 0; size <= 4096; size += size < 64 ? 1 : 64) {
		config_init(&c, size);
		memset(c.data, 0xff, sizeof(c.data));
		fn = decode(&c);
		assert_int_equal(fn.responding, size < 2);
		assert_int_equal(fn.bytes_captured, size);
		assert_int_equal(fn.walk_end,
				 size < 2 ? PCIMSI_WALK_NOT_CAPTURED : PCIMSI_WALK_NO_RESPONSE);
		assert_int_equal(fn.msi.state, PCIMSI_STATE_UNKNOWN);
		assert_int_equal(fn.msix.state, PCIMSI_STATE_UNKNOWN);
		assert_false(fn.vendor_id.known);
		assert_false(fn.header_type.known);
		assert_false(fn.interrupt_pin.known);
		assert_int_equal(fn.n_capabilities, 0);
		assert_int_equal(fn.n_bars, 0);
	}
}

/* Bytes above the header say nothing about whether it answered. */
static void test_no_response_looks_at_the_header(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	config_init(&c, 256);
	memset(c.data, 0xff, 0x40);
	fn = decode(&c);
	assert_false(fn.responding);
	c.data[0x3f] = 0;
	fn = decode(&c);
	assert_true(fn.responding);
	config_hide(&c, 0x3f, 1);
	fn = decode(&c);
	assert_false(fn.responding);
	config_hide(&c, 0x00, 1);
	fn = decode(&c);
	assert_true(fn.responding);
	assert_int_equal(fn.walk_end, PCIMSI_WALK_UNKNOWN_LAYOUT);
	assert_int_equal(fn.msi.state, PCIMSI_STATE_UNKNOWN);
}

static void test_virtual_function(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	config_endpoint(&c, 0xffff, 0xffff);
	config_capability(&c, 0x11, 0x70);
	config_u16(&c, 0x72, 0x8002);
	config_capability(&c, 0x10, 0xa0);
	fn = decode(&c);
	assert_true(fn.responding);
	assert_reg(fn.vendor_id, 0xffff);
	assert_reg(fn.device_id, 0xffff);
	assert_int_equal(fn.walk_end, PCIMSI_WALK_COMPLETE);
	assert_int_equal(fn.msi.state, PCIMSI_STATE_ABSENT);
	assert_int_equal(fn.msix.state, PCIMSI_STATE_PRESENT);
	assert_int_equal(fn.msix.table_size, 3);
}

static void test_raw_is_kept(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	config_endpoint(&c, 0x8086, 0x10c9);
	c.raw.slot = (struct pcimsi_slot){ .domain = 0x10001, .bus = 0x80, .device = 5 };
	c.raw.heading = "heading";
	c.raw.line = 7;
	c.raw.repeated = true;
	fn = decode(&c);
	assert_int_equal(fn.raw.slot.domain, 0x10001);
	assert_string_equal(fn.raw.heading, "heading");
	assert_int_equal(fn.raw.line, 7);
	assert_true(fn.raw.repeated);
	assert_ptr_equal(fn.raw.bytes.data, c.data);
}

/* A source that reads sysfs knows more than the bytes do. */
static void test_facts_from_beside_the_bytes(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	config_header(&c, 0xffff, 0xffff, 0);
	config_u32(&c, 0x10, 0xfe600004);
	c.raw.bar_sizes[0] = 0x4000;
	c.raw.bar_sizes[1] = 0x20;
	c.raw.bar_sizes[3] = 0x1000;
	fn = decode(&c);
	assert_reg(fn.vendor_id, 0xffff);
	assert_int_equal(fn.bars[0].size, 0x4000);
	assert_int_equal(fn.bars[1].size, 0); /* an upper half */
	assert_int_equal(fn.bars[3].size, 0x1000);
	c.raw.vf_vendor_id = (struct pcimsi_reg){ .value = 0x1b36, .known = true };
	fn = decode(&c);
	assert_reg(fn.vendor_id, 0xffff); /* half an identity is none */
	c.raw.vf_device_id = (struct pcimsi_reg){ .value = 0x0010, .known = true };
	fn = decode(&c);
	assert_reg(fn.vendor_id, 0x1b36);
	assert_reg(fn.device_id, 0x0010);
	config_header(&c, 0x8086, 0x10c9, 0);
	c.raw.vf_vendor_id = c.raw.vf_device_id = (struct pcimsi_reg){ .value = 1, .known = true };
	fn = decode(&c);
	assert_reg(fn.vendor_id, 0x8086); /* the bytes come first */
	assert_reg(fn.device_id, 0x10c9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_common_fields),
		cmocka_unit_test(test_truncated_header),
		cmocka_unit_test(test_cardbus),
		cmocka_unit_test(test_bridge_subsystem),
		cmocka_unit_test(test_endpoint_ignores_ssvid),
		cmocka_unit_test(test_unknown_layout),
		cmocka_unit_test(test_bars),
		cmocka_unit_test(test_bar_holes),
		cmocka_unit_test(test_half_address),
		cmocka_unit_test(test_bridge_bars),
		cmocka_unit_test(test_power_and_express),
		cmocka_unit_test(test_no_response),
		cmocka_unit_test(test_no_response_looks_at_the_header),
		cmocka_unit_test(test_virtual_function),
		cmocka_unit_test(test_raw_is_kept),
		cmocka_unit_test(test_facts_from_beside_the_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
