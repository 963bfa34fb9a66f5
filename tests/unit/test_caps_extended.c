/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pcimsi/field.h>

#include "caps/decode.h"
#include "config.h"

/* The list in extended configuration space, Enhanced Allocation, and VFs. */

static void extended_header(struct config *c, uint32_t at, uint16_t id, uint16_t next)
{
	config_u16(c, at, id);
	config_u16(c, at + 2, (uint16_t)(1 | next << 4));
}

static void start(struct config *c)
{
	config_endpoint(c, 0x8086, 0x10c9);
	config_capability(c, 0x10, 0x50);
	config_capture(c, 0x100, 0x300);
	c->raw.bytes.size = 0x400;
}

static void the_list_is_followed(void **state)
{
	struct pcimsi_function function;
	struct config c;

	(void)state;
	start(&c);
	extended_header(&c, 0x100, 0x0001, 0x140);
	extended_header(&c, 0x140, 0x0010, 0x200);
	extended_header(&c, 0x200, 0x7fff, 0);
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(function.n_extended, 3);
	assert_int_equal(function.extended[1].id, 0x0010);
	assert_int_equal(function.extended[1].offset, 0x140);
	assert_int_equal(function.extended[1].version, 1);
	assert_int_equal(function.extended_end, PCIMSI_WALK_COMPLETE);
	assert_string_equal(pcimsi_extended_name(0x0010), "Single Root I/O Virtualization");
	assert_string_equal(pcimsi_extended_name(0x7fff), "");
	assert_string_equal(pcimsi_field_at(&function, 0x15a).name, "sriov.vf_device_id");
	assert_int_equal(pcimsi_field_at(&function, 0x15a).owner, PCIMSI_OWNER_EXTENDED);
	assert_string_equal(pcimsi_field_at(&function, 0x202).name, "extended.header");
}

static void a_bad_list_ends(void **state)
{
	struct pcimsi_function function;
	struct config c;

	(void)state;
	start(&c);
	extended_header(&c, 0x100, 0x0001, 0x140);
	extended_header(&c, 0x140, 0x000b, 0x100);
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(function.n_extended, 2);
	assert_int_equal(function.extended_end, PCIMSI_WALK_LOOP);
	extended_header(&c, 0x140, 0x000b, 0x080);
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(function.extended_end, PCIMSI_WALK_BAD_POINTER);
	extended_header(&c, 0x140, 0xffff, 0);
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(function.n_extended, 1);
	assert_int_equal(function.extended_end, PCIMSI_WALK_ID_FF);
	extended_header(&c, 0x140, 0x000b, 0x800);
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(function.extended_end, PCIMSI_WALK_NOT_CAPTURED);
}

static void what_was_not_captured_is_not_known(void **state)
{
	struct pcimsi_function function;
	struct config c;

	(void)state;
	start(&c);
	config_truncate(&c, 0x100);
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(function.n_extended, 0);
	assert_int_equal(function.extended_end, PCIMSI_WALK_NOT_CAPTURED);
	/* A conventional function has no such space. */
	config_endpoint(&c, 0x8086, 0x10c9);
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(function.extended_end, PCIMSI_WALK_COMPLETE);
}

static void enhanced_allocation_stands_for_bars(void **state)
{
	struct pcimsi_function function;
	struct config c;

	(void)state;
	config_endpoint(&c, 0x177d, 0xa01e);
	config_capability(&c, 0x14, 0x50);
	config_u8(&c, 0x52, 2);
	/* 64-bit memory for BAR 0, then 32-bit memory for BAR 4. */
	config_u32(&c, 0x54, 0x80000000 | 4);
	config_u32(&c, 0x58, 0x40000000 | 2);
	config_u32(&c, 0x5c, 0x000ffffc | 2);
	config_u32(&c, 0x60, 0x00008430);
	config_u32(&c, 0x64, 0);
	config_u32(&c, 0x68, 0x80000000 | 4 << 4 | 2);
	config_u32(&c, 0x6c, 0xf0000000);
	config_u32(&c, 0x70, 0x00000ffc);
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(function.bars[0].kind, PCIMSI_BAR_MEM64);
	assert_int_equal(function.bars[0].address, 0x843040000000);
	assert_int_equal(function.bars[0].size, 0x100000);
	assert_int_equal(function.bars[4].kind, PCIMSI_BAR_MEM32);
	assert_int_equal(function.bars[4].address, 0xf0000000);
	assert_int_equal(function.bars[4].size, 0x1000);
	/* An entry that is not enabled says nothing; one that is cut leaves its BAR unknown. */
	config_u32(&c, 0x54, 4);
	config_truncate(&c, 0x6c);
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(function.bars[0].kind, PCIMSI_BAR_ZERO);
	assert_int_equal(function.bars[4].kind, PCIMSI_BAR_UNKNOWN);
}

