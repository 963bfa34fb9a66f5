/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "caps/decode.h"
#include "config.h"

#define MSI 0x50
#define MSIX 0x70

/* Twenty bytes after Message Control, each the offset it stands at. */
static const struct config_bytes body[] = {
	AT(MSI + 4, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10,
	   0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17),
	{ 0 },
};

static void build_msi(struct config *c, uint16_t control)
{
	config_endpoint(c, 0x8086, 0x10c9);
	config_capability(c, 0x05, MSI);
	config_u16(c, MSI + 2, control);
	config_patch(c, body);
}

static struct pcimsi_function decode(const struct config *c)
{
	struct pcimsi_function fn;

	pcimsi_function_decode(&c->raw, &fn);
	return fn;
}

/* value 0: the layout has no such field */
static const struct {
	const char *name;
	uint16_t control;
	uint32_t upper, data, mask, pending;
	uint8_t size;
} layouts[] = {
	{
		.name = "32-bit",
		.control = 0x0000,
		.data = 0x0908,
		.size = 10,
	},
	{
		.name = "64-bit",
		.control = 0x0080,
		.upper = 0x0b0a0908,
		.data = 0x0d0c,
		.size = 14,
	},
	{
		.name = "32-bit, masking",
		.control = 0x0100,
		.data = 0x0908,
		.mask = 0x0f0e0d0c,
		.pending = 0x13121110,
		.size = 20,
	},
	{
		.name = "64-bit, masking",
		.control = 0x0180,
		.upper = 0x0b0a0908,
		.data = 0x0d0c,
		.mask = 0x13121110,
		.pending = 0x17161514,
		.size = 24,
	},
	{
		.name = "32-bit, extended data",
		.control = 0x0200,
		.data = 0x0b0a0908,
		.size = 12,
	},
	{
		.name = "64-bit, extended data",
		.control = 0x0280,
		.upper = 0x0b0a0908,
		.data = 0x0f0e0d0c,
		.size = 16,
	},
	{
		.name = "32-bit, masking, extended data",
		.control = 0x0300,
		.data = 0x0b0a0908,
		.mask = 0x0f0e0d0c,
		.pending = 0x13121110,
		.size = 20,
	},
	{
		.name = "64-bit, masking, extended data, enabled",
		.control = 0x0780,
		.upper = 0x0b0a0908,
		.data = 0x0f0e0d0c,
		.mask = 0x13121110,
		.pending = 0x17161514,
		.size = 24,
	},
	{
		.name = "extended data enabled but not capable",
		.control = 0x0400,
		.data = 0x0908,
		.size = 10,
	},
};

static void assert_field(struct pcimsi_reg reg, uint32_t expected)
{
	assert_int_equal(reg.known, expected != 0);
	assert_int_equal(reg.value, expected);
}

static void test_layouts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(layouts) / sizeof(*layouts); i++) {
		struct pcimsi_function fn;
		struct config c;

		print_message("  %s\n", layouts[i].name);
		build_msi(&c, layouts[i].control);
		fn = decode(&c);
		assert_int_equal(fn.msi.state, PCIMSI_STATE_PRESENT);
		assert_int_equal(fn.msi.offset, MSI);
		assert_int_equal(fn.msi.count, 1);
		assert_int_equal(fn.msi.control.value, layouts[i].control);
		assert_int_equal(fn.msi.address_64bit, !!(layouts[i].control & 0x0080));
		assert_int_equal(fn.msi.masking, !!(layouts[i].control & 0x0100));
		assert_int_equal(fn.msi.extended_data_capable, !!(layouts[i].control & 0x0200));
		assert_int_equal(fn.msi.extended_data_enabled, !!(layouts[i].control & 0x0400));
		assert_field(fn.msi.address, 0x07060504);
		assert_field(fn.msi.address_upper, layouts[i].upper);
		assert_field(fn.msi.data, layouts[i].data);
		assert_field(fn.msi.mask, layouts[i].mask);
		assert_field(fn.msi.pending, layouts[i].pending);
		assert_int_equal(fn.capabilities[0].size, layouts[i].size);
	}
}

