/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <pcimsi/field.h>
#include <pcimsi/rules.h>

#include "config.h"

/* An endpoint with power management, MSI with masking, MSI-X and PCI Express. */
static void build(struct config *c, struct pcimsi_function *function)
{
	config_endpoint(c, 0x8086, 0x10c9);
	config_capability(c, 0x01, 0x40);
	config_capability(c, 0x05, 0x50);
	config_u16(c, 0x52, 0x0180);
	config_capability(c, 0x11, 0x70);
	config_capability(c, 0x10, 0x80);
	pcimsi_function_decode(&c->raw, function);
}

/* What `explain` says of a byte names rules that exist. */
static void fields_name_rules_that_exist(void **state)
{
	struct pcimsi_function function;
	unsigned named = 0;
	struct config c;

	(void)state;
	build(&c, &function);
	for (uint16_t offset = 0; offset < 0x100; offset++) {
		struct pcimsi_field field = pcimsi_field_at(&function, offset);
		const struct pcimsi_dependents *dependents =
			field.name ? pcimsi_field_dependents(field.name) : NULL;
		const char *at = dependents ? dependents->rules : "";

		while (*at) {
			char id[8] = "";

			memcpy(id, at, 6);
			if (!pcimsi_rule_find(id))
				fail_msg("%s: %s", field.name, id);
			at += strcspn(at, " ");
			at += *at == ' ';
			named++;
		}
	}
	assert_true(named > 40);
}

static void a_field_that_nothing_reads_has_no_dependents(void **state)
{
	(void)state;
	assert_null(pcimsi_field_dependents("header.bist"));
	assert_null(pcimsi_field_dependents(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_name_rules_that_exist),
		cmocka_unit_test(a_field_that_nothing_reads_has_no_dependents),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
