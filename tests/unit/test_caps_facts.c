/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "caps/decode.h"
#include "caps/facts.h"

static void the_first_of_an_id_is_found(void **state)
{
	static const struct pcimsi_function fn = {
		.n_capabilities = 3,
		.capabilities = { { .id = CAP_ID_PM, .offset = 0x40 },
				  { .id = CAP_ID_MSI, .offset = 0x50 },
				  { .id = CAP_ID_MSI, .offset = 0x60 },
				  { .id = CAP_ID_EXPRESS, .offset = 0x70 } },
		.n_extended = 2,
		.extended = { { .id = EXTENDED_ID_AER, .offset = 0x100 },
			      { .id = EXTENDED_ID_SRIOV, .offset = 0x160 },
			      { .id = EXTENDED_ID_DPC, .offset = 0x200 } },
	};

	(void)state;
	assert_ptr_equal(fn_capability(&fn, CAP_ID_MSI), &fn.capabilities[1]);
	assert_null(fn_capability(&fn, CAP_ID_EXPRESS));
	assert_ptr_equal(fn_extended(&fn, EXTENDED_ID_SRIOV), &fn.extended[1]);
	assert_null(fn_extended(&fn, EXTENDED_ID_DPC));
}

static void messages_are_of_either(void **state)
{
	static const enum pcimsi_state a = PCIMSI_STATE_ABSENT, p = PCIMSI_STATE_PRESENT,
				       u = PCIMSI_STATE_UNKNOWN;
	const struct {
		enum pcimsi_state msi, msix, messages;
	} cases[] = {
		{ a, a, a }, { a, p, p }, { a, u, u }, { p, a, p }, { p, p, p },
		{ p, u, p }, { u, a, u }, { u, p, p }, { u, u, u },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct pcimsi_function fn = { .msi = { .state = cases[i].msi },
						    .msix = { .state = cases[i].msix } };

		assert_int_equal(fn_messages(&fn), cases[i].messages);
	}
}

static void a_bridge_is_told_by_header_or_class(void **state)
{
	const struct {
		struct pcimsi_reg header, class_code;
		bool is;
	} cases[] = {
		{ .header = { .value = 1, .known = true }, .is = true },
		{ .header = { .value = 1 } },
		{ .class_code = { .value = 0x060000, .known = true }, .is = true },
		{ .class_code = { .value = 0x060000 } },
		{ .header = { .value = 0, .known = true },
		  .class_code = { .value = 0x020000, .known = true } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct pcimsi_function fn = { .header_type = cases[i].header,
						    .class_code = cases[i].class_code };

		assert_int_equal(fn_is_bridge(&fn), cases[i].is);
	}
}

static void decode(const uint8_t *bytes, uint32_t size, struct pcimsi_reg id,
		   struct pcimsi_function *ret)
{
	const struct pcimsi_raw_function raw = { .bytes = { .data = bytes, .size = size },
						 .vf_vendor_id = id,
						 .vf_device_id = id };

	pcimsi_function_decode(&raw, ret);
}

/* Only the first dword of a virtual function reads all ones (9.3.4.1). */
static void a_virtual_function_has_no_ids(void **state)
{
	const struct pcimsi_reg none = { 0 }, id = { .value = 0x1234, .known = true };
	uint8_t bytes[64] = { 0xff, 0xff, 0xff, 0xff }, gone[64];
	struct pcimsi_function fn;

	(void)state;
	for (unsigned i = 0; i < 64; i++)
		gone[i] = 0xff;
	decode(bytes, 64, none, &fn);
	assert_true(fn_is_vf(&fn));
	assert_false(fn_is_vf_of_known(&fn));
	decode(bytes, 64, id, &fn);
	assert_true(fn_is_vf_of_known(&fn));
	decode(gone, 64, id, &fn);
	assert_false(fn_is_vf(&fn));
	decode(bytes, 2, id, &fn);
	assert_false(fn_is_vf(&fn));
	bytes[3] = 0x10;
	decode(bytes, 64, id, &fn);
	assert_false(fn_is_vf(&fn));
	assert_false(fn_is_vf_of_known(&fn));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_of_an_id_is_found),
		cmocka_unit_test(messages_are_of_either),
		cmocka_unit_test(a_bridge_is_told_by_header_or_class),
		cmocka_unit_test(a_virtual_function_has_no_ids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