/* The last field is known exactly when the capability is captured to its end. */
static void test_layout_ends(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(layouts) / sizeof(*layouts); i++) {
		struct pcimsi_function fn;
		struct config c;

		build_msi(&c, layouts[i].control);
		config_truncate(&c, MSI + layouts[i].size);
		fn = decode(&c);
		assert_field(fn.msi.data, layouts[i].data);
		assert_field(fn.msi.pending, layouts[i].pending);
		config_truncate(&c, MSI + layouts[i].size - 1u);
		fn = decode(&c);
		assert_false(layouts[i].pending ? fn.msi.pending.known : fn.msi.data.known);
		assert_int_equal(fn.msi.state, PCIMSI_STATE_PRESENT);
	}
}

static void test_message_counts(void **state)
{
	static const uint8_t counts[8] = { 1, 2, 4, 8, 16, 32, 0, 0 };
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	for (unsigned mmc = 0; mmc < 8; mmc++)
		for (unsigned mme = 0; mme < 8; mme++) {
			build_msi(&c, (uint16_t)(mmc << 1 | mme << 4 | (mmc & 1)));
			fn = decode(&c);
			assert_int_equal(fn.msi.enabled, mmc & 1);
			assert_int_equal(fn.msi.mmc, mmc);
			assert_int_equal(fn.msi.mme, mme);
			assert_int_equal(fn.msi.capable, counts[mmc]);
			assert_int_equal(fn.msi.allocated, counts[mme]);
		}
}

/* Without Message Control the layout is not known, but the address has one place. */
static void test_control_not_captured(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	build_msi(&c, 0x0381);
	config_hide(&c, MSI + 3, 1);
	fn = decode(&c);
	assert_int_equal(fn.msi.state, PCIMSI_STATE_PRESENT);
	assert_int_equal(fn.msi.offset, MSI);
	assert_false(fn.msi.control.known);
	assert_false(fn.msi.enabled);
	assert_int_equal(fn.msi.capable, 0);
	assert_field(fn.msi.address, 0x07060504);
	assert_false(fn.msi.address_upper.known);
	assert_false(fn.msi.data.known);
	assert_false(fn.msi.mask.known);
}

static void test_header_alone_is_present(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	build_msi(&c, 0x0080);
	config_capability(&c, 0x11, MSIX);
	config_hide(&c, MSI + 2, 22);
	config_hide(&c, MSIX + 2, 10);
	fn = decode(&c);
	assert_int_equal(fn.msi.state, PCIMSI_STATE_PRESENT);
	assert_false(fn.msi.control.known);
	assert_false(fn.msi.address.known);
	assert_int_equal(fn.msix.state, PCIMSI_STATE_PRESENT);
	assert_false(fn.msix.control.known);
	assert_int_equal(fn.msix.table_size, 0);
	assert_false(fn.msix.table.known);
	assert_false(fn.msix.pba.known);
}

/* A capability that runs over 0x100 ends there, whatever extended space holds. */
static void test_body_ends_at_0x100(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	config_endpoint(&c, 0x8086, 0x10c9);
	config_capture(&c, 0x100, 0x100);
	c.raw.bytes.size = 0x200;
	memset(c.data + 0x100, 0xee, 0x100);
	config_capability(&c, 0x05, 0xf0);
	config_u16(&c, 0xf2, 0x0180);
	fn = decode(&c);
	assert_int_equal(fn.bytes_captured, 0x200);
	assert_int_equal(fn.capabilities[0].size, 24);
	assert_true(fn.msi.data.known);
	assert_false(fn.msi.mask.known);
	assert_false(fn.msi.pending.known);
}

