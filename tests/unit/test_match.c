/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pcimsi/match.h>

#include "caps/decode.h"
#include "config.h"

/* An Ethernet card 1af4:1041, subsystem 1af4:1100, revision 01. */
static struct pcimsi_function card(struct config *c)
{
	struct pcimsi_function function;

	config_endpoint(c, 0x1af4, 0x1041);
	config_u8(c, 0x08, 0x01);
	config_u8(c, 0x09, 0x00);
	config_u16(c, 0x0a, 0x0200);
	config_u16(c, 0x2c, 0x1af4);
	config_u16(c, 0x2e, 0x1100);
	pcimsi_function_decode(&c->raw, &function);
	return function;
}

static const struct pcimsi_target windows_7 = { .major = 6, .minor = 1 };
static const struct pcimsi_target windows_10 = { .major = 10 };

static void a_function_with_a_subsystem_has_four_hardware_ids_everywhere(void **state)
{
	static const struct pcimsi_target *const all[] = { &windows_7, &windows_10 };

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		struct config c;
		struct pcimsi_function function = card(&c);
		struct pcimsi_device_ids ids;

		pcimsi_device_ids(&function, all[i], &ids);
		assert_true(ids.lists_known);
		assert_int_equal(ids.n_hardware, 4);
		assert_string_equal(ids.hardware[0],
				    "PCI\\VEN_1AF4&DEV_1041&SUBSYS_11001AF4&REV_01");
		assert_string_equal(ids.hardware[1], "PCI\\VEN_1AF4&DEV_1041&SUBSYS_11001AF4");
		assert_string_equal(ids.hardware[2], "PCI\\VEN_1AF4&DEV_1041&CC_020000");
		assert_string_equal(ids.hardware[3], "PCI\\VEN_1AF4&DEV_1041&CC_0200");
		assert_int_equal(ids.n_compatible, 7);
		assert_string_equal(ids.compatible[0], "PCI\\VEN_1AF4&DEV_1041&REV_01");
		assert_string_equal(ids.compatible[1], "PCI\\VEN_1AF4&DEV_1041");
		assert_string_equal(ids.compatible[4], "PCI\\VEN_1AF4");
		assert_string_equal(ids.compatible[5], "PCI\\CC_020000");
		assert_string_equal(ids.compatible[6], "PCI\\CC_0200");
	}
}

static void a_function_without_a_subsystem_has_six_hardware_ids(void **state)
{
	struct config c;
	struct pcimsi_function function;
	struct pcimsi_device_ids ids;

	(void)state;
	card(&c);
	config_u16(&c, 0x2c, 0);
	config_u16(&c, 0x2e, 0);
	pcimsi_function_decode(&c.raw, &function);
	pcimsi_device_ids(&function, &windows_7, &ids);
	assert_true(ids.lists_known);
	assert_int_equal(ids.n_hardware, 6);
	assert_string_equal(ids.hardware[1], "PCI\\VEN_1AF4&DEV_1041&SUBSYS_00000000");
	assert_string_equal(ids.hardware[2], "PCI\\VEN_1AF4&DEV_1041&REV_01");
	assert_string_equal(ids.hardware[3], "PCI\\VEN_1AF4&DEV_1041");
	assert_string_equal(ids.hardware[4], "PCI\\VEN_1AF4&DEV_1041&CC_020000");
	assert_string_equal(ids.hardware[5], "PCI\\VEN_1AF4&DEV_1041&CC_0200");
}

static void half_a_subsystem_is_one(void **state)
{
	struct config c;
	struct pcimsi_function function;
	struct pcimsi_device_ids ids;

	(void)state;
	card(&c);
	config_u16(&c, 0x2e, 0);
	pcimsi_function_decode(&c.raw, &function);
	pcimsi_device_ids(&function, &windows_7, &ids);
	assert_int_equal(ids.n_hardware, 4);
	assert_string_equal(ids.hardware[1], "PCI\\VEN_1AF4&DEV_1041&SUBSYS_00001AF4");
}

