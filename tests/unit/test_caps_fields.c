/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pcimsi/field.h>

#include "caps/decode.h"
#include "config.h"

static void every_byte_of_a_function_has_an_owner_or_none(void **state)
{
	static const struct {
		uint16_t at;
		enum pcimsi_owner owner;
		const char *name;
		uint16_t offset;
		uint8_t size;
	} cases[] = {
		{ 0x00, PCIMSI_OWNER_HEADER, "header.vendor_id", 0x00, 2 },
		{ 0x0b, PCIMSI_OWNER_HEADER, "header.class", 0x09, 3 },
		{ 0x13, PCIMSI_OWNER_HEADER, "header.bar0", 0x10, 4 },
		{ 0x35, PCIMSI_OWNER_HEADER, NULL, 0x35, 1 },
		{ 0x3d, PCIMSI_OWNER_HEADER, "header.interrupt_pin", 0x3d, 1 },
		{ 0x40, PCIMSI_OWNER_NONE, NULL, 0x40, 1 },
		{ 0x50, PCIMSI_OWNER_CAPABILITY, "capability.id", 0x50, 1 },
		{ 0x53, PCIMSI_OWNER_CAPABILITY, "msi.control", 0x52, 2 },
		{ 0x59, PCIMSI_OWNER_CAPABILITY, "msi.address_upper", 0x58, 4 },
		{ 0x5d, PCIMSI_OWNER_CAPABILITY, "msi.data", 0x5c, 2 },
		/* Without masking the capability ends behind Message Data. */
		{ 0x5e, PCIMSI_OWNER_NONE, NULL, 0x5e, 1 },
		{ 0x66, PCIMSI_OWNER_CAPABILITY, "msix.table", 0x64, 4 },
		{ 0x6c, PCIMSI_OWNER_NONE, NULL, 0x6c, 1 },
		/* A capability without a size reaches to the next one. */
		{ 0x7f, PCIMSI_OWNER_CAPABILITY, NULL, 0x7f, 1 },
		{ 0x80, PCIMSI_OWNER_CAPABILITY, "capability.id", 0x80, 1 },
		{ 0xff, PCIMSI_OWNER_CAPABILITY, NULL, 0xff, 1 },
		{ 0x100, PCIMSI_OWNER_NONE, NULL, 0x100, 1 },
	};
	struct pcimsi_function function;
	struct config c;

	(void)state;
	config_endpoint(&c, 0x8086, 0x10c9);
	config_capability(&c, 0x05, 0x50);
	config_u16(&c, 0x52, 0x0080);
	config_capability(&c, 0x11, 0x60);
	config_capability(&c, 0x09, 0x70);
	config_capability(&c, 0x09, 0x80);
	pcimsi_function_decode(&c.raw, &function);
	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pcimsi_field field = pcimsi_field_at(&function, cases[i].at);

		print_message("%02x\n", cases[i].at);
		assert_int_equal(field.owner, cases[i].owner);
		assert_int_equal(field.offset, cases[i].offset);
		assert_int_equal(field.size, cases[i].size);
		if (cases[i].name)
			assert_string_equal(field.name, cases[i].name);
		else
			assert_null(field.name);
	}
}

static void bits_lie_in_their_field_and_do_not_overlap(void **state)
{
	static const char *const fields[] = {
		"header.command",       "header.status",
		"header.header_type",   "header.capabilities_pointer",
		"capability.next",      "pm.control",
		"msi.control",          "msix.control",
		"msix.table",           "msix.pba",
		"express.capabilities", "ht.command",
		"extended.header",      "aer.root_status",
		"sriov.capabilities",   "dpc.capability",
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		uint32_t count;
		const struct pcimsi_bits *bits = pcimsi_field_bits(fields[i], &count);
		uint64_t seen = 0;

		print_message("%s\n", fields[i]);
		assert_true(count > 0);
		for (uint32_t k = 0; k < count; k++) {
			uint64_t mask = pcimsi_bits_value(&bits[k], UINT64_MAX) << bits[k].low;

			assert_true(bits[k].low <= bits[k].high && bits[k].high < 32);
			assert_true(mask > seen);
			assert_int_equal(mask & seen, 0);
			assert_ptr_equal(pcimsi_field_bits_named(fields[i], bits[k].name),
					 &bits[k]);
			seen |= mask;
		}
	}
	assert_null(pcimsi_field_bits_named("msi.control", "table_size"));
	assert_null(pcimsi_field_bits_named("msi.data", "table_size"));
	assert_null(pcimsi_field_bits_named(NULL, "table_size"));
}