static const struct {
	uint16_t control;
	uint32_t table, pba;
	struct pcimsi_msix msix;
} msix_rows[] = {
	{
		.control = 0x0000,
		.msix = { .table_size = 1 },
	},
	{
		.control = 0x8009,
		.table = 0x00000003,
		.pba = 0x00002003,
		.msix = { .enabled = true,
			  .table_size = 10,
			  .table_bar = 3,
			  .pba_bar = 3,
			  .pba_offset = 0x2000 },
	},
	{
		.control = 0x47ff,
		.table = 0xfffffffe,
		.pba = 0x0007d007,
		.msix = { .function_masked = true,
			  .table_size = 2048,
			  .table_bar = 6,
			  .table_offset = 0xfffffff8,
			  .pba_bar = 7,
			  .pba_offset = 0x7d000 },
	},
	{
		.control = 0xf880, /* reserved bits 13:11 */
		.table = 0x00004000,
		.pba = 0x00003008,
		.msix = { .enabled = true,
			  .function_masked = true,
			  .table_size = 129,
			  .table_offset = 0x4000,
			  .pba_offset = 0x3008 },
	},
};

static void test_msix_fields(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(msix_rows) / sizeof(*msix_rows); i++) {
		const struct pcimsi_msix *expected = &msix_rows[i].msix;
		struct pcimsi_function fn;
		struct config c;

		config_endpoint(&c, 0x8086, 0x10c9);
		config_capability(&c, 0x11, MSIX);
		config_u16(&c, MSIX + PCIMSI_MSIX_CONTROL, msix_rows[i].control);
		config_u32(&c, MSIX + PCIMSI_MSIX_TABLE, msix_rows[i].table);
		config_u32(&c, MSIX + PCIMSI_MSIX_PBA, msix_rows[i].pba);
		fn = decode(&c);
		assert_int_equal(fn.msix.state, PCIMSI_STATE_PRESENT);
		assert_int_equal(fn.msix.offset, MSIX);
		assert_int_equal(fn.msix.count, 1);
		assert_true(fn.msix.control.known && fn.msix.table.known && fn.msix.pba.known);
		assert_int_equal(fn.msix.control.value, msix_rows[i].control);
		assert_int_equal(fn.msix.table.value, msix_rows[i].table);
		assert_int_equal(fn.msix.pba.value, msix_rows[i].pba);
		assert_int_equal(fn.msix.enabled, expected->enabled);
		assert_int_equal(fn.msix.function_masked, expected->function_masked);
		assert_int_equal(fn.msix.table_size, expected->table_size);
		assert_int_equal(fn.msix.table_bar, expected->table_bar);
		assert_int_equal(fn.msix.table_offset, expected->table_offset);
		assert_int_equal(fn.msix.pba_bar, expected->pba_bar);
		assert_int_equal(fn.msix.pba_offset, expected->pba_offset);
		assert_int_equal(fn.msi.state, PCIMSI_STATE_ABSENT);
	}
}

static void test_msix_truncated(void **state)
{
	struct pcimsi_function fn;
	struct config c;

	(void)state;
	for (uint32_t size = MSIX; size <= MSIX + PCIMSI_MSIX_SIZE; size++) {
		config_endpoint(&c, 0x8086, 0x10c9);
		config_capability(&c, 0x11, MSIX);
		config_u16(&c, MSIX + 2, 0x0009);
		config_truncate(&c, size);
		fn = decode(&c);
		assert_int_equal(fn.msix.state,
				 size >= MSIX + 1 ? PCIMSI_STATE_PRESENT : PCIMSI_STATE_UNKNOWN);
		assert_int_equal(fn.msix.control.known, size >= MSIX + 4);
		assert_int_equal(fn.msix.table_size, size >= MSIX + 4 ? 10 : 0);
		assert_int_equal(fn.msix.table.known, size >= MSIX + 8);
		assert_int_equal(fn.msix.pba.known, size >= MSIX + 12);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layouts),
		cmocka_unit_test(test_layout_ends),
		cmocka_unit_test(test_message_counts),
		cmocka_unit_test(test_control_not_captured),
		cmocka_unit_test(test_header_alone_is_present),
		cmocka_unit_test(test_body_ends_at_0x100),
		cmocka_unit_test(test_msix_fields),
		cmocka_unit_test(test_msix_truncated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