static void express_functions_have_device_type_ids(void **state)
{
	struct config c;
	struct pcimsi_function function;
	struct pcimsi_device_ids ids;

	(void)state;
	card(&c);
	config_capability(&c, 0x10, 0x40);
	config_u16(&c, 0x42, 0x0042);
	pcimsi_function_decode(&c.raw, &function);
	pcimsi_device_ids(&function, &windows_10, &ids);
	assert_int_equal(ids.n_compatible, 9);
	assert_string_equal(ids.compatible[5], "PCI\\CC_020000&DT_4");
	assert_string_equal(ids.compatible[7], "PCI\\CC_0200&DT_4");
	pcimsi_device_ids(&function, &windows_7, &ids);
	assert_int_equal(ids.n_compatible, 7);
	assert_string_equal(ids.compatible[6], "PCI\\CC_0200");
}

static void an_id_whose_registers_are_not_captured_is_empty(void **state)
{
	struct config c;
	struct pcimsi_function function;
	struct pcimsi_device_ids ids;

	(void)state;
	card(&c);
	config_hide(&c, 0x2e, 2);
	pcimsi_function_decode(&c.raw, &function);
	pcimsi_device_ids(&function, &windows_10, &ids);
	assert_string_equal(ids.hardware[0], "");
	assert_string_equal(ids.hardware[1], "");
	assert_string_equal(ids.hardware[2], "PCI\\VEN_1AF4&DEV_1041&CC_020000");
	assert_false(ids.lists_known);
}

static void a_function_that_gives_no_vendor_has_class_ids_only(void **state)
{
	struct config c;
	struct pcimsi_function function;
	struct pcimsi_device_ids ids;

	(void)state;
	card(&c);
	config_u16(&c, 0, 0xffff);
	config_u16(&c, 2, 0xffff);
	pcimsi_function_decode(&c.raw, &function);
	pcimsi_device_ids(&function, &windows_10, &ids);
	assert_string_equal(ids.hardware[0], "");
	assert_string_equal(ids.compatible[1], "");
	assert_string_equal(ids.compatible[6], "PCI\\CC_0200");
}

/* ---- rank: the worked examples of "Identifier Score (Windows Vista and Later)" --------------- */

static const char *const compatible[] = { "PCI\\VEN_1AF4&DEV_1041", "PCI\\CC_0200" };

struct rank_case {
	const char *name;
	const char *hardware_id;
	uint32_t n_compatible;
	uint32_t windows;
	bool no_subsystem;
	uint16_t rank;
	bool from_hardware_list;
};

static const struct rank_case rank_cases[] = {
	{ .name = "SUBSYS and REV, hardware/hardware",
	  .hardware_id = "PCI\\VEN_1AF4&DEV_1041&SUBSYS_11001AF4&REV_01",
	  .windows = 10,
	  .rank = 0x0000,
	  .from_hardware_list = true },
	{ .name = "SUBSYS, in lower case",
	  .hardware_id = "pci\\ven_1af4&dev_1041&subsys_11001af4",
	  .windows = 10,
	  .rank = 0x0001,
	  .from_hardware_list = true },
	{ .name = "two-part id on Windows 10",
	  .hardware_id = "PCI\\VEN_1AF4&DEV_1041",
	  .windows = 10,
	  .rank = 0x2001 },
	{ .name = "two-part id on Windows 7",
	  .hardware_id = "PCI\\VEN_1AF4&DEV_1041",
	  .windows = 6,
	  .rank = 0x2001 },
	{ .name = "two-part id of a function without a subsystem",
	  .hardware_id = "PCI\\VEN_1AF4&DEV_1041",
	  .windows = 6,
	  .no_subsystem = true,
	  .rank = 0x0003,
	  .from_hardware_list = true },
	{ .name = "an INF's compatible id in the hardware list",
	  .hardware_id = "PCI\\VEN_0000&DEV_0000",
	  .n_compatible = 1,
	  .windows = 6,
	  .no_subsystem = true,
	  .rank = 0x1003,
	  .from_hardware_list = true },
	{ .name = "compatible/compatible, second in the INF",
	  .hardware_id = NULL,
	  .n_compatible = 2,
	  .windows = 10,
	  .rank = 0x3001 },
};