static void bits_say_what_the_decoder_says(void **state)
{
	struct pcimsi_function function;
	struct config c;

	(void)state;
	config_endpoint(&c, 0x8086, 0x10c9);
	config_capability(&c, 0x05, 0x50);
	config_u16(&c, 0x52, 0x0196);
	config_capability(&c, 0x11, 0x60);
	config_u16(&c, 0x62, 0x8028);
	pcimsi_function_decode(&c.raw, &function);
	assert_int_equal(
		pcimsi_bits_value(
			pcimsi_field_bits_named("msi.control", "multiple_message_capable"), 0x0196),
		function.msi.mmc);
	assert_int_equal(
		pcimsi_bits_value(pcimsi_field_bits_named("msi.control", "multiple_message_enable"),
				  0x0196),
		function.msi.mme);
	assert_int_equal(
		pcimsi_bits_value(pcimsi_field_bits_named("msix.control", "table_size"), 0x8028) +
			1,
		function.msix.table_size);
	assert_int_equal(
		pcimsi_bits_value(pcimsi_field_bits_named("msix.control", "msix_enable"), 0x8028),
		function.msix.enabled);
}

static void the_layout_follows_the_header_type(void **state)
{
	struct pcimsi_function function;
	struct config c;

	(void)state;
	config_endpoint(&c, 0x8086, 0x10c9);
	config_u8(&c, 0x0e, 1);
	pcimsi_function_decode(&c.raw, &function);
	assert_string_equal(pcimsi_field_at(&function, 0x19).name, "header.secondary_bus");
	config_u8(&c, 0x0e, 2);
	pcimsi_function_decode(&c.raw, &function);
	assert_string_equal(pcimsi_field_at(&function, 0x14).name, "header.capabilities_pointer");
	assert_string_equal(pcimsi_field_at(&function, 0x42).name, "header.subsystem_id");
	config_u8(&c, 0x0e, 5);
	pcimsi_function_decode(&c.raw, &function);
	assert_null(pcimsi_field_at(&function, 0x14).name);
	assert_string_equal(pcimsi_field_at(&function, 0x06).name, "header.status");
}

/* MSI-X begins where MSI has its address: what is asked of MSI is said of MSI. */
static void a_capability_has_its_fields_whatever_overlaps_it(void **state)
{
	struct pcimsi_function function;
	struct pcimsi_field field;
	struct config c;

	(void)state;
	config_endpoint(&c, 0x8086, 0x10c9);
	config_capability(&c, 0x05, 0x50);
	config_capability(&c, 0x11, 0x54);
	pcimsi_function_decode(&c.raw, &function);
	assert_string_equal(pcimsi_field_at(&function, 0x54).name, "capability.id");
	field = pcimsi_field_of(&function, 0x50, 4);
	assert_string_equal(field.name, "msi.address");
	assert_int_equal(field.offset, 0x54);
	assert_int_equal(field.capability_id, 0x05);
	assert_string_equal(pcimsi_field_of(&function, 0, 0x3d).name, "header.interrupt_pin");
}

static void an_id_that_ends_the_list_is_one(void **state)
{
	struct pcimsi_function function;
	struct pcimsi_field field;
	struct config c;

	(void)state;
	config_endpoint(&c, 0x8086, 0x10c9);
	config_capability(&c, 0x05, 0x50);
	config_u8(&c, 0x51, 0x80);
	config_u8(&c, 0x80, 0xff);
	pcimsi_function_decode(&c.raw, &function);
	field = pcimsi_field_of(&function, 0x80, 0);
	assert_string_equal(field.name, "capability.id");
	assert_int_equal(field.owner, PCIMSI_OWNER_NONE);
	assert_int_equal(field.offset, 0x80);
	assert_null(pcimsi_field_at(&function, 0x82).name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_byte_of_a_function_has_an_owner_or_none),
		cmocka_unit_test(bits_lie_in_their_field_and_do_not_overlap),
		cmocka_unit_test(bits_say_what_the_decoder_says),
		cmocka_unit_test(the_layout_follows_the_header_type),
		cmocka_unit_test(a_capability_has_its_fields_whatever_overlaps_it),
		cmocka_unit_test(an_id_that_ends_the_list_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