/* Two entries for BAR 0, of which the first counts: I/O, then memory. */
static void two_entries(struct config *c)
{
	config_endpoint(c, 0x177d, 0xa01e);
	config_capability(c, 0x14, 0x50);
	config_u8(c, 0x52, 2);
	config_u32(c, 0x54, 0x80000000 | 2 << 8 | 2);
	config_u32(c, 0x58, 0x00001000);
	config_u32(c, 0x5c, 0x000000fc);
	config_u32(c, 0x60, 0x80000000 | 2);
	config_u32(c, 0x64, 0xf0000000);
	config_u32(c, 0x68, 0x00000ffc);
}

static void an_entry_that_was_not_captured_leaves_its_bar_unknown(void **state)
{
	struct pcimsi_function function;
	struct config c;

	(void)state;
	two_entries(&c);
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(function.bars[0].kind, PCIMSI_BAR_IO);
	assert_int_equal(function.bars[0].address, 0x1000);
	assert_int_equal(function.bars[1].kind, PCIMSI_BAR_ZERO);
	for (uint32_t at = 0x58; at < 0x60; at++) {
		two_entries(&c);
		config_hide(&c, at, 1);
		pcimsi_function_decode(&c.raw, &function);
		assert_int_equal(function.bars[0].kind, PCIMSI_BAR_UNKNOWN);
		assert_false(function.bars[0].address_known);
		assert_int_equal(function.bars[1].kind, PCIMSI_BAR_ZERO);
	}
	/* Which BAR it is for, or how many there are, or whether there are any. */
	for (uint32_t at = 0x50; at < 0x58; at += 2) {
		two_entries(&c);
		config_hide(&c, at, 2);
		pcimsi_function_decode(&c.raw, &function);
		assert_int_equal(function.bars[0].kind, PCIMSI_BAR_UNKNOWN);
		assert_int_equal(function.bars[5].kind, PCIMSI_BAR_UNKNOWN);
	}
	/* What came before an entry is known all the same. */
	two_entries(&c);
	config_hide(&c, 0x60, 1);
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(function.bars[0].kind, PCIMSI_BAR_IO);
	assert_int_equal(function.bars[1].kind, PCIMSI_BAR_UNKNOWN);
}

static void a_list_that_is_too_long_is_not_complete(void **state)
{
	struct pcimsi_function function;
	struct config c;

	(void)state;
	start(&c);
	for (uint32_t i = 0; i < PCIMSI_EXTENDED_MAX; i++)
		extended_header(&c, 0x100 + 4 * i, 0x000b,
				i + 1 < PCIMSI_EXTENDED_MAX ? (uint16_t)(0x104 + 4 * i) : 0);
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(function.n_extended, PCIMSI_EXTENDED_MAX);
	assert_int_equal(function.extended_end, PCIMSI_WALK_COMPLETE);
	extended_header(&c, 0x1fc, 0x000b, 0x200);
	extended_header(&c, 0x200, 0x0010, 0);
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(function.n_extended, PCIMSI_EXTENDED_MAX);
	assert_int_equal(function.extended_end, PCIMSI_WALK_TOO_LONG);
}

/* Bytes that repeat from 0x100 on hold no list; whether they do takes both places. */
static void a_repeated_header_is_no_list(void **state)
{
	struct pcimsi_function function;
	struct config c;

	(void)state;
	start(&c);
	config_u32(&c, 0x100, 0x10c98086);
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(function.n_extended, 0);
	assert_int_equal(function.extended_end, PCIMSI_WALK_COMPLETE);
	config_hide(&c, 0x02, 2);
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(function.n_extended, 0);
	assert_int_equal(function.extended_end, PCIMSI_WALK_NOT_CAPTURED);
	config_u32(&c, 0x100, 0x0001000b);
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(function.n_extended, 1);
	assert_int_equal(function.extended_end, PCIMSI_WALK_COMPLETE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_list_is_followed),
		cmocka_unit_test(a_bad_list_ends),
		cmocka_unit_test(what_was_not_captured_is_not_known),
		cmocka_unit_test(enhanced_allocation_stands_for_bars),
		cmocka_unit_test(an_entry_that_was_not_captured_leaves_its_bar_unknown),
		cmocka_unit_test(a_list_that_is_too_long_is_not_complete),
		cmocka_unit_test(a_repeated_header_is_no_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