static void ranks_follow_the_identifier_score(void **state)
{
	(void)state;
	for (unsigned i = 0; i < sizeof(rank_cases) / sizeof(rank_cases[0]); i++) {
		const struct rank_case *t = &rank_cases[i];
		struct pcimsi_model model = { .hardware_id = t->hardware_id,
					      .compatible_ids = compatible,
					      .n_compatible_ids = t->n_compatible };
		struct pcimsi_resolution resolution = { .target = { .major = t->windows },
							.models = &model,
							.n_models = 1 };
		struct pcimsi_match_index *index = pcimsi_match_index_new();
		const struct pcimsi_match *matches = NULL;
		struct config c;
		struct pcimsi_function function = card(&c);

		if (t->no_subsystem)
			function.subsystem_id.value = function.subsystem_vendor_id.value = 0;
		print_message("%s\n", t->name);
		assert_non_null(index);
		assert_int_equal(pcimsi_match_index_add(index, 0, &resolution), 0);
		assert_true(pcimsi_match_index_find(index, &function, &matches) >= 1);
		assert_int_equal(matches[0].rank, t->rank);
		assert_int_equal(matches[0].from_hardware_list, t->from_hardware_list);
		assert_true(matches[0].rank_known);
		assert_ptr_equal(matches[0].model, &model);
		pcimsi_match_index_free(index);
	}
}

static void a_rank_that_depends_on_an_unknown_subsystem_is_not_known(void **state)
{
	static const struct {
		const char *id;
		uint16_t rank;
		bool known;
	} rows[] = {
		{ "PCI\\VEN_1AF4&DEV_1041", 0x2001, false },
		{ "PCI\\VEN_1AF4&DEV_1041&CC_0200", 0x0003, false },
		{ "PCI\\CC_0200", 0x2006, true },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pcimsi_model model = { .hardware_id = rows[i].id };
		struct pcimsi_resolution resolution = { .target = windows_10,
							.models = &model,
							.n_models = 1 };
		struct pcimsi_match_index *index = pcimsi_match_index_new();
		const struct pcimsi_match *matches = NULL;
		struct pcimsi_function function;
		struct config c;

		card(&c);
		config_hide(&c, 0x2c, 2);
		pcimsi_function_decode(&c.raw, &function);
		assert_int_equal(pcimsi_match_index_add(index, 0, &resolution), 0);
		assert_int_equal(pcimsi_match_index_find(index, &function, &matches), 1);
		assert_int_equal(matches[0].rank, rows[i].rank);
		assert_int_equal(matches[0].rank_known, rows[i].known);
		pcimsi_match_index_free(index);
	}
}

static void an_id_may_be_that_of_a_function_of_which_part_is_not_captured(void **state)
{
	static const struct {
		const char *id;
		uint32_t hidden, size;
		bool possible;
	} rows[] = {
		{ "PCI\\VEN_1AF4&DEV_1041&SUBSYS_11001AF4", 0x2c, 2, true },
		{ "pci\\ven_1af4&dev_1041&subsys_11001AF5&rev_01", 0x2c, 2, true },
		{ "PCI\\VEN_1AF4&DEV_1041&SUBSYS_11011AF4", 0x2c, 2, false },
		{ "PCI\\VEN_1AF4&DEV_1041&SUBSYS_11001AF4&REV_02", 0x2c, 2, false },
		{ "PCI\\VEN_1AF4&DEV_1042&SUBSYS_11001AF4", 0x2c, 2, false },
		/* All of it is known, so it is an id of the function, or not. */
		{ "PCI\\VEN_1AF4&DEV_1041", 0x2c, 2, false },
		{ "PCI\\VEN_8086&DEV_10D3&REV_01", 0x00, 4, true },
		{ "PCI\\VEN_8086&CC_0200", 0x00, 4, true },
		{ "PCI\\VEN_8086&CC_0108", 0x00, 4, false },
		{ "PCI\\VEN_1AF4&DEV_1041&CC_0108", 0x0a, 2, true },
		{ "PCI\\VEN_1AF4&DEV_1041&REV_0G", 0x08, 1, false },
		{ "ACPI\\PNP0A03", 0x00, 4, false },
	};

	(void)state;
	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pcimsi_function function;
		struct pcimsi_possible_ids ids;
		struct config c;

		print_message("%s\n", rows[i].id);
		card(&c);
		config_hide(&c, rows[i].hidden, rows[i].size);
		pcimsi_function_decode(&c.raw, &function);
		pcimsi_possible_ids(&function, &ids);
		assert_int_equal(pcimsi_id_is_possible(&ids, rows[i].id), rows[i].possible);
	}
}

