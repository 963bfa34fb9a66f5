/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <pcimsi/catalogue.h>
#include <pcimsi/field.h>

#include "caps/decode.h"
#include "config.h"

/*
 * Which fields a rule says to read. That it reads all that its findings cite is for
 * tests/rules/check_rules.c.
 */

/* An endpoint with power management, 64-bit MSI with masking, MSI-X, PCI Express and more. */
static void build(struct config *c, struct pcimsi_function *function)
{
	config_endpoint(c, 0x8086, 0x10c9);
	config_capability(c, 0x01, 0x40);
	config_capability(c, 0x05, 0x50);
	config_u16(c, 0x52, 0x0180);
	config_capability(c, 0x11, 0x70);
	config_capability(c, 0x10, 0x80);
	config_capability(c, 0x08, 0xe0);
	pcimsi_function_decode(&c->raw, function);
}

static bool is_field(const struct pcimsi_function *function, const char *name)
{
	for (uint16_t offset = 0; offset < 0x100; offset++) {
		struct pcimsi_field field = pcimsi_field_at(function, offset);

		if (field.name && strcmp(field.name, name) == 0)
			return true;
	}
	return strcmp(name, "extended.header") == 0;
}

static void what_is_read_are_fields(void **state)
{
	uint32_t count, named = 0;
	const struct pcimsi_rule *rules = pcimsi_rules(&count);
	struct pcimsi_function function;
	struct config c;

	(void)state;
	build(&c, &function);
	for (uint32_t i = 0; i < count; i++) {
		for (const char *const *name = rules[i].reads; name && *name; name++, named++)
			if (!is_field(&function, *name))
				fail_msg("%s: %s", rules[i].id, *name);
		if (rules[i].holds)
			assert_non_null(rules[i].reads);
	}
	assert_true(named > 40);
}

static void a_rule_reads_what_its_row_names(void **state)
{
	const struct pcimsi_rule *rule = pcimsi_rule_find("GRA708");

	(void)state;
	assert_true(pcimsi_rule_reads(rule, "header.interrupt_pin"));
	assert_true(pcimsi_rule_reads(rule, "msix.control"));
	assert_false(pcimsi_rule_reads(rule, "header.bist"));
	assert_false(pcimsi_rule_reads(rule, ""));
	assert_false(pcimsi_rule_reads(pcimsi_rule_find("INF401"), "msi.control"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_read_are_fields),
		cmocka_unit_test(a_rule_reads_what_its_row_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