static void of_a_whole_function_no_id_is_in_doubt(void **state)
{
	struct pcimsi_possible_ids ids;
	struct config c;
	struct pcimsi_function function = card(&c);

	(void)state;
	pcimsi_possible_ids(&function, &ids);
	assert_int_equal(ids.count, 0);
}

static void ids_are_opaque_and_match_whole(void **state)
{
	static const char *const strangers[] = { "PCI\\VEN_1AF4&DEV_104",
						 "PCI\\VEN_1AF4&DEV_10410",
						 "PCI\\VEN_1AF4&DEV_1041&SUBSYS_1100",
						 "PCI\\VEN_1AF4&DEV_1041 ",
						 "PCI\\DEV_1041&VEN_1AF4",
						 "PCI\\*" };

	(void)state;
	for (unsigned i = 0; i < sizeof(strangers) / sizeof(strangers[0]); i++) {
		struct pcimsi_model model = { .hardware_id = strangers[i] };
		struct pcimsi_resolution resolution = { .target = { .major = 10 },
							.models = &model,
							.n_models = 1 };
		struct pcimsi_match_index *index = pcimsi_match_index_new();
		const struct pcimsi_match *matches = NULL;
		struct config c;
		struct pcimsi_function function = card(&c);

		assert_int_equal(pcimsi_match_index_add(index, 0, &resolution), 0);
		assert_int_equal(pcimsi_match_index_find(index, &function, &matches), 0);
		pcimsi_match_index_free(index);
	}
}

static void the_best_line_of_each_inf_comes_first(void **state)
{
	struct pcimsi_model models[] = {
		{ .hardware_id = "PCI\\VEN_1AF4&DEV_1041" },
		{ .hardware_id = "PCI\\VEN_1AF4&DEV_1041&SUBSYS_11001AF4" },
		{ .hardware_id = "PCI\\VEN_1AF4&DEV_1041&SUBSYS_11001AF4" }
	};
	struct pcimsi_resolution first = { .target = { .major = 10 },
					   .models = models,
					   .n_models = 3 };
	struct pcimsi_resolution second = { .target = { .major = 6 },
					    .models = models,
					    .n_models = 1 };
	struct pcimsi_match_index *index = pcimsi_match_index_new();
	const struct pcimsi_match *matches = NULL;
	struct config c;
	struct pcimsi_function function = card(&c);

	(void)state;
	assert_int_equal(pcimsi_match_index_add(index, 0, &first), 0);
	assert_int_equal(pcimsi_match_index_add(index, 1, &second), 0);
	/* The index can be asked, added to and asked again. */
	assert_int_equal(pcimsi_match_index_find(index, &function, &matches), 4);
	assert_ptr_equal(matches[0].model, &models[1]);
	assert_ptr_equal(matches[1].model, &models[2]);
	assert_int_equal(matches[2].rank, 0x2001);
	assert_int_equal(matches[3].inf, 1);
	assert_int_equal(matches[3].rank, 0x2001);
	pcimsi_match_index_free(index);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_function_with_a_subsystem_has_four_hardware_ids_everywhere),
		cmocka_unit_test(a_function_without_a_subsystem_has_six_hardware_ids),
		cmocka_unit_test(half_a_subsystem_is_one),
		cmocka_unit_test(express_functions_have_device_type_ids),
		cmocka_unit_test(an_id_whose_registers_are_not_captured_is_empty),
		cmocka_unit_test(a_function_that_gives_no_vendor_has_class_ids_only),
		cmocka_unit_test(ranks_follow_the_identifier_score),
		cmocka_unit_test(a_rank_that_depends_on_an_unknown_subsystem_is_not_known),
		cmocka_unit_test(an_id_may_be_that_of_a_function_of_which_part_is_not_captured),
		cmocka_unit_test(of_a_whole_function_no_id_is_in_doubt),
		cmocka_unit_test(ids_are_opaque_and_match_whole),
		cmocka_unit_test(the_best_line_of_each_inf_comes_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
